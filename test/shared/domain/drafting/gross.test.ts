import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { draftOrder } from '../../../../shared/domain/drafting.ts';
import { netsOfGross } from '../../../../shared/domain/drafting/gross.ts';
import { storeLine } from '../../../../shared/domain/orders.ts';
import { asPlaced } from '../../../../shared/domain/orders/acceptance.ts';
import type { OrderTerms } from '../../../../shared/domain/orders/states.ts';
import type { Reduction } from '../../../../shared/domain/reductions.ts';
import { fromDecimal, multiply, roundHalfAwayFromZero } from '../../../../shared/kernel/rational.ts';
import { containedIn, lineNet, placesOf } from '../../../checker/arithmetic.ts';
import { explainedNet } from '../../../checker/evaluator.ts';
import { isNetOf } from '../../../checker/gross.ts';

const SELLER = { country: 'DE', zone: 'Europe/Berlin', taxRates: null };
const AT = '2026-11-23T09:00:00.000Z';

type Sold = {
  readonly quantity: string;
  readonly unitPrice: string;
  readonly tax?: 'standard' | 'reduced' | 'zero' | 'exempt' | 'reverse_charge';
  readonly discount?: { readonly percent: string } | { readonly amount: string } | null;
  readonly supply?: 'goods' | 'services';
};

type Frame = Pick<Parameters<typeof draftOrder>[1], 'buyer' | 'seller'>;

/** Drafts an order priced gross in Germany. */
function drafted(
  sold: readonly Sold[],
  more: {
    readonly currency?: string;
    readonly reductions?: readonly Reduction[];
    readonly frame?: Frame;
  } = {},
) {
  const { currency = 'EUR', reductions = [], frame = { seller: SELLER } } = more;
  const plain = { description: 'Lamp', unit: null, sku: null, plan: null, discount: null };
  const terms: OrderTerms = {
    ...{ entity: 'le_a', customer: 'cus_a', profile: 1, currency, billing: 'on_placement', dueDays: 30 },
    ...{ language: 'de', reference: null, metadata: [], priceBasis: 'gross' },
    lines: sold.map(({ tax = 'standard', ...line }) => storeLine({ ...plain, ...line, tax })),
    ...(reductions.length > 0 && { reductions }),
  };
  const draft = draftOrder(asPlaced(terms, AT), { ...frame, id: 'ord_a', delivery: null, now: AT });
  if (!draft.ok) throw new Error(draft.refusal.code);

  return draft.value;
}

describe('prices with the tax in them', () => {
  test.each([
    ['3 × 9.99 at 19 %', [{ quantity: '3', unitPrice: '9.99' }], {}, [2_518n, 479n, 2_997n]],
    ['1 × 9.99 at 7 %', [{ quantity: '1', unitPrice: '9.99', tax: 'reduced' }], {}, [934n, 65n, 999n]],
    ['100 yen at 19 %', [{ quantity: '1', unitPrice: '100' }], { currency: 'JPY' }, [84n, 16n, 100n]],
    [
      '1.005 dinars at 19 %',
      [{ quantity: '1', unitPrice: '1.005' }],
      { currency: 'KWD' },
      [845n, 160n, 1_005n],
    ],
    [
      'ten times 0.99, whose tax is rounded once',
      Array.from({ length: 10 }, () => ({ quantity: '1', unitPrice: '0.99' })),
      {},
      [832n, 158n, 990n],
    ],
    ['nothing at all', [{ quantity: '1', unitPrice: '0.00' }], {}, [0n, 0n, 0n]],
    [
      'everything off',
      [{ quantity: '1', unitPrice: '9.99', discount: { percent: '100' } }],
      {},
      [0n, 0n, 0n],
    ],
    [
      'exempt: the price is the net',
      [{ quantity: '3', unitPrice: '9.99', tax: 'exempt' }],
      {},
      [2_997n, 0n, 2_997n],
    ],
  ] satisfies [string, Sold[], { currency?: string }, bigint[]][])(
    '%s',
    (_, sold, more, [netMinor, taxMinor, grossMinor]) => {
      expect(drafted(sold, more)).toMatchObject({ priceBasis: 'gross', netMinor, taxMinor, grossMinor });
    },
  );

  test.each([
    [
      'reverse charge',
      { kind: 'business', country: 'DE', vatId: { country: 'DE', standing: 'valid' } },
      'AE',
    ],
    ['export', { kind: 'business', country: 'CH', vatId: null }, 'G'],
  ] as const)('%s bears no tax, so the agreed price is the net', (_, buyer, category) => {
    const seller = {
      ...SELLER,
      vatId: 'DE136695976',
      tax: { smallBusiness: false, smallBusinessNote: null, ossFrom: null, vatCheck: 'trust' },
    } as unknown as Frame['seller']; // as much of a seller as the tax decision reads
    const sold = { quantity: '3', unitPrice: '9.99', tax: 'reverse_charge', supply: 'goods' } as const;

    const draft = drafted([sold], { frame: { seller, buyer } });

    expect(draft).toMatchObject({
      taxes: [{ category, rate: '0', baseMinor: 2_997n, taxMinor: 0n }],
      grossMinor: 2_997n,
    });
    expect(draft.lines[0]).toMatchObject({ unitPrice: '9.99', netMinor: 2_997n });
  });

  it('a voucher and freight are with the tax too, split over the rates', () => {
    const reductions: Reduction[] = [
      { isCharge: false, reason: 'Voucher', code: null, amount: '10.00' },
      { isCharge: true, reason: 'Freight', code: 'FC', amount: '4.90' },
    ];

    const draft = drafted(
      [
        { quantity: '3', unitPrice: '9.99' },
        { quantity: '1', unitPrice: '20.00', tax: 'reduced' },
      ],
      { reductions },
    );

    expect(draft.grossMinor).toBe(2_997n + 2_000n - 1_000n + 490n);
    expect(draft.reductions?.map(({ grossMinor }) => grossMinor)).toEqual([600n, 400n, 294n, 196n]);
    expect(draft.taxes).toEqual([
      { category: 'S', rate: '19', baseMinor: 2_261n, taxMinor: 430n },
      { category: 'S', rate: '7', baseMinor: 1_679n, taxMinor: 117n },
    ]);
  });
});

