/** A draft whose taxable amount prepaid credits lower (Directive 2006/112/EC, Art. 79 (b)): an allowance on the whole of it. */
import { allocate, money } from '../../kernel/money.ts';
import { saleWords } from '../billing/sale-words.ts';
import { type ReductionShare, reductionSums, taxedShares } from '../reductions.ts';
import { taxSubtotals } from '../tax.ts';
import type { Draft } from './draft.ts';

/**
 * How much credits may lower a draft by, in minor units: its net. Nothing where the order of taxes does not allow for it: of
 * prices that contain the tax, of deposits that are deducted with theirs, and of sales that count towards the threshold of
 * Art. 59c; there credits pay the total.
 */
export function lowerableMinor({ priceBasis, deducts, unionSales, netMinor }: Draft): bigint {
  return priceBasis === 'gross' || deducts || unionSales ? 0n : netMinor;
}

/** The draft less so much, shared by its categories and rates by largest remainder; the tax is reckoned anew. */
export function loweredBy(draft: Draft, amountMinor: bigint): Draft {
  const { lines, currency, language } = draft;
  const weights = draft.taxes.map(({ baseMinor }) => (baseMinor > 0n ? baseMinor : 0n));
  const amounts = allocate(money(amountMinor, currency), weights);
  const reason = saleWords(language).prepaidCredits;
  const shares = draft.taxes.flatMap(({ category, rate, baseMinor }, index): ReductionShare[] => {
    const minor = amounts[index]?.minor ?? 0n;
    const what = { isCharge: false, reason, code: null, percent: null, isCredit: true } as const;
    return minor === 0n ? [] : [{ ...what, category, rate, baseMinor, amountMinor: minor }];
  });
  const reductions = [...(draft.reductions ?? []), ...shares];
  const taxes = taxSubtotals([...lines, ...taxedShares(reductions)]);
  const netMinor = draft.netMinor - amountMinor;
  const taxMinor = taxes.reduce((sum, tax) => sum + tax.taxMinor, 0n);

  return { ...draft, reductions, taxes, netMinor, taxMinor, grossMinor: netMinor + taxMinor };
}

/** What a document takes off for credits; of a credit note, what it takes back of that. */
export function creditedIn(
  reductions: readonly Pick<ReductionShare, 'isCharge' | 'isCredit' | 'amountMinor'>[],
): bigint {
  return reductionSums(reductions.filter(({ isCredit }) => isCredit)).allowancesMinor;
}
