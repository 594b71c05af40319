import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { SelfBilledCommand } from '../../../../shared/domain/self-billing/documents.ts';
import { PAYABLE_PAYMENTS_MAX, payableOf } from '../../../../shared/domain/self-billing/payable.ts';
import type { SelfBilledIssued } from '../../../../shared/domain/self-billing/states.ts';
import { asked, changed, issued } from './sample.ts';

const AT = '2026-11-24T10:00:00.000Z';

const paid = (key: string, amountMinor: bigint, paidOn = '2026-11-24'): SelfBilledCommand => ({
  do: 'pay',
  wish: { key, fingerprint: `pays ${amountMinor}`, amountMinor, paidOn, reference: 'October', at: AT },
});

const objected = (key: string, objectedOn = '2026-11-24'): SelfBilledCommand => ({
  do: 'object',
  wish: { key, fingerprint: `objects ${objectedOn}`, objectedOn, at: AT },
});

const stateAfter = (state: SelfBilledIssued, ...commands: readonly SelfBilledCommand[]) =>
  commands.reduce((before, command) => changed(before, command).state, state);

describe('a payable', () => {
  it('is paid in parts, each from what is owed to the bank', () => {
    const first = changed(issued([10_000n]), paid('a', 10_000n));
    const second = changed(first.state, paid('b', 1_900n, '2026-11-25'));

    expect(first.facts).toMatchObject([
      {
        data: { payment: 1, amountMinor: 10_000n },
        books: {
          date: '2026-11-24',
          entries: [
            { account: 'payables', amountMinor: 10_000n },
            { account: 'bank', amountMinor: -10_000n },
          ],
        },
      },
    ]);
    expect(payableOf(second.state)).toMatchObject({ openMinor: 0n, paidMinor: 11_900n, overpaidMinor: 0n });
  });

  it.each([
    ['a cent more than is open', paid('b', 1_901n), 'self_billed_invoice.payment_exceeds'],
    ['nothing', paid('b', 0n), 'self_billed_invoice.payment_exceeds'],
    ['what was paid under the same key with another amount', paid('a', 1n), 'idempotency.key_reused'],
    [
      'what is paid on a day that has not come',
      paid('b', 1n, '2026-11-26'),
      'self_billed_invoice.day_out_of_range',
    ],
    [
      'what is paid before the invoice was issued',
      paid('b', 1n, '2026-11-22'),
      'self_billed_invoice.day_out_of_range',
    ],
  ])('does not take %s', (_, command, code) => {
    expect(changed(stateAfter(issued([10_000n]), paid('a', 10_000n)), command).code).toBe(code);
  });

  it('takes a repeated request once, and no more parts than it can remember', () => {
    const twice = stateAfter(issued([10_000n]), paid('a', 100n), paid('a', 100n));
    const many = Array.from({ length: PAYABLE_PAYMENTS_MAX }, (_, index) => paid(`k${index}`, 1n));

    expect(payableOf(twice).paidMinor).toBe(100n);
    expect(changed(stateAfter(issued([10_000n]), ...many), paid('more', 1n)).code).toBe(
      'self_billed_invoice.too_many_payments',
    );
  });

  it('that was paid and then taken back is owed by the supplier', () => {
    const state = stateAfter(
      issued([10_000n]),
      paid('a', 11_900n),
      asked('b', [{ line: 1, netMinor: 1_000n }]),
    );

    expect(payableOf(state)).toEqual({
      ...{ creditedMinor: 1_190n, paidMinor: 11_900n },
      ...{ openMinor: 0n, overpaidMinor: 1_190n },
    });
  });
});

describe('the objection of a supplier', () => {
  it('takes the input tax that is left, and leaves what is owed', () => {
    const credited = stateAfter(issued([10_000n]), asked('a', [{ line: 1, netMinor: 1_000n }]));
    const { state, facts } = changed(credited, objected('b'));

    expect(facts).toMatchObject([
      {
        data: { objectedOn: '2026-11-24', lostTaxMinor: 1_710n },
        books: {
          entries: [
            { account: 'purchased_supplies', amountMinor: 1_710n },
            { account: 'input_tax', amountMinor: -1_710n },
          ],
        },
      },
    ]);
    expect(payableOf(state).openMinor).toBe(10_710n);
  });

  it.each([
    ['whose tax we owe ourselves', issued([10_000n], true)],
    ['whose tax a small enterprise bears', issued([10_000n], false, false)],
  ])('to an invoice %s moves nothing in the books', (_, state) => {
    const { facts } = changed(state, objected('a'));

    expect(facts).toMatchObject([{ type: 'self_billed_invoice.objected', data: { lostTaxMinor: 0n } }]);
    expect(facts[0]?.books).toBeUndefined();
  });

  it('is recorded once, and nothing is taken back afterwards, but what is owed is paid', () => {
    const state = stateAfter(issued([10_000n]), asked('a', [{ line: 1, netMinor: 1_000n }]), objected('b'));

    expect(changed(state, objected('c')).code).toBe('self_billed_invoice.objected');
    expect(changed(state, objected('b')).facts).toEqual([]);
    expect(changed(state, objected('b', '2026-11-23')).code).toBe('idempotency.key_reused');
    expect(changed(state, asked('d')).code).toBe('self_billed_invoice.objected');
    expect(changed(state, asked('a', [{ line: 1, netMinor: 1_000n }])).facts).toEqual([]);
    expect(payableOf(stateAfter(state, paid('e', 10_710n))).openMinor).toBe(0n);
  });

  it.each(['2026-11-22', '2026-11-26'])('on %s, before the invoice or after today, is refused', (day) => {
    expect(changed(issued([10_000n]), objected('a', day)).code).toBe('self_billed_invoice.day_out_of_range');
  });
});

test('whatever happens in whatever order, what is open, paid and taken back comes to what was invoiced', () => {
  const amount = fc.bigInt({ min: 1n, max: 8_000n });
  const command = fc.oneof(
    amount.map((minor) => ({ do: 'pay' as const, minor })),
    amount.map((minor) => ({ do: 'credit' as const, minor })),
    fc.constant({ do: 'object' as const, minor: 0n }),
  );
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 20_000n }), fc.array(command, { maxLength: 10 }), (net, wishes) => {
      let state = issued([net]);
      for (const [index, wish] of wishes.entries()) {
        const before = payableOf(state);
        const key = `k${index}`;
        const asks = {
          pay: paid(key, wish.minor),
          credit: asked(key, [{ line: 1, netMinor: wish.minor }]),
          object: objected(key),
        };
        const done = changed(state, asks[wish.do]);
        if (wish.do === 'pay') expect(done.code === undefined).toBe(wish.minor <= before.openMinor);
        if (wish.do === 'credit' && state.objection) expect(done.code).toBe('self_billed_invoice.objected');
        state = done.state;
        const { openMinor, paidMinor, creditedMinor, overpaidMinor } = payableOf(state);
        expect(openMinor + paidMinor + creditedMinor - overpaidMinor).toBe(state.grossMinor);
        expect(creditedMinor <= state.grossMinor && paidMinor <= state.grossMinor).toBe(true);
      }
    }),
    { seed: 20261126, numRuns: 150 },
  );
});
