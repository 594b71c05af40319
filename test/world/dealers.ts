/** A trade in everything that an order can be: prices with the tax in them, deposits, products, credits, and putting right. */
import {
  allocate,
  cancelOrder,
  changeCustomer,
  creditInvoice,
  eraseCustomer,
  fulfil,
  keyOf,
  order,
  payAgain,
  placeForFulfilment,
  placeOrder,
  refund,
  runBilling,
  someLines,
  subscribe,
  type Thing,
  transfer,
} from './business.ts';
import { askEagerly, textOf } from './client.ts';
import { CURRENCIES, newCustomer, newEntity, newPlan, newReductions } from './goods.ts';
import type { Trade } from './history.ts';

const DAY = 86_400_000;

const placeGross: Thing = async (client, business) => {
  const { chance } = client;
  const terms = { billing: 'on_placement', price_basis: 'gross' };
  await order(client, business, { ...terms, lines: someLines(chance), ...newReductions(chance) });
};

/** Paid for in advance, in one part or two; the deliveries follow. */
const placeWithDeposits: Thing = async (client, business) => {
  const { chance } = client;
  const deposit = () =>
    chance.at(0.7) ? { percent: String(chance.between(1, 50)) } : { amount: String(chance.between(1, 40)) };
  await order(client, business, {
    billing: 'on_fulfilment',
    lines: someLines(chance, 'divisible'),
    deposits: Array.from({ length: chance.between(1, 2) }, deposit),
    ...newReductions(chance, 'divisible'),
  });
};

/** Lists something, or sells what is listed at its price. */
const sellProduct: Thing = async (client, business) => {
  const { chance } = client;
  if (business.products.length === 0 || chance.at(0.3)) {
    const prices = [...new Set(CURRENCIES)].map((currency) => ({
      currency,
      amount: `${chance.between(1, 99)}`,
    }));
    const body = { name: 'Listed thing', tax: chance.of(['standard', 'reduced']), prices };
    const told = await askEagerly(client, {
      method: 'POST',
      route: '/v1/products',
      body,
      key: keyOf(business),
    });
    if (told.status === 201) business.products.push(textOf(told, 'id'));
    return;
  }
  const line = { product: chance.of(business.products), quantity: String(chance.between(1, 9)) };
  await order(client, business, { billing: 'on_placement', lines: [line] });
};

/** Lists something to be sold on top of a subscription, or sells it. */
export const sellAddOn: Thing = async (client, business) => {
  const { chance } = client;
  if (business.addOns.length === 0) {
    const prices = [...new Set(CURRENCIES)].map((currency) => ({
      currency,
      amount: `${chance.between(1, 99)}`,
    }));
    const body = { name: 'Add-on', kind: chance.of(['add_on', 'one_off']), interval: 'month', prices };
    const told = await askEagerly(client, { method: 'POST', route: '/v1/plans', body, key: keyOf(business) });
    if (told.status === 201) business.addOns.push(textOf(told, 'id'));
    return;
  }
  if (business.subscriptions.length === 0) return;
  await askEagerly(client, {
    method: 'POST',
    route: '/v1/subscriptions/{subscription_id}/add_ons',
    params: { subscription_id: chance.of(business.subscriptions) },
    body: { plan: chance.of(business.addOns), quantity: String(chance.between(1, 3)) },
    key: keyOf(business),
  });
};

const giveCredits: Thing = async (client, business) => {
  const { chance, world } = client;
  const expires = { expires_on: world.twins.now(chance.between(1, 40) * DAY).slice(0, 10) };
  await askEagerly(client, {
    method: 'POST',
    route: '/v1/customers/{customer_id}/credit_grants',
    params: { customer_id: chance.of(business.customers) },
    body: {
      legal_entity: chance.of(business.entities),
      currency: chance.of(CURRENCIES),
      credits: String(chance.between(1, 400)),
      reason: 'Goodwill',
      ...(chance.at(0.4) && expires),
    },
    key: keyOf(business),
  });
};

