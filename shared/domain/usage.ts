/** Usage: which events count for a subscription, and what they come to. Time is the event's own, never that of its arrival. */
import { invariant } from '../kernel/invariant.ts';
import {
  add,
  compare,
  divide,
  fromDecimal,
  isZero,
  multiply,
  type Rational,
  rational,
  toDecimal,
} from '../kernel/rational.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Instant } from '../kernel/time.ts';
import { addToInstant, epochMilliseconds, startOfDay } from '../kernel/time.ts';
import { quantityText } from './pricing/amounts.ts';
import { amountIn, valuesTold } from './pricing/matrix.ts';
import type { KnownSubscription } from './subscriptions/states.ts';
import type { Aggregation, Meter, MeteredEvent } from './usage/meter.ts';

/** The instants between which a level is averaged, and the level that holds at the first. */
export type LevelSpan = { readonly from: Instant; readonly to: Instant; readonly carried: string };

/** Days for which an event is kept, counted from its own instant. It can be sent, and a repetition met, as long. */
export const RETENTION_DAYS = 400;

/** How far a sender's clock may run ahead of ours. */
export const AHEAD_MINUTES_MAX = 5;

/** Decimals of a quantity. */
export const QUANTITY_PLACES_MAX = 6;

/**
 * The event as it is kept, with its quantity in its shortest spelling, or why it is not. Refusals: `usage.meter_unknown`,
 * `usage.in_future`, `usage.too_old`, `usage.outside_service`, `usage.dimension_missing`,
 * `usage.dimension_unknown`, `usage.corrects_itself`.
 */
export function acceptedEvent(
  event: Omit<MeteredEvent, 'corrects'> & { readonly meter: string; readonly corrects?: string | undefined },
  of: {
    readonly subscription: KnownSubscription;
    readonly meters: readonly Meter[];
    readonly now: Instant;
  },
): Result<MeteredEvent> {
  const { id, at, dimension, corrects } = event;
  const meter = of.meters.find(({ code }) => code === event.meter);
  if (!meter)
    return refuse('usage.meter_unknown', 'The plan of this subscription has no such meter.', {
      pointer: '#/meter',
    });
  const untimely = untimelyAt(at, of);
  if (untimely) return untimely;
  if (corrects === id)
    return refuse(
      'usage.corrects_itself',
      'An event cannot correct itself; send it under an id of its own.',
      {
        pointer: '#/corrects',
      },
    );
  if (meter.aggregation === 'unique' && dimension === null && corrects === undefined)
    return refuse('usage.dimension_missing', 'This meter counts different things; say which one it was.', {
      pointer: '#/dimension',
    });

  if (corrects === undefined && isUnpriced(meter, dimension, of.subscription.currency))
    return refuse('usage.dimension_unknown', 'This meter has no price for that dimension.', {
      pointer: '#/dimension',
    });

  const quantity = toDecimal(fromDecimal(event.quantity), QUANTITY_PLACES_MAX);

  return ok({ id, at, quantity, dimension, ...(corrects !== undefined && { corrects }) });
}

/** Whether a meter is priced by a matrix that has neither a cell nor a default for what an event tells. */
function isUnpriced({ prices = [] }: Meter, dimension: string | null, currency: string): boolean {
  const price = prices.find(([each]) => each === currency)?.[1];

  return price?.model === 'matrix' && amountIn(price, valuesTold(price, dimension)) === null;
}

function untimelyAt(
  at: Instant,
  { subscription, now }: { readonly subscription: KnownSubscription; readonly now: Instant },
) {
  const pointer = { pointer: '#/at' };
  if (at > addToInstant(now, { minutes: AHEAD_MINUTES_MAX }))
    return refuse('usage.in_future', 'This instant has not come yet.', pointer);
  if (at < addToInstant(now, { days: -RETENTION_DAYS }))
    return refuse('usage.too_old', `Usage is kept for ${RETENTION_DAYS} days.`, pointer);
  const { startsOn, zone, cancellation } = subscription;
  const isBefore = at < startOfDay(startsOn, zone);
  if (isBefore || (cancellation !== null && at >= cancellation.endsAt))
    return refuse('usage.outside_service', 'The subscription does not run at this instant.', pointer);

  return undefined;
}

