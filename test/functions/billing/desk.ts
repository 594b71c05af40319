/** The functions of billing over the memory twins, with every delivery in hand. Whom else a fact wakes is left out. */
import type { SubscriptionBegin } from '../../../shared/domain/subscriptions/start.ts';
import type { APIGatewayProxyEventV2, SQSEvent } from 'aws-lambda';
import { handler as catalogKeep } from '../../../functions/catalog/keep.ts';
import { handler as billingBill } from '../../../functions/billing/bill.ts';
import { handler as billingPlan } from '../../../functions/billing/plan.ts';
import { handler as billingRun } from '../../../functions/billing/run.ts';
import { handler as migrationsAdvance } from '../../../functions/migrations/advance.ts';
import { handler as migrationsKeep } from '../../../functions/migrations/keep.ts';
import { handler as ordersPlace } from '../../../functions/orders/place.ts';
import { handler as productsKeep } from '../../../functions/products/keep.ts';
import { handler as addOnsFollow } from '../../../functions/add_ons/follow.ts';
import { handler as addOnsKeep } from '../../../functions/add_ons/keep.ts';
import { handler as subscriptionsActivate } from '../../../functions/subscriptions/activate.ts';
import { handler as subscriptionsKeep } from '../../../functions/subscriptions/keep.ts';
import { handler as subscriptionsReconcile } from '../../../functions/subscriptions/reconcile.ts';
import { handler as subscriptionsSuspend } from '../../../functions/subscriptions/suspend.ts';
import { handler as subscriptionsStart } from '../../../functions/subscriptions/start.ts';
import { handler as usageKeep } from '../../../functions/usage/keep.ts';
import { memoryDocuments } from '../../../shared/adapters/memory-documents.ts';
import { memoryJournal } from '../../../shared/adapters/memory-journal.ts';
import { memoryObserver } from '../../../shared/adapters/memory-observer.ts';
import { memoryProfiles } from '../../../shared/adapters/memory-profiles.ts';
import { memoryQueues } from '../../../shared/adapters/memory-queues.ts';
import { memorySecrets } from '../../../shared/adapters/memory-secrets.ts';
import { memoryMail } from '../../../shared/adapters/memory-mail.ts';
import { memoryTaxIds } from '../../../shared/adapters/memory-tax-ids.ts';
import { memoryClock, seededNumbers, seededRandomness } from '../../../shared/adapters/memory-system.ts';
import { memoryUsage } from '../../../shared/adapters/memory-usage.ts';
import { memoryViews } from '../../../shared/adapters/memory-views.ts';
import { apiKeys } from '../../../shared/domain/api-keys.ts';
import { customers } from '../../../shared/domain/customers.ts';
import { legalEntities } from '../../../shared/domain/legal-entities.ts';
import { orders, storeLine } from '../../../shared/domain/orders.ts';
import type { OrderLine } from '../../../shared/domain/orders/states.ts';
import { tenants } from '../../../shared/domain/tenants.ts';
import { hashSecret } from '../../../shared/edge/authenticate.ts';
import { messagesOf } from '../../../shared/edge/news.ts';
import { create, execute } from '../../../shared/execute.ts';
import { derivedId } from '../../../shared/kernel/hash.ts';
import type { Commit, Journal, Ports } from '../../../shared/ports.ts';
import { project } from '../../../shared/flows/projecting.ts';
import type { FunctionName } from '../../../shared/topology.ts';

/** The tenant and the things every test needs. */
export const TENANT = derivedId('ten', 'desk');
export const ENTITY = derivedId('le', 'desk');
export const CUSTOMER = derivedId('cus', 'desk');

