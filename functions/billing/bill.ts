/**
 * Woken by subscription.created and subscription.cancellation_scheduled, and by run.advanced for a page of a run; records
 * subscription.billed for each period that is owed. What is owed follows from the subscription alone, never from the
 * message, so a message that comes twice, late or out of order changes nothing. A dry run decides the same and records it
 * of no subscription.
 */
import type { BilledPeriodData } from '../../shared/domain/billing/bill.ts';
import {
  type BillDifference,
  differenceOf,
  lastPeriodBill,
} from '../../shared/domain/billing/differences.ts';
import { customers } from '../../shared/domain/customers.ts';
import { manifestOf, type Traced } from '../../shared/domain/billing/manifest.ts';
import { totalsOf } from '../../shared/domain/billing/totals.ts';
import type { RunFact, RunFailure } from '../../shared/domain/runs.ts';
import { decidedAt, pageOfRun, runPages, runs } from '../../shared/domain/runs.ts';
import { subscriptions } from '../../shared/domain/subscriptions.ts';
import type { SubscriptionCommand } from '../../shared/domain/subscriptions/commands.ts';
import type { SubscriptionFact } from '../../shared/domain/subscriptions/facts.ts';
import type { KnownSubscription } from '../../shared/domain/subscriptions/states.ts';
import { type Delivery, DONE, type Outcome } from '../../shared/edge/delivery.ts';
import { actingOn, commitOf, eachOf, onQueue, RECEIVES_MAX } from '../../shared/edge/queue.ts';
import { type Acting, create, factsOf, load } from '../../shared/execute.ts';
import { addTotals, type BilledTotals, NO_TOTALS } from '../../shared/kernel/net-totals.ts';
import type { CivilDate, Instant } from '../../shared/kernel/time.ts';
import { billWithUsage, decideAsOf } from '../../shared/flows/rating.ts';
import type { AggregateRef, Commit, Ports } from '../../shared/ports.ts';

/** The run that asks, or nobody; that a run is dry is believed of its own fact alone. */
type Asked = {
  readonly run: string | null;
  readonly target: CivilDate | null;
  readonly isDry: boolean;
  readonly at: (now: Instant) => Instant;
};

/** What became of one subscription, and what was billed of it. */
type Billed = {
  readonly totals: BilledTotals;
  readonly traced?: Traced;
  readonly difference?: BillDifference | undefined;
} & ({ readonly end: 'billed' | 'unchanged' } | { readonly end: 'failed'; readonly failure: RunFailure });

const UNCHANGED: Billed = { end: 'unchanged', totals: NO_TOTALS };

/** Commits of a subscription that are looked through for what a page billed of it, when the page comes again. */
const COMMITS_BACK_MAX = 20;

async function bill(delivery: Delivery, ports: Ports): Promise<Outcome> {
  const { message } = delivery;
  if (message.kind !== 'fact') return DONE;
  if (message.fact.startsWith('subscription.')) {
    await billOne(
      { tenant: message.tenant, id: message.id },
      { run: null, target: null, isDry: false, at: (now) => now },
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
    const asked = {
      run: commit.id,
      target: run.targetDate,
      isDry: run.dryRun === true,
      at: (now: Instant) => decidedAt(run, now),
    };
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
      ends.push({ end: 'failed', totals: NO_TOTALS, failure: { subscription: id, ...failureOf(error) } });
    }
  }
  // A fault may pass: the page comes again, and whoever was billed is met again by the run's own mark. At the last
  // receive it is told as a failure of that subscription, so that the run ends without it.
  if (faults.length > 0 && work.delivery.receives < RECEIVES_MAX) {
    throw new AggregateError(faults, `${faults.length} subscriptions of a page met a fault`);
  }

  const count = (end: Billed['end']) => ends.filter((each) => each.end === end).length;
  const failures = ends.flatMap((each) => (each.end === 'failed' ? [each.failure] : []));
  const totals = ends.reduce((sum, end) => addTotals(sum, end.totals), NO_TOTALS);
  const acting = actingOn('billing.bill', work.delivery, work.ports);
  const manifest = manifestOf(
    ends.flatMap(({ traced }) => traced ?? []),
    acting.at,
  );
  const versions = ends.map(({ traced }) => traced?.version ?? null);
  const counts = { billed: count('billed'), unchanged: count('unchanged') };
  const differences = ends.flatMap(({ difference }) => difference ?? []);
  const result = {
    ...{ ...counts, failures, ...totals, manifest, versions },
    ...(asked.isDry && { differences }),
  };
  const command = { do: 'finish', run: asked.run, page, result } as const;
  await create(work.ports.journal, runPages, { ref, command, acting });
}

