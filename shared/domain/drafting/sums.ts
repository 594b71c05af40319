/** The sums of a draft. */
import type { Result } from '../../kernel/result.ts';
import { ok, refuse } from '../../kernel/result.ts';
import { addDays } from '../../kernel/time.ts';
import { isTooLargeMinor } from '../pricing.ts';
import type { Draft, DraftLine } from './draft.ts';
import { withoutTax } from './gross.ts';
import { reductionSums, taxedShares } from '../reductions.ts';
import { taxSubtotals } from '../tax.ts';

/**
 * Sums up priced lines and what is on the document as a whole; the tax is rounded once per category and rate. Where prices
 * contain the tax, so do the amounts that are handed over.
 */
export function finish(priced: readonly DraftLine[], of: Agreed, days: Days): Result<Draft> {
  const { lines, reductions, taxes } = taxed(priced, of);
  if (taxes.length > 1 && taxes.some(({ category }) => category === 'O')) {
    return refuse(
      'tax.categories_do_not_mix',
      'What is outside the scope of VAT stands on an invoice of its own.',
      { hint: 'Place goods and services for this customer as two orders.' },
    );
  }
  const { allowancesMinor, chargesMinor } = reductionSums(reductions);
  const linesMinor = lines.reduce((sum, line) => sum + line.netMinor, 0n);
  const netMinor = linesMinor - allowancesMinor + chargesMinor;
  const taxMinor = taxes.reduce((sum, tax) => sum + tax.taxMinor, 0n);
  const grossMinor = netMinor + taxMinor;
  if (grossMinor < 0n)
    return refuse(
      'invoice.negative',
      'An invoice cannot be negative; a reduction of an earlier one is a credit note.',
    );

  const sums = [linesMinor, netMinor, grossMinor];
  if (sums.some((minor) => isTooLargeMinor(minor, of.currency)))
    return refuse('order.amount_too_large', 'The amounts are too large together.');

  return ok({
    ...of,
    ...daysOf(of.issueDate, days),
    lines,
    ...(of.reductions && { reductions }),
    taxes,
    netMinor,
    taxMinor,
    grossMinor,
  });
}

type Agreed = Omit<
  Draft,
  'lines' | 'taxes' | 'netMinor' | 'taxMinor' | 'grossMinor' | 'dueDate' | 'taxPoint'
>;

type Days = {
  /** Which may lie ahead. */
  readonly suppliedOn: string;
  readonly dueDays: number;
};

function daysOf(issueDate: string, of: Days) {
  const isAhead = of.suppliedOn > issueDate;

  return { dueDate: addDays(issueDate, of.dueDays), taxPoint: isAhead ? issueDate : of.suppliedOn };
}

function taxed(lines: readonly DraftLine[], of: Pick<Draft, 'priceBasis' | 'reductions' | 'currency'>) {
  const { priceBasis, reductions = [], currency } = of;
  if (priceBasis === 'gross') return withoutTax({ lines, reductions }, currency);

  return { lines, reductions, taxes: taxSubtotals([...lines, ...taxedShares(reductions)]) };
}

/** What an invoice's fact tells of its draft: the nets of the lines, what is on the whole, the taxes and the sums. */
export function draftSums(draft: Draft) {
  const { lines, priceBasis, reductions, taxes, netMinor, taxMinor, grossMinor } = draft;
  const { accountingTax, unionSales, place, kind, corrects, deducts, prepaid } = draft;

  return {
    ...(priceBasis && { priceBasis, grossesMinor: lines.map(({ gross }) => gross?.amountMinor ?? 0n) }),
    netsMinor: lines.map((line) => line.netMinor),
    ...(reductions && { reductions: reductionSums(reductions) }),
    ...{ taxes, netMinor, taxMinor, grossMinor },
    ...(accountingTax && { accountingTax }),
    ...(unionSales && { unionSales }),
    ...(place && { place }),
    ...(kind && { kind }),
    ...(corrects && { corrects }),
    ...(deducts && { deducts }),
    ...(prepaid && { prepaid }),
  };
}
