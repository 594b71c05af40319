/** Lines, allowances and charges of a document on the wire. */
import type { DocumentLineBody } from '../../contracts/document-lines.ts';
import type { ReductionShareBody } from '../../contracts/reductions.ts';
import { formatMoney, money } from '../../kernel/money.ts';
import type { DraftLine } from '../drafting/draft.ts';
import type { ReductionShare } from '../reductions.ts';

/** The shares of allowances or charges. */
export function shareBodies(shares: readonly ReductionShare[], currency: string): ReductionShareBody[] {
  return shares.map(({ reason, code, percent, baseMinor, amountMinor, grossMinor, category, rate }) => ({
    reason,
    reason_code: code,
    percent,
    base: amount(baseMinor, currency),
    amount: amount(amountMinor, currency),
    gross: grossMinor === undefined ? null : amount(grossMinor, currency),
    tax_category: category,
    tax_rate: rate,
  }));
}

/** A line under its number. */
export function lineBody(line: DraftLine, number: number, currency: string): DocumentLineBody {
  const { description, quantity, unit, unitPrice, discountMinor, netMinor, gross } = line;
  const { category, rate, period } = line;

  return {
    line: number,
    description,
    quantity,
    unit,
    unit_price: unitPrice,
    discount: amount(discountMinor, currency),
    net: amount(netMinor, currency),
    gross: gross ? grossBody(gross, currency) : null,
    tax_category: category,
    tax_rate: rate,
    period,
  };
}

function grossBody(
  { unitPrice, discountMinor, amountMinor }: NonNullable<DraftLine['gross']>,
  currency: string,
) {
  return {
    unit_price: unitPrice,
    discount: amount(discountMinor, currency),
    amount: amount(amountMinor, currency),
  };
}

function amount(minor: bigint, currency: string) {
  return { amount: formatMoney(money(minor, currency)), currency };
}