const PEPPER = 'desk pepper';
const SECRET = '0'.repeat(52);
const KEY = derivedId('key', 'desk');
const ROUNDS_MAX = 500;
const WORKERS = {
  'add_ons.follow': addOnsFollow,
  'billing.bill': billingBill,
  'billing.plan': billingPlan,
  'migrations.advance': migrationsAdvance,
  'subscriptions.start': subscriptionsStart,
};
const HTTP = {
  'add_ons.keep': addOnsKeep,
  'catalog.keep': catalogKeep,
  'billing.run': billingRun,
  'migrations.keep': migrationsKeep,
  'orders.place': ordersPlace,
  'products.keep': productsKeep,
  'subscriptions.activate': subscriptionsActivate,
  'subscriptions.keep': subscriptionsKeep,
  'subscriptions.reconcile': subscriptionsReconcile,
  'subscriptions.suspend': subscriptionsSuspend,
  'usage.keep': usageKeep,
};

/** An answer of the API. */
export type Answered = {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Record<string, string>;
};

/** A desk that opens at an instant. `around` may wrap the journal to make it misbehave. */
export async function desk(start: string, around: (journal: Journal) => Journal = (journal) => journal) {
  const journal = memoryJournal();
  const queues = memoryQueues();
  const clock = memoryClock(start);
  const ports: Ports = {
    stage: 'test',
    publicUrl: 'https://desk.example',
    journal: around(journal),
    views: memoryViews(),
    profiles: memoryProfiles(),
    usage: memoryUsage(),
    queues,
    documents: memoryDocuments(),
    providers: {},
    taxIds: memoryTaxIds(),
    mail: memoryMail(),
    taxEngine: null,
    secrets: memorySecrets({ pepper: [PEPPER], cursor: ['desk cursor'] }),
    clock,
    randomness: seededRandomness(1),
    observer: memoryObserver(),
  };
  let read = 0;

  /** Projects and relays what was recorded since; answers whether anything was. */
  async function spread(): Promise<boolean> {
    const news = journal.stream.slice(read);
    read = journal.stream.length;
    for (const commit of news) {
      await project(commit, ports);
      await queues.send(messagesOf(commit).filter(({ to }) => to in WORKERS));
    }

    return news.length > 0;
  }

  /** Lets everything happen that follows; `times` delivers each message so often, `seed` in a shuffled order. */
  async function settle({ times = 1, seed }: { times?: number; seed?: number } = {}): Promise<void> {
    const next = seededNumbers(seed ?? 1);
    let waiting: { to: keyof typeof WORKERS; body: string; receives: number }[] = [];
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      const moved = await spread();
      const fresh = queues.outbox
        .drain()
        .flatMap(({ to, body }) => Array.from({ length: times }, () => ({ to, body })));
      waiting.push(...fresh.map(({ to, body }) => ({ to: to as keyof typeof WORKERS, body, receives: 0 })));
      if (!moved && waiting.length === 0) return;

      const [one] = waiting.splice(seed === undefined ? 0 : next() % Math.max(1, waiting.length), 1);
      if (!one) continue;
      const failed = await deliver(one.to, one.body, one.receives + 1);
      if (failed && one.receives < 10) waiting = [...waiting, { ...one, receives: one.receives + 1 }];
    }
    throw new Error(`the desk did not settle in ${ROUNDS_MAX} rounds`);
  }

  /** Hands one message to its worker; answers whether it must come again. */
  async function deliver(to: keyof typeof WORKERS, body: string, receives = 1): Promise<boolean> {
    const record = { messageId: 'one', body, attributes: { ApproximateReceiveCount: String(receives) } };
    const event = { Records: [record] } as unknown as SQSEvent; // the parts that our edge reads
    const answer = await WORKERS[to].with(ports)(event);

    return answer.batchItemFailures.length > 0;
  }

  async function call(
    to: keyof typeof HTTP,
    request: Partial<APIGatewayProxyEventV2> & { key?: string },
  ): Promise<Answered> {
    const { key, headers, ...rest } = request;
    const event = {
      rawPath: '/',
      headers: {
        authorization: `Bearer sk_test_${TENANT.slice(4)}_${KEY.slice(4)}_${SECRET}`,
        'content-type': 'application/json',
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...headers,
      },
      isBase64Encoded: false,
      requestContext: { requestId: 'request' },
      ...rest,
    } as unknown as APIGatewayProxyEventV2; // the parts that our edge reads
    const answer = (await HTTP[to].with(ports)(event)) as {
      statusCode: number;
      body: string;
      headers: Record<string, string>;
    };

    return { status: answer.statusCode, body: JSON.parse(answer.body), headers: answer.headers };
  }

  await seed(ports);
  await spread();

  /** Registers a second seller. */
  async function sellerToo(): Promise<string> {
    const id = derivedId('le', 'desk too');
    const acting = actingAt(ports);
    const command = { do: 'register', details: SELLER, at: acting.at } as const;
    await create(ports.journal, legalEntities, { ref: { tenant: TENANT, id }, command, acting });

    return id;
  }

  return { ports, journal, clock, settle, spread, deliver, call, queues, sellerToo };
}

