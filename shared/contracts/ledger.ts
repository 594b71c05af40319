/** The books on the wire: chart of accounts, journal, trial balance. */
import * as z from 'zod';
import { CivilDateBody, Currency, id, InstantBody, MoneyBody, PAGE_SIZE_MAX } from './common.ts';
import { deferredRevenueRoute } from './deferred-revenue.ts';
import { MonthBody, periodRoutes } from './periods.ts';
import { route } from './route.ts';

const Format = z.enum(['json', 'csv']).default('json');

/** Which seller's chart is shown. */
export const ChartQuery = z.strictObject({ legal_entity: id('legalEntity').optional() });

/** A parsed `ChartQuery`. */
export type ChartQuery = z.infer<typeof ChartQuery>;

/** A page of the journal; days are those on which it was recorded. */
export const EntriesQuery = z.strictObject({
  legal_entity: id('legalEntity').optional(),
  /** The postings dated in this month, whenever they were recorded; not with `from` and `to`. */
  period: MonthBody.optional(),
  /** 1 January of the year of `to`, when left out. */
  from: CivilDateBody.optional(),
  /** Today, when left out. */
  to: CivilDateBody.optional(),
  format: Format,
  limit: z.coerce.number().int().min(1).max(PAGE_SIZE_MAX).default(50),
  cursor: z.string().max(600).optional(),
});

/** A parsed `EntriesQuery`. */
export type EntriesQuery = z.infer<typeof EntriesQuery>;

/** A trial balance over days. */
export const BalanceQuery = z.strictObject({
  legal_entity: id('legalEntity').optional(),
  /** The postings dated in this month, whenever they were recorded; not with `from` and `to`. */
  period: MonthBody.optional(),
  /** The day on which the books begin, when left out. */
  from: CivilDateBody.optional(),
  /** Today, when left out. */
  to: CivilDateBody.optional(),
  format: Format,
});

/** A parsed `BalanceQuery`. */
export type BalanceQuery = z.infer<typeof BalanceQuery>;

const AccountNumber = z
  .string()
  .regex(/^[0-9A-Za-z][0-9A-Za-z.-]{0,19}$/, 'must be 1 to 20 of 0-9 A-Z a-z . -');

/** The numbers under which a seller keeps its accounts, by role; a role that is left out keeps the number it has. */
export const ChartChange = z
  .strictObject({
    legal_entity: id('legalEntity'),
    numbers: z.strictObject({
      bank: AccountNumber.optional(),
      provider_clearing: AccountNumber.optional(),
      receivables: AccountNumber.optional(),
      unapplied_cash: AccountNumber.optional(),
      unapplied_credit: AccountNumber.optional(),
      refunds_payable: AccountNumber.optional(),
      payables: AccountNumber.optional(),
      prepayments_received: AccountNumber.optional(),
      prepaid_credits: AccountNumber.optional(),
      deferred_revenue: AccountNumber.optional(),
      input_tax: AccountNumber.optional(),
      output_tax: AccountNumber.optional(),
      suspense: AccountNumber.optional(),
      revenue: AccountNumber.optional(),
      cash_discounts: AccountNumber.optional(),
      promotional_credits: AccountNumber.optional(),
      breakage: AccountNumber.optional(),
      purchased_supplies: AccountNumber.optional(),
      payment_fees: AccountNumber.optional(),
      write_offs: AccountNumber.optional(),
      rounding: AccountNumber.optional(),
      opening_balance: AccountNumber.optional(),
    }),
  })
  .meta({ id: 'ChartChange' });

/** A parsed `ChartChange`. */
export type ChartChange = z.infer<typeof ChartChange>;

/** An account of the chart. */
export const LedgerAccount = z
  .strictObject({
    role: z.string(),
    number: z.string(),
    kind: z.enum(['asset', 'liability', 'equity', 'revenue', 'expense']),
    name: z.strictObject({ en: z.string(), de: z.string() }),
  })
  .meta({ id: 'LedgerAccount' });

/** A parsed `LedgerAccount`. */
export type LedgerAccount = z.infer<typeof LedgerAccount>;

/** The chart. */
export const Chart = z.strictObject({ data: z.array(LedgerAccount) }).meta({ id: 'ChartOfAccounts' });

/** One posting of the journal; the amounts of one fact sum to zero. */
export const LedgerEntry = z
  .strictObject({
    date: CivilDateBody,
    /** The day that it belongs to, where that lies in a closed period. */
    original_date: CivilDateBody.optional(),
    recorded_at: InstantBody,
    legal_entity: id('legalEntity'),
    account: z.string(),
    role: z.string(),
    /** Positive debits, negative credits. */
    amount: MoneyBody,
    fact: z.string(),
    source: z.string(),
    source_version: z.int(),
  })
  .meta({ id: 'LedgerEntry' });

/** A parsed `LedgerEntry`. */
export type LedgerEntry = z.infer<typeof LedgerEntry>;

/** A page of the journal. */
export const LedgerEntries = z
  .strictObject({ data: z.array(LedgerEntry), next_cursor: z.string().nullable(), as_of: InstantBody })
  .meta({ id: 'LedgerEntries' });

/** One account's sums in one currency. */
export const BalanceLine = z
  .strictObject({
    account: z.string(),
    role: z.string(),
    name: z.string(),
    currency: Currency,
    debit: MoneyBody,
    credit: MoneyBody,
    balance: MoneyBody,
  })
  .meta({ id: 'BalanceLine' });

/** A parsed `BalanceLine`. */
export type BalanceLine = z.infer<typeof BalanceLine>;

/** The trial balance; `sums` holds the sum of all balances of each currency, which is zero. */
export const TrialBalance = z
  .strictObject({
    data: z.array(BalanceLine),
    sums: z.array(MoneyBody),
    from: CivilDateBody,
    to: CivilDateBody,
    as_of: InstantBody,
  })
  .meta({ id: 'TrialBalance' });

const tag = 'Ledger';

/** The routes of the ledger. */
export const ledgerRoutes = {
  chart: route({
    method: 'GET',
    path: '/v1/ledger/accounts',
    summary: 'Show the chart of accounts',
    tag,
    scope: 'ledger:read',
    idempotency: 'none',
    query: ChartQuery,
    answer: Chart,
    status: 200,
    refusals: ['legal_entity.unknown'],
  }),
  renumber: route({
    method: 'PATCH',
    path: '/v1/ledger/accounts',
    summary: "Give a seller's accounts other numbers; nothing that was posted changes",
    tag,
    scope: 'admin',
    idempotency: 'none',
    body: ChartChange,
    answer: Chart,
    status: 200,
    refusals: ['legal_entity.unknown', 'chart.number_repeated'],
  }),
  entries: route({
    method: 'GET',
    path: '/v1/ledger/entries',
    summary: 'Show the journal, as JSON or CSV',
    tag,
    scope: 'ledger:read',
    idempotency: 'none',
    query: EntriesQuery,
    answer: LedgerEntries,
    status: 200,
    refusals: ['ledger.range_invalid', 'ledger.range_too_long', 'legal_entity.unknown', 'cursor.invalid'],
  }),
  balance: route({
    method: 'GET',
    path: '/v1/ledger/trial_balance',
    summary: 'Show the trial balance, as JSON or CSV',
    tag,
    scope: 'ledger:read',
    idempotency: 'none',
    query: BalanceQuery,
    answer: TrialBalance,
    status: 200,
    refusals: [
      'ledger.range_invalid',
      'ledger.range_too_long',
      'ledger.too_many_entries',
      'legal_entity.unknown',
    ],
  }),
  deferredRevenue: deferredRevenueRoute,
  ...periodRoutes,
};
