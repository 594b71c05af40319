/** What clients do in a history: a small random business, its mistakes included. */
import { signSandbox } from '../../shared/adapters/providers/sandbox-webhook.ts';
import type { Chance } from './chance.ts';
import { ask, askEagerly, type Client, fieldOf, isServed, textOf } from './client.ts';
import { CURRENCIES, newCustomer, newReductions, oneOffLine } from './goods.ts';
import type { Ask } from './requests.ts';
import { sleep } from './world.ts';

/** An event of usage, as it is told. */
export type Used = {
  readonly id: string;
  readonly subscription: string;
  readonly meter: string;
  readonly at: string;
  readonly quantity: string;
  readonly dimension: string;
};

/** What the clients know by now; they share it. */
export type Business = {
  readonly entities: string[];
  readonly customers: string[];
  readonly plans: string[];
  /** Those of them whose prices contain the tax. */
  readonly grossPlans: Set<string>;
  readonly orders: string[];
  readonly invoices: string[];
  readonly subscriptions: string[];
  readonly payments: string[];
  readonly products: string[];
  readonly addOns: string[];
  /** What suppliers agreed to, so that we may invoice in their names. */
  readonly agreements: string[];
  /** What we invoiced in the names of suppliers. */
  readonly selfBilled: string[];
  /** Credits that were bought, paid for or not. */
  readonly bought: { readonly customer: string; readonly grant: string }[];
  /** How the methods behave that customers save here. */
  readonly methods: readonly string[];
  /** What was told to have been used. */
  readonly used: Used[];
  keys: number;
};

/** A business before its first day. */
export function newBusiness(methods: readonly string[]): Business {
  return {
    entities: [],
    customers: [],
    plans: [],
    grossPlans: new Set(),
    orders: [],
    invoices: [],
    subscriptions: [],
    payments: [],
    products: [],
    addOns: [],
    agreements: [],
    selfBilled: [],
    bought: [],
    methods,
    used: [],
    keys: 0,
  };
}

const MINUTE = 60_000;
const DAY = 86_400_000;

/** One client's day: so many things, one after the other. */
export async function live(
  client: Client,
  business: Business,
  of: { readonly things: number; readonly deck: readonly Thing[] | null },
): Promise<void> {
  const deck = of.deck ?? deckOf(client.chance);
  for (let done = 0; done < of.things; done += 1) {
    await client.chance.of(deck)(client, business);
    await sleep(client.world, pauseOf(client.chance));
  }
}

/** Looks at everything once, when all is quiet: what the API says at the end is checked against the journal. */
export async function lookAround(client: Client, business: Business): Promise<void> {
  for (const order of new Set(business.orders))
    await ask(client, { method: 'GET', route: '/v1/orders/{order_id}', params: { order_id: order } });
  for (const invoice of invoicesOf(client)) {
    await ask(client, { method: 'GET', route: '/v1/invoices/{invoice_id}', params: { invoice_id: invoice } });
  }
  const accounts = { method: 'GET', route: '/v1/customers/{customer_id}/accounts' };
  if (!isServed(client, accounts)) return;
  for (const customer of new Set(business.customers))
    await ask(client, { ...accounts, params: { customer_id: customer } });
}

function pauseOf(chance: Chance): number {
  return chance.at(0.15) ? chance.between(1, 45) * DAY : chance.below(30 * MINUTE);
}

/** How a payer's card may behave on a hosted page. */
const ON_PAGES = ['pm_approve', 'pm_decline_soft', 'pm_duplicate', 'pm_lose'];

/** Something that a client does. */
export type Thing = (client: Client, business: Business) => Promise<void>;

const SALES: readonly Thing[] = [placeOrder, placeOrder, placeForFulfilment, subscribe];

const OTHERS: readonly Thing[] = [
  fulfil,
  cancelOrder,
  reuseKey,
  cancelSubscription,
  creditInvoice,
  transfer,
  payAgain,
  checkOut,
  refund,
  allocate,
  runBilling,
  registerCustomer,
  badRequest,
  forge,
  confirm,
  trespass,
  changeCustomer,
  changeCustomer,
  eraseCustomer,
];

/** Where money comes, goes back and comes again. */
export const MONEY: readonly Thing[] = [
  placeOrder,
  placeOrder,
  placeOrder,
  refund,
  refund,
  refund,
  refund,
  payAgain,
  payAgain,
  checkOut,
  creditInvoice,
  transfer,
  allocate,
];

