/** The next bill of a subscription before it is made, by the very rules that will make it; nothing is recorded. */
import type { BilledPeriodData } from '../domain/billing.ts';
import { customers } from '../domain/customers.ts';
import type { SubscriptionFact } from '../domain/subscriptions.ts';
import { subscriptionStory } from '../domain/subscriptions/evolve.ts';
import { load } from '../execute.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Instant } from '../kernel/time.ts';
import type { AggregateRef, Ports } from '../ports.ts';
import { decideWithUsage } from './rating.ts';

/** Steps from now to the next bill: the trial, its end, the first period. */
const STEPS_MAX = 3;

/**
 * The next bill, decided at the instant from which it is owed. Refusals: `subscription.not_found`, `subscription.nothing_to_bill` where
 * none will come, `customer.erased`.
 */
export async function nextBill(
  ref: AggregateRef,
  now: Instant,
  ports: Pick<Ports, 'journal' | 'usage'>,
): Promise<Result<BilledPeriodData>> {
  const { state } = await load(ports.journal, subscriptionStory, ref);
  if (state.status === 'none') return refuse('subscription.not_found', 'There is no such subscription.');
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
  let at = later(now, state.nextDueAt);
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const decided = await decideWithUsage({ ref, command: { ...asked, at } }, ports);
    if (!decided.ok) return decided;
    const bill = decided.value.facts.find(isBilled);
    if (bill) return ok(bill.data);
    const then = decided.value.state;
    if (then.status === 'none' || then.dueOn === null || then.nextDueAt <= at) break;
    at = then.nextDueAt;
  }

  return refuse('subscription.nothing_to_bill', 'No further bill of this subscription can be foreseen.');
}

function isBilled(
  fact: SubscriptionFact,
): fact is Extract<SubscriptionFact, { type: 'subscription.billed' }> {
  return fact.type === 'subscription.billed';
}

function later(a: Instant, b: Instant): Instant {
  return a > b ? a : b;
}