/** What a test does most: a desk's calls by name. */
export type Desk = Awaited<ReturnType<typeof desk>>;

/** Publishes a plan and answers its id. */
export async function publishPlan(
  at: Desk,
  body: Record<string, unknown> = {},
  key = 'plan',
): Promise<string> {
  const plan = {
    name: 'Reading room',
    interval: 'month',
    prices: [{ currency: 'EUR', amount: '19.90' }],
    ...body,
  };
  const answer = await at.call('catalog.keep', {
    routeKey: 'POST /v1/plans',
    body: JSON.stringify(plan),
    key,
  });
  await at.settle();

  return String(answer.body.id);
}

/** Publishes the next version of a plan, at another price in euros. */
export async function publishVersion(
  at: Desk,
  plan: string,
  amount: string,
  more: object = {},
): Promise<void> {
  await at.call('catalog.keep', {
    routeKey: 'POST /v1/plans/{plan_id}/versions',
    pathParameters: { plan_id: plan },
    body: JSON.stringify({
      name: 'Reading room',
      interval: 'month',
      prices: [{ currency: 'EUR', amount }],
      ...more,
    }),
    key: `version ${amount}`,
  });
  await at.settle();
}

/** Places an order with one line for each plan; answers the ids of its subscriptions after they have started. */
export async function order(
  at: Desk,
  plans: readonly string[],
  {
    key = 'order',
    customer = CUSTOMER,
    currency = 'EUR',
    description = LINE.description,
    settle = true,
    grouping = undefined as 'by_billing_day' | undefined,
    begin = null as SubscriptionBegin | null,
  } = {},
): Promise<string[]> {
  const id = derivedId('ord', 'desk', key);
  const lines = plans.map((plan) => storeLine({ ...LINE, description, plan, begin }));
  const terms = {
    entity: ENTITY,
    customer,
    profile: 1,
    currency,
    lines,
    billing: 'on_placement',
    dueDays: 14,
    language: 'de',
    reference: null,
    metadata: [],
    ...(grouping && { grouping }),
  } as const;
  const acting = actingAt(at.ports);
  await create(at.ports.journal, orders, {
    ref: { tenant: TENANT, id },
    command: { do: 'place', terms, at: acting.at },
    acting,
  });
  if (settle) await at.settle();

  return plans.map((_, index) => derivedId('sub', TENANT, id, String(index + 1)));
}

