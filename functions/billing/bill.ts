/**
 * Woken by subscription.created and subscription.cancellation_scheduled, and by run.advanced for a page of a run; records
 * subscription.billed for each period that is owed. What is owed follows from the subscription alone, never from the
 * message, so a message that comes twice, late or out of order changes nothing.
 */
import { customers } from '../../shared/domain/customers.ts';
import type { RunFact, RunFailure } from '../../shared/domain/runs.ts';
import { pageOfRun, runPages, runs } from '../../shared/domain/runs.ts';
import type { Subscription } from '../../shared/domain/subscriptions.ts';
import { subscriptions } from '../../shared/domain/subscriptions.ts';
import type { Delivery, Outcome } from '../../shared/edge/queue.ts';
import { actingOn, commitOf, DONE, eachOf, onQueue, RECEIVES_MAX } from '../../shared/edge/queue.ts';
import { create, execute, factsOf, load } from '../../shared/execute.ts';
import type { CivilDate } from '../../shared/kernel/time.ts';
import type { AggregateRef, Commit, Ports } from '../../shared/ports.ts';

/** The run that asks, or nobody. */
type Asked = { readonly run: string | null; readonly target: CivilDate | null };

/** What became of one subscription. */
type Billed =
  | { readonly end: 'billed' | 'unchanged' }
  | { readonly end: 'failed'; readonly failure: RunFailure };

async function bill(delivery: Delivery, ports: Ports): Promise<Outcome> {
  const { message } = delivery;
  if (message.kind !== 'fact') return DONE;
  if (message.fact.startsWith('subscription.')) {
    await billOne(
      { tenant: message.tenant, id: message.id },
      { run: null, target: null },
      { delivery, ports },
    );
    return DONE;
  }
  const commit = await commitOf(message, ports);
  if (!commit) return { end: 'wait', reason: 'the commit is not readable yet' };

  return billPages(commit, delivery, ports);
}

async function billPages(commit: Commit, delivery: Delivery, ports: Ports): Promise<Outcome> {
  const { state: run } = await load(ports.journal, runs, commit, 'eventual');
  if (run.status === 'none') return { end: 'wait', reason: 'the run is not readable yet' };
  for (const fact of factsOf<RunFact>(commit)) {
    if (fact.type !== 'run.advanced' || fact.data.page === 0) continue;
    const asked = { run: commit.id, target: run.targetDate };
    await billPage({ tenant: commit.tenant, asked, ...fact.data }, { delivery, ports });
  }

  return DONE;
}

type Page = {
  readonly tenant: string;
  readonly asked: Asked & { readonly run: string };
  readonly page: number;
  readonly subscriptions: readonly string[];
};
type Work = { readonly delivery: Delivery; readonly ports: Ports };

/** Bills each subscription of a page by itself, then records once what became of them. */
async function billPage({ tenant, asked, page, subscriptions: ids }: Page, work: Work): Promise<void> {
  const ref = { tenant, id: pageOfRun(tenant, asked.run, page) };
  if (await work.ports.journal.latest(ref, 'eventual')) return;

  const ends: Billed[] = [];
  const faults: unknown[] = [];
  for (const id of ids) {
    try {
      ends.push(await billOne({ tenant, id }, asked, work));
    } catch (error) {
      faults.push(error);
      ends.push({ end: 'failed', failure: { subscription: id, ...failureOf(error) } });
    }
  }
  // A fault may pass: the page comes again, and whoever was billed is met again by the run's own mark. At the last
  // receive it is told as a failure of that subscription, so that the run ends without it.
  if (faults.length > 0 && work.delivery.receives < RECEIVES_MAX) {
    throw new AggregateError(faults, `${faults.length} subscriptions of a page met a fault`);
  }

  const count = (end: Billed['end']) => ends.filter((each) => each.end === end).length;
  const failures = ends.flatMap((each) => (each.end === 'failed' ? [each.failure] : []));
  const result = { billed: count('billed'), unchanged: count('unchanged'), failures };
  await create(work.ports.journal, runPages, {
    ref,
    command: { do: 'finish', run: asked.run, page, result },
    acting: actingOn('billing.bill', work.delivery, work.ports),
  });
}

async function billOne(
  ref: AggregateRef,
  { run, target }: Asked,
  { delivery, ports }: Work,
): Promise<Billed> {
  const customer = await customerOf(ref, ports);
  if (customer === undefined) return { end: 'unchanged' };
  const { state } = await load(ports.journal, customers, { tenant: ref.tenant, id: customer });
  const profile = state.status === 'active' ? state.profile : null;
  const acting = actingOn('billing.bill', delivery, ports);
  const asked = { tenant: ref.tenant, subscription: ref.id, at: acting.at, target, run, profile };
  const done = await execute(ports.journal, subscriptions, {
    ref,
    command: { do: 'bill', ...asked },
    acting,
  });
  if (!done.ok) throw new Error(`${ref.id}: ${done.refusal.code}`);

  return endOf(ref.id, done.value.state, run);
}

/** The customer never changes, so an eventual read tells it; a subscription too new for that is read again. */
async function customerOf(ref: AggregateRef, ports: Ports): Promise<string | undefined> {
  const eventual = await load(ports.journal, subscriptions, ref, 'eventual');
  const { state } = eventual.version === 0 ? await load(ports.journal, subscriptions, ref) : eventual;

  return state.status === 'none' ? undefined : state.customer;
}

/** The state tells what this run did, also when this delivery is a repetition. */
function endOf(subscription: string, state: Subscription, run: string | null): Billed {
  if (state.status === 'none' || run === null) return { end: 'unchanged' };
  const { parked } = state;
  if (parked?.run === run)
    return { end: 'failed', failure: { subscription, code: parked.code, reason: parked.reason } };

  return { end: state.run === run ? 'billed' : 'unchanged' };
}

function failureOf(error: unknown) {
  const { name } = error instanceof Error ? error : { name: 'unknown' };

  return { code: 'billing.fault', reason: `A fault of kind ${name} came again each time it was tried.` };
}

export const handler = onQueue('billing.bill', eachOf(bill));
