import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { draftDeposit, refusedDraft } from '../../../../shared/domain/drafting/deposits.ts';
import type { DraftFrame } from '../../../../shared/domain/drafting/draft.ts';
import { draftOrder } from '../../../../shared/domain/drafting.ts';
import { asPlaced } from '../../../../shared/domain/orders/acceptance.ts';
import type { Deposit, OrderTerms, StoredLine } from '../../../../shared/domain/orders/states.ts';
import { unionRowsOf } from '../../../../shared/domain/tax/union-sales.ts';
import { taxOn } from '../../../../shared/domain/tax.ts';

const NOW = '2026-11-23T09:00:00.000Z';
const FRAME = {
  id: 'ord_1',
  seller: { country: 'DE', zone: 'Europe/Berlin', taxRates: null },
  now: NOW,
} as const;

function orderWith(
  deposits: readonly Deposit[],
  lines: readonly StoredLine[],
  more: Partial<OrderTerms> = {},
) {
  const terms: OrderTerms = {
    ...{ entity: 'le_1', customer: 'cus_1', profile: 1, currency: 'EUR', billing: 'on_fulfilment' },
    ...{ dueDays: 14, language: 'de', reference: 'B-1', metadata: [], lines, deposits, ...more },
  };

  return asPlaced(terms, NOW);
}

const DESK: StoredLine = ['Desk', '1', '1000.00', 'standard'];
const BOOKS: StoredLine = ['Books', '10', '10.00', 'reduced'];

function drafted(deposit: Deposit, lines: readonly StoredLine[]) {
  const draft = draftDeposit(orderWith([deposit], lines), { ...FRAME, number: 1 });
  if (!draft.ok) throw new Error(draft.refusal.code);

  return draft.value;
}

describe('a deposit invoice', () => {
  test.each([
    ['half of 1000.00 at 19 %', { percent: '50' }, [DESK], [50_000n], 9_500n, 59_500n],
    ['an amount with VAT', { amount: '595.00' }, [DESK], [50_000n], 9_500n, 59_500n],
    ['the whole', { percent: '100' }, [DESK, BOOKS], [100_000n, 10_000n], 19_700n, 129_700n],
    ['30 % over two rates', { percent: '30' }, [DESK, BOOKS], [30_000n, 3_000n], 5_910n, 38_910n],
    // 91.76 at 19 % and 8.25 at 7 %, by largest remainder.
    ['an odd amount over two rates', { amount: '100.01' }, [DESK, BOOKS], [7_711n, 771n], 1_519n, 10_001n],
  ] as const)('over %s is taxed as the order is', (_, deposit, lines, nets, tax, gross) => {
    const draft = drafted(deposit, lines);

    expect(draft.lines.map(({ netMinor }) => netMinor)).toEqual(nets);
    expect([draft.taxMinor, draft.grossMinor]).toEqual([tax, gross]);
  });

  test('names no day of supply, its kind, and the terms of the deposit before those of the order', () => {
    const draft = drafted({ percent: '50', dueDays: 7 }, [DESK]);

    expect(draft).toMatchObject({ kind: 'deposit', supplyDate: null, dueDate: '2026-11-30' });
    expect(draft.lines[0]).toMatchObject({ quantity: '1' });
  });

  test('tells on each line what is paid for, and how much of it, as the law wants before it is supplied, too', () => {
    const advice: StoredLine = ['Beratung', '2.5', '100.00', 'standard', { unit: 'h' }];
    const { lines } = drafted({ percent: '50' }, [DESK, BOOKS, advice]);

    expect(lines.map(({ description }) => description)).toEqual([
      'Anzahlung vor der Leistung: Desk (1), Beratung (2,5 h)',
      'Anzahlung vor der Leistung: Books (10)',
    ]);
  });

  test('counts what it is for beyond some four hundred letters', () => {
    const many = Array.from({ length: 100 }, (_, index): StoredLine => {
      return [`Part ${String(index).padStart(3, '0')}`, '1', '10.00', 'standard'];
    });
    const [line] = drafted({ percent: '50' }, many).lines;

    expect(line?.description).toMatch(
      /^Anzahlung vor der Leistung: Part 000 \(1\), .*, Part 027 \(1\), … \(\+72\)$/,
    );
  });

  test('comes within a minor unit for each rate to what was asked, and each tax is the rate on its base', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 999_999 }),
        fc.integer({ min: 0, max: 999_999 }),
        (percent, desk, books) => {
          const priced = (minor: number) =>
            `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}`;
          const lines: StoredLine[] = [
            ['Desk', '1', priced(desk), 'standard'],
            ['Books', '1', priced(books), 'reduced'],
          ];
          const order = orderWith([{ percent: String(percent) }], lines);
          const whole = draftOrder(order, { ...FRAME, delivery: null });
          const draft = drafted({ percent: String(percent) }, lines);

          const asked = whole.ok ? (whole.value.grossMinor * BigInt(percent) + 50n) / 100n : 0n;
          const off = draft.grossMinor - asked;
          expect(off >= -2n && off <= 2n).toBe(true);
          for (const tax of draft.taxes) expect(tax.taxMinor).toBe(taxOn(tax.baseMinor, tax.rate));
        },
      ),
    );
  });
});

