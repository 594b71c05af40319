/**
 * Billing a subscription whose usage is charged: which windows are owed follows from its state, what they came to from the
 * events. Both are read before the decision, and the decision holds for the very state that they were read for.
 */
import type { BillCommand, BilledPeriodData } from '../domain/billing/bill.ts';
import { NOBODY_LOOKED } from '../domain/billing/repairs.ts';
import { usageOwed } from '../domain/subscriptions/bill.ts';
import { chargedWindows, daysFrom } from '../domain/billing/late.ts';
import {
  CORRECTIONS_PER_BILL_MAX,
  type LateUsage,
  type UsageCorrections,
  type UsageTaken,
  type UsageWindow,
} from '../domain/billing/metering.ts';
import { subscriptions } from '../domain/subscriptions.ts';
import type { SubscriptionCommand } from '../domain/subscriptions/commands.ts';
import type { SubscriptionFact } from '../domain/subscriptions/facts.ts';
import type { Subscription } from '../domain/subscriptions/states.ts';
import { summed } from '../domain/usage/summing.ts';
import { type Acting, attempt, type Done, factsOf, load, type Loaded, ROUNDS_MAX } from '../execute.ts';
import { Contended } from '../kernel/contended.ts';
import { fold } from '../kernel/decider.ts';
import { ok, type Result } from '../kernel/result.ts';
import { type Instant, startOfDay } from '../kernel/time.ts';
import type { AggregateRef, Ports } from '../ports.ts';
import { eventsBetween, levelBefore, usageBy } from './metering.ts';
import { repairsOwed } from './reckoning.ts';

/** Events of one meter that one line can charge; a subscription with more is set aside. */
export const EVENTS_BILLED_MAX = 100_000;

/** Commits that are read at once. */
const HISTORY_PAGE = 100;

/** Wake-ups that a look ahead goes through: each bills a period at least, and no period is shorter than a day. */
const WAKE_UPS_AHEAD_MAX = 500;

type BillTask = {
  readonly ref: AggregateRef;
  readonly command: SubscriptionCommand & { readonly do: 'bill' };
};
type Read = Pick<Ports, 'journal' | 'usage'>;

/** Bills what is owed, with its usage. Throws `Contended` where somebody else was faster in each round. */
export async function billWithUsage(
  { ref, command, acting }: BillTask & { readonly acting: Acting },
  ports: Read,
): Promise<Result<Done<Subscription>>> {
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    // As of any other command: what is written proves that the state was the newest, and what is not is looked at again.
    const consistency = round === 0 ? 'eventual' : 'strong';
    const loaded = await load(ports.journal, subscriptions, ref, consistency);
    const used = await usedUntilNow(loaded, { ref, command }, ports);
    const task = { ref, loaded, command: { ...command, ...used }, acting };
    const done = await attempt(ports.journal, subscriptions, task);
    const isWritten = done?.ok && done.value.commit !== undefined;
    if (done && (isWritten || consistency === 'strong')) return done;
  }

  throw new Contended(`${ref.id} stays contended after ${ROUNDS_MAX} rounds`);
}

/** What was decided, and the version that it was decided for. */
type Decided = {
  readonly facts: readonly SubscriptionFact[];
  readonly state: Subscription;
  readonly version: number;
};

/** The same decision, of which nothing is recorded. */
export async function decideWithUsage(task: BillTask, ports: Read): Promise<Result<Decided>> {
  return decideFrom(await load(ports.journal, subscriptions, task.ref), task, ports);
}

/** What would be billed, as somebody at an instant knows it: of an instant behind that, all until then. */
export function decideAsOf(now: Instant, task: BillTask, { journal, usage }: Read): Promise<Result<Decided>> {
  const read = { journal, usage: usageBy(now, usage) };

  return task.command.at > now ? decideAhead(task, read) : decideWithUsage(task, read);
}

/**
 * What all wake-ups until then would bill, of which nothing is recorded: one leaves the rest to the next, and whoever looks ahead
 * wants to see that rest, too. Throws where that does not end within `WAKE_UPS_AHEAD_MAX`.
 */
async function decideAhead(task: BillTask, ports: Read): Promise<Result<Decided>> {
  const { state, version } = await load(ports.journal, subscriptions, task.ref);
  const facts: SubscriptionFact[] = [];
  let now = state;
  for (let wakeUp = 0; wakeUp < WAKE_UPS_AHEAD_MAX; wakeUp += 1) {
    // What is put right of earlier bills is read from the journal, and so is on the first of them alone.
    const asked = wakeUp === 0 ? task : { ...task, command: { ...task.command, repairs: NOBODY_LOOKED } };
    const decided = await decideFrom({ state: withoutRun(now), version }, asked, ports);
    if (!decided.ok) return decided;
    facts.push(...decided.value.facts);
    if (decided.value.facts.length > 0) now = decided.value.state;
    if (!decided.value.facts.some(({ type }) => type === 'subscription.billed'))
      return ok({ facts, state: now, version });
  }

  throw new Error(`${task.ref.id} is not billed to the end in ${WAKE_UPS_AHEAD_MAX} wake-ups`);
}