/** What one client does: it sells, and besides that it has a few habits, so that some things meet each other often. */
function deckOf(chance: Chance): readonly Thing[] {
  const habits = Array.from({ length: chance.between(3, 8) }, () => chance.of(OTHERS));

  const sales = Array.from({ length: chance.between(1, 4) }, () => chance.of(SALES));

  return [...sales, ...habits];
}

export async function placeOrder(client: Client, business: Business): Promise<void> {
  const { chance } = client;
  await order(client, business, {
    billing: 'on_placement',
    lines: someLines(chance),
    ...newReductions(chance),
  });
}

export async function placeForFulfilment(client: Client, business: Business): Promise<void> {
  const { chance } = client;
  await order(client, business, {
    billing: 'on_fulfilment',
    lines: someLines(chance, 'divisible'),
    ...newReductions(chance, 'divisible'),
  });
}

export async function subscribe(client: Client, business: Business): Promise<void> {
  const { chance } = client;
  if (business.plans.length === 0) return;
  const line = {
    description: 'Subscription',
    quantity: String(chance.between(1, 5)),
    plan: chance.of(business.plans),
  };
  await order(client, business, {
    billing: 'on_placement',
    // Two of one order fall due together, which some customers want on one invoice.
    lines: chance.at(0.4)
      ? [line, oneOffLine(chance)]
      : Array.from({ length: 1 + (business.keys % 2) }, () => line),
  });
}

/** Places an order, for somebody in some currency. */
export async function order(
  client: Client,
  business: Business,
  of: { readonly billing: string; readonly lines: readonly unknown[] } & Readonly<Record<string, unknown>>,
): Promise<void> {
  const { chance } = client;
  const customer = chance.at(0.15) ? newCustomer(chance) : chance.of(business.customers);
  const body = {
    legal_entity: chance.of(business.entities),
    customer,
    currency: chance.of(CURRENCIES),
    ...of,
    ...(chance.at(0.3) ? { payment_terms_days: chance.between(0, 30) } : {}),
    metadata: chance.at(0.2) ? { channel: 'shop' } : {},
  };
  const told = await askEagerly(client, { method: 'POST', route: '/v1/orders', body, key: keyOf(business) });
  if (told.status !== 201) return;
  business.orders.push(textOf(told, 'id'));
  remember(business.invoices, fieldOf(told, 'invoices'));
  remember(business.subscriptions, fieldOf(told, 'subscriptions'));
}

export async function fulfil(client: Client, business: Business): Promise<void> {
  const { chance, world } = client;
  if (business.orders.length === 0) return;
  const found = await ask(client, {
    method: 'GET',
    route: '/v1/orders/{order_id}',
    params: { order_id: chance.of(business.orders) },
  });
  const lines = openLines(found, chance);
  if (lines.length === 0) return;
  const told = await askEagerly(client, {
    method: 'POST',
    route: '/v1/orders/{order_id}/fulfilments',
    params: { order_id: textOf(found, 'id') },
    body: { lines, delivered_on: world.twins.now(-2 * DAY).slice(0, 10) },
    key: keyOf(business),
  });
  const invoice = textOf(told, 'invoice');
  if (told.status === 201 && invoice !== '') business.invoices.push(invoice);
}

function openLines(found: Parameters<typeof fieldOf>[0], chance: Chance) {
  const lines = (fieldOf(found, 'lines') ?? []) as readonly {
    line: number;
    quantity: string;
    fulfilled_quantity: string;
    plan: unknown;
  }[]; // as the contract says

  return lines.flatMap(({ line, quantity, fulfilled_quantity, plan }) => {
    const open = Math.round((Number(quantity) - Number(fulfilled_quantity)) * 1_000);
    if (plan !== null || (open <= 0 && !chance.at(0.05)) || chance.at(0.3)) return [];
    const part = chance.at(0.5) ? open : Math.max(1, chance.below(open + 1));
    return [{ line, quantity: String(Math.max(part, 1) / 1_000) }];
  });
}

export async function cancelOrder(client: Client, business: Business): Promise<void> {
  if (business.orders.length === 0) return;
  await askEagerly(client, {
    method: 'POST',
    route: '/v1/orders/{order_id}/cancel',
    params: { order_id: client.chance.of(business.orders) },
  });
}

