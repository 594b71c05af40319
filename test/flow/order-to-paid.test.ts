/** The whole system as it would be deployed, run by the local cloud: from a posted order to booked money. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ensureAssembly } from '../../infra/local/assembly.ts';
import { type ApiRequest, apiClient, ROOT } from '../../infra/local/client.ts';
import { startCloud } from '../../infra/local/cloud.ts';
import type { Cloud } from '../../infra/local/running-cloud.ts';
import { jump } from '../../infra/local/schedules/jump.ts';
import { sweepAtStart } from '../../infra/local/sweep.ts';
import { CUSTOMERS, PLANS, SELLER } from '../../infra/local/seed/cast.ts';
import { deployedPorts, setupTenant } from '../../infra/setup.ts';

const START_MILLISECONDS_MAX = 120_000;

vi.setConfig({ testTimeout: 60_000 });

let assemblyFolder: string;
let dataFolder: string;
let cloud: Cloud;
let token: string;
const complaints: string[] = [];

const start = () =>
  startCloud({
    assemblyFolder,
    dataFolder,
    port: 0,
    sandboxPort: 0,
    fact: () => {},
    complain: (line) => void complaints.push(line),
  });

beforeAll(async () => {
  dataFolder = mkdtempSync(join(tmpdir(), 'countinghouse-flow-'));
  assemblyFolder = (await ensureAssembly(ROOT)).folder;
  cloud = await start();
  cloud.clock.hurry(() => hurried.promise).catch(() => {}); // ends with the tests
  token = (await setupTenant('A tenant', deployedPorts('local'))).token;
  await post('/v1/legal_entities', SELLER);
}, START_MILLISECONDS_MAX);

afterAll(async () => {
  hurried.resolve();
  await cloud?.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

/** Nobody waits here for batches to fill. */
const hurried = Promise.withResolvers<void>();

let keys = 0;

const call = (request: ApiRequest) => apiClient(cloud.url, token)(request);

const nextKey = () => {
  keys += 1;

  return `key-${keys}`;
};

const post = (path: string, body: unknown, idempotencyKey = nextKey()) =>
  call({ method: 'POST', path, body, idempotencyKey });

const read = async (path: string) => z.looseObject({}).parse((await call({ method: 'GET', path })).body);

const idOf = (answer: { readonly body: unknown }) => z.looseObject({ id: z.string() }).parse(answer.body).id;

const customerPaying = async (card: string | null) => {
  const id = idOf(await post('/v1/customers', CUSTOMERS[0]?.body));
  if (card !== null)
    await post(`/v1/customers/${id}/payment_methods`, { provider: 'sandbox', payment_method: card });

  return id;
};

const desks = { description: 'Walnut desk', quantity: '2', unit_price: '349.00' };

const invoiceOfOrder = async (order: string) => {
  const { invoices } = z
    .looseObject({ invoices: z.array(z.string()) })
    .parse(await read(`/v1/orders/${order}`));

  return invoices[0] ?? '';
};

const placed = async (customer: string, lines: readonly unknown[] = [desks]) =>
  idOf(await post('/v1/orders', { customer, currency: 'EUR', lines }));

const quiet = () => cloud.quiet.wait(30);

/** All balances of one currency together. */
const imbalanceMinor = async () => {
  const Trial = z.object({ data: z.array(z.looseObject({ debit: Amount, credit: Amount })) });
  const { data } = Trial.parse(await read('/v1/ledger/trial_balance'));

  return data.reduce((sum, { debit, credit }) => sum + minor(debit.amount) - minor(credit.amount), 0n);
};

const Amount = z.looseObject({ amount: z.string() });

const minor = (amount: string) => BigInt(amount.replace('.', ''));

describe('an order posted to the running system', () => {
  test('becomes an issued and paid invoice with a PDF, and balanced books', async () => {
    const order = await placed(await customerPaying('pm_approve'));

    expect(await quiet()).toBe(true);
    const id = await invoiceOfOrder(order);
    const invoice = await read(`/v1/invoices/${id}`);
    const { url } = z.looseObject({ url: z.string() }).parse(await read(`/v1/invoices/${id}/pdf`));
    const pdf = await fetch(url);

    expect(invoice).toMatchObject({
      number: expect.stringMatching(/^RE-\d{4}-00001$/),
      payment_status: 'paid',
    });
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    expect(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    expect(await imbalanceMinor()).toBe(0n);
  });

  test('is placed once however often it is sent with the same key', async () => {
    const customer = await customerPaying(null);
    const body = { customer, currency: 'EUR', lines: [desks] };

    const answers = await Promise.all([1, 2, 3].map(() => post('/v1/orders', body, 'the-same-key')));
    const other = await post('/v1/orders', { ...body, currency: 'USD' }, 'the-same-key');

    expect(new Set(answers.map(idOf)).size).toBe(1);
    expect(other.status).toBe(422);
  });

  test('stays open when the card is declined', async () => {
    const order = await placed(await customerPaying('pm_decline_hard'));

    await quiet();

    expect(await read(`/v1/invoices/${await invoiceOfOrder(order)}`)).toMatchObject({
      payment_status: 'open',
    });
  });

  test('is paid once when the provider tells it three times', async () => {
    const order = await placed(await customerPaying('pm_duplicate'));

    await quiet();

    expect(await read(`/v1/invoices/${await invoiceOfOrder(order)}`)).toMatchObject({
      payment_status: 'paid',
      paid: { amount: '830.62', currency: 'EUR' },
    });
    expect(await imbalanceMinor()).toBe(0n);
  });

  test('is paid although the provider never tells it, once somebody asks', async () => {
    const order = await placed(await customerPaying('pm_lose'));
    await quiet();
    const before = await read(`/v1/invoices/${await invoiceOfOrder(order)}`);

    await jump(cloud.clock.now() + 3 * 3_600_000, cloud);

    expect(before).toMatchObject({ payment_status: 'open' });
    expect(await read(`/v1/invoices/${await invoiceOfOrder(order)}`)).toMatchObject({
      payment_status: 'paid',
    });
  });

  test('for a plan is billed again month by month as the clock moves', async () => {
    const plan = idOf(await post('/v1/plans', PLANS.care));
    const customer = await customerPaying('pm_approve');
    await placed(customer, [{ description: 'Care', quantity: '1', plan }]);
    await quiet();

    await jump(cloud.clock.now() + 62 * 86_400_000, cloud, 86_400);

    const { data } = z
      .looseObject({ data: z.array(z.looseObject({ customer: z.string() })) })
      .parse(await read('/v1/invoices?limit=100'));
    expect(data.filter((invoice) => invoice.customer === customer)).toHaveLength(3);
  });
});

test('work that a stop interrupted is finished after the next start', async () => {
  const customer = await customerPaying('pm_approve');
  const orders = [await placed(customer), await placed(customer), await placed(customer)];
  await cloud.stop();

  cloud = await start();
  await sweepAtStart(cloud, dataFolder);
  await quiet();

  const invoices = await Promise.all(
    orders.map(async (order) => read(`/v1/invoices/${await invoiceOfOrder(order)}`)),
  );
  expect(invoices.map(({ payment_status }) => payment_status)).toEqual(['paid', 'paid', 'paid']);
  expect(await imbalanceMinor()).toBe(0n);
});

test('nothing of it made a function fail', () => {
  expect(complaints).toEqual([]);
});
