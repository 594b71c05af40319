/**
 * Woken by run.opened and run.advanced; reads what is due and records it page by page as run.advanced, which wakes
 * billing.bill for the page and, where a wake-up's share is done, this function for the next one.
 */
import type { KnownRun, Run, RunCursor, RunFilter } from '../../shared/domain/runs.ts';
import { isWithin, RUN_PAGE_MAX, runs } from '../../shared/domain/runs.ts';
import { subscriptions } from '../../shared/domain/subscriptions.ts';
import type { Subscription } from '../../shared/domain/subscriptions/states.ts';
import { type Delivery, DONE, type Outcome } from '../../shared/edge/delivery.ts';
import { actingOn, eachOf, onQueue } from '../../shared/edge/queue.ts';
import { execute, load, loadEnough } from '../../shared/execute.ts';
import type { AggregateRef, Ports } from '../../shared/ports.ts';
import { type DuePage, dueSubscriptions } from '../../shared/views/due.ts';
import { failedSubscriptions } from '../../shared/views/runs.ts';

/** Pages planned in one wake-up. */
export const PAGES_PER_WAKE_MAX = 20;

/** Looks for one page of a run that leaves much out, before it records how far it has come. */
const LOOKS_PER_PAGE_MAX = 10;

async function plan(delivery: Delivery, ports: Ports): Promise<Outcome> {
  const { message } = delivery;
  if (message.kind !== 'fact') return DONE;
  const ref = { tenant: message.tenant, id: message.id };
  let { state, version } = await load(ports.journal, runs, ref);
  // A later version says that somebody planned on already; only the newest news is worth following.
  if (version !== message.version)
    return version < message.version ? { end: 'wait', reason: 'not readable yet' } : DONE;

  for (let pages = 0; pages < PAGES_PER_WAKE_MAX && isUnplanned(state); pages += 1) {
    const advanced = await advance({ ref, state, version }, delivery, ports);
    if (!advanced) return DONE;
    ({ state, version } = advanced);
  }

  return DONE;
}

type Unplanned = KnownRun & { readonly cursor: RunCursor };
type Place = { readonly ref: AggregateRef; readonly state: Unplanned; readonly version: number };

function isUnplanned(state: Run): state is Unplanned {
  return state.status !== 'none' && state.cursor !== null;
}

/** Records one more page; undefined where another planner was faster. */
async function advance({ ref, state, version }: Place, delivery: Delivery, ports: Ports) {
  const { cursor: from } = state;
  const page = await nextPage(ref.tenant, state, ports);
  const acting = actingOn('billing.plan', delivery, ports);
  const command = {
    do: 'advance',
    from,
    subscriptions: page.subscriptions,
    cursor: page.next,
    at: acting.at,
  } as const;
  const done = await execute(ports.journal, runs, { ref, command, acting, expect: version });

  return done.ok && done.value.commit ? done.value : undefined;
}

async function nextPage(tenant: string, run: Unplanned, ports: Ports): Promise<DuePage> {
  const { until, targetDate: target, kind, only, retryOf } = run;
  if (retryOf)
    return failedSubscriptions(ports.views, { tenant, run: retryOf, limit: RUN_PAGE_MAX }, run.cursor);
  const question = { tenant, until, target, parkedToo: kind === 'manual', limit: RUN_PAGE_MAX };
  if (!only) return dueSubscriptions(ports.views, question, run.cursor);

  let page: DuePage = { subscriptions: [], next: run.cursor };
  for (
    let looks = 0;
    looks < LOOKS_PER_PAGE_MAX && page.next && page.subscriptions.length === 0;
    looks += 1
  ) {
    const due = await dueSubscriptions(ports.views, question, page.next);
    page = { subscriptions: await within(only, { tenant, ids: due.subscriptions }, ports), next: due.next };
  }

  return page;
}

/** Those of a page that a limited run takes; the due rows do not tell, the subscriptions do. */
async function within(
  only: RunFilter,
  { tenant, ids }: { readonly tenant: string; readonly ids: readonly string[] },
  ports: Ports,
): Promise<readonly string[]> {
  const taken = await Promise.all(
    ids.map(async (id) => {
      const isKnown = (state: Subscription) => state.status !== 'none';
      const state = await loadEnough(ports.journal, subscriptions, {
        ref: { tenant, id },
        isEnough: isKnown,
      });
      return state.status !== 'none' && isWithin(only, state);
    }),
  );

  return ids.filter((_, index) => taken[index]);
}

export const handler = onQueue('billing.plan', eachOf(plan));
