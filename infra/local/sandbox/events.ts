import { derivedId } from '../../../shared/kernel/hash.ts';
import { addToInstant, type Instant } from '../../../shared/kernel/time.ts';
import { type Behaviour, behaviourNamed } from './behaviours.ts';
import type { Change, Charge, Checkout, Event, Ledger, Refund } from './ledger.ts';
import { chargeBody, checkoutBody, refundBody } from './wire.ts';

/** After so many failed deliveries an event is given up; it stays in the record, and asking still tells the truth. */
export const DELIVERIES_MAX = 40;

/** The longest pause between two deliveries of one event, in seconds. */
export const DELIVERY_PAUSE_SECONDS_MAX = 60;

/** How long an event that comes out of order is held back, in seconds. */
const LATE_SECONDS = 2;

/** The events that tell the new status of a charge, as its behaviour has them sent. */
export function chargeEvents(charge: Charge, now: Instant): Change[] {
  const behaviour = behaviourNamed(charge.behaviour);
  if (behaviour === undefined) return [];
  const own = eventOf(`charge.${charge.status}`, charge.id, now, chargeBody(charge));
  if (charge.status !== 'accepted') return [sent(own, behaviour.copies)];

  return acceptedEvents(own, behaviour, now);
}

/** The event that tells the new status of a refund, sent as the behaviour of its charge has it. */
export function refundEvents(refund: Refund, charge: Charge, now: Instant): Change[] {
  const own = eventOf(`refund.${refund.status}`, refund.id, now, refundBody(refund));
  return [sent(own, behaviourNamed(charge.behaviour)?.copies ?? 1)];
}

/** The event that tells that nobody paid on a hosted page in time. */
export function expiryEvents(checkout: Checkout, now: Instant): Change[] {
  return [sent(eventOf('checkout.expired', checkout.id, now, checkoutBody(checkout, undefined)), 1)];
}

/** Events whose time has come, the earliest first. */
export function dueEvents(ledger: Ledger, now: Instant, limit: number): readonly Event[] {
  const due: Event[] = [];
  for (const id of ledger.unsent) {
    const event = ledger.events.get(id);
    if (event !== undefined && event.nextAt <= now) due.push(event);
  }
  // The sort is stable, so events of one instant keep the order in which they came to be.
  return due.sort((a, b) => (a.nextAt === b.nextAt ? 0 : a.nextAt < b.nextAt ? -1 : 1)).slice(0, limit);
}

/** What a delivery that was accepted, or was not, makes of the event: one copy less, or a later try. */
export function afterDelivery(event: Event, isAccepted: boolean, now: Instant): Change {
  const attempts = event.attempts + 1;
  if (isAccepted) {
    return { put: 'events', value: { ...event, attempts: 0, copiesLeft: event.copiesLeft - 1, nextAt: now } };
  }
  const pause = Math.min(2 ** Math.min(attempts - 1, 10), DELIVERY_PAUSE_SECONDS_MAX);
  const copiesLeft = attempts >= DELIVERIES_MAX ? 0 : event.copiesLeft;
  return {
    put: 'events',
    value: { ...event, attempts, copiesLeft, nextAt: addToInstant(now, { seconds: pause }) },
  };
}

function acceptedEvents(own: Event, behaviour: Behaviour, now: Instant): Change[] {
  switch (behaviour.acceptedEvent) {
    case 'none':
      return [];
    case 'first':
      return [sent(own, behaviour.copies)];
    case 'late':
      return [sent({ ...own, nextAt: addToInstant(now, { seconds: LATE_SECONDS }) }, behaviour.copies)];
  }
}

function eventOf(type: string, about: string, now: Instant, data: unknown): Event {
  const id = derivedId('sbe', type, about);
  const body = JSON.stringify({ id, type, created: now, data });
  return { id, type, body, copiesLeft: 0, attempts: 0, nextAt: now };
}

function sent(event: Event, copies: number): Change {
  return { put: 'events', value: { ...event, copiesLeft: copies } };
}
