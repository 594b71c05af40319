/** The next bill of a subscription before it is made, by the very rules that will make it; nothing is recorded. */
import type { BilledPeriodData } from '../domain/billing/bill.ts';
import { NOBODY_LOOKED } from '../domain/billing/repairs.ts';
import { customers } from '../domain/customers.ts';
import { subscriptionStory } from '../domain/subscriptions/evolve.ts';
import { rosterOf, rosters } from '../domain/gatherings.ts';
import type { SubscriptionFact } from '../domain/subscriptions/facts.ts';
import type { KnownSubscription, Subscription } from '../domain/subscriptions/states.ts';
import { load } from '../execute.ts';
import { fold } from '../kernel/decider.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Instant } from '../kernel/time.ts';
import type { AggregateRef, Ports } from '../ports.ts';
import { newestBills, placeOfBill, waitingBill } from './gathered-bills.ts';
import { usageBy } from './metering.ts';
import { decideFrom, decideWithUsage } from './rating.ts';
import { noSubscription } from '../domain/subscriptions/unknown.ts';

/** Steps from now to the next bill: the trial, its end, the first period. */
const STEPS_MAX = 3;

/** Bills that are foreseen of one subscription. */
export const BILLS_FORESEEN_MAX = 24;

/** The next bill of a subscription, and all bills of its invoice in the order of their lines; `gathering` where others may share it. */
export type NextInvoiceBills = {
  readonly bill: BilledPeriodData;
  readonly bills: readonly BilledPeriodData[];
  readonly gathering: string | null;
};

/**
 * What is on the next invoice of a subscription: its bill that waits for others or the next one, with those of others that will be
 * gathered with it. What comes when all others are gathered is alone. Refuses as `nextBill`.
 */
export async function nextBills(
  ref: AggregateRef,
  now: Instant,
  ports: Pick<Ports, 'journal' | 'usage'>,
): Promise<Result<NextInvoiceBills>> {
  const next = await nextBill(ref, { now }, ports);
  if (!next.ok) return next;
  if (next.value.gathering === undefined) return ok(alone(next.value));
  const bill = (await waitingBill(ref, ports)) ?? next.value;
  const { gathering } = bill;
  const { tenant } = ref;
  if (gathering === undefined || (await placeOfBill(tenant, bill, ports))) return ok(alone(bill));
  const { state: roster } = await load(ports.journal, rosters, { tenant, id: rosterOf(tenant, bill) });
  const bills: BilledPeriodData[] = [];
  for (const id of new Set([...roster.subscriptions, ref.id]))
    bills.push(...(id === ref.id ? [bill] : await sharedBills({ tenant, id }, { gathering, now }, ports)));

  return ok({ bill, bills, gathering });
}

function alone(bill: BilledPeriodData): NextInvoiceBills {
  return { bill, bills: [bill], gathering: null };
}

/** The bills of another that share a gathering: made and waiting, or foreseen. What cannot be foreseen of it is left out. */
async function sharedBills(
  ref: AggregateRef,
  { gathering, now }: { readonly gathering: string; readonly now: Instant },
  ports: Pick<Ports, 'journal' | 'usage'>,
): Promise<readonly BilledPeriodData[]> {
  const made = await newestBills(ref, ports);
  const waiting = made.filter((bill) => bill.gathering === gathering);
  if (waiting.length > 0) return waiting;
  const next = await nextBill(ref, { now, gathering }, ports);

  return next.ok && next.value.gathering === gathering ? [next.value] : [];
}

/**
 * The next bill, or the next of a gathering, decided at the instant from which it is owed. Refusals: `subscription.not_found`,
 * `subscription.nothing_to_bill` where none will come, `customer.erased`.
 */
export async function nextBill(
  ref: AggregateRef,
  { now, gathering }: { readonly now: Instant; readonly gathering?: string },
  ports: Pick<Ports, 'journal' | 'usage'>,
): Promise<Result<BilledPeriodData>> {
  const { state } = await load(ports.journal, subscriptionStory, ref);
  if (state.status === 'none') return noSubscription();
  const { tenant, id: subscription } = ref;
  const { state: customer } = await load(ports.journal, customers, { tenant, id: state.customer });
  if (customer.status !== 'active')
    return refuse('customer.erased', 'The personal data that the invoice needs was erased.');
  const asked = {
    do: 'bill',
    tenant,
    subscription,
    target: null,
    run: null,
    profile: customer.profile,
  } as const;
  const read = { journal: ports.journal, usage: usageBy(now, ports.usage) };
  let at = later(now, state.nextDueAt);
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const decided = await decideWithUsage({ ref, command: { ...asked, at } }, read);
    if (!decided.ok) return decided;
    const bills = decided.value.facts.filter(isBilled);
    const bill = (gathering && bills.find(({ data }) => data.gathering === gathering)) || bills[0];
    if (bill) return ok(bill.data);
    const then = decided.value.state;
    if (then.status === 'none' || then.dueOn === null || then.nextDueAt <= at) break;
    at = then.nextDueAt;
  }

  return refuse('subscription.nothing_to_bill', 'No further bill of this subscription can be foreseen.');
}

/**
 * The bills that are still to come of a subscription behind facts that are planned and not recorded, as those of its end, with the usage that is
 * known by now; at most `BILLS_FORESEEN_MAX` of them. None where its customer was erased.
 */
export async function billsToCome(
  ref: AggregateRef,
  of: {
    readonly state: KnownSubscription;
    readonly version: number;
    readonly facts: readonly SubscriptionFact[];
    readonly now: Instant;
    /** How many are wanted; left out, as many as may be. */
    readonly most?: number;
  },
  ports: Pick<Ports, 'journal' | 'usage'>,
): Promise<readonly BilledPeriodData[]> {
  const { most = BILLS_FORESEEN_MAX } = of;
  const { tenant, id: subscription } = ref;
  const { state: customer } = await load(ports.journal, customers, { tenant, id: of.state.customer });
  if (customer.status !== 'active') return [];
  const { profile } = customer;
  const asked = { do: 'bill', tenant, subscription, target: null, run: null, profile } as const;
  const read = { journal: ports.journal, usage: usageBy(of.now, ports.usage) };
  const bills: BilledPeriodData[] = [];
  let state = fold<Subscription, SubscriptionFact>(subscriptionStory, of.facts, of.state);
  for (let step = 0; step < STEPS_MAX + BILLS_FORESEEN_MAX; step += 1) {
    if (state.status === 'none' || state.status === 'ended' || bills.length >= most) break;
    const at: Instant = later(of.now, state.nextDueAt);
    const decided = await decideFrom(
      { state, version: of.version },
      { ref, command: { ...asked, at, ...(bills.length > 0 && { repairs: NOBODY_LOOKED }) } },
      read,
    );
    if (!decided.ok || decided.value.facts.length === 0) break;
    bills.push(...decided.value.facts.filter(isBilled).map(({ data }) => data));
    state = decided.value.state;
  }

  return bills.slice(0, most);
}

function isBilled(
  fact: SubscriptionFact,
): fact is Extract<SubscriptionFact, { type: 'subscription.billed' }> {
  return fact.type === 'subscription.billed';
}

function later(a: Instant, b: Instant): Instant {
  return a > b ? a : b;
}
