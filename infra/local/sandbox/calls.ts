import type * as z from 'zod';
import { derivedId } from '../../../shared/kernel/hash.ts';
import { addToInstant } from '../../../shared/kernel/time.ts';
import { behaviourNamed } from './behaviours.ts';
import { behaviourOf, cancelCharge, makeCharge } from './charges.ts';
import { keyed } from './keys.ts';
import type { Checkout, Ledger, Setup } from './ledger.ts';
import { expireCheckout } from './passage.ts';
import { makeRefund, refundRefusal } from './refunds.ts';
import { ChargeBody, CheckoutBody, RefundBody, SetupBody } from './requests.ts';
import { type Decision, json, type Route, refused, type Visit } from './route.ts';
import { checkVatNumber } from './vies.ts';
import { chargeBody, checkoutBody, methodBody, refundBody, setupBody } from './wire.ts';

/** How long a hosted page stays open. */
const CHECKOUT_HOURS = 24;

/** The routes for programs. */
export const calls: readonly Route[] = [
  ['POST', /^\/charges$/, (visit) => keyed(visit, () => parsed(visit, ChargeBody, charge))],
  ['GET', /^\/charges$/, listPayment],
  ['GET', /^\/charges\/(\w+)$/, readCharge],
  ['POST', /^\/charges\/(\w+)\/cancel$/, cancel],
  ['POST', /^\/refunds$/, (visit) => keyed(visit, () => parsed(visit, RefundBody, refund))],
  ['GET', /^\/refunds$/, listRefunds],
  ['GET', /^\/refunds\/(\w+)$/, readRefund],
  ['POST', /^\/checkouts$/, (visit) => keyed(visit, () => parsed(visit, CheckoutBody, openCheckout))],
  ['GET', /^\/checkouts\/(\w+)$/, readCheckout],
  ['POST', /^\/checkouts\/(\w+)\/expire$/, expire],
  ['POST', /^\/setups$/, (visit) => keyed(visit, () => parsed(visit, SetupBody, openSetup))],
  ['GET', /^\/methods$/, listMethods],
  ['DELETE', /^\/methods\/(\w+)$/, detach],
  ['POST', /^\/vies\/rest-api\/check-vat-number$/, checkVatNumber],
  ['GET', /^\/record$/, ({ ledger }) => answered(recordOf(ledger))],
];

/** The provider's own record, which an audit compares with ours: every charge and refund there ever was. */
export function recordOf(ledger: Ledger) {
  return {
    charges: [...ledger.charges.values()].map(chargeBody),
    refunds: [...ledger.refunds.values()].map(refundBody),
  };
}

function parsed<T>(visit: Visit, schema: z.ZodType<T>, run: (visit: Visit, body: T) => Decision): Decision {
  let body: unknown;
  try {
    body = JSON.parse(visit.request.body);
  } catch {
    return refused(400, 'request.malformed', 'The body is no JSON.');
  }
  const read = schema.safeParse(body);
  if (!read.success) {
    return refused(400, 'request.malformed', `Not as expected: ${read.error.issues[0]?.path.join('.')}`);
  }
  return run(visit, read.data);
}

function charge(visit: Visit, body: ChargeBody): Decision {
  const behaviour = behaviourOf(visit.ledger, body.method);
  if (behaviour === undefined) {
    return refused(422, 'method.unknown', 'No method has this id; pm_approve is one that works.');
  }

  const made = makeCharge(visit.ledger, { ...body, behaviour, checkout: null }, visit.context);
  const isSilent = behaviourNamed(behaviour)?.silence === 'after';
  return { answer: json(200, chargeBody(made.value)), changes: made.changes, isSilent };
}

function listPayment({ ledger, request }: Visit): Decision {
  const tenant = request.query.get('tenant') ?? '';
  const payment = request.query.get('payment') ?? '';
  const charges = found(ledger.charges, ledger.chargesOf.get(payment)).filter((one) => one.tenant === tenant);
  const checkouts = found(ledger.checkouts, ledger.checkoutsOf.get(payment)).filter(
    (one) => one.tenant === tenant,
  );

  return answered({
    charges: charges.map(chargeBody),
    checkouts: checkouts.map((one) => checkoutBody(one, ledger.charges.get(one.charge ?? ''))),
  });
}

