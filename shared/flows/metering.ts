/** What stands behind usage: the meters of a subscription, and the events of a span of time. */
import { subscriptions } from '../domain/subscriptions.ts';
import type { KnownSubscription, Subscription } from '../domain/subscriptions/states.ts';
import { AHEAD_MINUTES_MAX, corrected, RETENTION_DAYS } from '../domain/usage.ts';
import type { Meter } from '../domain/usage/meter.ts';
import { load, type Loaded } from '../execute.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import { invariant } from '../kernel/invariant.ts';
import { addDays, addToInstant, type Instant } from '../kernel/time.ts';
import { planVersion } from './offering.ts';
import type { AggregateRef, Journal, MeterRef, Usage, UsageEvent, UsageQuery } from '../ports.ts';

/** Events of one meter that are added up at once. */
export const EVENTS_READ_MAX = 10_000;

/** Events asked for at once. */
const PAGE_MAX = 1_000;

/** Days that are read at once. */
const DAYS_AT_ONCE = 8;

/** What a subscription measures, at a version of its own. */
export type Measured = {
  readonly subscription: KnownSubscription;
  readonly version: number;
  readonly meters: readonly Meter[];
};

/** A subscription as it is, with what its version of the plan measures; undefined where there is none. */
export async function measuredSubscription(
  journal: Journal,
  ref: AggregateRef,
): Promise<Measured | undefined> {
  const { state, version }: Loaded<Subscription> = await load(journal, subscriptions, ref);
  if (state.status === 'none') return undefined;
  const { plan, planVersion: latest, usage } = state;
  // The newest says how a meter adds up; earlier ones may still be told of.
  const versions = [...(usage?.earlier ?? []), [plan, latest] as const].toReversed();
  const meters = new Map<string, Meter>();
  for (const [id, each] of versions) {
    const published = await planVersion(journal, { tenant: ref.tenant, id }, each);
    const measured = published.status === 'none' ? [] : (published.meters ?? []);
    for (const meter of measured) if (!meters.has(meter.code)) meters.set(meter.code, meter);
  }

  return { subscription: state, version, meters: [...meters.values()] };
}

/** Usage that is not read for days to come: no event can lie in them yet, as the door refuses what lies further ahead than a sender's clock may run. */
export function usageBy(now: Instant, usage: Usage): Usage {
  const last = addToInstant(now, { minutes: AHEAD_MINUTES_MAX }).slice(0, 10);

  return {
    ...usage,
    events: async (ref, query) => (query.day > last ? { items: [] } : usage.events(ref, query)),
  };
}

/** All events of a meter in `[from, to)`, in their order, or none: a part of them would be a wrong quantity. */
export async function eventsBetween(
  usage: Usage,
  ref: MeterRef,
  { from, to }: { readonly from: Instant; readonly to: Instant },
  max = EVENTS_READ_MAX,
): Promise<Result<readonly UsageEvent[]>> {
  const last = to.slice(0, 10);
  const events: UsageEvent[] = [];
  for (let day = from.slice(0, 10); day <= last; day = addDays(day, DAYS_AT_ONCE)) {
    const days = Array.from({ length: DAYS_AT_ONCE }, (_, index) => addDays(day, index));
    const read = days
      .filter((each) => each <= last)
      .map((each) => eventsOn(usage, ref, { day: each, from, to, max }));
    for (const event of (await Promise.all(read)).flat()) events.push(event);
    if (events.length > max)
      return refuse('usage.too_many_events', `More than ${max} events lie in these days.`, {
        hint: 'Ask for fewer days.',
      });
  }

  return ok(events);
}

/** The events of one UTC day; it stops reading where there are more than `max`. */
async function eventsOn(
  usage: Usage,
  ref: MeterRef,
  { day, from, to, max }: Omit<UsageQuery, 'after' | 'limit'> & { readonly max: number },
): Promise<readonly UsageEvent[]> {
  const events: UsageEvent[] = [];
  let after: string | undefined;
  do {
    const page = await usage.events(ref, { day, from, to, ...(after && { after }), limit: PAGE_MAX });
    for (const event of page.items) events.push(event);
    after = page.next;
  } while (after !== undefined && events.length <= max);

  return events;
}

/**
 * The level that a meter had just before an instant: that of its last event since `since`, or nought. Events are forgotten
 * after `RETENTION_DAYS`, and a level that was not told again by then with them.
 */
export async function levelBefore(
  usage: Usage,
  ref: MeterRef,
  { at, since }: { readonly at: Instant; readonly since: Instant },
): Promise<string> {
  const forgotten = addToInstant(at, { days: -RETENTION_DAYS });
  const from = since > forgotten ? since : forgotten;
  const first = from.slice(0, 10);
  for (let day = at.slice(0, 10); day >= first; day = addDays(day, -DAYS_AT_ONCE)) {
    const days = Array.from({ length: DAYS_AT_ONCE }, (_, index) => addDays(day, -index));
    const read = days
      .filter((each) => each >= first)
      .map((each) => levelOn(usage, ref, { day: each, from, to: at }));
    const level = (await Promise.all(read)).find((each) => each !== undefined);
    if (level !== undefined) return level;
  }

  return '0';
}

async function levelOn(
  usage: Usage,
  ref: MeterRef,
  span: Omit<UsageQuery, 'after' | 'limit'>,
): Promise<string | undefined> {
  const events = await eventsOn(usage, ref, { ...span, max: EVENTS_READ_MAX });
  invariant(events.length <= EVENTS_READ_MAX, `a meter of levels has ${EVENTS_READ_MAX} events a day`);

  return corrected(events).at(-1)?.quantity;
}