/** The second from which an event is no longer needed: none that is sent after it could be accepted. */
export function expiryOf({ at }: Pick<MeteredEvent, 'at'>): number {
  return Math.ceil(epochMilliseconds(addToInstant(at, { days: RETENTION_DAYS + 1 })) / 1000);
}

/**
 * The events with what corrects them: each has the quantity of the last event that corrects it, and one that is taken back is
 * gone. Of several that correct the same one the greatest id counts, so the order of arrival does not matter; a correction
 * of nothing, or of an event of another instant, counts for nothing.
 */
export function corrected(events: readonly MeteredEvent[]): readonly MeteredEvent[] {
  const byTarget = new Map<string, MeteredEvent>();
  for (const event of events) {
    if (event.corrects === undefined) continue;
    const key = `${event.at} ${event.corrects}`;
    const former = byTarget.get(key);
    if (!former || former.id < event.id) byTarget.set(key, event);
  }

  return byTarget.size === 0 ? events : events.flatMap((event) => correctedBy(event, byTarget));
}

function correctedBy(
  event: MeteredEvent,
  byTarget: ReadonlyMap<string, MeteredEvent>,
): readonly MeteredEvent[] {
  if (event.corrects !== undefined) return [];
  let last = event;
  // An event that stands for itself is in no circle, so the chain from it ends.
  for (let next = byTarget.get(`${event.at} ${event.id}`); next; ) {
    last = next;
    next = byTarget.get(`${event.at} ${next.id}`);
  }
  const isTakenBack = last !== event && isZero(fromDecimal(last.quantity));

  return isTakenBack ? [] : [{ ...event, quantity: last.quantity }];
}

/**
 * What the events of a span come to, exactly; they come in the order of their instants and ids. A level that is weighted by
 * time needs its span.
 */
export function aggregated(
  aggregation: Aggregation,
  told: readonly MeteredEvent[],
  span?: LevelSpan,
): string {
  const events = corrected(told);
  switch (aggregation) {
    case 'count':
      return String(events.length);
    case 'unique':
      return String(new Set(events.map(({ dimension }) => dimension)).size);
    case 'last':
      return events.at(-1)?.quantity ?? '0';
    case 'max':
      return events.reduce(
        (most, { quantity }) => (compare(fromDecimal(quantity), fromDecimal(most)) > 0 ? quantity : most),
        '0',
      );
    case 'time_weighted':
      invariant(span, 'a level is averaged over a span');
      return quantityText(averageLevel(events, span));
    case 'sum': {
      const total = events.reduce((sum, { quantity }) => add(sum, fromDecimal(quantity)), rational(0n, 1n));
      return toDecimal(total, QUANTITY_PLACES_MAX);
    }
  }
}

/**
 * The average level over `[from, to)`: each event sets the level from its instant on, of several at one instant the last by
 * id, and before the first of all it is nought. Over no time at all it is nought.
 */
function averageLevel(events: readonly MeteredEvent[], { from, to, carried }: LevelSpan): Rational {
  const end = epochMilliseconds(to);
  let since = epochMilliseconds(from);
  let level = fromDecimal(carried);
  let area = rational(0n, 1n);
  const whole = end - since;
  const hold = (until: number) => {
    area = add(area, multiply(level, rational(BigInt(Math.max(0, until - since)), 1n)));
    since = Math.max(since, until);
  };
  for (const { at, quantity } of events) {
    hold(Math.min(epochMilliseconds(at), end));
    level = fromDecimal(quantity);
  }
  hold(end);

  return whole <= 0 ? rational(0n, 1n) : divide(area, rational(BigInt(whole), 1n));
}
