/** Random sales. A dimension is one line of `SALE` and one where `issuing.ts` or the checker takes it up. */
import fc from 'fast-check';
import type { OrderLine } from '../../shared/domain/orders.ts';
import type { Reduction } from '../../shared/domain/reductions.ts';
import type { TaxClass } from '../../shared/domain/tax.ts';
import { placesOf } from '../checker/arithmetic.ts';
import type { Discounted } from './discounting.ts';
import { SITUATIONS, type Situation } from './situations.ts';

/** A sale: who, what, for how much, and in which words. */
export type Sale = {
  readonly situation: Situation;
  readonly currency: string;
  readonly language: string;
  readonly lines: readonly SoldLine[];
  readonly reductions: readonly Reduction[];
  /** Whether it is invoiced when delivered, rather than when placed. */
  readonly isDelivered: boolean;
  readonly dueDays: number;
  readonly names: {
    readonly seller: string;
    readonly buyer: string;
    readonly street: string;
    readonly reference: string | null;
    readonly buyerReference: string | null;
  };
  /** For paying early; null where nothing was agreed. */
  readonly discounted: Discounted | null;
  /** In which pieces it is taken back, if it can be taken back in pieces. */
  readonly cuts: readonly Cut[];
};

/** A line as it is agreed. */
export type SoldLine = Pick<OrderLine, 'description' | 'quantity' | 'unit' | 'discount' | 'tax'> & {
  readonly unitPrice: string;
};

/** A part of what is left: of a line by its place, so many thousandths; whole lines among them. */
export type Cut = readonly { readonly line: number; readonly thousandths: number }[];

const TAILS = [
  ...['', '', '', ' & Söhne', ' <b>"1"</b>', ' ]]> <!-- -->', ' &amp; &#0; &xxe;', " O'Brien “”", ' =1+1'],
  ...[
    ' Ελληνικά Кириллица',
    ' \u202eevil\u2066',
    ' \u0000\u0007\ud800',
    ' 灯 مصباح 🙂',
    ' x\u0332\u0332\u0332\u0332',
  ],
];
const text = (word: string) => fc.constantFrom(...TAILS).map((tail) => `${word}${tail}`);

/** A decimal with up to so many digits before the point and places behind it. */
const decimal = (most: number, places: number) =>
  fc
    .tuple(fc.integer({ min: 0, max: most }), fc.integer({ min: 0, max: places }))
    .chain(([whole, count]) =>
      count === 0
        ? fc.constant(String(whole))
        : fc
            .integer({ min: 0, max: 10 ** count - 1 })
            .map((part) => `${whole}.${String(part).padStart(count, '0')}`),
    );

const percent = fc.oneof(fc.constantFrom('0.5', '3', '10', '12.5', '33.33', '100'), decimal(99, 2));
const QUANTITY = decimal(400, 6).filter((value) => /[1-9]/.test(value));
const UNIT_PRICE = fc.oneof(
  { weight: 6, arbitrary: decimal(900, 2) },
  { weight: 2, arbitrary: decimal(90, 8) },
  fc.constantFrom('0', '0.000000000001', '999.995', '100', '0.005'),
);

/** An amount that the currency has units for. */
const amountIn = (currency: string, most: number) => decimal(most, placesOf(currency));

const line = (classes: readonly TaxClass[], of: Pick<Sale, 'currency' | 'isDelivered'>) =>
  fc
    .record({
      description: text('Thing'),
      quantity: QUANTITY,
      unitPrice: UNIT_PRICE,
      isNegative: fc.integer({ min: 0, max: 19 }).map((one) => one === 0),
      unit: fc.constantFrom(null, null, 'HUR', 'kg', 'hours', 'Palette à 12'),
      // What is delivered in parts is reduced by percentages alone.
      discount: fc.oneof(
        { weight: 3, arbitrary: fc.constant(null) },
        fc.record({ percent }),
        of.isDelivered ? fc.record({ percent }) : fc.record({ amount: amountIn(of.currency, 5) }),
      ),
      tax: fc.constantFrom(...classes),
    })
    .map(({ isNegative, ...rest }): SoldLine => {
      if (!isNegative || !/[1-9]/.test(rest.unitPrice)) return rest;
      const discount = rest.discount && 'amount' in rest.discount ? null : rest.discount;

      return { ...rest, discount, unitPrice: `-${rest.unitPrice}` };
    });

const reductionIn = (currency: string): fc.Arbitrary<Reduction> =>
  fc
    .record({
      isCharge: fc.boolean(),
      reason: text('Because'),
      code: fc.constant(null),
      off: fc.oneof(fc.record({ percent: decimal(30, 2) }), fc.record({ amount: amountIn(currency, 40) })),
    })
    .map(({ off, ...rest }) => ({ ...rest, ...off }));

/** The allowances come first, as intake has them. */
const reductionsIn = (currency: string) =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant<readonly Reduction[]>([]) },
    fc
      .array(reductionIn(currency), { minLength: 1, maxLength: 4 })
      .map((all) => all.toSorted((a, b) => Number(a.isCharge) - Number(b.isCharge))),
  );

const cut: fc.Arbitrary<Cut> = fc.array(
  fc.record({
    line: fc.nat(11),
    thousandths: fc.oneof(fc.constant(1_000), fc.integer({ min: 1, max: 999 })),
  }),
  { minLength: 1, maxLength: 3 },
);

/** The longer it takes, the less is kept. */
const discounted: fc.Arbitrary<Discounted | null> = fc.option(
  fc.record({
    terms: fc
      .uniqueArray(fc.integer({ min: 1, max: 9_999 }), { minLength: 1, maxLength: 3 })
      .map((hundredths) => ({
        steps: hundredths
          .toSorted((a, b) => b - a)
          .map((each, index) => ({ days: 7 * (index + 1), percent: (each / 100).toFixed(2) })),
      })),
    effect: fc.constantFrom('cancel_debt', 'credit_balance'),
  }),
);

const SALE = {
  situation: fc.oneof(...[0, 1, 2].map((index) => fc.constant(index)), fc.nat(SITUATIONS.length - 1)),
  currency: fc.constantFrom('EUR', 'EUR', 'EUR', 'USD', 'JPY', 'KWD'),
  language: fc.constantFrom('de', 'en', 'fr', 'es', 'it', 'nl'),
  isDelivered: fc.boolean(),
  dueDays: fc.integer({ min: 0, max: 180 }),
  names: fc.record({
    seller: text('Seller'),
    buyer: text('Buyer'),
    street: text('Street'),
    reference: fc.option(text('PO')),
    buyerReference: fc.option(text('Ref')),
  }),
  discounted,
  cuts: fc.array(cut, { maxLength: 6 }),
};

/** A sale as an order could have agreed it. */
export const randomSale: fc.Arbitrary<Sale> = fc.record(SALE).chain(({ situation: index, ...frame }) => {
  const situation = SITUATIONS[index] as Situation; // within its bounds
  const classes = Object.keys(situation.bears) as TaxClass[]; // keys of that record

  return fc
    .record({
      lines: fc.array(line(classes, frame), { minLength: 1, maxLength: 12 }),
      reductions: reductionsIn(frame.currency),
    })
    .map((rest) => ({ ...frame, ...rest, situation }));
});
