import type { Charge, Checkout, Method, Refund, Setup } from './ledger.ts';

/** A charge as the sandbox tells it. */
export function chargeBody(charge: Charge) {
  return {
    object: 'charge',
    id: charge.id,
    tenant: charge.tenant,
    payment: charge.payment,
    invoice: charge.invoice,
    checkout: charge.checkout,
    status: charge.status,
    amount_minor: charge.amountMinor,
    currency: charge.currency,
    description: charge.description,
    decline_code: charge.declineCode,
    url: charge.url,
    created_at: charge.createdAt,
    settled_at: charge.settledAt,
  };
}

/** A refund as the sandbox tells it. */
export function refundBody(refund: Refund) {
  return {
    object: 'refund',
    id: refund.id,
    tenant: refund.tenant,
    refund: refund.refund,
    payment: refund.payment,
    charge: refund.charge,
    status: refund.status,
    amount_minor: refund.amountMinor,
    currency: refund.currency,
    decline_code: refund.declineCode,
    created_at: refund.createdAt,
    settled_at: refund.settledAt,
  };
}

/** A hosted page as the sandbox tells it, with the charge that completed it. */
export function checkoutBody(checkout: Checkout, charge: Charge | undefined) {
  return {
    object: 'checkout',
    id: checkout.id,
    tenant: checkout.tenant,
    payment: checkout.payment,
    status: checkout.status,
    url: checkout.url,
    charge: charge === undefined ? null : chargeBody(charge),
  };
}

/** A page for saving a method as the sandbox tells it. */
export function setupBody(setup: Setup) {
  return { object: 'setup', id: setup.id, url: setup.url, customer: setup.customer, method: setup.method };
}

/** A saved method as the sandbox tells it. */
export function methodBody(method: Method) {
  return { id: method.id, kind: 'card', label: method.behaviour, customer: method.customer };
}