/** A run passes by what it has billed itself; here it comes as often as there is anything. */
function withoutRun(state: Subscription): Subscription {
  return state.status === 'none' ? state : { ...state, run: null };
}

/** The same from a state that need not be that of the journal. */
export async function decideFrom(
  { state, version }: Pick<Loaded<Subscription>, 'state' | 'version'>,
  { ref, command }: BillTask,
  ports: Read,
): Promise<Result<Decided>> {
  const used = await usedUntilNow({ state, version }, { ref, command }, ports);
  const decided = subscriptions.decide(state, { ...command, ...used });

  return decided.ok
    ? ok({ facts: decided.value, state: fold(subscriptions, decided.value, state), version })
    : decided;
}

/** Whose usage it is, where its days begin, and since when it runs. */
type Place = { readonly ref: AggregateRef; readonly zone: string; readonly since: Instant };

type Used = Required<Pick<BillCommand, 'usage'>> & Pick<BillCommand, 'corrections' | 'repairs'>;

/** What the windows that are owed came to, what billed ones come to of which usage came late, and what is to be put right of earlier bills. */
async function usedUntilNow(
  { state, version }: Pick<Loaded<Subscription>, 'state' | 'version'>,
  { ref, command }: BillTask,
  ports: Read,
): Promise<Used> {
  if (state.status === 'none') return { usage: [] };
  const { windows, late } = usageOwed(state, command);
  const of = { ref, zone: state.zone, since: startOfDay(state.startsOn, state.zone) };
  const usage: UsageTaken[] = [];
  for (const window of windows) usage.push(await takenOf(window, of, ports.usage));
  const repairs = command.repairs ?? (await repairsOwed({ state, version }, { ref, command }, ports));
  const used = { usage, ...(repairs && { repairs }) };
  if (late.length === 0) return used;

  return { ...used, corrections: await correctionsOf(late, { ...of, version }, ports) };
}

async function correctionsOf(
  late: readonly LateUsage[],
  of: Place & { readonly version: number },
  ports: Read,
): Promise<UsageCorrections> {
  const [first = ''] = late.map(({ start }) => start).sort();
  const bills = await billedSince(startOfDay(first, of.zone), of, ports.journal);
  const charged = chargedWindows(bills, late);
  const windows: UsageCorrections['windows'][number][] = [];
  for (const window of charged.slice(0, CORRECTIONS_PER_BILL_MAX)) {
    windows.push({ ...window, taken: await takenOf(window, of, ports.usage) });
  }

  return { windows, left: daysFrom(late, charged[CORRECTIONS_PER_BILL_MAX]) };
}

/** The bills since an instant, newest first: a window is billed behind its end, so none is older than its days. */
async function billedSince(
  since: Instant,
  { ref, version }: { readonly ref: AggregateRef; readonly version: number },
  journal: Read['journal'],
): Promise<readonly BilledPeriodData[]> {
  const bills: BilledPeriodData[] = [];
  for (let to = version; to > 0; to -= HISTORY_PAGE) {
    const from = Math.max(1, to - HISTORY_PAGE + 1);
    const commits = (await journal.history(ref, from)).filter((commit) => commit.version <= to);
    for (const fact of commits.flatMap((commit) => factsOf<SubscriptionFact>(commit)).toReversed())
      if (fact.type === 'subscription.billed') bills.push(fact.data);
    const [oldest] = commits;
    if (oldest && oldest.at < since) break;
  }

  return bills;
}

async function takenOf(
  window: UsageWindow,
  { ref, zone, since }: Place,
  usage: Ports['usage'],
): Promise<UsageTaken> {
  const { code, start, end } = window;
  const meter = { tenant: ref.tenant, subscription: ref.id, meter: code };
  const span = { from: startOfDay(start, zone), to: startOfDay(end, zone) };
  const events = await eventsBetween(usage, meter, span, EVENTS_BILLED_MAX);
  const isLevel = window.aggregation === 'time_weighted';
  const carried = isLevel ? await levelBefore(usage, meter, { at: span.from, since }) : '0';

  return { meter: code, start, end, ...summed(window, events, { ...span, carried }) };
}