/** Asks something of a subscription, and lets everything happen that follows. */
export async function ask(
  at: Desk,
  subscription: string | undefined,
  { verb, body, key }: { readonly verb: string; readonly body?: unknown; readonly key?: string },
): Promise<Answered> {
  const answer = await at.call(verb === 'add_ons' ? 'add_ons.keep' : 'subscriptions.keep', {
    routeKey: `POST /v1/subscriptions/{subscription_id}/${verb}`,
    pathParameters: { subscription_id: subscription ?? '' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(key === undefined ? {} : { key }),
  });
  await at.settle();

  return answer;
}

/** The periods that were billed, in the order they were recorded. */
export function billed(at: Desk, subscription?: string) {
  return factsIn(at, 'subscription.billed').filter(
    (data) => subscription === undefined || data.subscription === subscription,
  );
}

/** The data of every fact of a type, in the order they were recorded. */
export function factsIn(at: Desk, type: string): readonly Record<string, unknown>[] {
  const facts = at.journal.stream.flatMap((commit: Commit) => commit.facts);

  return facts.filter((fact) => fact.type === type).map((fact) => fact.data as Record<string, unknown>);
}

/** Ticks the hourly schedule and lets everything happen that follows. */
export async function tick(at: Desk, how: { times?: number; seed?: number } = {}): Promise<void> {
  await billingRun.with(at.ports)({});
  await at.settle(how);
}

/** Opens a run, lets it work, and answers it. */
export async function openRun(at: Desk, key: string, body: Record<string, unknown> = {}) {
  const answer = await at.call('billing.run', {
    routeKey: 'POST /v1/billing_runs',
    body: JSON.stringify(body),
    key,
  });
  await at.settle();

  return showRun(at, String(answer.body.id));
}

/** A run as the API shows it. */
export async function showRun(at: Desk, id: string) {
  const pathParameters = { billing_run_id: id };

  return (await at.call('billing.run', { routeKey: 'GET /v1/billing_runs/{billing_run_id}', pathParameters }))
    .body;
}

/** Registers one more customer. */
export async function register(at: Desk, name: string): Promise<string> {
  const id = derivedId('cus', name);
  await customer(at.ports, id);

  return id;
}

/** Erases a customer's personal data, so that nothing can be billed to them. */
export async function erase(at: Desk, id: string): Promise<void> {
  const ref = { tenant: TENANT, id };
  await execute(at.ports.journal, customers, { ref, command: { do: 'erase' }, acting: actingAt(at.ports) });
}

const LINE: OrderLine = {
  description: 'Reading room, monthly',
  quantity: '2',
  unitPrice: null,
  tax: 'standard',
  unit: null,
  discount: null,
  sku: null,
  plan: null,
  supply: 'services',
  begin: null,
};

const SELLER = {
  name: 'Sample Library GmbH',
  address: [],
  postal: {
    line1: 'Lesegasse 1',
    line2: null,
    postal_code: '10115',
    city: 'Berlin',
    region: null,
    country: 'DE',
  },
  country: 'DE',
  vatId: null,
  taxNumber: '37/123/45678',
  email: null,
  zone: 'Europe/Berlin',
  currency: 'EUR',
  iban: null,
  bic: null,
  footer: [],
  invoiceNumbers: 'INV-{year}-{number:5}',
  creditNoteNumbers: 'CN-{year}-{number:5}',
  taxRates: null,
  dueDays: 14,
} as const;

async function seed(ports: Ports): Promise<void> {
  const acting = actingAt(ports);
  const { at } = acting;
  const { journal } = ports;
  const tenant = TENANT;
  await create(journal, tenants, {
    ref: { tenant, id: tenant },
    command: { do: 'create', name: 'Desk', at },
    acting,
  });
  await create(journal, legalEntities, {
    ref: { tenant, id: ENTITY },
    command: { do: 'register', details: SELLER, at },
    acting,
  });
  await customer(ports, CUSTOMER);
  const issue = {
    do: 'issue',
    label: 'desk',
    scopes: ['admin'],
    secretHash: hashSecret(SECRET, PEPPER),
    at,
  } as const;
  await create(journal, apiKeys, { ref: { tenant, id: KEY }, command: issue, acting });
}

async function customer(ports: Ports, id: string): Promise<void> {
  const acting = actingAt(ports);
  const terms = {
    kind: 'business',
    country: 'DE',
    language: 'de',
    dueDays: 14,
    metadata: [],
    profile: 1,
  } as const;
  const command = { do: 'register', ...terms, at: acting.at } as const;
  await create(ports.journal, customers, { ref: { tenant: TENANT, id }, command, acting });
}

function actingAt(ports: Ports) {
  return {
    actor: 'desk' satisfies string as FunctionName | string,
    cause: 'desk',
    trace: 'desk',
    at: ports.clock.now(),
  };
}
