import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DraftLine } from '../../../../shared/domain/drafting/draft.ts';
import { invoices } from '../../../../shared/domain/invoices.ts';
import { partOf } from '../../../../shared/domain/invoices/pieces.ts';
import type { InvoiceData, InvoiceFact } from '../../../../shared/domain/invoices/states.ts';
import type { CreditWish, LineAmounts } from '../../../../shared/domain/invoices/wishes.ts';
import {
  CREDIT_NOTES_MAX,
  creditableMinor,
  isTakenBack,
} from '../../../../shared/domain/invoices/crediting.ts';
import { netsOfGross } from '../../../../shared/domain/drafting/gross.ts';
import { taxOn, type TaxSubtotal, taxSubtotals } from '../../../../shared/domain/tax.ts';
import { given } from '../../../kit/decider.ts';
import { frozenInvoice } from '../../../kit/frozen.ts';

const { data, books } = frozenInvoice('one');
const CAUSE = { order: 'ord_a', step: 'placed' };

function line(netMinor: bigint, rate: string): DraftLine {
  const unitPrice = `${netMinor / 100n}.${String(netMinor % 100n).padStart(2, '0')}`;
  const sold = { description: 'Reading lamp', quantity: '1', unit: 'pc', unitPrice };

  return { ...sold, discountMinor: 0n, netMinor, category: 'S', rate, period: null };
}

function issuedOf(netsMinor: readonly bigint[], more: Partial<InvoiceData> = {}): InvoiceFact {
  const netMinor = netsMinor.reduce((sum, net) => sum + net, 0n);
  const figures = { netsMinor, netMinor, number: 'INV-2026-00001', content: 'hash', ...more };

  return { type: 'invoice.issued', data: { ...data, ...figures } as InvoiceData, books }; // of an invoice, see the kit
}

function taxOf(rate: string, baseMinor: bigint): TaxSubtotal {
  return { category: 'S', rate, baseMinor, taxMinor: taxOn(baseMinor, rate) };
}

const ask = (key: string, lines?: CreditWish['lines']) =>
  ({
    do: 'request_credit',
    wish: { reason: 'returned', remainder: 'credit', fingerprint: `${key} asked`, ...(lines && { lines }) },
  }) as const;

/** Asks one after the other; answers the facts and what each credit note takes back. */
function takenBack(lines: readonly DraftLine[], asks: readonly ReturnType<typeof ask>[]) {
  const facts: InvoiceFact[] = [issuedOf(lines.map(({ netMinor }) => netMinor))];
  const parts: ReturnType<typeof partOf>[] = [];
  for (const command of asks) {
    const { state } = given(invoices, facts);
    const decided = invoices.decide(state, command);
    const [fact] = decided.ok ? decided.value : [];
    if (state.status === 'none' || fact?.type !== 'invoice.credit_requested' || !fact.data.lines) continue;
    facts.push(fact);
    const of = { beforeMinor: state.creditedMinor, lines: fact.data.lines };
    parts.push(partOf({ currency: 'EUR', cause: CAUSE, lines }, of));
  }

  return { facts, parts };
}

