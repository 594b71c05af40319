/** What the API tells of the next invoice of a subscription. */
import type { NextInvoice } from '../../contracts/next-invoices.ts';
import { causeOf } from '../billing.ts';
import type { BilledPeriodData } from '../billing/bill.ts';
import type { Draft } from '../drafting/draft.ts';
import { dueMinorOf } from '../invoices/deducting.ts';
import { answerPaidFrom } from './deductions.ts';
import { answerBilledLine } from './previews.ts';
import { amountOf } from './payments.ts';

/** The next bill as it would be invoiced, and where its pro forma lies. */
export function answerNextInvoice(
  subscription: string,
  of: {
    readonly bill: BilledPeriodData;
    /** All bills of its invoice. */
    readonly bills: readonly BilledPeriodData[];
    readonly draft: Draft;
    readonly link: NextInvoice['pro_forma'];
  },
): NextInvoice {
  const { bill, bills, draft, link } = of;
  const { currency, start, end } = bill;
  const { netMinor, taxMinor, grossMinor, issueDate } = draft;

  return {
    object: 'next_invoice',
    subscription,
    subscriptions: [...new Set(bills.map((each) => each.subscription))],
    due_at: bill.at,
    issue_date: issueDate,
    period: { start, end },
    lines: bills.flatMap((each) =>
      each.lines.map((line) => ({
        ...answerBilledLine(line, { ...each, cause: causeOf(each) }),
        subscription: each.subscription,
      })),
    ),
    net: amountOf(netMinor, currency),
    tax: amountOf(taxMinor, currency),
    total: amountOf(grossMinor, currency),
    ...answerPaidFrom(draft.prepaid, currency),
    due: amountOf(dueMinorOf(draft), currency),
    pro_forma: link,
  };
}
