/** What the API tells of the next invoice of a subscription. */
import type { NextInvoice } from '../../contracts/next-invoices.ts';
import { type BilledPeriodData, causeOf } from '../billing.ts';
import type { Draft } from '../drafting.ts';
import { answerBilledLine } from './billing.ts';
import { amountOf } from './payments.ts';

/** The next bill as it would be invoiced, and where its pro forma lies. */
export function answerNextInvoice(
  subscription: string,
  of: { readonly bill: BilledPeriodData; readonly draft: Draft; readonly link: NextInvoice['pro_forma'] },
): NextInvoice {
  const { bill, draft, link } = of;
  const { currency, language, start, end, lines } = bill;
  const { netMinor, taxMinor, grossMinor, issueDate } = draft;
  const told = { currency, language, cause: causeOf({ ...bill, subscription }) };

  return {
    object: 'next_invoice',
    subscription,
    due_at: bill.at,
    issue_date: issueDate,
    period: { start, end },
    lines: lines.map((line) => answerBilledLine(line, told)),
    net: amountOf(netMinor, currency),
    tax: amountOf(taxMinor, currency),
    total: amountOf(grossMinor, currency),
    pro_forma: link,
  };
}
