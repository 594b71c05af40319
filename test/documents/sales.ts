/** Random sales. A dimension is one line of `SALE` and one where `issuing.ts` or the checker takes it up. */
import fc from 'fast-check';
import type { Reduction } from '../../shared/domain/reductions.ts';
import type { TaxClass } from '../../shared/domain/tax.ts';
import type { Advance, Change, Cut, Discounted, Sale, SoldLine } from './sale.ts';
import { randomPurchase } from './self-billing.ts';
import { SITUATIONS, type Situation } from './situations.ts';
import {
  amountIn,
  decimal,
  exchange,
  isSomething,
  percent,
  quantity,
  seldom,
  text,
  thousandths,
  unit,
  unitPrice,
} from './values.ts';

const line = (classes: readonly TaxClass[], of: Pick<Sale, 'currency' | 'isDelivered'>) =>
  fc
    .record({
      description: text('Thing'),
      quantity,
      unitPrice,
      isNegative: fc.integer({ min: 0, max: 19 }).map((one) => one === 0),
      unit,
      // What is delivered in parts is reduced by percentages alone.
      discount: fc.oneof(
        { weight: 3, arbitrary: fc.constant(null) },
        fc.record({ percent }),
        of.isDelivered ? fc.record({ percent }) : fc.record({ amount: amountIn(of.currency, 5) }),
      ),
      tax: fc.constantFrom(...classes),
    })
    .map(({ isNegative, ...rest }): SoldLine => {
      if (!isNegative || !isSomething(rest.unitPrice)) return rest;
      const discount = rest.discount && 'amount' in rest.discount ? null : rest.discount;

      return { ...rest, discount, unitPrice: `-${rest.unitPrice}` };
    });

const reductionIn = (of: Pick<Sale, 'currency' | 'isDelivered'>): fc.Arbitrary<Reduction> =>
  fc
    .record({
      isCharge: fc.boolean(),
      reason: text('Because'),
      code: fc.constant(null),
      off: of.isDelivered
        ? fc.record({ percent: decimal(30, 2) })
        : fc.oneof(fc.record({ percent: decimal(30, 2) }), fc.record({ amount: amountIn(of.currency, 40) })),
    })
    .map(({ off, ...rest }) => ({ ...rest, ...off }));

/** The allowances come first, as intake has them. */
const reductionsIn = (of: Pick<Sale, 'currency' | 'isDelivered'>) =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant<readonly Reduction[]>([]) },
    fc
      .array(reductionIn(of), { minLength: 1, maxLength: 4 })
      .map((all) => all.toSorted((a, b) => Number(a.isCharge) - Number(b.isCharge))),
  );

const cut: fc.Arbitrary<Cut> = fc.array(
  fc.record({ line: fc.nat(11), thousandths, isCounted: fc.boolean() }),
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

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ line: fc.nat(11), omit: fc.constant(true as const) }),
  fc.record({ line: fc.nat(11), quantity }),
  fc.record({ line: fc.nat(11), unitPrice }),
  fc.record({ line: fc.nat(11), description: text('Other') }),
);

/** Once, or twice after each other; at times of nothing but the names. */
const corrections = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Sale['corrections']>([]) },
  fc.array(fc.array(change, { maxLength: 3 }), { minLength: 1, maxLength: 2 }),
);

const advanceIn = (currency: string): fc.Arbitrary<Advance> =>
  fc.record({
    deposits: fc.array(
      fc.oneof(
        { weight: 3, arbitrary: fc.record({ percent: decimal(45, 2).filter(isSomething) }) },
        fc.record({ amount: amountIn(currency, 90).filter(isSomething) }),
      ),
      { maxLength: 3 },
    ),
    paidThousandths: fc.array(fc.oneof(fc.constantFrom(0, 1_000, 1_000), thousandths), {
      minLength: 3,
      maxLength: 3,
    }),
    takenBack: seldom(cut, 2),
    deliveredThousandths: fc.array(fc.integer({ min: 0, max: 999 }), { maxLength: 3 }),
  });

const SALE = {
  situation: fc.oneof(fc.nat(2), fc.nat(SITUATIONS.length - 1)),
  currency: fc.constantFrom('EUR', 'EUR', 'EUR', 'EUR', 'USD', 'JPY', 'ISK', 'KWD', 'BHD'),
  language: fc.constantFrom('de', 'en', 'fr', 'es', 'it', 'nl'),
  isGross: fc.boolean(),
  isDelivered: fc.boolean(),
  dueDays: fc.integer({ min: 0, max: 180 }),
  names: fc.record({
    seller: text('Seller'),
    buyer: text('Buyer'),
    street: text('Street'),
    reference: fc.option(text('PO')),
    buyerReference: fc.option(text('Ref')),
  }),
  accounting: fc.constantFrom(undefined, undefined, undefined, null, 'SEK', 'JPY', 'KWD'),
  exchange,
  discounted,
  cuts: fc.array(cut, { maxLength: 6 }),
  prepaidThousandths: seldom(thousandths, 5),
  isDebited: fc.integer({ min: 0, max: 5 }).map((one) => one === 0),
  corrections,
  purchase: seldom(randomPurchase, 4),
  isInAdvance: fc.integer({ min: 0, max: 3 }).map((one) => one === 0),
};

/** What is invoiced in parts is invoiced by delivery, and leaves nothing to be kept for paying early. */
const IN_PARTS = { isDelivered: true, discounted: null, corrections: [] } as const;

/** A sale as an order could have agreed it. */
export const randomSale: fc.Arbitrary<Sale> = fc
  .record(SALE)
  .chain(({ situation: index, isInAdvance, ...drawn }) => {
    const situation = SITUATIONS[index] as Situation; // within its bounds
    const classes = Object.keys(situation.bears) as TaxClass[]; // keys of that record
    // What credits paid is not put right.
    const isPaid = drawn.prepaidThousandths !== null;
    const frame = { ...drawn, ...(isPaid && { corrections: [] }), ...(isInAdvance && IN_PARTS) };

    return fc
      .record({
        lines: fc.array(line(classes, frame), { minLength: 1, maxLength: 12 }),
        reductions: reductionsIn(frame),
        advance: isInAdvance ? advanceIn(frame.currency) : fc.constant(null),
      })
      .map((rest): Sale => ({ ...frame, ...rest, situation }));
  });
