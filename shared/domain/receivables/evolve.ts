/** What each fact makes of an account. */
import { invariant, unreachable } from '../../kernel/invariant.ts';
import type { Account, AccountFact, Cash, Credit, Mark, OpenAccount, OpenItem } from './account.ts';
import { openMinorOf } from './account.ts';
import { paidItem, type Paying } from './discounts.ts';
import { MARKS_MAX } from './bounds.ts';

type FactData<Type extends AccountFact['type']> = Extract<AccountFact, { type: Type }>['data'];

/** The state after the fact. Amounts below zero are a fault: a rule let money be applied that was not there. */
export function evolveAccount(state: Account, fact: AccountFact): Account {
  if (fact.type === 'account.opened') {
    return {
      status: 'open',
      ...fact.data,
      items: [],
      cash: [],
      credits: [],
      marks: [],
      forgotten: { count: 0, until: '' },
    };
  }
  invariant(state.status === 'open', 'an account is opened by its first fact');

  return evolveOpen(state, fact);
}

function evolveOpen(state: OpenAccount, fact: Exclude<AccountFact, { type: 'account.opened' }>): OpenAccount {
  switch (fact.type) {
    case 'item.opened':
      return { ...kept(state, fact.data.invoice), items: [...state.items, openedItem(fact.data)] };
    case 'item.cleared':
      return withoutItem(state, fact.data.invoice);
    case 'item.reopened':
      return { ...unmarked(state, fact.data.invoice), items: [...state.items, fact.data] };
    case 'cash.added':
      return givenToCash(state, fact.data);
    case 'credit.added':
      return givenToCredit(state, fact.data);
    case 'cash.allocated':
      return allocated(state, fact.data);
    case 'cash.released':
      return released(state, fact.data);
    case 'credit.offset':
      return offset(state, fact.data);
    case 'discount.taken':
      return discounted(state, fact.data.invoice, fact.data.amountMinor);
    case 'discount.withdrawn':
      return discounted(state, fact.data.invoice, -fact.data.amountMinor);
    case 'refund.approved':
      return refunded(state, fact.data);
    case 'refund.reversed':
      return reversed(state, fact.data);
    default:
      return unreachable(fact);
  }
}

/** What it replaces is done with once it is opened. */
function openedItem({ replaces: _, ...data }: FactData<'item.opened'>): OpenItem {
  return { ...data, paidMinor: 0n, creditedMinor: 0n };
}

function allocated(state: OpenAccount, data: FactData<'cash.allocated'>): OpenAccount {
  return paid(takenFromCash(state, data.payment, data.amountMinor), data.invoice, data);
}

function released(state: OpenAccount, data: FactData<'cash.released'>): OpenAccount {
  const { payment, invoice, amountMinor, goesTo } = data;
  const given = givenToCash(paid(state, invoice, { amountMinor: -amountMinor }), data);
  if (goesTo === undefined) return given;
  const promise = { invoice: goesTo, amountMinor };

  return {
    ...given,
    cash: given.cash.map((cash) =>
      cash.payment === payment ? { ...cash, promised: [...(cash.promised ?? []), promise] } : cash,
    ),
  };
}

/** A promise ends when its invoice is opened, which takes what is left of it. */
function kept(state: OpenAccount, invoice: string): OpenAccount {
  if (!state.cash.some(({ promised }) => promised)) return state;
  const cash = state.cash.map(({ promised = [], ...rest }) => {
    const others = promised.filter((each) => each.invoice !== invoice);
    return { ...rest, ...(others.length > 0 && { promised: others }) };
  });

  return { ...state, cash };
}

function offset(state: OpenAccount, data: FactData<'credit.offset'>): OpenAccount {
  return credited(takenFromCredit(state, data.creditNote, data.amountMinor), data.invoice, data.amountMinor);
}

function refunded(state: OpenAccount, data: FactData<'refund.approved'>): OpenAccount {
  const { refund, payment, source, creditNote, amountMinor, at } = data;
  const taken =
    source === 'cash'
      ? takenFromCash(state, payment, amountMinor)
      : takenFromCredit(state, creditNote ?? '', amountMinor);

  return marked(taken, { id: refund, at });
}

function reversed(state: OpenAccount, data: FactData<'refund.reversed'>): OpenAccount {
  const { refund, payment, source, creditNote, invoice, amountMinor, sourceAt, receivedOn, at } = data;
  const received = { at: sourceAt, ...(receivedOn !== undefined && { receivedOn }) };
  const given =
    source === 'cash'
      ? givenToCash(state, { payment, invoice, amountMinor, ...received })
      : givenToCredit(state, {
          creditNote: creditNote ?? '',
          invoice: invoice ?? '',
          amountMinor,
          at: sourceAt,
        });

  return marked(given, { id: reversalOf(refund), at });
}

/** Under this name an account remembers that a refund was taken back. */
export function reversalOf(refund: string): string {
  return `${refund}:reversed`;
}

