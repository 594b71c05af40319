/** Invoices in a foreign currency state their tax in the accounting currency, too: every message is delivered twice. */
import { beforeEach, describe, expect, test } from 'vitest';
import { memoryDocuments } from '../../shared/adapters/memory-documents.ts';
import { memoryJournal } from '../../shared/adapters/memory-journal.ts';
import { memoryProfiles } from '../../shared/adapters/memory-profiles.ts';
import { memoryViews } from '../../shared/adapters/memory-views.ts';
import { readEInvoice } from '../../shared/documents/en16931/read.ts';
import { invoiceOfPeriod } from '../../shared/domain/billing.ts';
import { toItem } from '../../shared/journal/commit.ts';
import { check } from '../checker/check.ts';
import { type MainLine, openMainLine } from '../kit/main-line.ts';
import { readPdf } from '../shared/documents/pdf-reader.ts';

const ADDRESS = { line1: 'Hafenstr. 1', postal_code: '20457', city: 'Hamburg', country: 'DE' };
const SELLER = {
  name: 'Nordlicht GmbH',
  address: ADDRESS,
  zone: 'Europe/Berlin',
  currency: 'EUR',
  vat_id: 'DE129273398',
  email: 'billing@nordlicht.example',
  iban: 'DE89370400440532013000',
  contact: { name: 'Billing', phone: '+49 40 123456' },
  endpoint: { scheme: '9930', id: 'DE129273398' },
};
const BUYER = {
  name: 'Werft AG',
  email: 'einkauf@werft.example',
  address: ADDRESS,
  buyer_reference: '04011000-1234512345-06',
  endpoint: { scheme: '9930', id: 'DE136695976' },
};
const LINE = { description: 'Desk', quantity: '10', unit_price: '100.00' };
const ORDER = { currency: 'USD', language: 'de', customer: BUYER, lines: [LINE] };
const ECB = { currency: 'USD', date: '2026-11-20', rate: '1.0823', quotation: 'indirect', source: 'ECB' };
/** 190.00 USD ÷ 1.0823 is 175.5520… EUR. */
const CONVERTED = {
  tax: { amount: '175.55', currency: 'EUR' },
  ...{ rate: '1.0823', quotation: 'indirect', rated_on: '2026-11-20', source: 'ECB' },
};

type Body = Readonly<Record<string, unknown>>;

let line: MainLine;
let documents: ReturnType<typeof memoryDocuments>;
let requests = 0;

beforeEach(async () => {
  documents = memoryDocuments();
  line = await openMainLine({
    ...{ journal: memoryJournal(), views: memoryViews(), profiles: memoryProfiles(), documents },
    queues: (queues) => ({ ...queues, send: (messages) => queues.send([...messages, ...messages]) }),
  });
  await post('/v1/legal_entities', SELLER);
});

async function ask(method: string, route: string, body?: unknown, params: Record<string, string> = {}) {
  requests += 1;
  const key = `currencies ${requests}`;
  const told = await line.ask({ method, route, params, ...(body === undefined ? {} : { body }), key });

  return { status: told.status, body: (told.body ?? {}) as Body }; // every answer is an object
}

async function post(route: string, body?: unknown, params?: Record<string, string>): Promise<Body> {
  const told = await ask('POST', route, body, params);
  await line.rest();
  line.pass({ minutes: 7 });
  if (told.status >= 300) throw new Error(JSON.stringify(told.body));

  return told.body;
}

const record = (more: object = {}) => post('/v1/exchange_rates', { ...ECB, ...more });
const invoice = async (id: string) =>
  (await ask('GET', '/v1/invoices/{invoice_id}', undefined, { invoice_id: id })).body;
const note = async (id: string) =>
  (await ask('GET', '/v1/credit_notes/{credit_note_id}', undefined, { credit_note_id: id })).body;

async function invoiced(more: object = {}): Promise<string> {
  const order = await post('/v1/orders', { ...ORDER, ...more });

  return (order.invoices as readonly string[])[0] ?? '';
}

async function semanticOf(id: string, format: string) {
  const told = await line.ask({
    ...{ method: 'GET', route: '/v1/invoices/{invoice_id}/xml', params: { invoice_id: id } },
    ...{ query: { format }, key: 'unused' },
  });
  const read = readEInvoice(String(told.body));
  if (!read.ok) throw new Error(JSON.stringify([told.status, told.body, read.refusal]));
  expect(read.value.findings).toEqual([]);

  return read.value.invoice;
}

