/**
 * Cash discounts: who pays within the days and falls short by the agreed percent owes nothing more. What is kept lowers the
 * taxable amount of each rate with its tax (Directive 2006/112/EC, Art. 90; German VAT act, section 17).
 */
import { allocate, lesser, money } from '../../kernel/money.ts';
import { divideRounded, percentOf } from '../../kernel/rational.ts';
import { addDays, type CivilDate } from '../../kernel/time.ts';
import { discountTaken, discountWithdrawn } from '../ledger.ts';
import { taxContained, type TaxSubtotal } from '../tax.ts';
import type { AccountCommand, AccountFact, OpenAccount, OpenItem } from './account.ts';
import { openMinorOf } from './account.ts';
import type { DiscountTerms, ItemDiscount } from './discount-terms.ts';

/** How far a payment may miss the discounted amount in minor units: what payers round otherwise. */
export const DISCOUNT_TOLERANCE_MINOR = 1n;

/** The discount of an invoice's item; undefined where none was agreed or nothing is charged. */
export function itemDiscount(invoice: {
  readonly issueDate: CivilDate;
  readonly taxes: readonly TaxSubtotal[];
  readonly discount?: DiscountTerms;
}): ItemDiscount | undefined {
  const { issueDate, taxes, discount } = invoice;
  if (!discount) return undefined;
  const totals = taxes.flatMap(({ category, rate, baseMinor, taxMinor }) => {
    const grossMinor = baseMinor + taxMinor;
    return grossMinor > 0n ? [{ category, rate, grossMinor }] : [];
  });
  if (totals.length === 0) return undefined;
  const steps = discount.steps.map(({ days, percent }) => ({
    until: addDays(issueDate, days + (discount.graceDays ?? 0)),
    percent,
  }));

  return { steps, totals };
}

/** A discount by rate: shared as the total is, each share with the tax it contains. */
export function discountShares(
  amountMinor: bigint,
  { totals }: ItemDiscount,
  currency: string,
): readonly TaxSubtotal[] {
  const shares = allocate(
    money(amountMinor, currency),
    totals.map(({ grossMinor }) => grossMinor),
  );

  return totals.flatMap(({ category, rate }, index) => {
    const grossMinor = shares[index]?.minor ?? 0n;
    const taxMinor = taxContained(grossMinor, rate);
    return grossMinor === 0n ? [] : [{ category, rate, baseMinor: grossMinor - taxMinor, taxMinor }];
  });
}

/** What pays an item, below zero where it is taken off again; `paidOn` is the day on which it came. */
export type Paying = { readonly amountMinor: bigint; readonly paidOn?: CivilDate };

/** The item once so much more of it is paid; it remembers the last day on which something came, while something is paid. */
export function paidItem({ paidOn: before, ...item }: OpenItem, { amountMinor, paidOn }: Paying): OpenItem {
  const paidMinor = item.paidMinor + amountMinor;
  const last = before === undefined || (paidOn !== undefined && paidOn > before) ? paidOn : before;

  return { ...item, paidMinor, ...(paidMinor > 0n && last !== undefined && { paidOn: last }) };
}

/**
 * The fact that grants what a payment kept, where all that pays the item came in time, in whatever order it was booked, and
 * what is open is the discount; else nothing.
 */
export function grantedDiscount(
  state: OpenAccount,
  of: {
    readonly invoice: string;
    readonly payment: string;
    readonly date: CivilDate;
  },
): readonly AccountFact[] {
  const { invoice, payment, date } = of;
  const item = state.items.find((each) => each.invoice === invoice);
  const { discount, paidOn } = item ?? {};
  if (!item || !discount || paidOn === undefined || item.paidMinor === 0n) return [];
  const step = discount.steps.find(({ until }) => paidOn <= until);
  if (!step) return [];
  const amountMinor = openMinorOf(item);
  if (amountMinor <= 0n || !isWithin(amountMinor, offeredOn(item, step.percent))) return [];

  const shares = discountShares(amountMinor, discount, state.currency);
  const taxMinor = shares.reduce((sum, share) => sum + share.taxMinor, 0n);
  const data = { invoice, payment, percent: step.percent, amountMinor, taxMinor, shares };
  const book = { entity: state.entity, currency: state.currency, date };

  return [{ type: 'discount.taken', data, books: discountTaken({ ...book, amountMinor, taxMinor }) }];
}

