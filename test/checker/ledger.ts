/** The books: every money fact carries exactly its postings, and the accounts of customers fold to what the ledger says. */
import { type Books, type Data, type Fact, type Item, list, minor, part, sum, text } from './books.ts';
import { deferredWith } from './deferrals.ts';
import { dueOf } from './deposits.ts';
import { boughtIn, fromCredits, lapsedOf, worthOnAccount } from './prepaid.ts';
import { boughtOf } from './self-billing.ts';
import type { Given } from './snapshot.ts';

/** I-13, I-15, I-16, I-18, I-19, I-26. */
export function checkLedger(given: Given): void {
  for (const fact of given.journal.facts) checkPostings(fact, given);
  const folded = foldAccounts(given);
  checkControls(folded, given);
}

type Expected = readonly (readonly [account: string, minor: bigint])[];

/** Which postings each kind of fact carries, from its own figures. */
function expectedOf(fact: Fact, given: Given): Expected | undefined {
  const { type, data } = fact;
  const amount = minor(data, 'amountMinor');
  switch (type) {
    case 'invoice.issued':
      return [
        ['receivables', dueOf(data)],
        ['prepaid_credits', boughtIn(data)],
        ['promotional_credits', fromCredits(data) - boughtIn(data)],
        ['prepayments_received', sum(list(data, 'deducts').map((each) => minor(each, 'netMinor')))],
        ['output_tax', sum(list(data, 'deducts').map((each) => minor(each, 'taxMinor')))],
        [incomeOf(data), deferredWith(fact, given) - minor(data, 'netMinor')],
        ['deferred_revenue', -deferredWith(fact, given)],
        ['output_tax', -minor(data, 'taxMinor')],
      ];
    case 'revenue.recognised':
    case 'deferral.credited':
      return [
        ['deferred_revenue', amount],
        ['revenue', -amount],
      ];
    case 'credit_note.issued':
      return [
        [incomeOf(given.journal.of(fact.tenant, text(data, 'invoice'))[0]?.data), minor(data, 'netMinor')],
        ['output_tax', minor(data, 'taxMinor')],
        ['unapplied_credit', -worthOnAccount(data)],
        ['prepaid_credits', -boughtIn(data)],
        ['promotional_credits', boughtIn(data) - fromCredits(data)],
      ];
    case 'prepaid.expired':
      return lapsedOf(fact, given);
    case 'self_billed_invoice.issued':
      return boughtOf(data);
    case 'self_billed_credit_note.issued':
      return boughtOf(data).map(([account, moved]) => [account, -moved]);
    case 'self_billed_invoice.objected': {
      const lost = minor(data, 'lostTaxMinor');
      return lost === 0n
        ? undefined
        : [
            ['purchased_supplies', lost],
            ['input_tax', -lost],
          ];
    }
    case 'self_billed_invoice.paid':
      return [
        ['payables', amount],
        ['bank', -amount],
      ];
    case 'payment.settled':
      return [
        [viaOf(fact, given), amount],
        ['unapplied_cash', -amount],
      ];
    case 'open_item.brought_forward':
      return [
        ['receivables', minor(data, 'grossMinor')],
        ['opening_balance', -minor(data, 'grossMinor')],
      ];
    case 'balance.brought_forward':
      return [
        [text(data, 'role'), amount],
        ['opening_balance', -amount],
      ];
    case 'cash.allocated':
      return [
        ['unapplied_cash', amount],
        ['receivables', -amount],
      ];
    case 'cash.released':
      return [
        ['receivables', amount],
        ['unapplied_cash', -amount],
      ];
    case 'credit.offset':
      return [
        ['unapplied_credit', amount],
        ['receivables', -amount],
      ];
    case 'discount.taken':
    case 'discount.withdrawn':
      return discountOf(fact);
    case 'refund.approved':
      return [
        [`unapplied_${text(data, 'source')}`, amount],
        ['refunds_payable', -amount],
      ];
    case 'refund.reversed':
      return [
        ['refunds_payable', amount],
        [`unapplied_${text(data, 'source')}`, -amount],
      ];
    case 'refund.settled':
      return [
        ['refunds_payable', amount],
        [viaOf(fact, given), -amount],
      ];
    default:
      return undefined;
  }
}

/** What is kept lowers revenue and tax, and what is owed; taken back, it is the mirror of that. */
function discountOf({ type, data }: Fact): Expected {
  const sign = type === 'discount.taken' ? 1n : -1n;
  const tax = sum(list(data, 'shares').map((share) => minor(share, 'taxMinor')));
  return [
    ['cash_discounts', sign * (minor(data, 'amountMinor') - tax)],
    ['output_tax', sign * tax],
    ['receivables', -sign * minor(data, 'amountMinor')],
  ];
}

/** A deposit is owed to the customer until a final invoice earns it, credits that were sold until they are used. */
function incomeOf(invoice: Data | undefined): string {
  if (text(invoice, 'kind') === 'credits') return 'prepaid_credits';
  return text(invoice, 'kind') === 'deposit' ? 'prepayments_received' : 'revenue';
}