function withoutItem(state: OpenAccount, invoice: string): OpenAccount {
  const item = state.items.find((each) => each.invoice === invoice);
  if (!item) return state;

  return marked(
    { ...state, items: state.items.filter((each) => each !== item) },
    { id: invoice, at: item.at },
  );
}

function paid(state: OpenAccount, invoice: string, by: Paying): OpenAccount {
  return withItem(state, invoice, (item) => paidItem(item, by));
}

function credited(state: OpenAccount, invoice: string, amountMinor: bigint): OpenAccount {
  return withItem(state, invoice, (item) => ({ ...item, creditedMinor: item.creditedMinor + amountMinor }));
}

function discounted(state: OpenAccount, invoice: string, amountMinor: bigint): OpenAccount {
  return withItem(state, invoice, ({ discountedMinor = 0n, ...item }) => {
    const grantedMinor = discountedMinor + amountMinor;

    return { ...item, ...(grantedMinor !== 0n && { discountedMinor: grantedMinor }) };
  });
}

function withItem(state: OpenAccount, invoice: string, change: (item: OpenItem) => OpenItem): OpenAccount {
  const items = state.items.map((item) => (item.invoice === invoice ? change(item) : item));
  const item = items.find((each) => each.invoice === invoice);
  invariant(item, 'money moves only on an item that is open');
  invariant(
    item.paidMinor >= 0n && (item.discountedMinor ?? 0n) >= 0n && openMinorOf(item) >= 0n,
    'an item is paid between nothing and its total',
  );

  return { ...state, items };
}

function withCash(state: OpenAccount, cash: Cash): OpenAccount {
  invariant(cash.restMinor >= 0n, 'unapplied cash is never below zero');
  const others = state.cash.filter(({ payment }) => payment !== cash.payment);
  if (cash.restMinor === 0n) return marked({ ...state, cash: others }, { id: cash.payment, at: cash.at });

  return { ...unmarked(state, cash.payment), cash: [...others, cash] };
}

function takenFromCash(state: OpenAccount, payment: string, amountMinor: bigint): OpenAccount {
  const cash = state.cash.find((each) => each.payment === payment);
  invariant(cash, 'only unapplied cash can be taken');

  return withCash(state, { ...cash, restMinor: cash.restMinor - amountMinor });
}

function givenToCash(
  state: OpenAccount,
  given: Omit<Cash, 'restMinor'> & { readonly amountMinor: bigint },
): OpenAccount {
  const { payment, invoice, at, receivedOn, amountMinor } = given;
  const received = { at, ...(receivedOn !== undefined && { receivedOn }) };
  const known = state.cash.find((each) => each.payment === payment);
  const cash = known ?? { payment, invoice, restMinor: 0n, ...received };

  return withCash(state, { ...cash, restMinor: cash.restMinor + amountMinor });
}

function withCredit(state: OpenAccount, credit: Credit): OpenAccount {
  invariant(credit.restMinor >= 0n, 'unapplied credit is never below zero');
  const others = state.credits.filter(({ creditNote }) => creditNote !== credit.creditNote);
  if (credit.restMinor === 0n)
    return marked({ ...state, credits: others }, { id: credit.creditNote, at: credit.at });

  return { ...unmarked(state, credit.creditNote), credits: [...others, credit] };
}

function takenFromCredit(state: OpenAccount, creditNote: string, amountMinor: bigint): OpenAccount {
  const credit = state.credits.find((each) => each.creditNote === creditNote);
  invariant(credit, 'only unapplied credit can be taken');

  return withCredit(state, { ...credit, restMinor: credit.restMinor - amountMinor });
}

function givenToCredit(
  state: OpenAccount,
  given: Omit<Credit, 'restMinor'> & { readonly amountMinor: bigint },
): OpenAccount {
  const { creditNote, invoice, at, amountMinor, correctedBy } = given;
  const credit = state.credits.find((each) => each.creditNote === creditNote) ?? {
    creditNote,
    invoice,
    restMinor: 0n,
    at,
    ...(correctedBy !== undefined && { correctedBy }),
  };

  return withCredit(state, { ...credit, restMinor: credit.restMinor + amountMinor });
}

/** Remembers that something is done with; the mark of the oldest source is forgotten first, so that `until` stays low. */
function marked(state: OpenAccount, mark: Mark): OpenAccount {
  const marks = [...state.marks.filter(({ id }) => id !== mark.id), mark].sort(byInstant);
  if (marks.length <= MARKS_MAX) return { ...state, marks };

  const [oldest, ...kept] = marks;
  const { count, until } = state.forgotten;

  return {
    ...state,
    marks: kept,
    forgotten: { count: count + 1, until: oldest && oldest.at > until ? oldest.at : until },
  };
}

function unmarked(state: OpenAccount, id: string): OpenAccount {
  return { ...state, marks: state.marks.filter((mark) => mark.id !== id) };
}

function byInstant(a: Mark, b: Mark): number {
  if (a.at === b.at) return a.id < b.id ? -1 : 1;

  return a.at < b.at ? -1 : 1;
}