describe('an invoice taken back in pieces', () => {
  const issued = issuedOf([10_000n, 10_000n]);

  it('counts its credit notes and keeps what each takes of which line', () => {
    const first = given(invoices, [issued]).when(ask('a', [{ line: 2, netMinor: 2_500n }]));
    const second = given(invoices, [issued, ...first]).when(ask('b', [{ line: 1, netMinor: 1n }]));

    expect([first, second]).toMatchObject([
      [{ data: { ordinal: 1, lines: [{ line: 2, netMinor: 2_500n }] } }],
      [{ data: { ordinal: 2, lines: [{ line: 1, netMinor: 1n }] } }],
    ]);
    expect(given(invoices, [issued, ...first, ...second]).state).toMatchObject({
      creditedMinor: [1n, 2_500n],
    });
  });

  it('never gives back more of a line than is left of it', () => {
    const first = given(invoices, [issued]).when(ask('a', [{ line: 2, netMinor: 9_999n }]));

    expect(given(invoices, [issued, ...first]).refusal(ask('b', [{ line: 2, netMinor: 2n }]))).toBe(
      'credit_note.amount_exceeds',
    );
    expect(given(invoices, [issued]).refusal(ask('b', [{ line: 2, netMinor: 0n }]))).toBe(
      'credit_note.amount_exceeds',
    );
    expect(given(invoices, [issued]).refusal(ask('b', [{ line: 3, netMinor: 1n }]))).toBe(
      'credit_note.line_unknown',
    );
    expect(
      given(invoices, [issued]).refusal(
        ask('b', [
          { line: 1, netMinor: 1n },
          { line: 1, netMinor: 1n },
        ]),
      ),
    ).toBe('credit_note.line_unknown');
  });

  it('meets a request again, and refuses its key for another', () => {
    const first = given(invoices, [issued]).when(ask('a', [{ line: 2, netMinor: 2_500n }]));
    const other = { ...ask('a'), wish: { ...ask('a').wish, fingerprint: 'a other' } };

    expect(given(invoices, [issued, ...first]).when(ask('a', [{ line: 2, netMinor: 2_500n }]))).toEqual([]);
    expect(given(invoices, [issued, ...first]).refusal(other)).toBe('idempotency.key_reused');
  });

  it('gives back all that is left when no lines are named, and nothing afterwards', () => {
    const first = given(invoices, [issued]).when(ask('a', [{ line: 2, netMinor: 10_000n }]));
    const rest = given(invoices, [issued, ...first]).when(ask('b'));

    expect(rest).toMatchObject([{ data: { ordinal: 2, lines: [{ line: 1, netMinor: 10_000n }] } }]);
    expect(given(invoices, [issued, ...first, ...rest]).refusal(ask('c'))).toBe('invoice.already_credited');
  });

  it('has a bounded number of credit notes, after which the rest is taken back at once', () => {
    const facts: InvoiceFact[] = [issued];
    for (let index = 0; index < CREDIT_NOTES_MAX; index += 1)
      facts.push(...given(invoices, facts).when(ask(`k${index}`, [{ line: 1, netMinor: 1n }])));

    expect(given(invoices, facts).refusal(ask('more', [{ line: 1, netMinor: 1n }]))).toBe(
      'credit_note.too_many',
    );
    expect(given(invoices, facts).when(ask('rest'))).toHaveLength(1);
  });

  it('whose lines are reduced by others gives back of a line no more than the lines came to together', () => {
    const reduced = issuedOf([10_000n, -2_000n], { taxes: [taxOf('19', 8_000n)] });

    expect(given(invoices, [reduced]).refusal(ask('a', [{ line: 1, netMinor: 8_001n }]))).toBe(
      'credit_note.amount_exceeds',
    );
    expect(given(invoices, [reduced]).refusal(ask('a', [{ line: 2, netMinor: 1n }]))).toBe(
      'credit_note.amount_exceeds',
    );
    const first = given(invoices, [reduced]).when(ask('a', [{ line: 1, netMinor: 3_000n }]));
    const rest = given(invoices, [reduced, ...first]).when(ask('b'));
    expect(rest).toMatchObject([{ data: { lines: [{ line: 1, netMinor: 5_000n }] } }]);
    expect(given(invoices, [reduced, ...first, ...rest]).refusal(ask('c'))).toBe('invoice.already_credited');
  });

  it('whose lines of several rates, or with an amount on the whole, are reduced by others is taken back as a whole only', () => {
    const reduced = [
      issuedOf([10_000n, -2_000n], { taxes: [taxOf('19', 9_000n), taxOf('7', -1_000n)] }),
      issuedOf([10_000n, -1n], {
        taxes: [taxOf('19', 9_999n)],
        reductions: { allowancesMinor: 1_000n, chargesMinor: 1_000n },
      }),
    ];

    for (const fact of reduced) {
      expect(given(invoices, [fact]).refusal(ask('a', [{ line: 1, netMinor: 1n }]))).toBe(
        'credit_note.not_divisible',
      );
      expect(given(invoices, [fact]).when(ask('a'))).toHaveLength(1);
    }
  });
});

