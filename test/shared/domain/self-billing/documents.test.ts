import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { selfBilledCredited } from '../../../../shared/domain/self-billing/crediting.ts';
import { selfBilledInvoices } from '../../../../shared/domain/self-billing/documents.ts';
import { takenBackOf } from '../../../../shared/domain/self-billing/payable.ts';
import { asked, changed, issued, linesOf } from './sample.ts';

describe('a self-billed invoice', () => {
  it('is taken back as a whole once', () => {
    const once = changed(issued([25_000n]), asked('a'));
    const twice = changed(once.state, asked('b'));

    expect(once.credit).toEqual({ reason: 'wrong', fingerprint: 'a body' });
    expect(twice.code).toBe('invoice.already_credited');
  });

  it('is taken back by amount, by quantity and as what is left, and then not again', () => {
    const amount = changed(issued([10_000n, 6_000n]), asked('a', [{ line: 1, netMinor: 2_500n }]));
    const quantity = changed(amount.state, asked('b', [{ line: 2, quantity: '1', charged: '3' }]));
    const rest = changed(quantity.state, asked('c'));

    expect(quantity.credit?.lines).toEqual([{ line: 2, netMinor: 2_000n, quantity: '1' }]);
    expect(rest.credit).toMatchObject({ ordinal: 3, lines: [{ netMinor: 7_500n }, { netMinor: 4_000n }] });
    expect(changed(rest.state, asked('d')).code).toBe('invoice.already_credited');
  });

  it.each([
    ['more than a line came to', [{ line: 1, netMinor: 10_001n }], 'credit_note.amount_exceeds'],
    ['a line that is not there', [{ line: 3, netMinor: 1n }], 'credit_note.line_unknown'],
    ['more than was supplied', [{ line: 1, quantity: '2', charged: '1' }], 'credit_note.quantity_exceeds'],
  ] as const)('is not taken back by %s', (_, lines, code) => {
    expect(changed(issued([10_000n, 6_000n]), asked('a', lines)).code).toBe(code);
  });

  it('that does not exist is not taken back', () => {
    const decided = selfBilledInvoices.decide({ status: 'none' }, asked('a'));

    expect(!decided.ok && decided.refusal.code).toBe('self_billed_invoice.not_found');
  });
});

test('whatever is asked in whatever order, the credit notes take back the invoice to the unit and never more', () => {
  const piece = fc.record({
    line: fc.integer({ min: 1, max: 3 }),
    netMinor: fc.bigInt({ min: 1n, max: 9_999n }),
  });
  fc.assert(
    fc.property(
      fc.array(fc.bigInt({ min: 1n, max: 30_000n }), { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      fc.array(piece, { maxLength: 8 }),
      (nets, isReversed, pieces) => {
        let state = issued(nets, isReversed);
        const sums = { net: 0n, tax: 0n, reversed: 0n };
        const wishes = [...pieces.map((each) => [each]), undefined];
        for (const [index, lines] of wishes.entries()) {
          const done = changed(state, asked(`k${index}`, lines));
          state = done.state;
          if (!done.credit) continue;
          const { part, reverseCharge } = selfBilledCredited(state, {
            credit: done.credit,
            lines: linesOf(state),
          });
          sums.net += (part ?? state).netMinor;
          sums.tax += (part ?? state).taxMinor;
          sums.reversed += reverseCharge?.taxMinor ?? 0n;
          expect(sums.net <= state.netMinor && sums.tax <= state.taxMinor).toBe(true);
          expect(takenBackOf(state)).toEqual({ netMinor: sums.net, taxMinor: sums.tax });
        }
        expect(sums).toEqual({
          net: state.netMinor,
          tax: state.taxMinor,
          reversed: state.reverseCharge?.taxMinor ?? 0n,
        });
      },
    ),
    { seed: 20261126, numRuns: 150 },
  );
});