async function billOne(
  ref: AggregateRef,
  { run, target, isDry, at }: Asked,
  { delivery, ports }: Work,
): Promise<Billed> {
  const subscription = await knownOf(ref, ports);
  if (subscription === undefined) return UNCHANGED;
  const { customer, currency, priceBasis } = subscription;
  const { state } = await load(ports.journal, customers, { tenant: ref.tenant, id: customer });
  const profile = state.status === 'active' ? state.profile : null;
  const acting = actingOn('billing.bill', delivery, ports);
  const asked = { tenant: ref.tenant, subscription: ref.id, at: at(acting.at), target, run, profile };
  const command = { do: 'bill', ...asked } as const;
  const task = { ref, command };
  const change = isDry
    ? await decidedOnly(task, acting.at, ports)
    : await recorded({ ...task, acting }, ports);

  if (run === null) return UNCHANGED;
  const end = endOf(ref.id, change, run);
  if (!isDry) return end;
  const former = await lastBill(ref, change.version, ports);
  const of = { subscription: ref.id, customer, currency, ...(priceBasis && { priceBasis }) };

  return { ...end, difference: differenceOf(of, { facts: change.facts, former }) };
}

/** The last period that was billed, as far back as a subscription is looked through. */
async function lastBill(ref: AggregateRef, version: number, ports: Ports): Promise<BilledPeriodData | null> {
  const commits = await ports.journal.history(ref, Math.max(1, version - COMMITS_BACK_MAX + 1));
  const before = commits.filter((commit) => commit.version <= version);

  return lastPeriodBill(before.flatMap((commit) => factsOf<SubscriptionFact>(commit)));
}

type Task = {
  readonly ref: AggregateRef;
  readonly command: SubscriptionCommand & { readonly do: 'bill' };
};

/** What billing made of a subscription: the facts, the state after them, and the version before. */
type Change = Omit<Traced, 'subscription'>;

async function recorded(
  { ref, command, acting }: Task & { readonly acting: Acting },
  ports: Ports,
): Promise<Change> {
  const done = await billWithUsage({ ref, command, acting }, ports);
  if (!done.ok) throw new Error(`${ref.id}: ${done.refusal.code}`);
  const { state, version } = done.value;
  if (command.run === null) return { facts: [], state, version };
  const commit = done.value.commit ?? (await earlierCommit({ ref, version }, acting.cause, ports));
  const former = commit ? commit.version - 1 : version;

  return { facts: commit ? factsOf<SubscriptionFact>(commit) : [], state, version: former };
}

/** The same decision from the same state, and nothing else. */
async function decidedOnly(
  { ref, command }: Task,
  now: Instant,
  ports: Pick<Ports, 'journal' | 'usage'>,
): Promise<Change> {
  const decided = await decideAsOf(now, { ref, command }, ports);
  if (!decided.ok) throw new Error(`${ref.id}: ${decided.refusal.code}`);

  return decided.value;
}

/** The customer never changes, so an eventual read tells it; a subscription too new for that is read again. */
async function knownOf(ref: AggregateRef, ports: Ports): Promise<KnownSubscription | undefined> {
  const eventual = await load(ports.journal, subscriptions, ref, 'eventual');
  const { state } = eventual.version === 0 ? await load(ports.journal, subscriptions, ref) : eventual;

  return state.status === 'none' ? undefined : state;
}

/**
 * What this page did to a subscription when it came before. A page comes because of one fact, and bills a subscription
 * in one commit at most, which names that fact as its cause.
 */
async function earlierCommit(
  { ref, version }: { readonly ref: AggregateRef; readonly version: number },
  cause: string,
  ports: Ports,
): Promise<Commit | undefined> {
  const commits = await ports.journal.history(ref, Math.max(1, version - COMMITS_BACK_MAX + 1));

  return commits.findLast((commit) => commit.cause === cause);
}

function endOf(subscription: string, change: Change, run: string): Billed {
  const { facts, state } = change;
  const traced = { subscription, ...change };
  const totals = totalsOf(facts);
  const parked = state.status === 'none' ? null : state.parked;
  if (parked?.run === run) {
    const { code, reason } = parked;
    return { end: 'failed', totals, traced, failure: { subscription, code, reason } };
  }

  return { end: totals.periods > 0 ? 'billed' : 'unchanged', totals, traced };
}

function failureOf(error: unknown) {
  const { name } = error instanceof Error ? error : { name: 'unknown' };

  return { code: 'billing.fault', reason: `A fault of kind ${name} came again each time it was tried.` };
}

export const handler = onQueue('billing.bill', eachOf(bill));
