/** The list of billing runs, and the results of their pages. */
import type { DifferenceTotals, RunProgress } from '../domain/answers/billing-runs.ts';
import type { BillDifference } from '../domain/billing/differences.ts';
import type { KnownRun, PageResult, Run, RunCursor, RunPage } from '../domain/runs.ts';
import { addTotals, NO_TOTALS } from '../kernel/net-totals.ts';
import type { Instant } from '../kernel/time.ts';
import type { Commit, Page, ViewRow, Views } from '../ports.ts';
import { listRow } from './lists.ts';

/** What the row of a run says. */
export type RunListed = Omit<KnownRun, 'cursor'>;

/** What the row of a page says; rows of a former time do not tell when. */
type PageListed = PageResult & { readonly at?: Instant };

/** Pages read in one question. */
const PAGES_AT_ONCE = 500;

/** The row of a run. */
export function runRows(commit: Commit, run: Run): readonly ViewRow[] {
  if (run.status === 'none') return [];
  const { cursor: _, ...data } = run;
  const { tenant, id, version } = commit;

  return [
    listRow({
      tenant,
      list: 'billing_runs',
      id,
      createdAt: run.openedAt,
      version,
      data: data satisfies RunListed,
    }),
  ];
}

/** The row of a page's result, in the partition of its run. */
export function runPageRows(commit: Commit, page: RunPage): readonly ViewRow[] {
  if (page.status === 'none') return [];
  const { status: _, run: __, page: ___, ...result } = page;
  const data: PageListed = { ...result, at: commit.at };
  const sk = String(page.page).padStart(6, '0');

  return [{ pk: partition(commit.tenant, page.run), sk, version: commit.version, data }];
}

/** What became of a run's pages: a bounded read, as a run has at most `RUN_PAGES_MAX` of them. */
export async function runTotals(
  views: Views,
  of: { readonly tenant: string; readonly run: string; readonly failuresMax: number },
): Promise<RunProgress> {
  let totals = NOTHING_YET;
  let after: string | undefined;
  do {
    const page = await views.query({
      pk: partition(of.tenant, of.run),
      limit: PAGES_AT_ONCE,
      ...(after === undefined ? {} : { after }),
    });
    for (const row of page.items) totals = withPage(totals, row.data as PageListed, of.failuresMax); // written by runPageRows
    after = page.next;
  } while (after !== undefined);

  return totals;
}

/**
 * The next subscriptions that a finished run could not bill, as many as one page holds, from a position on: the key of
 * the page's row, as all pages of a run lie in one partition.
 */
export async function failedSubscriptions(
  views: Views,
  of: { readonly tenant: string; readonly run: string; readonly limit: number },
  { after: from }: RunCursor,
): Promise<{ readonly subscriptions: readonly string[]; readonly next: RunCursor | null }> {
  const failed = new Set<string>();
  let after: string | undefined = from ?? undefined;
  do {
    const page: Page<ViewRow> = await views.query({
      pk: partition(of.tenant, of.run),
      limit: PAGES_AT_ONCE,
      ...(after === undefined ? {} : { after }),
    });
    for (const { sk, data } of page.items) {
      const { failures } = data as PageListed; // written by runPageRows
      if (failed.size + failures.length > of.limit)
        return { subscriptions: [...failed], next: { shard: 0, after: after ?? null } };
      for (const { subscription } of failures) failed.add(subscription);
      after = sk;
    }
    after = page.next;
  } while (after !== undefined);

  return { subscriptions: [...failed], next: null };
}

const NOTHING_YET: RunProgress = {
  pages: 0,
  billed: 0,
  unchanged: 0,
  failed: 0,
  failures: [],
  totals: NO_TOTALS,
  differences: { subscriptions: 0, firstBills: 0, delta: [] },
  lastAt: null,
};

function withPage(totals: RunProgress, page: PageListed, failuresMax: number): RunProgress {
  return {
    pages: totals.pages + 1,
    billed: totals.billed + page.billed,
    unchanged: totals.unchanged + page.unchanged,
    failed: totals.failed + page.failures.length,
    failures: [...totals.failures, ...page.failures].slice(0, failuresMax),
    totals: addTotals(totals.totals, {
      periods: page.periods ?? 0,
      net: page.net ?? [],
      ...(page.gross && { gross: page.gross }),
    }),
    differences: withDifferences(totals.differences, page.differences ?? []),
    lastAt: laterOf(totals.lastAt, page.at ?? null),
  };
}

function withDifferences(
  { subscriptions, firstBills, delta, grossDelta }: DifferenceTotals,
  page: readonly BillDifference[],
): DifferenceTotals {
  const [gross, net] = [page.filter(isGross), page.filter((each) => !isGross(each))];
  const sum = addTotals(
    { periods: 0, net: delta, ...(grossDelta && { gross: grossDelta }) },
    {
      periods: 0,
      net: net.map(({ currency, deltaMinor }) => ({ currency, netMinor: deltaMinor })),
      gross: gross.map(({ currency, deltaMinor }) => ({ currency, grossMinor: deltaMinor })),
    },
  );

  return {
    subscriptions: subscriptions + page.length,
    firstBills: firstBills + page.filter(({ formerMinor }) => formerMinor === null).length,
    delta: sum.net,
    ...(sum.gross && { grossDelta: sum.gross }),
  };
}

function isGross({ priceBasis }: BillDifference): boolean {
  return priceBasis === 'gross';
}

/** The differences on the next page of a dry run, behind the key of a page's row. */
export async function pageDifferences(
  views: Views,
  of: { readonly tenant: string; readonly run: string },
  after: string | null,
): Promise<Page<BillDifference>> {
  const { items, next } = await views.query({
    pk: partition(of.tenant, of.run),
    limit: 1,
    ...(after === null ? {} : { after }),
  });

  return {
    items: items.flatMap(({ data }) => (data as PageListed).differences ?? []), // written by runPageRows
    ...(next !== undefined && { next }),
  };
}

/** The hashes of the pages' manifests, page by page; bounded as `runTotals` is, and with no more than one page in hand. */
export async function* pageManifests(
  views: Views,
  of: { readonly tenant: string; readonly run: string },
): AsyncGenerator<NonNullable<PageResult['manifest']> | null> {
  let after: string | undefined;
  do {
    const page: Page<ViewRow> = await views.query({
      pk: partition(of.tenant, of.run),
      limit: PAGES_AT_ONCE,
      ...(after === undefined ? {} : { after }),
    });
    for (const row of page.items) yield (row.data as PageListed).manifest ?? null; // written by runPageRows
    after = page.next;
  } while (after !== undefined);
}

/** Instants are written in one form, so that their order is that of their text. */
function laterOf(a: Instant | null, b: Instant | null): Instant | null {
  return a === null || (b !== null && b > a) ? b : a;
}

function partition(tenant: string, run: string): string {
  return `${tenant}#run#${run}`;
}
