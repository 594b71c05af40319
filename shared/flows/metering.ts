/** What stands behind usage: the meters of a subscription, and the events of a span of time. */
import type { KnownSubscription, Subscription } from '../domain/subscriptions.ts';
import { subscriptions } from '../domain/subscriptions.ts';
import type { Meter } from '../domain/usage.ts';
import { load } from '../execute.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import { addDays, type Instant } from '../kernel/time.ts';
import { planVersion } from './offering.ts';
import type { AggregateRef, Journal, MeterRef, Usage, UsageEvent } from '../ports.ts';

/** Events of one meter that are added up at once. */
export const EVENTS_READ_MAX = 10_000;

/** Events asked for at once. */
const PAGE_MAX = 1_000;

/** A subscription with what its version of the plan measures; undefined where there is none. */
export async function measuredSubscription(
  journal: Journal,
  ref: AggregateRef,
): Promise<{ readonly subscription: KnownSubscription; readonly meters: readonly Meter[] } | undefined> {
  const { state }: { readonly state: Subscription } = await load(journal, subscriptions, ref);
  if (state.status === 'none') return undefined;
  const plan = await planVersion(journal, { tenant: ref.tenant, id: state.plan }, state.planVersion);

  return { subscription: state, meters: plan.status === 'none' ? [] : (plan.meters ?? []) };
}

/** All events of a meter in `[from, to)`, in their order, or none: a part of them would be a wrong quantity. */
export async function eventsBetween(
  usage: Usage,
  ref: MeterRef,
  { from, to }: { readonly from: Instant; readonly to: Instant },
  max = EVENTS_READ_MAX,
): Promise<Result<readonly UsageEvent[]>> {
  const events: UsageEvent[] = [];
  for (let day = from.slice(0, 10); day <= to.slice(0, 10); day = addDays(day, 1)) {
    let after: string | undefined;
    do {
      const page = await usage.events(ref, { day, from, to, ...(after && { after }), limit: PAGE_MAX });
      events.push(...page.items);
      if (events.length > max)
        return refuse('usage.too_many_events', `More than ${max} events lie in these days.`, {
          hint: 'Ask for fewer days.',
        });
      after = page.next;
    } while (after !== undefined);
  }

  return ok(events);
}
