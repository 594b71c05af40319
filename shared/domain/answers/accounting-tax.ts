/** What the API tells of a document's tax in accounting currency. */
import { formatMoney, money } from '../../kernel/money.ts';
import type { DocumentFigures } from '../invoices/states.ts';

/** Null where the document's currency is that of the accounts, or where there is no tax. */
export function answerAccountingTax({ accountingTax }: Pick<DocumentFigures, 'accountingTax'>) {
  if (!accountingTax) return null;
  const { currency, taxMinor, rate, quotation, ratedOn, source } = accountingTax;
  const tax = { amount: formatMoney(money(taxMinor, currency)), currency };

  return { tax, rate, quotation, rated_on: ratedOn, source };
}
