/** The books: which accounts there are, and which postings each kind of money fact carries. */
import { invariant } from '../kernel/invariant.ts';
import type { CivilDate } from '../kernel/time.ts';
import type { Posting, PostingSet } from '../ports.ts';

/** What postings name: the part an account plays, whatever number a legal entity gives it. */
export const ROLES = [
  'bank',
  'provider_clearing',
  'receivables',
  'unapplied_cash',
  'unapplied_credit',
  'refunds_payable',
  'deferred_revenue',
  'output_tax',
  'suspense',
  'revenue',
  'payment_fees',
  'write_offs',
  'rounding',
] as const;

/** One part an account plays. */
export type Role = (typeof ROLES)[number];

/** The side on which an account usually stands. */
export type AccountKind = 'asset' | 'liability' | 'revenue' | 'expense';

/** An account of the chart with its default number. */
export type ChartAccount = {
  readonly number: string;
  readonly kind: AccountKind;
  readonly en: string;
  readonly de: string;
};

/** The default chart: a plan of our own that follows no country's; an entity that keeps another one overrides numbers. */
export const CHART: Readonly<Record<Role, ChartAccount>> = {
  bank: { number: '1100', kind: 'asset', en: 'Bank', de: 'Bank' },
  provider_clearing: {
    number: '1110',
    kind: 'asset',
    en: 'Payment provider clearing',
    de: 'Verrechnung Zahlungsdienstleister',
  },
  receivables: {
    number: '1200',
    kind: 'asset',
    en: 'Trade receivables',
    de: 'Forderungen aus Lieferungen und Leistungen',
  },
  unapplied_cash: {
    number: '2100',
    kind: 'liability',
    en: 'Unapplied cash',
    de: 'Nicht zugeordnete Zahlungen',
  },
  unapplied_credit: {
    number: '2110',
    kind: 'liability',
    en: 'Unapplied credit',
    de: 'Nicht verrechnete Gutschriften',
  },
  refunds_payable: {
    number: '2120',
    kind: 'liability',
    en: 'Refunds payable',
    de: 'Auszuzahlende Erstattungen',
  },
  deferred_revenue: { number: '2200', kind: 'liability', en: 'Deferred revenue', de: 'Abgegrenzte Erlöse' },
  output_tax: { number: '2300', kind: 'liability', en: 'Output tax', de: 'Umsatzsteuer' },
  suspense: { number: '2900', kind: 'liability', en: 'Suspense', de: 'Klärungskonto' },
  revenue: { number: '4000', kind: 'revenue', en: 'Revenue', de: 'Umsatzerlöse' },
  payment_fees: { number: '5100', kind: 'expense', en: 'Payment fees', de: 'Gebühren des Zahlungsverkehrs' },
  write_offs: { number: '5200', kind: 'expense', en: 'Receivables written off', de: 'Forderungsverluste' },
  rounding: { number: '5900', kind: 'expense', en: 'Rounding differences', de: 'Rundungsdifferenzen' },
};

/** The numbers that one legal entity uses instead of the default ones. */
export type ChartNumbers = Partial<Readonly<Record<Role, string>>>;

/** Earned and not yet: lines that give back can outweigh those that charge, on either side. */
const EARNINGS = ['revenue', 'deferred_revenue'] as const;

/** Which roles a fact may debit and which it may credit; a posting outside the matrix is a fault of the program. */
export const PAIRS: Readonly<
  Record<string, { readonly debit: readonly Role[]; readonly credit: readonly Role[] }>
> = {
  'invoice.issued': { debit: ['receivables', ...EARNINGS], credit: [...EARNINGS, 'output_tax'] },
  'credit_note.issued': {
    debit: ['revenue', 'deferred_revenue', 'output_tax'],
    credit: ['unapplied_credit'],
  },
  'payment.settled': { debit: ['provider_clearing', 'bank'], credit: ['unapplied_cash'] },
  'cash.allocated': { debit: ['unapplied_cash'], credit: ['receivables'] },
  'cash.released': { debit: ['receivables'], credit: ['unapplied_cash'] },
  'credit.offset': { debit: ['unapplied_credit'], credit: ['receivables'] },
  'refund.approved': { debit: ['unapplied_cash', 'unapplied_credit'], credit: ['refunds_payable'] },
  'refund.reversed': { debit: ['refunds_payable'], credit: ['unapplied_cash', 'unapplied_credit'] },
  'refund.settled': { debit: ['refunds_payable'], credit: ['provider_clearing', 'bank'] },
  'revenue.recognised': { debit: EARNINGS, credit: EARNINGS },
  'deferral.credited': { debit: EARNINGS, credit: EARNINGS },
};

/** Whose books, in which currency, on which day. */
export type Book = { readonly entity: string; readonly currency: string; readonly date: CivilDate };

/** The amounts of an issued document. */
export type DocumentAmounts = {
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
  readonly grossMinor: bigint;
};

/** Where money of customers lies while it belongs to no open item. */
export type Unapplied = 'cash' | 'credit';