const sale: fc.Arbitrary<Sold> = fc.record({
  quantity: fc
    .integer({ min: 1, max: 99_999 })
    .map((n) => `${Math.floor(n / 100)}.${String(n % 100).padStart(2, '0')}`),
  unitPrice: fc
    .integer({ min: 0, max: 999_999 })
    .map((n) => `${Math.floor(n / 1_000)}.${String(n % 1_000).padStart(3, '0')}`),
  tax: fc.constantFrom('standard', 'reduced', 'zero', 'exempt'),
  discount: fc.constantFrom(null, { percent: '10' }, { percent: '33.33' }, { percent: '100' }),
});

const reduction: fc.Arbitrary<Reduction> = fc.record({
  isCharge: fc.boolean(),
  reason: fc.constant('Because'),
  code: fc.constant(null),
  percent: fc.constantFrom('0.5', '12.5', '20'),
});

test('every cent of the gross is net or tax, line by line and rate by rate, in any currency', () => {
  fc.assert(
    fc.property(
      fc.array(sale, { minLength: 1, maxLength: 12 }),
      fc.array(reduction, { maxLength: 3 }),
      fc.constantFrom('EUR', 'JPY', 'KWD'),
      (sold, reductions, currency) => {
        const draft = drafted(sold, { currency, reductions });
        const whole = draft.reductions ?? [];

        for (const { category, rate, baseMinor, taxMinor } of draft.taxes) {
          const isSame = (each: { category: string; rate: string }) =>
            each.category === category && each.rate === rate;
          const lines = draft.lines.filter(isSame);
          const shares = whole.filter(isSame);
          const signed = (share: (typeof whole)[number], minor = 0n) => (share.isCharge ? minor : -minor);
          const gross =
            lines.reduce((sum, { gross }) => sum + (gross?.amountMinor ?? 0n), 0n) +
            shares.reduce((sum, share) => sum + signed(share, share.grossMinor), 0n);
          const net =
            lines.reduce((sum, { netMinor }) => sum + netMinor, 0n) +
            shares.reduce((sum, share) => sum + signed(share, share.amountMinor), 0n);
          expect(taxMinor).toBe(containedIn(gross, rate));
          expect([baseMinor, baseMinor + taxMinor]).toEqual([net, gross]);
        }
        const scale = fromDecimal(`1${'0'.repeat(placesOf(currency))}`);
        for (const [index, line] of draft.lines.entries()) {
          const { quantity, unitPrice, discount } = sold[index] ?? { quantity: '0', unitPrice: '0' };
          const agreed = lineNet({ quantity, unitPrice, currency, ...(discount ?? {}) });
          expect(line.gross?.amountMinor).toBe(agreed);
          expect(isNetOf(line.netMinor, agreed, line.rate)).toBe(true);
          const exact = multiply(multiply(fromDecimal(line.quantity), fromDecimal(line.unitPrice)), scale);
          expect(roundHalfAwayFromZero(exact) - line.discountMinor).toBe(line.netMinor);
          expect(line.explanation && explainedNet(line.explanation)).toBe(line.netMinor);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('the units that rounding down leaves go to the largest remainders, the earlier line first', () => {
  const parts = [10n, 10n, 10n].map((grossMinor) => ({ category: 'S', rate: '19', grossMinor }) as const);

  // Exactly 8.403… each, 25.21 in all: one unit is left.
  expect(netsOfGross(parts)).toMatchObject({
    netsMinor: [9n, 8n, 8n],
    taxes: [{ baseMinor: 25n, taxMinor: 5n }],
  });
});
