/** Drafting of invoices over the bills of subscriptions: of one, or of several that fell due together, bill by bill. */
import type { Result } from '../../kernel/result.ts';
import { earlierDay, localDate } from '../../kernel/time.ts';
import { invariant } from '../../kernel/invariant.ts';
import { causeOf } from '../billing.ts';
import { printedLine } from '../billing/printing.ts';
import { explainBilledLine } from '../explaining.ts';
import type { BilledPeriod, Draft, DraftFrame, DraftLine } from './draft.ts';
import { priceLines } from './lines.ts';
import { finish } from './sums.ts';

/** The invoice of a bill, or of several that were gathered. */
export function draftBills(
  bills: readonly BilledPeriod[],
  of: DraftFrame & { readonly gathering: string },
): Result<Draft> {
  const [first, ...more] = bills;
  invariant(first, 'an invoice is for a bill');

  return more.length === 0 ? draftPeriod(first, of) : draftGathered([first, ...more], of);
}

/** The invoice of one bill of a subscription. */
export function draftPeriod(period: BilledPeriod, of: DraftFrame): Result<Draft> {
  const priced = priceBill(period, of);
  if (!priced.ok) return priced;

  const { suppliedOn, dueDays } = period;
  const agreed = {
    cause: causeOf(period),
    customer: period.customer,
    profile: period.profile,
    currency: period.currency,
    ...(period.priceBasis && { priceBasis: period.priceBasis }),
    language: period.language,
    reference: null,
    supplyDate: null,
    issueDate: localDate(of.now, of.seller.zone),
  };

  return finish(priced.value, agreed, { suppliedOn, dueDays });
}

/**
 * The lines of the bills one bill after the other, with one tax for each rate. They are of one price basis, by which bills are
 * gathered. The newest name and address hold; the exchange rate is that of the earliest supply (Directive 2006/112/EC, Art. 91).
 */
function draftGathered(
  bills: readonly [BilledPeriod, ...(readonly BilledPeriod[])],
  of: DraftFrame & { readonly gathering: string },
): Result<Draft> {
  const [first] = bills;
  const lines: DraftLine[] = [];
  for (const bill of bills) {
    const priced = priceBill(bill, of);
    if (!priced.ok) return priced;
    lines.push(...priced.value.map((line) => ({ ...line, subscription: bill.subscription })));
  }
  const { customer, currency, priceBasis, language, dueDays } = first;

  const suppliedOn = bills.map((bill) => bill.suppliedOn).reduce(earlierDay);
  const agreed = {
    cause: {
      gathering: of.gathering,
      bills: bills.map(({ subscription, index }) => ({ subscription, period: index })),
    },
    ...{ customer, currency, language },
    ...(priceBasis && { priceBasis }),
    profile: newestProfile(bills),
    reference: null,
    supplyDate: null,
    issueDate: localDate(of.now, of.seller.zone),
  };

  return finish(lines, agreed, { suppliedOn, dueDays });
}

/** The newest version of the customer's profile that any of the bills was made with. */
export function newestProfile(bills: readonly Pick<BilledPeriod, 'profile'>[]): number {
  return Math.max(...bills.map(({ profile }) => profile));
}

/** The lines of one bill of a subscription, priced and taxed. */
function priceBill(period: BilledPeriod, of: DraftFrame): Result<readonly DraftLine[]> {
  const { currency, suppliedOn: supplyDate } = period;
  const cause = causeOf(period);
  const { tax, supply = 'services' } = period;
  const inputs = period.lines.map((line) => {
    const explanation = explainBilledLine(line, { currency, cause });
    return { ...printedLine(line, period), unit: null, tax, supply, explanation };
  });

  return priceLines(inputs, { ...of, currency, deliverTo: undefined, supplyDate, cause });
}
