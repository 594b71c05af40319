/** What the API tells of billing runs: from the state and the results of the pages to the wire. */
import type { BillDifferenceBody, BillingRun, BillingRunStatus } from '../../contracts/billing.ts';
import type { BilledTotals, GrossTotal, NetTotal } from '../../kernel/net-totals.ts';
import type { Result } from '../../kernel/result.ts';
import { ok, refuse } from '../../kernel/result.ts';
import { epochMilliseconds, type Instant, instantFromEpochMilliseconds } from '../../kernel/time.ts';
import type { BillingRunManifest } from '../../contracts/run-manifests.ts';
import type { BillDifference } from '../billing/differences.ts';
import type { ManifestHashes } from '../billing/manifest.ts';
import type { KnownRun, RunFailure, RunFilter, RunTerms } from '../runs.ts';
import { amountInBasis } from './in-basis.ts';
import { amountOf } from './payments.ts';

/** What the pages of a run came to so far. */
export type RunProgress = {
  readonly pages: number;
  readonly billed: number;
  readonly unchanged: number;
  readonly failed: number;
  readonly failures: readonly RunFailure[];
  readonly totals: BilledTotals;
  readonly differences: DifferenceTotals;
  /** When the page that finished last did; null before any has. */
  readonly lastAt: Instant | null;
};

/** Of a dry run: who is billed otherwise than last time, and by how much. */
export type DifferenceTotals = {
  readonly subscriptions: number;
  readonly firstBills: number;
  readonly delta: readonly NetTotal[];
  /** Of bills whose prices contain the tax; absent where there are none. */
  readonly grossDelta?: readonly GrossTotal[];
};

/** A run in a list. */
export function answerRunRow(
  id: string,
  { run, progress }: { readonly run: Omit<KnownRun, 'cursor'>; readonly progress: RunProgress },
): Omit<BillingRun, 'failures'> {
  const { billed, unchanged, failed, pages, totals } = progress;
  const { planned } = run;
  const status = runStatusOf(run, pages);

  return {
    id,
    object: 'billing_run',
    kind: run.kind,
    dry_run: run.dryRun === true,
    only: run.only ? answerFilter(run.only) : null,
    status,
    target_date: run.targetDate,
    until: run.until,
    counts: { planned, billed, unchanged, failed },
    totals: {
      periods: totals.periods,
      net: totals.net.map(({ currency, netMinor }) => amountOf(netMinor, currency)),
      gross: answerGross(totals.gross),
    },
    differences: run.dryRun === true ? answerDifferences(progress.differences) : null,
    progress: {
      pages: { planned: run.pages, done: pages },
      subscriptions: { planned, done: billed + unchanged + failed },
    },
    pace: paceOf({ run, done: billed + unchanged + failed, lastAt: progress.lastAt, status }),
    retry_of: run.retryOf ?? null,
    opened_at: run.openedAt,
    finished_at: status === 'finished' ? finishedAt(run, progress) : null,
  };
}

function answerGross(totals: readonly GrossTotal[] = []) {
  return totals.map(({ currency, grossMinor }) => amountOf(grossMinor, currency));
}

function answerDifferences({ subscriptions, firstBills, delta, grossDelta }: DifferenceTotals) {
  return {
    subscriptions,
    first_bills: firstBills,
    delta: delta.map(({ currency, netMinor }) => amountOf(netMinor, currency)),
    gross_delta: answerGross(grossDelta),
  };
}

/** A difference as answered. */
export function answerDifference(difference: BillDifference): BillDifferenceBody {
  const { subscription, customer, currency, bills, netMinor, formerMinor, deltaMinor } = difference;
  const last = formerMinor === null ? null : amountOf(formerMinor, currency);
  const delta = amountOf(deltaMinor, currency);

  return { subscription, customer, bills, ...amountInBasis(netMinor, difference), last_bill: last, delta };
}

/** A run as answered; `progress` names at most so many failures as the contract shows. */
export function answerRun(
  id: string,
  { run, progress }: { readonly run: KnownRun; readonly progress: RunProgress },
): BillingRun {
  return {
    ...answerRunRow(id, { run, progress }),
    failures: progress.failures.map((failure) => ({ ...failure })),
  };
}

/** The terms of a run over what another could not bill, up to the same target date. */
export function retryTerms(
  origin: string,
  {
    run,
    progress,
    until,
  }: { readonly run: KnownRun; readonly progress: RunProgress; readonly until: Instant },
): Result<RunTerms> {
  if (run.dryRun)
    return refuse('billing_run.dry', 'A dry run bills nothing, so nothing of it can be tried again.');
  if (runStatusOf(run, progress.pages) !== 'finished') {
    return refuse('billing_run.unfinished', 'The run is not finished yet.', {
      hint: 'Wait until its status is `finished`.',
    });
  }
  if (progress.failed === 0) return refuse('billing_run.nothing_failed', 'The run billed all that it found.');

  return ok({ kind: 'manual', targetDate: run.targetDate, until, retryOf: origin });
}

/** The manifest of a run that is finished; its pages are told in their order. */
export function answerManifest(
  id: string,
  of: { readonly run: KnownRun; readonly progress: RunProgress; readonly hashes: ManifestHashes | null },
): Result<BillingRunManifest> {
  const { run, progress, hashes } = of;
  if (runStatusOf(run, progress.pages) !== 'finished')
    return refuse('billing_run.unfinished', 'The run is not finished yet.', {
      hint: 'Wait until its status is `finished`.',
    });
  const { dryRun, targetDate, until, pages } = run;
  const terms = { dry_run: dryRun === true, target_date: targetDate, until };

  return ok({
    ...{ run: id, object: 'billing_run_manifest', ...terms, pages, decided_at: progress.lastAt, hashes },
  });
}

/** Subscriptions a minute from its opening to the page that was done last, and when the rest is done at that pace. */
function paceOf(of: {
  readonly run: Pick<KnownRun, 'openedAt' | 'planned'>;
  readonly done: number;
  readonly lastAt: Instant | null;
  readonly status: BillingRunStatus;
}): BillingRun['pace'] {
  const { run, done, lastAt, status } = of;
  if (lastAt === null || done === 0) return null;
  const last = epochMilliseconds(lastAt);
  // A run that is done within its first second is not faster than any clock can tell.
  const elapsed = Math.max(1_000, last - epochMilliseconds(run.openedAt));
  const end = last + Math.ceil(((run.planned - done) * elapsed) / done);

  return {
    subscriptions_per_minute: Math.round((done * 60_000) / elapsed),
    expected_end: status === 'finished' ? null : instantFromEpochMilliseconds(end),
  };
}

function answerFilter({ customers, plan, currency }: RunFilter): NonNullable<BillingRun['only']> {
  return {
    ...(customers && { customers: [...customers] }),
    ...(plan !== null && { plan }),
    ...(currency !== null && { currency }),
  };
}

function runStatusOf(run: Pick<KnownRun, 'status' | 'pages'>, finishedPages: number): BillingRunStatus {
  if (run.status !== 'planned') return run.status;

  return finishedPages >= run.pages ? 'finished' : 'billing';
}

/** Whatever came last: that its planning found nothing more, or that a page was done. */
function finishedAt(
  { plannedAt }: Pick<KnownRun, 'plannedAt'>,
  { lastAt }: Pick<RunProgress, 'lastAt'>,
): Instant | null {
  if (plannedAt === undefined || lastAt === null) return plannedAt ?? lastAt;

  return lastAt > plannedAt ? lastAt : plannedAt;
}
