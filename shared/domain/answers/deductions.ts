/** What the API tells of the deposits that a final invoice deducts. */
import { formatMoney, money } from '../../kernel/money.ts';
import type { Deduction } from '../invoices/deducting.ts';

/** A deposit invoice as far as it was deducted, as answered. */
export function answerDeduction(deduction: Deduction, currency: string) {
  const { invoice, number, issueDate, netMinor, taxMinor, grossMinor } = deduction;
  const amount = (minor: bigint) => ({ amount: formatMoney(money(minor, currency)), currency });

  return {
    invoice,
    number,
    issue_date: issueDate,
    net: amount(netMinor),
    tax: amount(taxMinor),
    total: amount(grossMinor),
  };
}
