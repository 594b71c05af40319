/** Usage: which events count for a subscription, and what they come to. Time is the event's own, never that of its arrival. */
import { add, compare, fromDecimal, rational, toDecimal } from '../kernel/rational.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Instant } from '../kernel/time.ts';
import { addToInstant, epochMilliseconds, startOfDay } from '../kernel/time.ts';
import type { Price } from './pricing/models.ts';
import type { KnownSubscription } from './subscriptions.ts';

/** How the events of a span become one quantity. */
export type Aggregation = 'sum' | 'count' | 'max' | 'last' | 'unique';

/** Something that a plan measures; one without prices is shown, and not charged. */
export type Meter = {
  readonly code: string;
  readonly aggregation: Aggregation;
  /** One price for each currency. */
  readonly prices?: readonly (readonly [currency: string, price: Price])[];
};

/** Something that was used; the port's event has the same shape. */
export type MeteredEvent = {
  readonly id: string;
  readonly at: Instant;
  readonly quantity: string;
  readonly dimension: string | null;
};

/** Days for which an event is kept, counted from its own instant. It can be sent, and a repetition met, as long. */
export const RETENTION_DAYS = 400;

/** How far a sender's clock may run ahead of ours. */
export const AHEAD_MINUTES_MAX = 5;

/** Decimals of a quantity. */
export const QUANTITY_PLACES_MAX = 6;

/**
 * The event as it is kept, with its quantity in its shortest spelling, or why it is not. Refusals: `usage.meter_unknown`,
 * `usage.in_future`, `usage.too_old`, `usage.outside_service`, `usage.dimension_missing`.
 */
export function acceptedEvent(
  event: MeteredEvent & { readonly meter: string },
  of: {
    readonly subscription: KnownSubscription;
    readonly meters: readonly Meter[];
    readonly now: Instant;
  },
): Result<MeteredEvent> {
  const { id, at, dimension } = event;
  const meter = of.meters.find(({ code }) => code === event.meter);
  if (!meter)
    return refuse('usage.meter_unknown', 'The plan of this subscription has no such meter.', {
      pointer: '#/meter',
    });
  const untimely = untimelyAt(at, of);
  if (untimely) return untimely;
  if (meter.aggregation === 'unique' && dimension === null)
    return refuse('usage.dimension_missing', 'This meter counts different things; say which one it was.', {
      pointer: '#/dimension',
    });

  return ok({ id, at, quantity: toDecimal(fromDecimal(event.quantity), QUANTITY_PLACES_MAX), dimension });
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

/** What the events of a span come to, exactly; they come in the order of their instants and ids. */
export function aggregated(aggregation: Aggregation, events: readonly MeteredEvent[]): string {
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
    case 'sum': {
      const total = events.reduce((sum, { quantity }) => add(sum, fromDecimal(quantity)), rational(0n, 1n));
      return toDecimal(total, QUANTITY_PLACES_MAX);
    }
  }
}