/** Sells credits, or pays back what is unused of some. */
const sellCredits: Thing = async (client, business) => {
  const { chance } = client;
  if (business.bought.length > 0 && chance.at(0.4)) {
    const { customer, grant } = chance.of(business.bought);
    await askEagerly(client, {
      method: 'POST',
      route: '/v1/customers/{customer_id}/credit_grants/{credit_grant_id}/refund',
      params: { customer_id: customer, credit_grant_id: grant },
      key: keyOf(business),
    });
    return;
  }
  const customer = chance.of(business.customers);
  const told = await askEagerly(client, {
    method: 'POST',
    route: '/v1/customers/{customer_id}/credit_purchases',
    params: { customer_id: customer },
    body: {
      legal_entity: chance.of(business.entities),
      currency: chance.of(CURRENCIES),
      credits: String(chance.between(1, 400)),
      ...(chance.at(0.4) && { expires_after_days: chance.between(1, 40) }),
    },
    key: keyOf(business),
  });
  if (told.status === 201) business.bought.push({ customer, grant: textOf(told, 'credit_grant') });
};

/** Corrects an invoice: other lines, other words, or the names of today alone. */
const putRight: Thing = async (client, business) => {
  const { chance } = client;
  if (business.invoices.length === 0) return;
  const change = chance.of([
    { line: 1, quantity: String(chance.between(1, 9)) },
    { line: 1, unit_price: `${chance.between(0, 90)}.25` },
    { line: 2, omit: true },
    { line: 1, description: 'Another thing' },
  ]);
  const told = await askEagerly(client, {
    method: 'POST',
    route: '/v1/invoices/{invoice_id}/correct',
    params: { invoice_id: chance.of(business.invoices) },
    body: { ...(chance.at(0.4) && { reference: 'PO 2' }), lines: chance.at(0.8) ? [change] : [] },
    key: keyOf(business),
  });
  if (told.status === 202) business.invoices.push(textOf(told, 'id'));
};

/** What a credit note does first, and with the rest. */
const EFFECTS = [
  ...['credit', 'refund', 'offset'].map((remainder) => ({ remainder })),
  ...['credit', 'refund', 'offset'].map((remainder) => ({ effect: 'refund', remainder })),
  { effect: 'credit_balance' },
];

const creditPieces: Thing = async (client, business) => {
  const { chance } = client;
  if (business.invoices.length === 0) return;
  await askEagerly(client, {
    method: 'POST',
    route: '/v1/invoices/{invoice_id}/credit_notes',
    params: { invoice_id: chance.of(business.invoices) },
    body: {
      reason: 'returned',
      ...chance.of(EFFECTS),
      lines: [{ line: chance.between(1, 2), quantity: chance.of(['1', '0.5', '2']) }],
    },
    key: keyOf(business),
  });
};

/** Finds a supplier who agrees, or writes an invoice in the name of one. */
const selfBill: Thing = async (client, business) => {
  const { chance, world } = client;
  if (business.agreements.length === 0 || chance.at(0.2)) {
    const agreed = await agreement(client, business);
    if (agreed !== '') business.agreements.push(agreed);
    return;
  }
  if (chance.at(0.1)) return endAgreement(client, business);
  const lines = Array.from({ length: chance.between(1, 3) }, () => ({
    description: 'Commission',
    quantity: String(chance.between(1, 5)),
    unit_price: `${chance.below(300)}.${chance.between(10, 99)}`,
  }));
  const told = await askEagerly(client, {
    method: 'POST',
    route: '/v1/self_billed_invoices',
    body: {
      agreement: chance.of(business.agreements),
      currency: chance.of(CURRENCIES),
      supplied_on: world.twins.now(-3 * DAY).slice(0, 10),
      tax: chance.of(['standard', 'standard', 'reduced']),
      lines,
    },
    key: keyOf(business),
  });
  if (told.status === 202) business.selfBilled.push(textOf(told, 'id'));
};

