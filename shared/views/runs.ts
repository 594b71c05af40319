/** The list of billing runs, and the results of their pages. */
import type { KnownRun, PageResult, Run, RunFailure, RunPage } from '../domain/runs.ts';
import type { Commit, ViewRow, Views } from '../ports.ts';
import { listRow } from './lists.ts';

/** What the row of a run says. */
export type RunListed = Omit<KnownRun, 'cursor'>;

/** What the pages of a run came to so far. */
export type RunTotals = {
  readonly pages: number;
  readonly billed: number;
  readonly unchanged: number;
  readonly failed: number;
  readonly failures: readonly RunFailure[];
};

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
  const { billed, unchanged, failures } = page;
  const data: PageResult = { billed, unchanged, failures };
  const sk = String(page.page).padStart(6, '0');

  return [{ pk: partition(commit.tenant, page.run), sk, version: commit.version, data }];
}

/** What became of a run's pages: a bounded read, as a run has at most `RUN_PAGES_MAX` of them. */
export async function runTotals(
  views: Views,
  of: { readonly tenant: string; readonly run: string; readonly failuresMax: number },
): Promise<RunTotals> {
  let totals: RunTotals = { pages: 0, billed: 0, unchanged: 0, failed: 0, failures: [] };
  let after: string | undefined;
  do {
    const page = await views.query({
      pk: partition(of.tenant, of.run),
      limit: PAGES_AT_ONCE,
      ...(after === undefined ? {} : { after }),
    });
    for (const row of page.items) totals = withPage(totals, row.data as PageResult, of.failuresMax); // written by runPageRows
    after = page.next;
  } while (after !== undefined);

  return totals;
}

function withPage(totals: RunTotals, page: PageResult, failuresMax: number): RunTotals {
  return {
    pages: totals.pages + 1,
    billed: totals.billed + page.billed,
    unchanged: totals.unchanged + page.unchanged,
    failed: totals.failed + page.failures.length,
    failures: [...totals.failures, ...page.failures].slice(0, failuresMax),
  };
}

function partition(tenant: string, run: string): string {
  return `${tenant}#run#${run}`;
}