async function printed(id: string): Promise<string> {
  const bytes = await documents.get(`documents/${line.tenant}/${id}.pdf`);

  return readPdf(bytes ?? new Uint8Array())
    .pages.join(' ')
    .replaceAll(/\s+/gu, ' ');
}

/** What the independent checker finds wrong. */
async function violations() {
  const bytes = new Map<string, Uint8Array>();
  for (const key of documents.keys()) bytes.set(key, (await documents.get(key)) ?? new Uint8Array());

  return check({
    ...{ items: line.commits.map(toItem), isOrdered: true, provider: null, log: [], texts: [] },
    ...{ canaries: [], secrets: [], now: line.ports.clock.now(), isAtRest: true, isFaultless: true, left: 0 },
    documents: { get: (key) => bytes.get(key) },
  });
}

describe('an invoice over 1000.00 USD of a German seller', () => {
  test('states its tax of 190.00 USD as 175.55 EUR at the rate of the last day that had one', async () => {
    await record();
    const id = await invoiced();

    expect(await invoice(id)).toMatchObject({
      tax: { amount: '190.00', currency: 'USD' },
      accounting_tax: CONVERTED,
    });
    expect(await violations()).toEqual([]);
  });

  test('is refused up front as long as no rate is known, and accepted once one is', async () => {
    const refused = await ask('POST', '/v1/orders', ORDER);
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ code: 'exchange_rate.missing' });

    await record();
    expect(await invoice(await invoiced())).toMatchObject({ accounting_tax: CONVERTED });
  });

  test('does not take a rate that is more than seven days old', async () => {
    await record({ date: '2026-11-15' });
    expect((await ask('POST', '/v1/orders', ORDER)).body).toMatchObject({ code: 'exchange_rate.missing' });

    await record({ date: '2026-11-16', rate: '1.0800' });
    expect(await invoice(await invoiced())).toMatchObject({ accounting_tax: { rated_on: '2026-11-16' } });
  });

  test('keeps the rate it was issued at when that is corrected', async () => {
    await record();
    const id = await invoiced();
    await record({ rate: '1.1000' });

    expect(await invoice(id)).toMatchObject({ accounting_tax: CONVERTED });
    expect(await invoice(await invoiced())).toMatchObject({
      accounting_tax: { tax: { amount: '172.73', currency: 'EUR' }, rate: '1.1000' },
    });
    expect(await violations()).toEqual([]);
  });

  test('without tax, or in euro, states none and needs no rate', async () => {
    const untaxed = await invoiced({ lines: [{ ...LINE, tax: 'zero' }] });
    const inEuro = await invoiced({ currency: 'EUR' });

    expect(await invoice(untaxed)).toMatchObject({ accounting_tax: null });
    expect(await invoice(inEuro)).toMatchObject({ accounting_tax: null });
  });

  test.each(['ubl', 'cii', 'xrechnung_ubl', 'xrechnung_cii', 'peppol'])(
    'says BT-6 and BT-111 as %s',
    async (format) => {
      await record();
      const read = await semanticOf(await invoiced(), format);

      expect(read).toMatchObject({
        taxCurrency: 'EUR',
        totals: { taxMinor: 19_000n, accountingTaxMinor: 17_555n },
      });
    },
  );

  test('prints the rate, its day and its source', async () => {
    await record();
    expect(await printed(await invoiced())).toContain(
      'Umsatzsteuer in Buchwährung: 175,55 EUR. Wechselkurs vom 20. November 2026 (ECB): 1 EUR = 1,0823 USD.',
    );
  });
});

describe('an invoice that is owed later', () => {
  test('waits for its rate by name, and is issued once the rate is there', async () => {
    const order = await post('/v1/orders', { ...ORDER, billing: 'on_fulfilment' });
    const delivery = { lines: [{ line: 1, quantity: '10' }], delivered_on: '2026-11-21' };
    const fulfilled = await post('/v1/orders/{order_id}/fulfilments', delivery, {
      order_id: String(order.id),
    });
    const id = String(fulfilled.invoice);
    const parked = line.commits.flatMap(({ facts }) => facts.filter(({ type }) => type === 'message.parked'));

    expect((await ask('GET', '/v1/invoices/{invoice_id}', undefined, { invoice_id: id })).status).toBe(404);
    expect(parked).toMatchObject([{ data: { worker: 'invoices.issue', code: 'exchange_rate.missing' } }]);

    await record();
    expect(await invoice(id)).toMatchObject({ accounting_tax: CONVERTED });
    expect(await violations()).toEqual([]);
  });

  test('in the first days of a month goes on with a rate of the last days of the month before', async () => {
    const order = await post('/v1/orders', { ...ORDER, billing: 'on_fulfilment' });
    const delivery = { lines: [{ line: 1, quantity: '10' }], delivered_on: '2026-11-02' };
    const fulfilled = await post('/v1/orders/{order_id}/fulfilments', delivery, {
      order_id: String(order.id),
    });
    await record({ date: '2026-10-30' });

    expect(await invoice(String(fulfilled.invoice))).toMatchObject({
      accounting_tax: { rated_on: '2026-10-30' },
    });
  });
});