/** A key that has been used, with another body: it must be refused, and nothing may change. */
async function reuseKey(client: Client, business: Business): Promise<void> {
  const former = client.world.log.find(
    ({ ask: { route, method }, told }) => method === 'POST' && route === '/v1/orders' && told.status === 201,
  );
  if (!former?.ask.key) return;
  const body = { ...(former.ask.body as object), reference: `another ${business.keys}` };
  await ask(client, { method: 'POST', route: '/v1/orders', body, key: former.ask.key });
}

/** Cancels a subscription, with its period or at once. */
export async function cancelSubscription(client: Client, business: Business): Promise<void> {
  if (business.subscriptions.length === 0) return;
  const params = { subscription_id: client.chance.of(business.subscriptions) };
  const body = { at: client.chance.of(['period_end', 'now']) };
  await askEagerly(client, {
    method: 'POST',
    route: '/v1/subscriptions/{subscription_id}/cancel',
    params,
    body,
  });
}

/** Takes an invoice back. */
export async function creditInvoice(client: Client, business: Business): Promise<void> {
  const { chance } = client;
  if (business.invoices.length === 0) return;
  await askEagerly(client, {
    method: 'POST',
    route: '/v1/invoices/{invoice_id}/credit_notes',
    params: { invoice_id: chance.of(business.invoices) },
    body: {
      reason: chance.of(['cancelled', 'returned', 'wrong', 'goodwill']),
      remainder: chance.of(['credit', 'refund']),
      ...(chance.at(0.4) && { effect: chance.of(['cancel_debt', 'refund']) }),
      ...(chance.at(0.6) && { lines: [{ line: 1, amount: chance.of(['0.07', '1.13', '5.00', '12.31']) }] }),
    },
    key: keyOf(business),
  });
}

/** A bank transfer for an invoice: the right amount, a part of it, or more; or for a customer without saying for what. */
export async function transfer(client: Client, business: Business): Promise<void> {
  const { chance, world } = client;
  const request = { method: 'POST', route: '/v1/payments' };
  if (business.invoices.length === 0 || !isServed(client, request)) return;
  const invoice = chance.of(business.invoices);
  const found = await ask(client, {
    method: 'GET',
    route: '/v1/invoices/{invoice_id}',
    params: { invoice_id: invoice },
  });
  const total = fieldOf(found, 'total') as { amount: string; currency: string } | undefined;
  if (!total) return;
  const purpose = chance.at(0.7)
    ? { invoice }
    : { customer: textOf(found, 'customer'), legal_entity: textOf(found, 'legal_entity') };
  const body = {
    ...purpose,
    amount: {
      currency: total.currency,
      amount: chance.at(0.5) ? total.amount : scaled(total.amount, chance),
    },
    received_on: world.twins.now(-DAY).slice(0, 10),
    reference: `transfer ${business.keys}`,
  };
  const told = await askEagerly(client, { ...request, body, key: keyOf(business) });
  if (told.status === 201) business.payments.push(textOf(told, 'id'));
}

export async function payAgain(client: Client, business: Business): Promise<void> {
  const request = { method: 'POST', route: '/v1/invoices/{invoice_id}/pay' };
  if (business.invoices.length === 0 || !isServed(client, request)) return;
  const params = { invoice_id: client.chance.of(business.invoices) };
  const told = await askEagerly(client, { ...request, params, body: {}, key: keyOf(business) });
  if (told.status === 201) business.payments.push(textOf(told, 'id'));
}

/** Opens a hosted page, and often pays there. */
async function checkOut(client: Client, business: Business): Promise<void> {
  const { chance, world } = client;
  const request = { method: 'POST', route: '/v1/invoices/{invoice_id}/checkout' };
  if (business.invoices.length === 0 || !isServed(client, request)) return;
  const params = { invoice_id: chance.of(business.invoices) };
  const told = await askEagerly(client, {
    ...request,
    params,
    body: { return_url: 'https://shop.example/thanks' },
    key: keyOf(business),
  });
  if (told.status !== 201) return;
  business.payments.push(textOf(told, 'payment'));
  await sleep(world, chance.below(40 * MINUTE));
  const visits = chance.below(3);
  for (let visit = 0; visit < visits; visit += 1) {
    await world.twins.sandbox.http({
      method: 'POST',
      url: `${textOf(told, 'url')}/pay`,
      body: `behaviour=${chance.of(ON_PAGES.filter((way) => business.methods.includes(way)))}`,
    });
  }
}