function viaOf({ tenant, id }: Fact, { journal }: Given): string {
  const [intended] = journal.of(tenant, id);

  return text(intended?.data, 'provider') === 'bank' ? 'bank' : 'provider_clearing';
}

function checkPostings(fact: Fact, given: Given) {
  const { report } = given;
  const about = `${fact.id}:${fact.version} ${fact.type}`;
  const expected = expectedOf(fact, given);
  const { books } = fact;
  if (!expected) {
    if (books) report({ invariant: 'I-18', about, says: 'it carries postings and is no fact about money' });
    return;
  }
  if (!books) return report({ invariant: 'I-18', about, says: 'it carries no postings' });
  if (sum(books.entries.map((entry) => entry.minor)) !== 0n)
    report({ invariant: 'I-13', about, says: 'its postings do not balance' });
  if (spelled(expected) !== spelled(books.entries.map((entry) => [entry.account, entry.minor] as const))) {
    report({ invariant: 'I-19', about, says: `${spelled(expected)} was expected` });
  }
}

function spelled(entries: Expected): string {
  return entries
    .filter(([, amount]) => amount !== 0n)
    .map(([account, amount]) => `${account} ${amount}`)
    .sort()
    .join(', ');
}

/** What an account holds, by the fold of its facts. */
type Account = {
  readonly books: { readonly entity: string; readonly currency: string };
  readonly items: Map<string, Entry>;
  readonly cash: Map<string, bigint>;
  readonly credit: Map<string, bigint>;
};

/** Folds every account and compares the fold with the state that its newest item carries. */
function foldAccounts(given: Given): ReadonlyMap<string, Account> {
  const accounts = new Map<string, Account>();
  for (const [pk, items] of given.journal.aggregates) {
    const [first] = items;
    if (first?.facts[0]?.type !== 'account.opened') continue;
    const { data } = first.facts[0];
    const account: Account = {
      books: { entity: text(data, 'entity'), currency: text(data, 'currency') },
      items: new Map(),
      cash: new Map(),
      credit: new Map(),
    };
    accounts.set(pk, account);
    for (const item of items) for (const fact of item.facts) applyFact(account, fact, given);
    checkHead(account, items.at(-1), given);
  }

  return accounts;
}

type Entry = { gross: bigint; paid: bigint; credited: bigint; kept: bigint; isOpen: boolean };

/** What a fact moves on an account; `item` is the one it names, `wrong` tells what cannot be. */
type Move = {
  readonly account: Account;
  readonly data: Data;
  readonly amount: bigint;
  readonly item: Entry | undefined;
  readonly wrong: (says: string) => void;
};

const MOVES: Readonly<Record<string, (move: Move) => void>> = {
  'item.opened': ({ account, data, item, wrong }) => {
    if (item) wrong('the item was opened before');
    const opened = { gross: minor(data, 'grossMinor'), paid: 0n, credited: 0n, kept: 0n, isOpen: true };
    account.items.set(text(data, 'invoice'), opened);
  },
  'item.cleared': ({ item, wrong }) => {
    if (item?.gross !== (item?.paid ?? 0n) + (item?.credited ?? 0n) + (item?.kept ?? 0n))
      wrong('the item is not cleared');
    if (item) item.isOpen = false;
  },
  'item.reopened': ({ item, wrong }) => {
    if (item) item.isOpen = true;
    else wrong('no item is opened again');
  },
  'cash.added': ({ account, data, amount, wrong }) => {
    if (account.cash.has(text(data, 'payment'))) wrong('the money was added before');
    account.cash.set(text(data, 'payment'), amount);
  },
  'credit.added': ({ account, data, amount, wrong }) => {
    if (account.credit.has(text(data, 'creditNote'))) wrong('the credit was added before');
    account.credit.set(text(data, 'creditNote'), amount);
  },
  'cash.allocated': ({ account, data, amount, item, wrong }) => {
    move(account.cash, text(data, 'payment'), -amount);
    if (item) item.paid += amount;
    else wrong('it pays no item');
  },
  'cash.released': ({ account, data, amount, item, wrong }) => {
    move(account.cash, text(data, 'payment'), amount);
    if (item) item.paid -= amount;
    else wrong('it is taken off no item');
  },
  'credit.offset': ({ account, data, amount, item, wrong }) => {
    move(account.credit, text(data, 'creditNote'), -amount);
    if (item) item.credited += amount;
    else wrong('it lowers no item');
  },
  'discount.taken': ({ amount, item, wrong }) => {
    if (item) item.kept += amount;
    else wrong('it is kept of no item');
  },
  'discount.withdrawn': ({ amount, item, wrong }) => {
    if (item && item.kept >= amount) item.kept -= amount;
    else wrong('it takes back what was not kept');
  },
  'refund.approved': ({ account, data, amount }) => move(...sourceOf(account, data), -amount),
  'refund.reversed': ({ account, data, amount }) => move(...sourceOf(account, data), amount),
};

