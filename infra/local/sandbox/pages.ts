import { formatMoney } from '../../../shared/kernel/money.ts';
import { derivedId } from '../../../shared/kernel/hash.ts';
import { BEHAVIOUR_LABELS, behaviourNamed } from './behaviours.ts';
import { confirmCharge, payCheckout } from './charges.ts';
import { type Html, html, page } from './html.ts';
import type { Checkout, Method } from './ledger.ts';
import { type Decision, type Route, refused, type Visit } from './route.ts';

/** The most rows of each kind that the index shows, the newest first. */
const ROWS_MAX = 200;

/** The routes for people; every one works without script. */
export const pages: readonly Route[] = [
  ['GET', /^\/$/, index],
  ['GET', /^\/checkouts\/(\w+)$/, showCheckout],
  ['POST', /^\/checkouts\/(\w+)\/pay$/, pay],
  ['GET', /^\/charges\/(\w+)\/confirm$/, showConfirmation],
  ['POST', /^\/charges\/(\w+)\/confirm$/, confirm],
  ['GET', /^\/setups\/(\w+)$/, showSetup],
  ['POST', /^\/setups\/(\w+)\/save$/, save],
];

function index({ ledger }: Visit): Decision {
  const charges = [...ledger.charges.values()].slice(-ROWS_MAX).reverse();
  const refunds = [...ledger.refunds.values()].slice(-ROWS_MAX).reverse();
  const events = [...ledger.events.values()].slice(-ROWS_MAX).reverse();

  return shown(
    'Sandbox provider',
    html`<h2>Charges</h2>${table(
      ['Charge', 'Payment', 'Status', 'Behaviour', 'Amount'],
      charges.map((one) => [one.id, one.payment, one.status, one.behaviour, amountOf(one)]),
    )}<h2>Refunds</h2>${table(
      ['Refund', 'Charge', 'Status', 'Amount'],
      refunds.map((one) => [one.id, one.charge, one.status, amountOf(one)]),
    )}<h2>Events</h2>${table(
      ['Event', 'Type', 'Still to deliver', 'Failed tries'],
      events.map((one) => [one.id, one.type, String(one.copiesLeft), String(one.attempts)]),
    )}<h2>Methods that behave</h2>${table(
      ['Method id', 'What it does'],
      Object.entries(BEHAVIOUR_LABELS).map(([name, label]) => [name, label]),
    )}`,
  );
}

function showCheckout({ ledger, parts: [id = ''] }: Visit): Decision {
  const checkout = ledger.checkouts.get(id);
  if (checkout === undefined) return gone();
  if (checkout.status !== 'open') {
    return shown(
      'This page is closed',
      html`<p>The payment is ${checkout.status}.</p>${back(checkout.returnUrl)}`,
    );
  }
  const wasDeclined = [...(ledger.chargesOf.get(checkout.payment) ?? [])].some(
    (charge) => ledger.charges.get(charge)?.checkout === id,
  );

  return shown(
    `Pay ${amountOf(checkout)}`,
    html`<p>${checkout.description}</p>${wasDeclined ? html`<p role="alert">The last try was declined.</p>` : ''}
<form method="post" action="/checkouts/${id}/pay">
<button class="main" name="behaviour" value="pm_approve">Approve</button>
<button name="behaviour" value="pm_decline_soft">Decline</button></form>
<form method="post" action="/checkouts/${id}/pay"><label>Or behave as
<select name="behaviour">${options(CHECKOUT_BEHAVIOURS)}</select></label> <button>Pay</button></form>`,
  );
}

/** What needs another page, or a caller to keep waiting, cannot be picked on a hosted one. */
const CHECKOUT_BEHAVIOURS = Object.keys(BEHAVIOUR_LABELS).filter(
  (name) => !['pm_action_required', 'pm_timeout_after', 'pm_timeout_before'].includes(name),
);

function pay({ ledger, context, request, parts: [id = ''] }: Visit): Decision {
  const checkout = ledger.checkouts.get(id);
  const behaviour = new URLSearchParams(request.body).get('behaviour') ?? '';
  if (checkout === undefined || !CHECKOUT_BEHAVIOURS.includes(behaviour)) return gone();
  if (checkout.status !== 'open') return movedTo(checkout.returnUrl, []);

  const made = payCheckout(ledger, { checkout, behaviour }, context);
  const isPaid = made.value.status === 'complete';
  return movedTo(isPaid ? checkout.returnUrl : checkout.url, made.changes);
}

function showConfirmation({ ledger, parts: [id = ''] }: Visit): Decision {
  const charge = ledger.charges.get(id);
  if (charge === undefined) return gone();
  if (charge.status !== 'action_required')
    return shown('Done', html`<p>The payment is ${charge.status}.</p>`);

  return shown(
    `Confirm ${amountOf(charge)}`,
    html`<p>${charge.description}</p><form method="post" action="/charges/${id}/confirm">
<button class="main" name="approved" value="yes">Confirm</button>
<button name="approved" value="no">Refuse</button></form>`,
  );
}

function confirm({ ledger, context, request, parts: [id = ''] }: Visit): Decision {
  const charge = ledger.charges.get(id);
  if (charge === undefined) return gone();

  const isApproved = new URLSearchParams(request.body).get('approved') === 'yes';
  return movedTo(
    `${context.baseUrl}/charges/${id}/confirm`,
    confirmCharge(charge, isApproved, context.now).changes,
  );
}

function showSetup({ ledger, parts: [id = ''] }: Visit): Decision {
  const setup = ledger.setups.get(id);
  if (setup === undefined) return gone();
  if (setup.method !== null) return shown('Saved', html`<p>The method is saved.</p>${back(setup.returnUrl)}`);

  return shown(
    'Save a method',
    html`<form method="post" action="/setups/${id}/save"><label>A card that
<select name="behaviour">${options(Object.keys(BEHAVIOUR_LABELS))}</select></label>
<button class="main">Save</button></form>`,
  );
}

function save({ ledger, request, parts: [id = ''] }: Visit): Decision {
  const setup = ledger.setups.get(id);
  const behaviour = new URLSearchParams(request.body).get('behaviour') ?? '';
  if (setup === undefined || behaviourNamed(behaviour) === undefined) return gone();
  if (setup.method !== null) return movedTo(setup.returnUrl, []);

  const method: Method = { id: derivedId('sbm', id), customer: setup.customer, behaviour, isDetached: false };
  return movedTo(setup.returnUrl, [
    { put: 'methods', value: method },
    { put: 'setups', value: { ...setup, method: method.id } },
  ]);
}

function shown(title: string, content: Html): Decision {
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY };
  return { answer: { status: 200, headers, body: page(title, content) }, changes: [] };
}

// No form-action: the browser would also hold the way back to the seller against it.
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'";

function movedTo(location: string, changes: Decision['changes']): Decision {
  return { answer: { status: 303, headers: { location }, body: '' }, changes };
}

function gone(): Decision {
  return refused(404, 'object.unknown', 'The sandbox knows nothing of this page.');
}

function back(url: string): Html {
  return html`<p><a href="${url}">Back to the seller</a></p>`;
}

function options(names: readonly string[]): readonly Html[] {
  return names.map((name) => html`<option value="${name}">${BEHAVIOUR_LABELS[name] ?? name}</option>`);
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): Html {
  if (rows.length === 0) return html`<p>None yet.</p>`;

  return html`<table><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table>`;
}

function amountOf(one: Pick<Checkout, 'amountMinor' | 'currency'>): string {
  return `${formatMoney({ minor: BigInt(one.amountMinor), currency: one.currency })} ${one.currency}`;
}