/**
 * A credit note on a cleared item takes its share of the discount along: nobody gets back what was never paid. The share is
 * that of what earlier notes left of the invoice, so that the last one takes all that is left of the discount.
 */
export function discountTakenAlong(
  state: OpenAccount,
  credit: Extract<AccountCommand, { do: 'add_credit' }>,
): readonly AccountFact[] {
  const { discounted, amountMinor, date } = credit;
  if (!discounted?.item.discountedMinor) return [];
  const { item, takenBackMinor } = discounted;
  const grantedMinor = item.discountedMinor ?? 0n;
  const leftMinor = item.grossMinor - takenBackMinor;
  const isLast = amountMinor >= leftMinor;
  const share = isLast ? grantedMinor : divideRounded(amountMinor * grantedMinor, leftMinor);
  const limitMinor = lesser(share, grantedMinor);
  if (limitMinor <= 0n) return [];
  const reopened: AccountFact = { type: 'item.reopened', data: item };
  const then = { ...state, items: [...state.items, item] };

  return [reopened, ...withdrawnDiscount(then, { invoice: item.invoice, date, limitMinor })];
}

/**
 * Takes back the discount of an item, or a part of it, because its payment goes back: it was granted for being paid. A part
 * is what was granted less what is left, by rate, so that parts which take back everything leave no unit of tax behind.
 */
export function withdrawnDiscount(
  state: OpenAccount,
  of: { readonly invoice: string; readonly date: CivilDate; readonly limitMinor?: bigint },
): readonly AccountFact[] {
  const { invoice, date } = of;
  const item = state.items.find((each) => each.invoice === invoice);
  const grantedMinor = item?.discountedMinor ?? 0n;
  const amountMinor = lesser(grantedMinor, of.limitMinor ?? grantedMinor);
  if (!item?.discount || amountMinor === 0n) return [];
  const { discount } = item;
  const [before, left] = [grantedMinor, grantedMinor - amountMinor].map((minor) =>
    discountShares(minor, discount, state.currency),
  );
  const shares = lessLeft(before ?? [], left ?? [], discount);
  const taxMinor = shares.reduce((sum, share) => sum + share.taxMinor, 0n);
  const book = { entity: state.entity, currency: state.currency, date };

  return [
    {
      type: 'discount.withdrawn',
      data: { invoice, amountMinor, taxMinor, shares },
      books: discountWithdrawn({ ...book, amountMinor, taxMinor }),
    },
  ];
}

function lessLeft(
  before: readonly TaxSubtotal[],
  left: readonly TaxSubtotal[],
  { totals }: ItemDiscount,
): readonly TaxSubtotal[] {
  return totals.flatMap(({ category, rate }) => {
    const [was, is] = [before, left].map((shares) =>
      shares.find((share) => share.category === category && share.rate === rate),
    );
    const baseMinor = (was?.baseMinor ?? 0n) - (is?.baseMinor ?? 0n);
    const taxMinor = (was?.taxMinor ?? 0n) - (is?.taxMinor ?? 0n);
    return baseMinor === 0n && taxMinor === 0n ? [] : [{ category, rate, baseMinor, taxMinor }];
  });
}

/** What was taken back of an invoice is not paid, and no discount is kept of it. */
function offeredOn({ grossMinor, creditedMinor }: OpenItem, percent: string): bigint {
  return percentOf(grossMinor - creditedMinor, percent);
}

function isWithin(amountMinor: bigint, offeredMinor: bigint): boolean {
  const missed = amountMinor - offeredMinor;

  return missed >= -DISCOUNT_TOLERANCE_MINOR && missed <= DISCOUNT_TOLERANCE_MINOR;
}