/** An agreement ends, with a day that may lie before supplies that are still to be invoiced. */
const endAgreement: Thing = async (client, business) => {
  const { chance, world } = client;
  await askEagerly(client, {
    method: 'POST',
    route: '/v1/self_billing_agreements/{self_billing_agreement_id}/end',
    params: { self_billing_agreement_id: chance.of(business.agreements) },
    body: { ended_on: world.twins.now(-chance.between(0, 10) * DAY).slice(0, 10) },
    key: keyOf(business),
  });
};

/** A supplier objects to what was written in its name, or the invoice is taken back. */
const takeSelfBilledBack: Thing = async (client, business) => {
  const { chance, world } = client;
  if (business.selfBilled.length === 0) return selfBill(client, business);
  const params = { self_billed_invoice_id: chance.of(business.selfBilled) };
  const [what, body] = chance.at(0.5)
    ? ['objection', { objected_on: world.twins.now().slice(0, 10) }]
    : ['credit_notes', { reason: 'wrong' }];
  const route = `/v1/self_billed_invoices/{self_billed_invoice_id}/${what}`;
  await askEagerly(client, { method: 'POST', route, params, body, key: keyOf(business) });
};

async function agreement(...[client, business]: Parameters<Thing>): Promise<string> {
  const { chance, world } = client;
  const supplier = { ...newCustomer(chance), kind: 'business', vat_id: 'DE136695976' };
  const post = { method: 'POST', key: keyOf(business) };
  const told = await askEagerly(client, { ...post, route: '/v1/customers', body: supplier });
  if (told.status !== 201) return '';
  const agreed = await askEagerly(client, {
    ...{ method: 'POST', route: '/v1/self_billing_agreements', key: keyOf(business) },
    body: {
      legal_entity: chance.of(business.entities),
      supplier: textOf(told, 'id'),
      agreed_on: world.twins.now(-30 * DAY).slice(0, 10),
      is_small_business: chance.at(0.3),
    },
  });

  return agreed.status === 201 ? textOf(agreed, 'id') : '';
}

/** Closes the books through the month before, or opens it again. */
const keepBooks: Thing = async (client, business) => {
  const { chance, world } = client;
  const [year = '', month = ''] = world.twins.now().split('-');
  const period =
    month === '01' ? `${Number(year) - 1}-12` : `${year}-${String(Number(month) - 1).padStart(2, '0')}`;
  const whose = { legal_entity: chance.of(business.entities) };
  const [verb, body] = chance.at(0.7)
    ? ['close', whose]
    : ['reopen', { ...whose, reason: 'A document was late' }];
  const route = `/v1/ledger/periods/{period}/${verb}`;
  await askEagerly(client, { method: 'POST', route, params: { period }, body });
};

/** Clients who buy, deliver, pay, give and put right, in any order. */
export const DEALERS: Trade = {
  deck: [
    ...[placeOrder, placeGross, placeWithDeposits, placeWithDeposits, placeForFulfilment, subscribe],
    ...[
      fulfil,
      fulfil,
      fulfil,
      sellProduct,
      sellProduct,
      sellAddOn,
      sellAddOn,
      giveCredits,
      giveCredits,
      sellCredits,
      sellCredits,
    ],
    ...[putRight, putRight, putRight, creditInvoice, creditPieces, creditPieces],
    ...[selfBill, selfBill, selfBill, takeSelfBilledBack, takeSelfBilledBack],
    ...[transfer, transfer, payAgain, refund, allocate, runBilling, keepBooks, keepBooks],
    ...[cancelOrder, changeCustomer, eraseCustomer],
  ],
  plan: newPlan,
  // Some trade for longer than our tables are known, and some count for each customer and month.
  entity: (chance) => ({
    tax_rates: { standard: '19', reduced: '7' },
    ...newEntity(chance),
    ...(chance.at(0.3) && {
      invoice_numbers: 'R-{year}-{month}-{customer:3}-{number:3}',
      credit_note_numbers: 'C-{year}-{month}-{customer:3}-{number:3}',
      number_scope: 'customer',
      number_reset: 'monthly',
    }),
  }),
};
