/** Woken by the ledger routes; shows the chart of accounts, the journal and the trial balance from the event log, and deferred revenue. */
import type { DeferredRevenueQuery } from '../../shared/contracts/deferred-revenue.ts';
import type { BalanceQuery, ChartQuery, EntriesQuery } from '../../shared/contracts/ledger.ts';
import { ledgerRoutes } from '../../shared/contracts/ledger.ts';
import { answerWaterfall } from '../../shared/domain/answers/deferred-revenue.ts';
import { csvOf } from '../../shared/domain/answers/csv.ts';
import {
  answerBalance,
  answerChart,
  answerEntry,
  BALANCE_COLUMNS,
  balanceCells,
  ENTRY_COLUMNS,
  entryCells,
} from '../../shared/domain/answers/ledger.ts';
import { amountOf } from '../../shared/domain/answers/payments.ts';
import { sortedFalls } from '../../shared/domain/deferrals/waterfall.ts';
import { legalEntities } from '../../shared/domain/legal-entities.ts';
import { chartOf, charts, numbersIn } from '../../shared/domain/ledger/chart.ts';
import type { Balances } from '../../shared/domain/ledger/balance.ts';
import { post, sorted, sumsOf } from '../../shared/domain/ledger/balance.ts';
import type { ChartNumbers } from '../../shared/domain/ledger/roles.ts';
import { tenants } from '../../shared/domain/tenants.ts';
import { readCursor, writeCursor } from '../../shared/edge/cursor.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, onHttp } from '../../shared/edge/http.ts';
import { load } from '../../shared/execute.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import { addDays, localDate } from '../../shared/kernel/time.ts';
import { waterfallsAt } from '../../shared/flows/deferring.ts';
import { reported, spanOf } from '../../shared/flows/spanning.ts';
import type { Ports } from '../../shared/ports.ts';
import type { EventPosition } from '../../shared/views/events.ts';
import type { LedgerSpan } from '../../shared/views/ledger.ts';
import { entriesBetween } from '../../shared/views/ledger.ts';

/** Days that one look into the journal may span: a year and a day of grace. */
export const ENTRY_DAYS_MAX = 367;

/** Days that a trial balance may span, so that it can begin with the books themselves. */
export const BALANCE_DAYS_MAX = 3_660;

/** Commits that one page of the way through a span reads. */
const COMMITS_AT_ONCE = 500;

/** Commits that one trial balance reads; beyond it the caller asks for a shorter span. */
export const BALANCE_COMMITS_MAX = 50_000;

/** Commits of one journal as CSV; the header `x-next-cursor` says where it goes on. */
export const CSV_COMMITS = 900;

async function showChart(call: Call<undefined, ChartQuery>, ports: Ports): Promise<Result<Answer>> {
  const numbers = await numbersOf(call, call.query.legal_entity, ports);

  return numbers.ok ? ok({ body: { data: answerChart(numbers.value) } }) : numbers;
}

async function entries(call: Call<undefined, EntriesQuery>, ports: Ports): Promise<Result<Answer>> {
  const span = spanOf(
    { tenant: call.tenant, at: call.acting.at },
    { query: call.query, daysMax: ENTRY_DAYS_MAX },
  );
  if (!span.ok) return span;
  const numbers = await numbersOf(call, call.query.legal_entity, ports);
  if (!numbers.ok) return numbers;
  const { tenant, entity, from, to } = span.value;
  const scope = [tenant, 'ledger', entity ?? '', from, to, span.value.month ?? ''];
  const position = await readCursor<EventPosition>(call.query.cursor, scope, ports);
  if (!position.ok) return position;

  const isCsv = call.query.format === 'csv';
  const limit = isCsv ? CSV_COMMITS : call.query.limit;
  const page = await entriesBetween(ports.views, { ...span.value, limit }, position.value);
  const next = await writeCursor(page.next, scope, ports);
  if (isCsv)
    return csv({
      text: csvOf(
        ENTRY_COLUMNS,
        page.entries.map((entry) => entryCells(entry, numbers.value)),
      ),
      name: 'ledger',
      next,
    });

  return ok({
    body: {
      data: page.entries.map((entry) => answerEntry(entry, numbers.value)),
      next_cursor: next,
      as_of: call.acting.at,
    },
  });
}

