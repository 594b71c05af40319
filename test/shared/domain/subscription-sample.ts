/** A subscription to test with, and the commands that move it. */
import type { BillCommand, BilledPeriodData } from '../../../shared/domain/billing/bill.ts';
import type { SubscriptionFact } from '../../../shared/domain/subscriptions/facts.ts';
import type { KnownSubscription, Subscription } from '../../../shared/domain/subscriptions/states.ts';
import { invariant } from '../../../shared/kernel/invariant.ts';
import { fold } from '../../../shared/kernel/decider.ts';
import type { Result } from '../../../shared/kernel/result.ts';
import { type Alignment, type Interval, rhythmFrom } from '../../../shared/domain/billing/rhythm.ts';
import { perUnit } from '../../../shared/domain/pricing/models.ts';
import { subscriptions } from '../../../shared/domain/subscriptions.ts';
import type { SubscriptionTerms } from '../../../shared/domain/subscriptions/terms.ts';

/** Terms as an order line of 31 January 2026 in Berlin would give. */
export const TERMS: SubscriptionTerms = {
  order: 'ord_sample',
  line: 1,
  customer: 'cus_sample',
  entity: 'le_sample',
  plan: 'pln_sample',
  planVersion: 1,
  price: perUnit('19.90'),
  quantity: '2',
  currency: 'EUR',
  description: 'Reading room, monthly',
  tax: 'standard',
  zone: 'Europe/Berlin',
  rhythm: rhythmFrom('2026-01-31', {
    interval: 'month',
    count: 1,
    alignment: 'anniversary',
    anchorDay: null,
    firstIndex: 0,
  }),
  charge: 'in_advance',
  startsOn: '2026-01-31',
  rules: { changeDay: 'new', stacking: 'chained' },
  dueDays: 14,
  language: 'de',
};

/** The instant at which the sample order was placed. */
export const PLACED_AT = '2026-01-31T10:00:00.000Z';

/** What a sample may differ in: terms, and the rhythm in short. */
export type Sample = Partial<SubscriptionTerms> & {
  readonly anchor?: string;
  readonly interval?: Interval;
  readonly count?: number;
  readonly anchorDay?: number;
  readonly alignment?: Alignment;
  readonly unitPrice?: string;
};

/** Terms that differ from the sample. */
export function termsOf({ anchor, interval = 'month', unitPrice, ...rest }: Sample = {}): SubscriptionTerms {
  const { count = 1, anchorDay = null, alignment = 'anniversary', ...terms } = rest;
  const start = anchor ?? TERMS.startsOn;
  const rhythm = rhythmFrom(start, { interval, count, alignment, anchorDay, firstIndex: 0 });
  const price = unitPrice === undefined ? {} : { price: perUnit(unitPrice) };

  return { ...TERMS, startsOn: start, rhythm, ...price, ...terms };
}

/** A subscription that has just started. */
export function started(
  sample: Sample = {},
  at = `${sample.anchor ?? '2026-01-31'}T23:00:00.000Z`,
): KnownSubscription {
  const decided = subscriptions.decide(subscriptions.initial, { do: 'start', terms: termsOf(sample), at });

  return known(fold(subscriptions, factsOf(decided)));
}

/** A command to bill at an instant. */
export function billAt(at: string, rest: Partial<BillCommand> = {}) {
  const task = {
    tenant: 'ten_sample',
    subscription: 'sub_sample',
    target: null,
    run: null,
    profile: 3,
    ...rest,
  };

  return { do: 'bill', at, ...task } as const;
}

/** The facts of a decision that must not refuse. */
export function factsOf<Fact>(decided: Result<readonly Fact[]>): readonly Fact[] {
  invariant(decided.ok, decided.ok ? '' : decided.refusal.code);

  return decided.value;
}

/** The state after a command, with the facts it gave. */
export function moved(state: KnownSubscription, command: Parameters<typeof subscriptions.decide>[1]) {
  const facts = factsOf(subscriptions.decide(state, command));

  return { facts, state: known(fold(subscriptions, facts, state)) };
}

/** The periods that the facts bill. */
export function billedIn(facts: readonly SubscriptionFact[]): readonly BilledPeriodData[] {
  return facts.flatMap((fact) => (fact.type === 'subscription.billed' ? [fact.data] : []));
}

function known(state: Subscription): KnownSubscription {
  invariant(state.status !== 'none', 'the sample exists');

  return state;
}