function applyFact(account: Account, { id, version, type, data }: Fact, { report }: Given): void {
  const about = `${id}:${version} ${type}`;
  const item = account.items.get(text(data, 'invoice'));
  const wrong = (says: string) => report({ invariant: 'I-15', about, says });
  MOVES[type]?.({ account, data, amount: minor(data, 'amountMinor'), item, wrong });
  if (item && (item.paid < 0n || item.credited < 0n || item.paid + item.credited + item.kept > item.gross)) {
    report({ invariant: 'I-20', about, says: 'the item is paid beyond its total, or below nothing' });
  }
  for (const rest of [...account.cash.values(), ...account.credit.values()])
    if (rest < 0n) report({ invariant: 'I-26', about, says: 'more was applied than there was' });
}

function sourceOf(account: Account, data: Data): [Map<string, bigint>, string] {
  return text(data, 'source') === 'cash'
    ? [account.cash, text(data, 'payment')]
    : [account.credit, text(data, 'creditNote')];
}

function move(rests: Map<string, bigint>, name: string, amount: bigint): void {
  rests.set(name, (rests.get(name) ?? 0n) + amount);
}

/** The state that travels with the newest item says what the fold says. */
function checkHead(account: Account, newest: Item | undefined, { report }: Given): void {
  const state = part(part(newest?.content, 'head'), 'state');
  if (!newest || !state) return;
  const wrong = (says: string) => report({ invariant: 'I-15', about: `${newest.pk}:${newest.sk}`, says });
  const open = [...account.items]
    .filter(([, item]) => item.isOpen)
    .map(([invoice, item]) => `${invoice} ${item.gross} ${item.paid} ${item.credited} ${item.kept}`);
  const told = list(state, 'items').map(
    (item) =>
      `${text(item, 'invoice')} ${minor(item, 'grossMinor')} ${minor(item, 'paidMinor')} ${minor(item, 'creditedMinor')} ${minor(item, 'discountedMinor')}`,
  );
  if (open.sort().join() !== told.toSorted().join()) wrong('the open items are not the fold of the facts');
  for (const [name, rests, id] of [
    ['cash', account.cash, 'payment'],
    ['credits', account.credit, 'creditNote'],
  ] as const) {
    const rest = [...rests]
      .filter(([, amount]) => amount !== 0n)
      .map(([each, amount]) => `${each} ${amount}`);
    const stated = list(state, name).map((each) => `${text(each, id)} ${minor(each, 'restMinor')}`);
    if (rest.sort().join() !== stated.toSorted().join())
      wrong(`the unapplied ${name} is not the fold of the facts`);
  }
}

/** The control accounts: what the ledger says in sum is what the customers' accounts and the documents say one by one. */
function checkControls(accounts: ReadonlyMap<string, Account>, { journal, report }: Given): void {
  const ledger = new Map<string, bigint>();
  const post = (tenant: string, books: Books) => {
    for (const entry of books.entries)
      move(ledger, `${tenant} ${books.entity} ${books.currency} ${entry.account}`, entry.minor);
  };
  for (const { tenant, books } of journal.facts) if (books) post(tenant, books);

  const expected = new Map<string, bigint>();
  for (const [pk, { books, items, cash, credit }] of accounts) {
    const name = `${pk.split('#')[0]} ${books.entity} ${books.currency}`;
    for (const item of items.values())
      move(expected, `${name} receivables`, item.gross - item.paid - item.credited - item.kept);
    move(expected, `${name} unapplied_cash`, -sum(cash.values()));
    move(expected, `${name} unapplied_credit`, -sum(credit.values()));
  }
  addUnposted(accounts, expected, journal);
  for (const name of new Set([...ledger.keys(), ...expected.keys()])) {
    if (
      !/ (receivables|unapplied_cash|unapplied_credit)$/.test(name) ||
      (ledger.get(name) ?? 0n) === (expected.get(name) ?? 0n)
    )
      continue;
    report({
      invariant: 'I-16',
      about: name,
      says: `the ledger says ${ledger.get(name) ?? 0n}, the accounts ${expected.get(name) ?? 0n}`,
    });
  }
}

/** What is issued or settled and has not reached its customer's account yet. */
function addUnposted(
  accounts: ReadonlyMap<string, Account>,
  expected: Map<string, bigint>,
  journal: Given['journal'],
): void {
  for (const { tenant, id, type, data, books } of journal.ofType(
    'invoice.issued',
    'open_item.brought_forward',
    'credit_note.issued',
    'payment.settled',
  )) {
    const holder = type === 'payment.settled' ? journal.of(tenant, id)[0]?.data : data;
    const account = accounts.get(`${tenant}#${text(holder, 'account')}`);
    const name = `${tenant} ${books?.entity ?? ''} ${books?.currency ?? ''}`;
    if (type === 'invoice.issued' && !account?.items.has(id))
      move(expected, `${name} receivables`, dueOf(data));
    if (type === 'open_item.brought_forward' && !account?.items.has(id))
      move(expected, `${name} receivables`, minor(data, 'grossMinor'));
    if (type === 'credit_note.issued' && !account?.credit.has(id))
      move(expected, `${name} unapplied_credit`, -worthOnAccount(data));
    if (type === 'payment.settled' && !account?.cash.has(id))
      move(expected, `${name} unapplied_cash`, -minor(data, 'amountMinor'));
  }
}