describe('a credit note in part', () => {
  const lines = [line(10_000n, '19'), line(10_000n, '7')];
  const invoice = { currency: 'EUR', cause: CAUSE, lines };

  it('of 25.00 at 7 percent takes back 25.00 and 1.75, 26.75 in all', () => {
    const part = partOf(invoice, { beforeMinor: [0n, 0n], lines: [{ line: 2, netMinor: 2_500n }] });

    expect(part).toMatchObject({
      taxes: [{ category: 'S', rate: '7', baseMinor: 2_500n, taxMinor: 175n }],
      ...{ netMinor: 2_500n, taxMinor: 175n, grossMinor: 2_675n },
      lines: [{ quantity: '1', unit: null, unitPrice: '25.00', explanation: { net: '25.00' } }],
    });
  });

  it('that takes a line back at once prints it as it was', () => {
    const part = partOf(invoice, { beforeMinor: [0n, 0n], lines: [{ line: 2, netMinor: 10_000n }] });

    expect(part.lines).toEqual([lines[1]]);
  });

  it('leaves exactly nothing once all pieces are taken, of each line and of each rate', () => {
    const nets = fc.array(fc.tuple(fc.bigInt(1n, 5_000n), fc.constantFrom('19', '7', '5.5')), {
      minLength: 1,
      maxLength: 5,
    });
    const cuts = fc.array(fc.tuple(fc.nat(), fc.bigInt(1n, 3_000n)), { maxLength: 12 });

    fc.assert(
      fc.property(nets, cuts, (priced, wanted) => {
        const sold = priced.map(([net, rate]) => line(net, rate));
        const asks = wanted.map(([at, net], index) =>
          ask(`k${index}`, [{ line: (at % sold.length) + 1, netMinor: net }]),
        );
        const { facts, parts } = takenBack(sold, [
          ask('a', [{ line: 1, netMinor: 1n }]),
          ...asks,
          ask('rest'),
        ]);
        const taken = new Map<string, bigint>();
        for (const { rate, taxMinor } of parts.flatMap(({ taxes }) => taxes))
          taken.set(rate, (taken.get(rate) ?? 0n) + taxMinor);

        const { state } = given(invoices, facts);
        expect(state.status === 'issued' && isTakenBack(state)).toBe(true);
        expect(state.status === 'issued' && creditableMinor(state).every((left) => left === 0n)).toBe(true);
        expect(Object.fromEntries(taken)).toEqual(
          Object.fromEntries(taxSubtotals(sold).map(({ rate, taxMinor }) => [rate, taxMinor])),
        );
      }),
    );
  });
});

/** A line of so many cents with the tax in them; its net is what an invoice of it alone would say. */
function grossLine(amountMinor: bigint, rate: string, netMinor: bigint): DraftLine {
  const net = line(netMinor, rate);
  const unitPrice = `${amountMinor / 100n}.${String(amountMinor % 100n).padStart(2, '0')}`;

  return { ...net, gross: { unitPrice, discountMinor: 0n, amountMinor } };
}