describe('a subscription that is billed in dollars', () => {
  test('is billed without a rate, and its invoice is issued once the rate is there', async () => {
    const prices = [{ currency: 'USD', amount: '100.00' }];
    const { id: plan } = await post('/v1/plans', { name: 'Reading room', interval: 'month', prices });
    const room = { description: 'Reading room', quantity: '1', plan };
    const { subscriptions } = await post('/v1/orders', { ...ORDER, lines: [room] });
    const [subscription = ''] = subscriptions as readonly string[];
    const id = invoiceOfPeriod(line.tenant, subscription, 0);
    expect((await ask('GET', '/v1/invoices/{invoice_id}', undefined, { invoice_id: id })).status).toBe(404);

    await record();
    expect(await invoice(id)).toMatchObject({
      tax: { amount: '19.00', currency: 'USD' },
      accounting_tax: { tax: { amount: '17.56', currency: 'EUR' }, rated_on: '2026-11-20' },
    });
    expect(await violations()).toEqual([]);
  });
});

describe('an order with a deposit in dollars', () => {
  const PARTS = { billing: 'on_fulfilment', deposits: [{ percent: '50' }] };

  test('is refused up front without a rate, for its deposit is invoiced at once', async () => {
    const refused = await ask('POST', '/v1/orders', { ...ORDER, ...PARTS });

    expect(refused.body).toMatchObject({ code: 'exchange_rate.missing' });
  });

  test('converts the tax of the deposit and of the final invoice each at the rate of its own day', async () => {
    await record();
    const order = await post('/v1/orders', { ...ORDER, ...PARTS });
    const [deposit = ''] = order.invoices as readonly string[];
    await record({ date: '2026-11-23', rate: '1.0900' });
    const delivery = { lines: [{ line: 1, quantity: '10' }], delivered_on: '2026-11-23' };
    const fulfilled = await post('/v1/orders/{order_id}/fulfilments', delivery, {
      order_id: String(order.id),
    });

    expect(await invoice(deposit)).toMatchObject({
      accounting_tax: { tax: { amount: '87.78', currency: 'EUR' }, rate: '1.0823' },
    });
    expect(await invoice(String(fulfilled.invoice))).toMatchObject({
      accounting_tax: { tax: { amount: '174.31', currency: 'EUR' }, rate: '1.0900' },
    });
    expect(await violations()).toEqual([]);
  });
});

describe('credit notes on it', () => {
  test('take back the whole converted tax at the rate of the invoice', async () => {
    await record();
    const id = await invoiced();
    await record({ rate: '1.2000' });
    await post('/v1/invoices/{invoice_id}/credit_notes', { reason: 'returned' }, { invoice_id: id });
    const { credit_note: credited } = await invoice(id);

    expect(await note(String(credited))).toMatchObject({ accounting_tax: CONVERTED });
    expect(await violations()).toEqual([]);
  });

  test('in part end together at exactly the converted tax', async () => {
    await record();
    const id = await invoiced();
    const params = { invoice_id: id };
    for (const amount of ['333.33', '333.33'])
      await post(
        '/v1/invoices/{invoice_id}/credit_notes',
        { reason: 'returned', lines: [{ line: 1, amount }] },
        params,
      );
    await post('/v1/invoices/{invoice_id}/credit_notes', { reason: 'returned' }, params);
    const notes = (await invoice(id)).credit_notes as readonly string[];
    const amounts: string[] = [];
    for (const each of notes) {
      const { accounting_tax: converted } = await note(each);
      amounts.push((converted as typeof CONVERTED).tax.amount);
    }

    expect(amounts).toEqual(['58.51', '58.53', '58.51']);
    expect(await violations()).toEqual([]);
  });
});
