/**
 * Billing runs: which subscriptions were found due, page by page, and what became of each page. A page's result is an
 * aggregate of its own, so that no single item is written by every worker of a large run.
 */
import type { Decider } from '../kernel/decider.ts';
import { derivedId } from '../kernel/hash.ts';
import { PREFIX } from '../kernel/ids.ts';
import type { BilledTotals } from '../kernel/net-totals.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { CivilDate, Instant } from '../kernel/time.ts';
import type { BillDifference } from './billing/differences.ts';
import type { PageManifest } from './billing/manifest.ts';
import { addDays, localDate, startOfDay } from '../kernel/time.ts';

/** Subscriptions on one page. */
export const RUN_PAGE_MAX = 100;

/** Pages of one run: two million subscriptions. */
export const RUN_PAGES_MAX = 20_000;

/** Where planning goes on: the shard of the due view, and the key behind which. */
export type RunCursor = { readonly shard: number; readonly after: string | null };

/** What a run is limited to: what meets all that is named; null names nothing. */
export type RunFilter = {
  readonly customers: readonly string[] | null;
  readonly plan: string | null;
  readonly currency: string | null;
};

/** What a run was opened for. */
export type RunTerms = {
  readonly kind: 'hourly' | 'manual';
  /** Periods that begin later are left out; null takes whatever is owed. */
  readonly targetDate: CivilDate | null;
  /** What is owed at this instant belongs to the run. */
  readonly until: Instant;
  /** Decides what it would bill and records nothing of it in any subscription. */
  readonly dryRun?: true;
  /** Absent where it takes everything. */
  readonly only?: RunFilter;
  /** The run whose failures it tries again, and nothing else; absent where it looks at what is due. */
  readonly retryOf?: string;
};

/** A run that exists; `cursor` is null once every page is planned. */
export type KnownRun = RunTerms & {
  readonly status: 'open' | 'planning' | 'planned';
  readonly cursor: RunCursor | null;
  readonly pages: number;
  readonly planned: number;
  readonly openedAt: Instant;
  /** When the last page was planned; absent before, and in runs of a former time. */
  readonly plannedAt?: Instant;
};

/** A run's life. */
export type Run = { readonly status: 'none' } | KnownRun;

/** What can be asked. */
export type RunCommand =
  | { readonly do: 'open'; readonly terms: RunTerms; readonly at: Instant }
  | {
      readonly do: 'advance';
      /** The cursor the page was read from; a planner that comes second is too late. */
      readonly from: RunCursor;
      readonly subscriptions: readonly string[];
      readonly cursor: RunCursor | null;
      readonly at: Instant;
    };

/** What becomes true. */
export type RunFact =
  | { readonly type: 'run.opened'; readonly data: RunTerms & { readonly at: Instant } }
  | {
      readonly type: 'run.advanced';
      readonly data: {
        /** From 1; 0 where the page was empty and only the end was found. */
        readonly page: number;
        readonly subscriptions: readonly string[];
        readonly cursor: RunCursor | null;
        /** Absent in runs of a former time. */
        readonly at?: Instant;
      };
    };

/** Planning begins at the first shard. */
export const FIRST_CURSOR: RunCursor = { shard: 0, after: null };

/** The zone in which a day begins first; a target date that has begun nowhere lies in the future. */
const EARLIEST_ZONE = 'Pacific/Kiritimati';

/** The zone in which a day ends last. */
const LATEST_ZONE = 'Etc/GMT+12';

/** Days that a dry run may look ahead. */
export const DRY_DAYS_AHEAD_MAX = 400;

/**
 * Until when what falls due belongs to a run that is opened at an instant: a dry run looks ahead to the end of a target date that
 * no other run could have yet; of one that has begun somewhere it tells what that run would bill, no more.
 */
export function untilOf(
  { targetDate, dryRun }: Pick<RunTerms, 'targetDate' | 'dryRun'>,
  at: Instant,
): Instant {
  if (!dryRun || targetDate === null || targetDate <= localDate(at, EARLIEST_ZONE)) return at;

  return startOfDay(addDays(targetDate, 1), LATEST_ZONE);
}

/** The instant at which a run decides what is owed: that of its page, or, of a dry run that looks ahead, the one it looks until. */
export function decidedAt({ dryRun, until }: Pick<RunTerms, 'dryRun' | 'until'>, at: Instant): Instant {
  return dryRun ? laterInstant(at, until) : at;
}

function laterInstant(a: Instant, b: Instant): Instant {
  return a > b ? a : b;
}