async function balance(call: Call<undefined, BalanceQuery>, ports: Ports): Promise<Result<Answer>> {
  const { from: begin = await beginOfBooks(call, ports) } = call.query;
  const span = spanOf(
    { tenant: call.tenant, at: call.acting.at },
    {
      query: { ...call.query, from: call.query.period === undefined ? begin : undefined },
      daysMax: BALANCE_DAYS_MAX,
    },
  );
  if (!span.ok) return span;
  const numbers = await numbersOf(call, call.query.legal_entity, ports);
  if (!numbers.ok) return numbers;
  const balances = await balancesOf(span.value, ports);
  if (!balances.ok) return balances;

  const lines = sorted(balances.value);
  if (call.query.format === 'csv') {
    return csv({
      text: csvOf(
        BALANCE_COLUMNS,
        lines.map((line) => balanceCells(line, numbers.value)),
      ),
      name: 'trial-balance',
      next: null,
    });
  }
  const sums = [...sumsOf(balances.value)].map(([currency, minor]) => amountOf(minor, currency));
  const { from, to } = reported(span.value);

  return ok({
    body: {
      data: lines.map((line) => answerBalance(line, numbers.value)),
      sums,
      from,
      to,
      as_of: call.acting.at,
    },
  });
}

async function balancesOf(span: LedgerSpan, ports: Ports): Promise<Result<Balances>> {
  const balances: Balances = new Map();
  let position: EventPosition | null = null;
  for (let read = 0; read < BALANCE_COMMITS_MAX; read += COMMITS_AT_ONCE) {
    const page = await entriesBetween(ports.views, { ...span, limit: COMMITS_AT_ONCE }, position);
    post(balances, page.entries);
    position = page.next;
    if (position === null) return ok(balances);
  }

  return refuse(
    'ledger.too_many_entries',
    `A trial balance reads at most ${BALANCE_COMMITS_MAX} commits; ask for a shorter span.`,
  );
}

async function deferredRevenue(
  call: Call<undefined, DeferredRevenueQuery>,
  ports: Ports,
): Promise<Result<Answer>> {
  const { legal_entity: entity } = call.query;
  const today = localDate(call.acting.at, 'UTC');
  const day = call.query.as_of ?? today;
  if (day > addDays(today, 1))
    return refuse('ledger.day_in_future', 'This day has not begun in any zone.', { pointer: '?as_of' });
  const known = await numbersOf(call, entity, ports);
  if (!known.ok) return known;
  const falls = await waterfallsAt(ports.views, { tenant: call.tenant, entity: entity ?? null, day });
  if (!falls.ok) return falls;
  const data = sortedFalls(falls.value).map(answerWaterfall);

  return ok({ body: { data, from: `${day.slice(0, 7)}-01`, to: day, as_of: call.acting.at } });
}

/** The day on which the tenant began; before it nothing can have been recorded. */
async function beginOfBooks(call: Call<undefined, unknown>, ports: Ports): Promise<string | undefined> {
  const { state } = await load(ports.journal, tenants, { tenant: call.tenant, id: call.tenant });

  return state.status === 'active' ? state.createdAt.slice(0, 10) : undefined;
}

/** The numbers of the named seller's chart; over all sellers the default ones. */
async function numbersOf(
  call: Call<undefined, unknown>,
  entity: string | undefined,
  ports: Ports,
): Promise<Result<ChartNumbers>> {
  if (entity === undefined) return ok({});
  const { state } = await load(ports.journal, legalEntities, { tenant: call.tenant, id: entity });
  if (state.status === 'none')
    return refuse('legal_entity.unknown', 'There is no such legal entity.', { pointer: '?legal_entity' });

  const { state: chart } = await load(ports.journal, charts, {
    tenant: call.tenant,
    id: chartOf(call.tenant, entity),
  });

  return ok(numbersIn(chart));
}

function csv(of: {
  readonly text: string;
  readonly name: string;
  readonly next: string | null;
}): Result<Answer> {
  const headers = {
    'content-type': 'text/csv; charset=utf-8; header=present',
    'content-disposition': `attachment; filename="${of.name}.csv"`,
    ...(of.next === null ? {} : { 'x-next-cursor': of.next }),
  };

  return ok({ body: of.text, headers });
}

export const handler = onHttp('ledger.read', [
  endpoint(ledgerRoutes.chart, showChart),
  endpoint(ledgerRoutes.entries, entries),
  endpoint(ledgerRoutes.balance, balance),
  endpoint(ledgerRoutes.deferredRevenue, deferredRevenue),
]);