function readCharge({ ledger, parts: [id = ''] }: Visit): Decision {
  const charge = ledger.charges.get(id);
  return charge === undefined ? unknown() : answered(chargeBody(charge));
}

function cancel({ ledger, context, parts: [id = ''] }: Visit): Decision {
  const charge = ledger.charges.get(id);
  if (charge === undefined) return unknown();

  const made = cancelCharge(charge, context.now);
  return { answer: json(200, chargeBody(made.value)), changes: made.changes };
}

function refund(visit: Visit, body: RefundBody): Decision {
  const refusal = refundRefusal(visit.ledger, body);
  if (refusal !== undefined) return refused(422, refusal, 'This refund cannot be made.');

  const made = makeRefund(visit.ledger, body, visit.context.now);
  return { answer: json(200, refundBody(made.value)), changes: made.changes };
}

function listRefunds({ ledger, request }: Visit): Decision {
  const tenant = request.query.get('tenant');
  const refund = request.query.get('refund');
  const refunds = [...ledger.refunds.values()].filter(
    (one) => one.tenant === tenant && one.refund === refund,
  );
  return answered({ refunds: refunds.map(refundBody) });
}

function readRefund({ ledger, parts: [id = ''] }: Visit): Decision {
  const refund = ledger.refunds.get(id);
  return refund === undefined ? unknown() : answered(refundBody(refund));
}

function openCheckout({ ledger, context }: Visit, body: CheckoutBody): Decision {
  const id = derivedId('sbk', body.tenant, body.payment, String(ledger.checkouts.size));
  const checkout: Checkout = {
    id,
    tenant: body.tenant,
    payment: body.payment,
    invoice: body.invoice,
    amountMinor: body.amount_minor,
    currency: body.currency,
    description: body.description,
    returnUrl: body.return_url,
    status: 'open',
    url: `${context.baseUrl}/checkouts/${id}`,
    charge: null,
    expiresAt: addToInstant(context.now, { hours: CHECKOUT_HOURS }),
  };
  return {
    answer: json(200, checkoutBody(checkout, undefined)),
    changes: [{ put: 'checkouts', value: checkout }],
  };
}

function readCheckout({ ledger, parts: [id = ''] }: Visit): Decision {
  const checkout = ledger.checkouts.get(id);
  if (checkout === undefined) return unknown();

  return answered(checkoutBody(checkout, ledger.charges.get(checkout.charge ?? '')));
}

function expire({ ledger, context, parts: [id = ''] }: Visit): Decision {
  const checkout = ledger.checkouts.get(id);
  if (checkout === undefined) return unknown();

  const after: Checkout = checkout.status === 'open' ? { ...checkout, status: 'expired' } : checkout;
  return {
    answer: json(200, checkoutBody(after, ledger.charges.get(after.charge ?? ''))),
    changes: expireCheckout(checkout, context.now),
  };
}

function openSetup({ ledger, context }: Visit, body: SetupBody): Decision {
  const id = derivedId('sbs', body.tenant, body.customer, String(ledger.setups.size));
  const setup: Setup = {
    id,
    customer: derivedId('sbu', body.tenant, body.customer),
    returnUrl: body.return_url,
    url: `${context.baseUrl}/setups/${id}`,
    method: null,
  };
  return { answer: json(200, setupBody(setup)), changes: [{ put: 'setups', value: setup }] };
}

function listMethods({ ledger, request }: Visit): Decision {
  const customer = request.query.get('customer');
  const methods = [...ledger.methods.values()].filter((one) => one.customer === customer && !one.isDetached);
  return answered({ methods: methods.map(methodBody) });
}

function detach({ ledger, parts: [id = ''] }: Visit): Decision {
  const method = ledger.methods.get(id);
  if (method === undefined) return unknown();

  return {
    answer: json(200, { methods: [] }),
    changes: [{ put: 'methods', value: { ...method, isDetached: true } }],
  };
}

function found<T>(all: ReadonlyMap<string, T>, ids: ReadonlySet<string> | undefined): readonly T[] {
  return [...(ids ?? [])].flatMap((id) => all.get(id) ?? []);
}

function answered(body: unknown): Decision {
  return { answer: json(200, body), changes: [] };
}

function unknown(): Decision {
  return refused(404, 'object.unknown', 'The sandbox knows nothing of this id.');
}
