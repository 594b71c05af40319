/**
 * Woken by run.opened and run.advanced; reads what is due and records it page by page as run.advanced, which wakes
 * billing.bill for the page and, where a wake-up's share is done, this function for the next one.
 */
import type { KnownRun, Run, RunCursor } from '../../shared/domain/runs.ts';
import { RUN_PAGE_MAX, runs } from '../../shared/domain/runs.ts';
import type { Delivery, Outcome } from '../../shared/edge/queue.ts';
import { actingOn, DONE, eachOf, onQueue } from '../../shared/edge/queue.ts';
import { execute, load } from '../../shared/execute.ts';
import type { AggregateRef, Ports } from '../../shared/ports.ts';
import { dueSubscriptions } from '../../shared/views/due.ts';

/** Pages planned in one wake-up. */
export const PAGES_PER_WAKE_MAX = 20;

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
  const { cursor: from, until, targetDate: target, kind } = state;
  const question = { tenant: ref.tenant, until, target, parkedToo: kind === 'manual', limit: RUN_PAGE_MAX };
  const page = await dueSubscriptions(ports.views, question, from);
  const command = { do: 'advance', from, subscriptions: page.subscriptions, cursor: page.next } as const;
  const acting = actingOn('billing.plan', delivery, ports);
  const done = await execute(ports.journal, runs, { ref, command, acting, expect: version });

  return done.ok && done.value.commit ? done.value : undefined;
}

export const handler = onQueue('billing.plan', eachOf(plan));
