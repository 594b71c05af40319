/** What the API tells of a customer's account. */
import type { Account as AccountBody, OpenItem as OpenItemBody } from '../../contracts/accounts.ts';
import type { CivilDate } from '../../kernel/time.ts';
import type { OpenAccount, OpenItem } from '../receivables/account.ts';
import { openMinorOf } from '../receivables/account.ts';
import { amountOf } from './payments.ts';

/** An account as answered; an item is overdue from the day after its due date. */
export function answerAccount(id: string, account: OpenAccount, today: CivilDate): AccountBody {
  const { entity, customer, currency, items, cash, credits } = account;
  const sum = (amounts: readonly bigint[]) =>
    amountOf(
      amounts.reduce((total, each) => total + each, 0n),
      currency,
    );

  return {
    id,
    object: 'account',
    legal_entity: entity,
    customer,
    currency,
    open: sum(items.map(openMinorOf)),
    unapplied_cash: sum(cash.map(({ restMinor }) => restMinor)),
    unapplied_credit: sum(credits.map(({ restMinor }) => restMinor)),
    items: [...items].sort(byDueDate).map((item) => answerItem(item, currency, today)),
    cash: cash.map(({ payment, restMinor }) => ({ payment, amount: amountOf(restMinor, currency) })),
    credits: credits.map(({ creditNote, invoice, restMinor }) => ({
      credit_note: creditNote,
      invoice,
      amount: amountOf(restMinor, currency),
    })),
  };
}

function answerItem(item: OpenItem, currency: string, today: CivilDate): OpenItemBody {
  const { invoice, number, dueDate, grossMinor, paidMinor, creditedMinor, discountedMinor = 0n } = item;

  return {
    invoice,
    number,
    due_date: dueDate,
    total: amountOf(grossMinor, currency),
    paid: amountOf(paidMinor, currency),
    credited: amountOf(creditedMinor + discountedMinor, currency),
    open: amountOf(openMinorOf(item), currency),
    overdue: dueDate < today,
  };
}

function byDueDate(a: OpenItem, b: OpenItem): number {
  return a.dueDate === b.dueDate ? (a.number < b.number ? -1 : 1) : a.dueDate < b.dueDate ? -1 : 1;
}
