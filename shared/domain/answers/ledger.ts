/** What the API tells of the books, as JSON and as rows of a CSV. */
import type { BalanceLine, LedgerAccount, LedgerEntry as EntryBody } from '../../contracts/ledger.ts';
import type { Balance } from '../ledger/balance.ts';
import { accountNumberOf, CHART, type ChartNumbers, isRole, ROLES } from '../ledger/roles.ts';
import type { Cell } from './csv.ts';
import { amountOf } from './payments.ts';

type Entry = {
  readonly date: string;
  readonly originalDate?: string;
  readonly at: string;
  readonly entity: string;
  readonly currency: string;
  readonly role: string;
  readonly amountMinor: bigint;
  readonly fact: string;
  readonly source: string;
  readonly version: number;
};

/** The columns of a journal as CSV. */
export const ENTRY_COLUMNS = [
  'date',
  'recorded_at',
  'legal_entity',
  'account',
  'role',
  'amount',
  'currency',
  'fact',
  'source',
  'source_version',
];

/** The columns of a trial balance as CSV. */
export const BALANCE_COLUMNS = ['account', 'role', 'name', 'currency', 'debit', 'credit', 'balance'];

/** The chart as one seller numbers it. */
export function answerChart(numbers: ChartNumbers): readonly LedgerAccount[] {
  return ROLES.map((role) => {
    const { kind, en, de } = CHART[role];
    return { role, number: accountNumberOf(role, numbers), kind, name: { en, de } };
  });
}

/** A posting as answered. */
export function answerEntry(entry: Entry, numbers: ChartNumbers): EntryBody {
  const { date, at, entity, currency, role, amountMinor, fact, source, version } = entry;
  const account = numberOf(role, numbers);
  const amount = amountOf(amountMinor, currency);

  return {
    date,
    ...(entry.originalDate !== undefined && { original_date: entry.originalDate }),
    recorded_at: at,
    legal_entity: entity,
    account,
    role,
    amount,
    fact,
    source,
    source_version: version,
  };
}

/** A posting as a row. */
export function entryCells(entry: Entry, numbers: ChartNumbers): readonly Cell[] {
  const body = answerEntry(entry, numbers);
  const { date, recorded_at, legal_entity, account, role, amount, fact, source, source_version } = body;
  const figure = { decimal: amount.amount };

  return [
    date,
    recorded_at,
    legal_entity,
    account,
    role,
    figure,
    amount.currency,
    fact,
    source,
    { decimal: String(source_version) },
  ];
}

/** A line of the trial balance as answered. */
export function answerBalance(balance: Balance, numbers: ChartNumbers): BalanceLine {
  const { role, currency, debitMinor, creditMinor } = balance;

  return {
    account: numberOf(role, numbers),
    role,
    name: isRole(role) ? CHART[role].en : role,
    currency,
    debit: amountOf(debitMinor, currency),
    credit: amountOf(creditMinor, currency),
    balance: amountOf(debitMinor - creditMinor, currency),
  };
}

/** A line of the trial balance as a row. */
export function balanceCells(balance: Balance, numbers: ChartNumbers): readonly Cell[] {
  const { account, role, name, currency, debit, credit, balance: left } = answerBalance(balance, numbers);

  return [
    account,
    role,
    name,
    currency,
    { decimal: debit.amount },
    { decimal: credit.amount },
    { decimal: left.amount },
  ];
}

function numberOf(role: string, numbers: ChartNumbers): string {
  return isRole(role) ? accountNumberOf(role, numbers) : role;
}
