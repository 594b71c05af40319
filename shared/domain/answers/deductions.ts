/** What the API tells of the deposits that a final invoice deducts, and of what prepaid credits pay. */
import { formatMoney, money } from '../../kernel/money.ts';
import type { Deduction } from '../invoices/deductions.ts';
import type { PaidFromCredits } from '../prepaid/credits.ts';
import { amountOf } from './payments.ts';

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

/** What prepaid credits pay of a document, and what of its net they lowered. */
export function answerPaidFrom(prepaid: PaidFromCredits | undefined, currency: string) {
  return {
    prepaid: amountOf(prepaid?.amountMinor ?? 0n, currency),
    prepaid_before_tax: amountOf(prepaid?.loweredMinor ?? 0n, currency),
  };
}
