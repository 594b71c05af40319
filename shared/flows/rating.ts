/**
 * Billing a subscription whose usage is charged: which windows are owed follows from its state, what they came to from the
 * events. Both are read before the decision, and the decision holds for the very state that they were read for.
 */
import { windowsOwed } from '../domain/subscriptions/bill.ts';
import type { UsageTaken, UsageWindow } from '../domain/billing/metering.ts';
import type { Subscription, SubscriptionCommand, SubscriptionFact } from '../domain/subscriptions.ts';
import { subscriptions } from '../domain/subscriptions.ts';
import { summed } from '../domain/usage/summing.ts';
import { type Acting, attempt, type Done, load, ROUNDS_MAX } from '../execute.ts';
import { Contended } from '../kernel/contended.ts';
import { fold } from '../kernel/decider.ts';
import { ok, type Result } from '../kernel/result.ts';
import { startOfDay } from '../kernel/time.ts';
import type { AggregateRef, Ports } from '../ports.ts';
import { eventsBetween } from './metering.ts';

/** Events of one meter that one line can charge; a subscription with more is set aside. */
export const EVENTS_BILLED_MAX = 100_000;

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
    const loaded = await load(ports.journal, subscriptions, ref);
    const usage = await usageOwed(loaded.state, { ref, command }, ports);
    const task = { ref, loaded, command: { ...command, usage }, acting };
    const done = await attempt(ports.journal, subscriptions, task);
    if (done) return done;
  }

  throw new Contended(`${ref.id} stays contended after ${ROUNDS_MAX} rounds`);
}

/** The same decision, of which nothing is recorded. */
export async function decideWithUsage(
  { ref, command }: BillTask,
  ports: Read,
): Promise<Result<{ readonly facts: readonly SubscriptionFact[]; readonly state: Subscription }>> {
  const { state } = await load(ports.journal, subscriptions, ref);
  const usage = await usageOwed(state, { ref, command }, ports);
  const decided = subscriptions.decide(state, { ...command, usage });

  return decided.ok
    ? ok({ facts: decided.value, state: fold(subscriptions, decided.value, state) })
    : decided;
}

async function usageOwed(
  state: Subscription,
  { ref, command }: BillTask,
  { usage }: Read,
): Promise<readonly UsageTaken[]> {
  if (state.status === 'none') return [];
  const taken: UsageTaken[] = [];
  for (const window of windowsOwed(state, command)) {
    taken.push(await takenOf(window, { ref, zone: state.zone }, usage));
  }

  return taken;
}

async function takenOf(
  window: UsageWindow,
  { ref, zone }: { readonly ref: AggregateRef; readonly zone: string },
  usage: Ports['usage'],
): Promise<UsageTaken> {
  const { code, start, end } = window;
  const meter = { tenant: ref.tenant, subscription: ref.id, meter: code };
  const span = { from: startOfDay(start, zone), to: startOfDay(end, zone) };
  const events = await eventsBetween(usage, meter, span, EVENTS_BILLED_MAX);

  return { meter: code, start, end, ...summed(window, events) };
}