describe('an invoice whose prices contain the tax, taken back in pieces', () => {
  it('gives back the price that was agreed, of which the tax is contained', () => {
    const lines = [grossLine(2_997n, '19', 2_518n)];
    const state = { currency: 'EUR', cause: CAUSE, lines, priceBasis: 'gross' as const };

    const part = partOf(state, { beforeMinor: [0n], lines: [{ line: 1, grossMinor: 999n }] });

    expect(part).toMatchObject({ netMinor: 839n, taxMinor: 160n, grossMinor: 999n });
    expect(part.lines[0]).toMatchObject({ quantity: '1', unitPrice: '8.39', gross: { unitPrice: '9.99' } });
  });

  it('ends at exactly nothing, however it is cut', () => {
    const cuts = fc.array(fc.tuple(fc.nat({ max: 3 }), fc.integer({ min: 1, max: 4_000 })), { maxLength: 8 });
    const grosses = fc.array(fc.tuple(fc.integer({ min: 1, max: 9_999 }), fc.constantFrom('19', '7', '0')), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(grosses, cuts, (sold, pieces) => {
        const parts = sold.map(([amount, rate]) => {
          return { category: 'S', rate, grossMinor: BigInt(amount) } as const;
        });
        const { netsMinor, taxes } = netsOfGross(parts);
        const lines = parts.map(({ grossMinor, rate }, index) => {
          return grossLine(grossMinor, rate, netsMinor[index] ?? 0n);
        });
        const grossesMinor = parts.map(({ grossMinor }) => grossMinor);
        const facts: InvoiceFact[] = [issuedOf(netsMinor, { priceBasis: 'gross', grossesMinor })];
        const given = { netMinor: 0n, taxMinor: 0n, grossMinor: 0n };
        const asks = pieces.map(([at, cents], index) =>
          ask(`piece ${index}`, [{ line: at + 1, grossMinor: BigInt(cents) }]),
        );
        for (const command of [...asks, ask('the rest')]) {
          const state = facts.reduce(invoices.evolve, invoices.initial);
          const decided = invoices.decide(state, command);
          const [fact] = decided.ok ? decided.value : [];
          if (state.status === 'none' || fact?.type !== 'invoice.credit_requested') continue;
          facts.push(fact);
          const whole = { netMinor: sum(netsMinor), taxMinor: sum(taxes.map(({ taxMinor }) => taxMinor)) };
          const part = fact.data.lines
            ? partOf(
                { ...state, lines, reductions: undefined },
                { beforeMinor: state.creditedMinor, lines: fact.data.lines },
              )
            : { ...whole, grossMinor: sum(grossesMinor) };
          given.netMinor += part.netMinor;
          given.taxMinor += part.taxMinor;
          given.grossMinor += part.grossMinor;
        }

        expect(given).toEqual({
          netMinor: sum(netsMinor),
          taxMinor: sum(taxes.map(({ taxMinor }) => taxMinor)),
          grossMinor: sum(grossesMinor),
        });
      }),
      { numRuns: 300 },
    );
  });
});

function sum(list: readonly bigint[]): bigint {
  return list.reduce((total, each) => total + each, 0n);
}

describe('what the end of a subscription asks back', () => {
  /** A month of 515.94 that was given back in favour of one of 399.44, on one invoice; 116.50 of it is carried forward. */
  const GATHERED = issuedOf([51_594n, -51_594n, 39_944n, 11_650n]);
  const why = { reason: 'subscription_cancelled', remainder: 'credit', fingerprint: 'end' } as const;
  const rest = (lines: LineAmounts, instead: readonly number[]) =>
    ({ do: 'request_rest', wish: { ...why, lines, instead } }) as const;
  const FIRST = [{ line: 1, netMinor: 11_650n }];

  it('is taken from another of its lines where a negative one has used up the one it names', () => {
    const facts = given(invoices, [GATHERED]).when(rest(FIRST, [1, 2, 3, 4]));

    expect(facts).toMatchObject([{ data: { ordinal: 1, lines: [{ line: 4, netMinor: 11_650n }] } }]);
    expect(facts[0]?.data).not.toHaveProperty('instead');
  });

  it('is taken from what was charged once beside it, where the invoice has no other bill', () => {
    const changed = issuedOf([-1_100n, 200n, 6_600n]);
    const wish = { ...why, lines: [{ line: 2, netMinor: 100n }] };

    expect(given(invoices, [changed]).when({ do: 'request_rest', wish })).toMatchObject([
      { data: { ordinal: 1, lines: [{ line: 3, netMinor: 100n }] } },
    ]);
  });

  it('is nothing where the line it names was taken back by hand, whatever else there is', () => {
    const issued = issuedOf([51_594n, 39_944n]);
    const [asked] = given(invoices, [issued]).when(ask('hand', [{ line: 1, netMinor: 51_594n }]));
    if (!asked) throw new Error('it is asked for');

    expect(given(invoices, [issued, asked]).when(rest(FIRST, [1, 2]))).toEqual([]);
  });
});
