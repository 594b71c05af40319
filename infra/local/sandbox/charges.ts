import { derivedId } from '../../../shared/kernel/hash.ts';
import { addToInstant, type Instant } from '../../../shared/kernel/time.ts';
import { type Behaviour, behaviourNamed } from './behaviours.ts';
import { chargeEvents } from './events.ts';
import type { Change, Charge, Checkout, Ledger } from './ledger.ts';
import type { ChargeBody } from './requests.ts';

/** When it is, and where the sandbox's own pages are reached. */
export type Context = { readonly now: Instant; readonly baseUrl: string };

/** What a step made, and what it changes. */
export type Made<T> = { readonly value: T; readonly changes: readonly Change[] };

/** The behaviour that a method id stands for: a saved method's own, or the one the id itself names. */
export function behaviourOf(ledger: Ledger, method: string): string | undefined {
  const saved = ledger.methods.get(method);
  if (saved !== undefined) return saved.isDetached ? undefined : saved.behaviour;

  return behaviourNamed(method) === undefined ? undefined : method;
}

/** Makes a charge; the same call again makes another, so whoever calls has looked at the idempotency key before. */
export function makeCharge(
  ledger: Ledger,
  wanted: Omit<ChargeBody, 'method' | 'customer'> & {
    readonly behaviour: string;
    readonly checkout: string | null;
  },
  { now, baseUrl }: Context,
): Made<Charge> {
  const behaviour = knownBehaviour(wanted.behaviour);
  const id = derivedId('sbc', wanted.tenant, wanted.payment, String(ledger.charges.size));
  const isWaiting = behaviour.answer === 'accepted';
  const charge: Charge = {
    id,
    tenant: wanted.tenant,
    payment: wanted.payment,
    invoice: wanted.invoice,
    checkout: wanted.checkout,
    behaviour: wanted.behaviour,
    amountMinor: wanted.amount_minor,
    currency: wanted.currency,
    description: wanted.description,
    status: behaviour.answer,
    declineCode: behaviour.declineCode,
    url: behaviour.answer === 'action_required' ? `${baseUrl}/charges/${id}/confirm` : null,
    createdAt: now,
    settlesAt: isWaiting ? addToInstant(now, { seconds: behaviour.delaySeconds }) : null,
    settledAt: behaviour.answer === 'settled' ? now : null,
  };
  return { value: charge, changes: [{ put: 'charges', value: charge }, ...chargeEvents(charge, now)] };
}

/** Ends a charge that has not settled; one that has ended keeps the end it has. */
export function cancelCharge(charge: Charge, now: Instant): Made<Charge> {
  if (charge.status !== 'accepted' && charge.status !== 'action_required') {
    return { value: charge, changes: [] };
  }
  return moved({ ...charge, status: 'cancelled', settlesAt: null, url: null }, now);
}

/** What the customer's answer on the confirmation page makes of a charge that asked for it. */
export function confirmCharge(charge: Charge, isApproved: boolean, now: Instant): Made<Charge> {
  if (charge.status !== 'action_required') return { value: charge, changes: [] };
  if (!isApproved) {
    return moved({ ...charge, status: 'declined', declineCode: 'authentication_refused', url: null }, now);
  }
  return moved({ ...charge, status: 'settled', settledAt: now, url: null }, now);
}

/** The charge at the end of its wait. */
export function settleCharge(charge: Charge, now: Instant): Made<Charge> {
  return moved({ ...charge, status: 'settled', settledAt: now, settlesAt: null }, now);
}

/** The customer pays, or is declined, on a hosted page; a declined one stays open. */
export function payCheckout(
  ledger: Ledger,
  paid: { readonly checkout: Checkout; readonly behaviour: string },
  context: Context,
): Made<Checkout> {
  const { checkout, behaviour } = paid;
  const made = makeCharge(ledger, { ...wantedBy(checkout), behaviour, checkout: checkout.id }, context);
  if (made.value.status === 'declined') return { value: checkout, changes: made.changes };

  const complete: Checkout = { ...checkout, status: 'complete', charge: made.value.id };
  return { value: complete, changes: [{ put: 'checkouts', value: complete }, ...made.changes] };
}

function wantedBy(checkout: Checkout) {
  return {
    tenant: checkout.tenant,
    payment: checkout.payment,
    invoice: checkout.invoice,
    amount_minor: checkout.amountMinor,
    currency: checkout.currency,
    description: checkout.description,
  };
}

function moved(charge: Charge, now: Instant): Made<Charge> {
  return { value: charge, changes: [{ put: 'charges', value: charge }, ...chargeEvents(charge, now)] };
}

function knownBehaviour(name: string): Behaviour {
  const behaviour = behaviourNamed(name);
  if (behaviour === undefined) throw new Error(`no behaviour has the name ${name}`);
  return behaviour;
}
