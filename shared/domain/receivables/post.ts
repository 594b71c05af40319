/** How an account takes in what issued invoices, settled payments and credit notes bring. */
import { lesser } from '../../kernel/money.ts';
import type { Result } from '../../kernel/result.ts';
import { ok, refuse } from '../../kernel/result.ts';
import type { CivilDate, Instant } from '../../kernel/time.ts';
import { cashAllocated, creditOffset } from '../ledger.ts';
import type {
  Account,
  AccountCommand,
  AccountFact,
  Brought,
  Cash,
  Credit,
  OpenAccount,
  OpenItem,
  Received,
} from './account.ts';
import { openMinorOf } from './account.ts';
import { grantedDiscount } from './discounts.ts';
import { evolveAccount } from './evolve.ts';
import { ALLOCATIONS_MAX, DISCOUNTED_ITEMS_MAX, OPEN_ITEMS_MAX, UNAPPLIED_MAX } from './bounds.ts';

type Facts = Result<readonly AccountFact[]>;
type Of<Do extends AccountCommand['do']> = Extract<AccountCommand, { do: Do }>;

/** The account after facts, so that one decision can build on its own beginning. */
export function after(state: Account, facts: readonly AccountFact[]): OpenAccount {
  const then = facts.reduce(evolveAccount, state);
  if (then.status === 'none') throw new TypeError('an account is opened by its first fact');

  return then;
}

/** An issued invoice becomes an open item; money that came before it, for it or what it replaces, is applied at once. */
export function openItem(state: Account, command: Of<'open_item'>): Facts {
  const { invoice, number, dueDate, grossMinor, discount, replaces = [], at, date } = command;
  const { facts, opened } = openedFor(state, command);
  const isFull = discount && opened.items.filter((item) => item.discount).length >= DISCOUNTED_ITEMS_MAX;
  if (opened.items.length >= OPEN_ITEMS_MAX || isFull) {
    return refuse('account.items_too_many', `An account holds at most ${OPEN_ITEMS_MAX} open items.`);
  }
  const posted: AccountFact[] = [
    ...facts,
    {
      type: 'item.opened',
      data: {
        ...{ invoice, number, dueDate, grossMinor, ...(discount && { discount }), at },
        ...(replaces.length > 0 && { replaces }),
      },
    },
  ];
  for (const { money, ...limit } of waitingFor(opened, [invoice, ...replaces]).slice(0, ALLOCATIONS_MAX)) {
    posted.push(...applyTo(after(state, posted), money, { invoice, date, ...limit }));
  }

  return ok([...posted, ...clearing(after(state, posted), invoice)]);
}

/** What lies there for an invoice or for those that it replaces, and what of a payment is promised to it. */
function waitingFor(
  { cash, credits }: OpenAccount,
  invoices: readonly string[],
): readonly { readonly money: Cash | Credit; readonly limitMinor?: bigint }[] {
  const [own] = invoices;
  const isFor = (invoice: string | null) => invoice !== null && invoices.includes(invoice);

  return [
    ...cash.flatMap((money) => {
      if (isFor(money.invoice)) return [{ money }];
      const promise = money.promised?.find(({ invoice }) => invoice === own);
      return promise ? [{ money, limitMinor: promise.amountMinor }] : [];
    }),
    ...credits
      .filter(({ invoice, correctedBy }) => invoice === own || correctedBy === own)
      .map((money) => ({ money })),
  ];
}

/** Cash goes to the invoice it is for; cash for none in particular to the oldest due; the rest stays unapplied. */
export function addCash(state: Account, command: Of<'add_cash'>): Facts {
  const { payment, invoice, amountMinor, at, date } = command;
  const { facts, opened } = openedFor(state, command);
  if (opened.cash.length >= UNAPPLIED_MAX) return tooMany();
  const posted: AccountFact[] = [
    ...facts,
    { type: 'cash.added', data: { payment, invoice, amountMinor, ...receivedIn(at, date) } },
  ];
  const targets =
    invoice === null ? oldestDue(opened.items) : opened.items.filter((item) => item.invoice === invoice);
  for (const target of targets.slice(0, ALLOCATIONS_MAX)) {
    const now = after(state, posted);
    const cash = now.cash.find((each) => each.payment === payment);
    if (!cash) break;
    posted.push(...applyTo(now, cash, { invoice: target.invoice, date }));
    posted.push(...clearing(after(state, posted), target.invoice));
  }

  return ok(posted);
}