export async function refund(client: Client, business: Business): Promise<void> {
  const { chance } = client;
  const request = { method: 'POST', route: '/v1/payments/{payment_id}/refunds' };
  if (!isServed(client, request)) return;
  const known = [...business.payments, ...chargedPayments(client)];
  if (known.length === 0) return;
  const payment = chance.of(known);
  const found = await ask(client, {
    method: 'GET',
    route: '/v1/payments/{payment_id}',
    params: { payment_id: payment },
  });
  const amount = fieldOf(found, 'amount') as { amount: string; currency: string } | undefined;
  if (!amount) return;
  const effect = chance.of(['unapplied', 'reopen', 'reopen', 'credit_note']);
  const part =
    chance.at(0.4) || effect === 'credit_note'
      ? {}
      : { amount: { ...amount, amount: scaled(amount.amount, chance) } };
  const body = { effect, ...part };
  await askEagerly(client, { ...request, params: { payment_id: payment }, body, key: keyOf(business) });
}

export async function allocate(client: Client, business: Business): Promise<void> {
  const { chance } = client;
  const accounts = { method: 'GET', route: '/v1/customers/{customer_id}/accounts' };
  if (!isServed(client, accounts)) return;
  const customer = chance.of(business.customers);
  const found = await ask(client, { ...accounts, params: { customer_id: customer } });
  type Account = {
    items: { invoice: string }[];
    cash: { payment: string }[];
    credits: { credit_note: string }[];
  };
  const data = (fieldOf(found, 'data') ?? []) as readonly Account[]; // as the contract says
  for (const { items, cash, credits } of data) {
    const [item, money, credit] = [items[0], cash[0], credits[0]];
    if (!item || (!money && !credit)) continue;
    const source = money ? { payment: money.payment } : { credit_note: credit?.credit_note };
    await askEagerly(client, {
      method: 'POST',
      route: '/v1/customers/{customer_id}/allocations',
      params: { customer_id: customer },
      body: { invoice: item.invoice, ...source },
      key: keyOf(business),
    });
  }
}

/** Opens a run. */
export async function runBilling(client: Client, business: Business): Promise<void> {
  await askEagerly(client, { method: 'POST', route: '/v1/billing_runs', body: {}, key: keyOf(business) });
}

async function registerCustomer(client: Client, business: Business): Promise<void> {
  const told = await askEagerly(client, {
    method: 'POST',
    route: '/v1/customers',
    body: newCustomer(client.chance),
    key: keyOf(business),
  });
  if (told.status !== 201) return;
  const customer = textOf(told, 'id');
  business.customers.push(customer);
  if (client.chance.at(0.7))
    await attachMethod(client, business, { customer, method: client.chance.of(business.methods) });
}

/** What must be refused; it changes nothing. */
async function badRequest(client: Client, business: Business): Promise<void> {
  const { chance } = client;
  const good = {
    legal_entity: business.entities[0],
    customer: business.customers[0],
    currency: 'EUR',
    lines: [oneOffLine(chance)],
  };
  const bad = chance.of([
    { ...good, currency: 'XXX' },
    { ...good, lines: [] },
    { ...good, unknown_field: 1 },
    { ...good, customer: 'cus_00000000000000000000000000' },
    '{"not json',
  ]);
  await ask(client, { method: 'POST', route: '/v1/orders', body: bad, key: keyOf(business) });
}

/** Asks for what belongs to somebody else: it does not exist for who asks. */
async function trespass(client: Client): Promise<void> {
  const { chance, world, tenant } = client;
  const foreign = world.twins.journal.stream.filter(
    (commit) => commit.tenant !== tenant && commit.version === 1,
  );
  if (foreign.length === 0) return;
  const { id } = chance.of(foreign);
  const requests: readonly Ask[] = [
    { method: 'GET', route: '/v1/orders/{order_id}', params: { order_id: id } },
    { method: 'GET', route: '/v1/invoices/{invoice_id}', params: { invoice_id: id } },
    { method: 'GET', route: '/v1/customers/{customer_id}', params: { customer_id: id } },
    { method: 'GET', route: '/v1/payments/{payment_id}', params: { payment_id: id } },
    { method: 'POST', route: '/v1/orders/{order_id}/cancel', params: { order_id: id } },
  ];
  for (const request of requests) {
    const told = await ask(client, request);
    if (told.status < 400) throw new Error(`${request.method} ${request.route} showed ${id} to a stranger`);
  }
}