test.each([
  ['order.deposit_out_of_range', [{ percent: '60' }, { percent: '50' }], {}],
  ['order.deposit_out_of_range', [{ amount: '1190.01' }], {}],
  ['order.deposit_out_of_range', [{ percent: '0.0001' }], {}],
  ['order.amount_too_precise', [{ amount: '10.001' }], {}],
] as const)('%s is said at the deposit that is wrong', (code, deposits, more) => {
  const refused = refusedDraft(orderWith(deposits, [DESK], more), FRAME);

  expect(refused).toMatchObject({
    ok: false,
    refusal: { code, pointer: `#/deposits/${deposits.length - 1}` },
  });
});

test('goods that go to another member state are not invoiced in advance: order.deposit_untaxed', () => {
  const lines: StoredLine[] = [['Desk', '1', '1000.00', 'standard', { supply: 'goods' }]];
  const refused = refusedDraft(orderWith([{ percent: '50' }], lines), {
    ...FRAME,
    decide: () => ({
      ok: true,
      value: {
        category: 'K',
        rate: '0',
        reason: 'goods_to_business_in_union',
        country: 'NL',
        proofs: [],
        phrase: null,
      },
    }),
  });

  expect(refused).toMatchObject({ ok: false, refusal: { code: 'order.deposit_untaxed' } });
});

describe('a deposit on what an order sells to a consumer in France', () => {
  const line = (supply: 'goods' | 'electronic' | 'services', tax: 'standard' | 'reduced'): StoredLine => [
    ...(['Thing', '1', '1000.00', tax] as const),
    { supply },
  ];
  /** French rates are 20 % and 5.5 %; the seller's own as given. A service by hand is taxed where the seller is. */
  const taxedIn = (country: 'FR' | 'home', home = '19'): DraftFrame => ({
    ...FRAME,
    decide: ({ supply, taxClass }) => {
      const isThere = country === 'FR' && supply !== 'services';
      const french = taxClass === 'standard' ? '20' : '5.5';
      const unionSale = { to: 'FR', supply: supply === 'goods' ? 'goods' : 'electronic' } as const;

      return {
        ok: true,
        value: {
          ...{ category: 'S', rate: isThere ? french : home, country: isThere ? 'FR' : 'DE' },
          ...{ reason: isThere ? 'consumer_where_buyer_is' : 'consumer_where_seller_is' },
          ...{ proofs: [], phrase: null },
          ...(supply !== 'services' && { unionSale }),
        },
      };
    },
  });
  const half: readonly Deposit[] = [{ percent: '50' }];
  const told = (lines: StoredLine[], frame: DraftFrame, deposits = half) =>
    refusedDraft(orderWith(deposits, lines), { ...FRAME, ...frame });
  const both = [line('goods', 'standard'), line('electronic', 'standard')];
  const withService = [line('goods', 'standard'), line('services', 'standard')];
  const mixed = { ok: false, refusal: { code: 'order.deposit_mixed', pointer: '#/deposits' } };

  test.each([
    ['goods and electronic services at one rate of France', both, taxedIn('FR')],
    ['goods at the rate of France, which is that of a service at home', withService, taxedIn('FR', '20')],
  ])('cannot tell %s: order.deposit_mixed', (_, lines, frame) => {
    expect(told(lines, frame)).toMatchObject(mixed);
    expect(told(lines, frame, []).ok).toBe(true);
  });

  test.each([
    ['which bear each a rate of France', [line('goods', 'standard'), line('electronic', 'reduced')], 'FR'],
    ['which are taxed in France, and a service at the other rate of home', withService, 'FR'],
    ['which are taxed at home, and a service at the same rate', withService, 'home'],
    ['goods and electronic services, all taxed at home', both, 'home'],
  ] as const)('is on sales %s', (_, lines, country) => {
    expect(told([...lines], taxedIn(country)).ok).toBe(true);
  });

  test('counts for France what is for France, whichever line is the first', () => {
    const counted = (lines: StoredLine[]) => {
      const order = orderWith(half, lines);
      const draft = draftDeposit(order, { ...FRAME, ...taxedIn('home'), number: 1 });
      if (!draft.ok) throw new Error(draft.refusal.code);

      return unionRowsOf(draft.value);
    };
    const row = { country: 'FR', supply: 'goods', rate: '19', netMinor: 50_000n, taxMinor: 9_500n };

    expect([counted(withService), counted(withService.toReversed())]).toEqual([[row], [row]]);
  });
});

test('an order without deposits, or whose deposits come to its very total, is taken', () => {
  expect(refusedDraft(orderWith([], [DESK]), FRAME).ok).toBe(true);
  expect(refusedDraft(orderWith([{ percent: '50' }, { percent: '50' }], [DESK, BOOKS]), FRAME).ok).toBe(true);
});