/** Through what money comes and goes. */
export type Via = 'provider' | 'bank';

/** An issued invoice: the customer owes the gross amount; of the net `deferredMinor` is not earned yet. */
export function invoiceIssued({
  netMinor,
  taxMinor,
  grossMinor,
  deferredMinor = 0n,
  ...book
}: Book & DocumentAmounts & { readonly deferredMinor?: bigint }): PostingSet {
  return set(book, [
    debit('receivables', grossMinor),
    credit('revenue', netMinor - deferredMinor),
    credit('deferred_revenue', deferredMinor),
    credit('output_tax', taxMinor),
  ]);
}

/** An issued credit note: revenue and tax are taken back, the value waits on the customer's account. */
export function creditNoteIssued({
  netMinor,
  taxMinor,
  grossMinor,
  ...book
}: Book & DocumentAmounts): PostingSet {
  return set(book, [
    debit('revenue', netMinor),
    debit('output_tax', taxMinor),
    credit('unapplied_credit', grossMinor),
  ]);
}

/** Deferred revenue that was earned, or taken back before it was. */
export function revenueRecognised({
  amountMinor,
  ...book
}: Book & { readonly amountMinor: bigint }): PostingSet {
  return set(book, [debit('deferred_revenue', amountMinor), credit('revenue', amountMinor)]);
}

/** Money that arrived; it is nobody's until it is allocated. */
export function paymentSettled({
  amountMinor,
  via,
  ...book
}: Book & { readonly amountMinor: bigint; readonly via: Via }): PostingSet {
  return set(book, [debit(VIA[via], amountMinor), credit('unapplied_cash', amountMinor)]);
}

/** Cash that pays an open item. */
export function cashAllocated({ amountMinor, ...book }: Book & { readonly amountMinor: bigint }): PostingSet {
  return set(book, [debit('unapplied_cash', amountMinor), credit('receivables', amountMinor)]);
}

/** Cash that is taken off an item again; the mirror of `cashAllocated`. */
export function cashReleased(entry: Book & { readonly amountMinor: bigint }): PostingSet {
  return mirrored(cashAllocated(entry));
}

/** A credit that lowers an open item. */
export function creditOffset({ amountMinor, ...book }: Book & { readonly amountMinor: bigint }): PostingSet {
  return set(book, [debit('unapplied_credit', amountMinor), credit('receivables', amountMinor)]);
}

/** Money that is promised back to the customer. */
export function refundApproved({ amountMinor, source, ...book }: Book & RefundEntry): PostingSet {
  return set(book, [debit(SOURCE[source], amountMinor), credit('refunds_payable', amountMinor)]);
}

/** A refund that did not come about; the mirror of `refundApproved`. */
export function refundFailed(entry: Book & RefundEntry): PostingSet {
  return mirrored(refundApproved(entry));
}

/** A refund that left the house. */
export function refundSettled({
  amountMinor,
  via,
  ...book
}: Book & { readonly amountMinor: bigint; readonly via: Via }): PostingSet {
  return set(book, [debit('refunds_payable', amountMinor), credit(VIA[via], amountMinor)]);
}

/** Whether the fact may debit and credit what its postings say. */
export function isLawful(factType: string, { entries }: PostingSet): boolean {
  const pairs = PAIRS[factType];
  if (!pairs) return false;
  const sides: Readonly<Record<'debit' | 'credit', readonly string[]>> = pairs;

  return entries.every(({ account, amountMinor }) =>
    sides[amountMinor > 0n ? 'debit' : 'credit'].includes(account),
  );
}

/** The number under which an entity keeps an account. */
export function accountNumberOf(role: Role, numbers: ChartNumbers): string {
  return numbers[role] ?? CHART[role].number;
}

/** Whether the text names a role. */
export function isRole(text: string): text is Role {
  return Object.hasOwn(CHART, text);
}

type RefundEntry = { readonly amountMinor: bigint; readonly source: Unapplied };

const VIA = { provider: 'provider_clearing', bank: 'bank' } as const;
const SOURCE = { cash: 'unapplied_cash', credit: 'unapplied_credit' } as const;

function debit(role: Role, amountMinor: bigint): Posting {
  return { account: role, amountMinor };
}

function credit(role: Role, amountMinor: bigint): Posting {
  return { account: role, amountMinor: -amountMinor };
}

function set(book: Book, entries: readonly Posting[]): PostingSet {
  const moved = entries.filter(({ amountMinor }) => amountMinor !== 0n);
  const sum = moved.reduce((total, { amountMinor }) => total + amountMinor, 0n);
  invariant(sum === 0n, 'a set of postings balances');

  return { entity: book.entity, currency: book.currency, date: book.date, entries: moved };
}

function mirrored({ entries, ...book }: PostingSet): PostingSet {
  return {
    ...book,
    entries: entries.map(({ account, amountMinor }) => ({ account, amountMinor: -amountMinor })),
  };
}