/** Applies unapplied money to an open item because somebody asked for it. */
export function allocate(state: OpenAccount, command: Of<'allocate'>): Facts {
  const { from, invoice, amountMinor, allocation, date } = command;
  const money =
    state.cash.find((cash) => cash.payment === from) ??
    state.credits.find((credit) => credit.creditNote === from);
  const item = state.items.find((each) => each.invoice === invoice);
  if (!money)
    return refuse('account.nothing_unapplied', 'Nothing of this payment or credit note is unapplied.', {
      pointer: '#/source',
    });
  if (!item)
    return refuse('account.item_not_open', 'The invoice is not open on this account.', {
      pointer: '#/invoice',
    });
  if (amountMinor !== null && (amountMinor > money.restMinor || amountMinor > openMinorOf(item))) {
    return refuse('account.amount_exceeds', 'The amount is more than is unapplied, or more than is open.', {
      pointer: '#/amount',
    });
  }
  const applied = applyTo(state, money, {
    invoice,
    date,
    allocation,
    ...(amountMinor === null ? {} : { limitMinor: amountMinor }),
  });

  return ok([...applied, ...clearing(after(state, applied), invoice)]);
}

/** The fact that says an item is cleared, when nothing of it is open any more. */
export function clearing(state: OpenAccount, invoice: string): readonly AccountFact[] {
  const item = state.items.find((each) => each.invoice === invoice);
  if (!item || openMinorOf(item) > 0n) return [];
  const by = item.creditedMinor === 0n ? 'paid' : item.paidMinor === 0n ? 'credited' : 'mixed';

  return [{ type: 'item.cleared', data: { invoice, by } }];
}

/** The account of a holder, opened where it is not yet, and the fact that does. */
export function openedFor(
  state: Account,
  { entity, customer, currency, zone }: Brought,
): { facts: readonly AccountFact[]; opened: OpenAccount } {
  const facts: readonly AccountFact[] =
    state.status === 'open'
      ? []
      : [
          {
            type: 'account.opened',
            data: { entity, customer, currency, ...(zone !== undefined && { zone }) },
          },
        ];

  return { facts, opened: after(state, facts) };
}

type Target = {
  readonly invoice: string;
  readonly date: CivilDate;
  readonly allocation?: string;
  readonly limitMinor?: bigint;
};

/** As much of unapplied money as an open item takes, and the discount that it earns. */
export function applyTo(state: OpenAccount, money: Cash | Credit, target: Target): readonly AccountFact[] {
  const { invoice, date, allocation, limitMinor } = target;
  const item = state.items.find((each) => each.invoice === invoice);
  const openMinor = item ? openMinorOf(item) : 0n;
  const amountMinor = [openMinor, limitMinor ?? openMinor].reduce(lesser, money.restMinor);
  if (amountMinor <= 0n) return [];

  const book = { entity: state.entity, currency: state.currency, date, amountMinor };
  const named = allocation === undefined ? {} : { allocation };
  if ('payment' in money) {
    const { payment } = money;
    const paidOn = money.receivedOn ?? dayOf(money.at);
    const paid: AccountFact = {
      type: 'cash.allocated',
      data: { payment, invoice, amountMinor, ...named, ...(item?.discount && { paidOn }) },
      books: cashAllocated(book),
    };

    return [paid, ...grantedDiscount(after(state, [paid]), { invoice, payment, date })];
  }

  return [
    {
      type: 'credit.offset',
      data: { creditNote: money.creditNote, invoice, amountMinor, ...named },
      books: creditOffset(book),
    },
  ];
}

/** In the order of their due dates, then of their numbers. */
export function oldestDue(items: readonly OpenItem[]): readonly OpenItem[] {
  return [...items].sort((a, b) =>
    a.dueDate === b.dueDate ? (a.number < b.number ? -1 : 1) : a.dueDate < b.dueDate ? -1 : 1,
  );
}

/** Refuses what the account has no more room for. */
export function tooMany(): Facts {
  return refuse(
    'account.unapplied_too_many',
    `An account holds at most ${UNAPPLIED_MAX} unapplied payments or credits.`,
  );
}

/** When a payment is booked, and the day on which it came where that is another one. */
export function receivedIn(at: Instant, receivedOn: CivilDate): Received {
  return { at, ...(receivedOn !== dayOf(at) && { receivedOn }) };
}

function dayOf(at: Instant): CivilDate {
  return at.slice(0, 10);
}