/** The rules of one run. */
export const runs: Decider<Run, RunCommand, RunFact> = {
  name: 'runs',
  headVersion: 1,
  initial: { status: 'none' },
  decide(state, command) {
    if (command.do === 'open') return open(state, command);
    if (state.status === 'none') return refuse('billing_run.not_found', 'There is no such billing run.');
    if (state.cursor === null || !isSamePlace(state.cursor, command.from)) return ok([]);

    const { subscriptions, at } = command;
    const page = subscriptions.length === 0 ? 0 : state.pages + 1;
    const cursor = state.pages + 1 >= RUN_PAGES_MAX ? null : command.cursor;

    return ok([{ type: 'run.advanced', data: { page, subscriptions, cursor, at } }]);
  },
  evolve(state, fact) {
    if (fact.type === 'run.opened') {
      const { at, ...terms } = fact.data;
      return { ...terms, status: 'open', cursor: FIRST_CURSOR, pages: 0, planned: 0, openedAt: at };
    }
    if (state.status === 'none') return state;

    const { page, subscriptions, cursor, at } = fact.data;
    const status = cursor === null ? 'planned' : 'planning';
    const pages = Math.max(state.pages, page);

    const planned = state.planned + subscriptions.length;

    return { ...state, status, cursor, pages, planned, ...(cursor === null && at && { plannedAt: at }) };
  },
};

/** Whether a run that is limited takes a subscription. */
export function isWithin(
  { customers, plan, currency }: RunFilter,
  of: { readonly customer: string; readonly plan: string; readonly currency: string },
): boolean {
  return (
    (customers === null || customers.includes(of.customer)) &&
    (plan === null || plan === of.plan) &&
    (currency === null || currency === of.currency)
  );
}

/** A subscription that a run could not bill. */
export type RunFailure = { readonly subscription: string; readonly code: string; readonly reason: string };

/** What became of the subscriptions of one page, each counted once, and what was billed; pages of a former time do not tell that. */
export type PageResult = Partial<BilledTotals> & {
  readonly billed: number;
  readonly unchanged: number;
  readonly failures: readonly RunFailure[];
  /** Absent in pages of a former time. */
  readonly manifest?: PageManifest;
  /** The version at which each subscription of the page was read, in its order; null where a fault kept it from being read. */
  readonly versions?: readonly (number | null)[];
  /** Of a dry run: who would be billed otherwise than last time. */
  readonly differences?: readonly BillDifference[];
};

/** A page's life. */
export type RunPage =
  | { readonly status: 'none' }
  | (PageResult & { readonly status: 'done'; readonly run: string; readonly page: number });

/** What can be asked of a page. */
export type RunPageCommand = {
  readonly do: 'finish';
  readonly run: string;
  readonly page: number;
  readonly result: PageResult;
};

/** What becomes true of a page. */
export type RunPageFact = {
  readonly type: 'run.page_finished';
  readonly data: PageResult & { readonly run: string; readonly page: number };
};

/** The id of a page's result. */
export function pageOfRun(tenant: string, run: string, page: number): string {
  return derivedId(PREFIX.runPage, tenant, run, String(page));
}

/** The rules of one page: its first result stands. */
export const runPages: Decider<RunPage, RunPageCommand, RunPageFact> = {
  name: 'run_pages',
  headVersion: 1,
  initial: { status: 'none' },
  decide(state, { run, page, result }) {
    return ok(state.status === 'none' ? [{ type: 'run.page_finished', data: { run, page, ...result } }] : []);
  },
  evolve: (_, fact) => ({ status: 'done', ...fact.data }),
};

function open(
  state: Run,
  { terms, at }: { readonly terms: RunTerms; readonly at: Instant },
): Result<readonly RunFact[]> {
  const ahead = terms.dryRun ? DRY_DAYS_AHEAD_MAX : 0;
  if (terms.targetDate !== null && terms.targetDate > addDays(localDate(at, EARLIEST_ZONE), ahead)) {
    return refuse('billing_run.target_in_future', 'The target date has not begun anywhere yet.', {
      pointer: '#/target_date',
      hint: `A dry run looks at most ${DRY_DAYS_AHEAD_MAX} days ahead.`,
    });
  }

  return ok(state.status === 'none' ? [{ type: 'run.opened', data: { ...terms, at } }] : []);
}

function isSamePlace(a: RunCursor, b: RunCursor): boolean {
  return a.shard === b.shard && a.after === b.after;
}
