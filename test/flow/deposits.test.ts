/** Orders that are paid in advance, from the front door to the books: every message is delivered twice. */
import { beforeEach, describe, expect, test } from 'vitest';
import { memoryDocuments } from '../../shared/adapters/memory-documents.ts';
import { memoryJournal } from '../../shared/adapters/memory-journal.ts';
import { memoryProfiles } from '../../shared/adapters/memory-profiles.ts';
import { memoryViews } from '../../shared/adapters/memory-views.ts';
import { readEInvoice } from '../../shared/documents/en16931/read.ts';
import { withDeductions } from '../../shared/flows/deducting.ts';
import { toItem } from '../../shared/journal/commit.ts';
import { check } from '../checker/check.ts';
import { bookedIn } from '../kit/booked.ts';
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
const BUYER = { name: 'Werft AG', email: 'einkauf@werft.example', address: ADDRESS };
const ORDER = {
  currency: 'EUR',
  language: 'de',
  billing: 'on_fulfilment',
  customer: {
    ...BUYER,
    buyer_reference: '04011000-1234512345-06',
    endpoint: { scheme: '9930', id: 'DE136695976' },
  },
  lines: [{ description: 'Desk', quantity: '10', unit_price: '100.00' }],
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
  const key = `deposits ${requests}`;
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

const invoice = async (id: string | undefined) =>
  (await ask('GET', '/v1/invoices/{invoice_id}', undefined, { invoice_id: id ?? '' })).body;
const idsOf = (order: Body) => order.invoices as readonly string[];
const place = (deposits: readonly object[], more: object = {}) =>
  post('/v1/orders', { ...ORDER, deposits, ...more });
const pay = (id: string | undefined, amount: string) =>
  post('/v1/payments', {
    ...{ amount: { amount, currency: 'EUR' }, received_on: '2026-11-23' },
    ...{ invoice: id, reference: 'Anzahlung' },
  });

/** Delivers so many desks and answers the invoice of it. */
async function deliver(order: Body, quantity: string): Promise<Body> {
  const delivery = { lines: [{ line: 1, quantity }], delivered_on: '2026-11-23' };
  const fulfilled = await post('/v1/orders/{order_id}/fulfilments', delivery, { order_id: String(order.id) });

  return invoice(String(fulfilled.invoice));
}

/** What stands on each account of the books, without those that stand at nothing. */
const balances = () => bookedIn(line.commits);

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

const euro = (amount: string) => ({ amount, currency: 'EUR' });

describe('an order over 1000.00 with a deposit of half', () => {
  test('has a deposit invoice over 595.00 that is owed, and is no revenue yet', async () => {
    const order = await place([{ percent: '50' }]);

    expect(order.deposits).toEqual([{ percent: '50', amount: null, invoice: idsOf(order)[0] }]);
    expect(await invoice(idsOf(order)[0])).toMatchObject({
      ...{ kind: 'deposit', net: euro('500.00'), tax: euro('95.00'), total: euro('595.00') },
      ...{ due: euro('595.00'), open: euro('595.00'), deposits: [] },
    });
    expect(balances()).toEqual({
      receivables: 59_500n,
      prepayments_received: -50_000n,
      output_tax: -9_500n,
    });
    expect(await violations()).toEqual([]);
  });

  test('paid, its final invoice deducts it: 1190.00 less 595.00 leaves 595.00', async () => {
    const order = await place([{ percent: '50' }]);
    const [deposit] = idsOf(order);
    await pay(deposit, '595.00');
    const final = await deliver(order, '10');
    const { number } = await invoice(deposit);

    expect(final).toMatchObject({
      ...{ kind: 'final', net: euro('1000.00'), tax: euro('190.00'), total: euro('1190.00') },
      ...{ due: euro('595.00'), open: euro('595.00'), paid: euro('0.00') },
      deposits: [
        { invoice: deposit, number, net: euro('500.00'), tax: euro('95.00'), total: euro('595.00') },
      ],
    });
    expect(balances()).toEqual({
      bank: 59_500n,
      receivables: 59_500n,
      revenue: -100_000n,
      output_tax: -19_000n,
    });
    await pay(String(final.id), '595.00');
    expect(balances()).toEqual({ bank: 119_000n, revenue: -100_000n, output_tax: -19_000n });
    expect(await violations()).toEqual([]);
  });

  test.each([
    ['cii', '386', '380'],
    ['ubl', '386', '380'],
    ['xrechnung_cii', '326', '380'],
    ['xrechnung_ubl', '326', '380'],
    ['peppol', '386', '380'],
  ])(
    'as %s the deposit is a %s and the final invoice a %s that refers to it',
    async (format, first, last) => {
      const order = await place([{ percent: '50' }]);
      const [deposit] = idsOf(order);
      await pay(deposit, '595.00');
      const final = await deliver(order, '10');
      const { number } = await invoice(deposit);

      expect(await semanticOf(deposit, format)).toMatchObject({ type: first, preceding: [] });
      expect(await semanticOf(String(final.id), format)).toMatchObject({
        type: last,
        preceding: [{ number, date: '2026-11-23' }],
        totals: { grossMinor: 119_000n, prepaidMinor: 59_500n, dueMinor: 59_500n },
      });
    },
  );

  test('prints what is deducted with number, day, net, tax and total', async () => {
    const order = await place([{ percent: '50' }]);
    const [deposit] = idsOf(order);
    await pay(deposit, '595.00');
    const final = await deliver(order, '10');
    const { number } = await invoice(deposit);
    const words = await printed(String(final.id));

    expect(await printed(deposit)).toContain('Anzahlungsrechnung');
    expect(words).toContain('Schlussrechnung');
    expect(words).toContain(`Abzüglich Anzahlungsrechnung ${String(number)} vom 23. November 2026:`);
    expect(words).toContain('netto 500,00, USt. 95,00');
    expect(words).toMatch(/[-−]595,00/);
    expect(words).toMatch(/Zu zahlen 595,00/);
    expect(words).toMatch(/Bitte zahlen Sie 595,00/);
  });
});

async function semanticOf(id: string | undefined, format: string) {
  const told = await line.ask({
    ...{ method: 'GET', route: '/v1/invoices/{invoice_id}/xml', params: { invoice_id: id ?? '' } },
    ...{ query: { format }, key: 'unused' },
  });
  const read = readEInvoice(String(told.body));
  if (!read.ok) throw new Error(JSON.stringify([told.status, told.body, read.refusal]));
  expect(read.value.findings).toEqual([]);

  return read.value.invoice;
}

async function printed(id: string | undefined): Promise<string> {
  const bytes = await documents.get(`documents/${line.tenant}/${id ?? ''}.pdf`);

  return readPdf(bytes ?? new Uint8Array())
    .pages.join(' ')
    .replaceAll(/\s+/gu, ' ');
}

describe('what was not paid', () => {
  test('of a deposit is taken back when the final invoice is issued, so that nothing is owed twice', async () => {
    const order = await place([{ percent: '50' }]);
    const [deposit] = idsOf(order);
    await pay(deposit, '238.00');
    const final = await deliver(order, '10');

    expect(final).toMatchObject({ due: euro('952.00'), deposits: [{ total: euro('238.00') }] });
    expect(await invoice(deposit)).toMatchObject({
      ...{ open: euro('0.00'), paid: euro('238.00'), credited: euro('357.00'), creditable: [] },
    });
    expect(balances()).toEqual({
      bank: 23_800n,
      receivables: 95_200n,
      revenue: -100_000n,
      output_tax: -19_000n,
    });
    expect(await violations()).toEqual([]);
  });

  test('at all leaves the final invoice the whole, and no deposit on it', async () => {
    const order = await place([{ percent: '30' }, { amount: '100.00' }]);
    const final = await deliver(order, '10');

    expect(final).toMatchObject({ kind: 'final', due: euro('1190.00'), deposits: [] });
    expect(balances()).toEqual({ receivables: 119_000n, revenue: -100_000n, output_tax: -19_000n });
    expect(await violations()).toEqual([]);
  });

  test('and comes after the final invoice becomes money that waits on the account', async () => {
    const order = await place([{ percent: '50' }]);
    const [deposit] = idsOf(order);
    const final = await deliver(order, '10');
    await pay(deposit, '595.00');

    expect(final).toMatchObject({ due: euro('1190.00') });
    expect(balances()).toEqual({
      ...{ bank: 59_500n, unapplied_cash: -59_500n, receivables: 119_000n },
      ...{ revenue: -100_000n, output_tax: -19_000n },
    });
    expect(await violations()).toEqual([]);
  });
});

test('a delivery before the last has a partial invoice; what was paid beyond the final one becomes a credit', async () => {
  const order = await place([{ percent: '50' }]);
  const [deposit] = idsOf(order);
  await pay(deposit, '595.00');

  expect(await deliver(order, '8')).toMatchObject({ kind: 'partial', due: euro('952.00'), deposits: [] });
  expect(await deliver(order, '2')).toMatchObject({
    ...{ kind: 'final', total: euro('238.00'), due: euro('0.00'), payment_status: 'paid' },
    deposits: [{ total: euro('238.00') }],
  });
  expect(balances()).toEqual({
    ...{ bank: 59_500n, unapplied_credit: -35_700n, receivables: 95_200n },
    ...{ revenue: -100_000n, output_tax: -19_000n },
  });
  expect(await violations()).toEqual([]);
});

test('an order that is delivered in parts without deposits has partial invoices and a plain last one', async () => {
  const order = await place([]);

  expect(await deliver(order, '4')).toMatchObject({ kind: 'partial' });
  expect(await deliver(order, '6')).toMatchObject({ kind: 'plain' });
});

test('a cancelled order takes its deposits back, and the money stays the credit of the customer', async () => {
  const order = await place([{ percent: '50' }, { percent: '10' }]);
  await pay(idsOf(order)[0], '595.00');
  await post('/v1/orders/{order_id}/cancel', undefined, { order_id: String(order.id) });

  expect(balances()).toEqual({ bank: 59_500n, unapplied_credit: -59_500n });
  expect(await violations()).toEqual([]);
});

test('an order that is delivered as a whole is not cancelled, for its final invoice deducts: order.already_fulfilled', async () => {
  const order = await place([{ percent: '50' }]);
  await deliver(order, '10');
  const told = await ask('POST', '/v1/orders/{order_id}/cancel', undefined, { order_id: String(order.id) });

  expect(told.body).toMatchObject({ code: 'order.already_fulfilled' });
});

test('the final invoice taken back gives the deposit back as a credit too', async () => {
  const order = await place([{ percent: '50' }]);
  await pay(idsOf(order)[0], '595.00');
  const final = await deliver(order, '10');
  await post(
    '/v1/invoices/{invoice_id}/credit_notes',
    { reason: 'returned', remainder: 'credit' },
    { invoice_id: String(final.id) },
  );

  expect(balances()).toEqual({ bank: 59_500n, unapplied_credit: -59_500n });
  expect(await violations()).toEqual([]);
});

test('a deposit that the final invoice deducts is not taken back by itself: invoice.deducted', async () => {
  const order = await place([{ percent: '50' }]);
  const [deposit] = idsOf(order);
  await pay(deposit, '595.00');
  await deliver(order, '10');
  const body = { reason: 'wrong', remainder: 'credit' };
  const told = await ask('POST', '/v1/invoices/{invoice_id}/credit_notes', body, {
    invoice_id: deposit ?? '',
  });

  expect(told.body).toMatchObject({ code: 'invoice.deducted' });
});

test('a deposit needs an order that is invoiced by delivery, and no more than its total', async () => {
  const early = await ask('POST', '/v1/orders', {
    ...{ ...ORDER, billing: 'on_placement' },
    deposits: [{ percent: '50' }],
  });
  const much = await ask('POST', '/v1/orders', { ...ORDER, deposits: [{ amount: '1190.01' }] });

  expect(early.body).toMatchObject({ code: 'request.invalid', errors: [{ pointer: '#/deposits' }] });
  expect(much.body).toMatchObject({ code: 'order.deposit_out_of_range' });
});

test('a final invoice waits until the account knows its deposits: deposit.not_posted', async () => {
  const acting = { actor: 'test', cause: 'c', trace: 't', at: '2026-11-23T09:00:00.000Z' };
  const of = { tenant: line.tenant, id: 'inv_final', deposits: ['inv_absent'], acting };

  expect(await withDeductions({ grossMinor: 1n } as never, of, line.ports)).toMatchObject({
    ok: false,
    refusal: { code: 'deposit.not_posted' },
  });
});