export async function changeCustomer(client: Client, business: Business): Promise<void> {
  const { chance } = client;
  const { name, email, address } = newCustomer(chance);
  const body = chance.at(0.7) ? { name, email, address } : { payment_terms_days: chance.below(60) };
  const params = { customer_id: chance.of(business.customers) };
  await askEagerly(client, { method: 'PATCH', route: '/v1/customers/{customer_id}', params, body });
}

/** A customer's personal data goes for good, whatever is under way. */
export async function eraseCustomer(client: Client, business: Business): Promise<void> {
  const { chance } = client;
  if (business.customers.length < 2 || !chance.at(0.5)) return;
  const [customer = ''] = business.customers.splice(chance.below(business.customers.length), 1);
  await askEagerly(client, {
    method: 'POST',
    route: '/v1/customers/{customer_id}/erase',
    params: { customer_id: customer },
  });
}

/** Somebody who is not the provider says that money came; nobody may believe it. */
async function forge(client: Client): Promise<void> {
  const { chance, world } = client;
  const intended = world.twins.journal.stream.filter(
    ({ id, version }) => id.startsWith('pay_') && version === 1,
  );
  if (intended.length === 0) return;
  const { tenant, id, facts } = chance.of(intended);
  const data = facts[0]?.data as { invoice: string; amountMinor: bigint; currency: string; provider: string }; // of payment.intended
  if (data.provider !== 'sandbox') return;
  const charge = {
    object: 'charge',
    id: `sbc_forged${chance.below(1_000)}`,
    tenant,
    payment: id,
    invoice: data.invoice,
    checkout: null,
    status: 'settled',
  };
  const told = {
    amount_minor: String(data.amountMinor),
    currency: data.currency,
    description: '',
    decline_code: null,
    url: null,
  };
  const at = world.twins.now();
  const body = JSON.stringify({
    id: `sbe_forged${chance.below(1_000_000)}`,
    type: 'charge.settled',
    created: at,
    data: { ...charge, ...told, created_at: at, settled_at: at },
  });
  const headers = signSandbox('not-the-secret', Math.floor(world.twins.time.milliseconds / 1_000), body);
  await ask(client, {
    method: 'POST',
    route: '/v1/webhooks/{provider}',
    params: { provider: 'sandbox' },
    body,
    headers,
  });
}

/** A payer confirms, or refuses, what the provider asked about. */
async function confirm({ chance, world }: Client): Promise<void> {
  const waiting = [...world.twins.sandbox.ledger.charges.values()].filter(
    ({ status }) => status === 'action_required',
  );
  if (waiting.length === 0) return;
  const body = `approved=${chance.at(0.7) ? 'yes' : 'no'}`;
  await world.twins.sandbox.http({ method: 'POST', url: chance.of(waiting).url ?? '', body });
}

/** Saves a method with the customer's browser at the provider's page, then makes it the default. */
export async function attachMethod(
  client: Client,
  business: Business,
  of: { readonly customer: string; readonly method: string },
): Promise<void> {
  const request = {
    method: 'POST',
    route: '/v1/customers/{customer_id}/payment_methods',
    params: { customer_id: of.customer },
  };
  await ask(client, {
    ...request,
    body: { provider: 'sandbox', payment_method: of.method },
    key: keyOf(business),
  });
}

function chargedPayments({ world }: Client): readonly string[] {
  return [...world.twins.sandbox.ledger.charges.values()].map(({ payment }) => payment);
}

function invoicesOf({ world }: Client): readonly string[] {
  return [
    ...new Set(
      world.twins.journal.stream.flatMap(({ id, version }) =>
        id.startsWith('inv_') && version === 1 ? [id] : [],
      ),
    ),
  ];
}

export function someLines(chance: Chance, kind: 'any' | 'divisible' = 'any'): readonly unknown[] {
  return Array.from({ length: chance.between(1, 4) }, () => oneOffLine(chance, kind));
}

function scaled(amount: string, chance: Chance): string {
  const [whole = '0', fraction = ''] = amount.split('.');
  const minor = BigInt(whole + fraction);
  const part = (minor * BigInt(chance.between(1, 14))) / 10n;
  const text = (part > 0n ? part : 1n).toString().padStart(fraction.length + 1, '0');

  return fraction === '' ? text : `${text.slice(0, -fraction.length)}.${text.slice(-fraction.length)}`;
}

function remember(list: string[], found: unknown): void {
  if (Array.isArray(found)) list.push(...found.map(String));
}

/** A key that nobody has used. */
export function keyOf(business: Business): string {
  business.keys += 1;

  return `key-${business.keys}`;
}
