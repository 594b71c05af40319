/** Cash discounts, from the order to the books: every message is delivered twice. */
import { beforeEach, describe, expect, test } from 'vitest';
import { memoryDocuments } from '../../shared/adapters/memory-documents.ts';
import { memoryJournal } from '../../shared/adapters/memory-journal.ts';
import { memoryProfiles } from '../../shared/adapters/memory-profiles.ts';
import { memoryViews } from '../../shared/adapters/memory-views.ts';
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
/** 226.00: 100.00 at 19 % and 100.00 at 7 %. */
const ORDER = {
  currency: 'EUR',
  customer: {
    ...{ name: 'Werft AG', email: 'einkauf@werft.example', address: ADDRESS },
    ...{ buyer_reference: '04011000-1234512345-06', endpoint: { scheme: '9930', id: 'DE136695976' } },
  },
  lines: [
    { description: 'Installation', quantity: '2', unit_price: '50.00' },
    { description: 'Handbook', quantity: '4', unit_price: '25.00', tax: 'reduced' },
  ],
  payment_terms_days: 30,
  discount_terms: [{ days: 14, percent: '2' }],
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
  const key = `discounts ${requests}`;
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

/** Places an order; answers the id of its invoice. */
async function place(more: object = {}): Promise<string> {
  const { invoices } = await post('/v1/orders', { ...ORDER, ...more });

  return String((invoices as readonly string[])[0]);
}

/** A customer of whom several orders are placed. */
async function anybody(): Promise<string> {
  return String((await post('/v1/customers', ORDER.customer)).id);
}

const shown = async (invoice: string) =>
  (await ask('GET', '/v1/invoices/{invoice_id}', undefined, { invoice_id: invoice })).body;
const pay = (invoice: string, amount: string, receivedOn = '2026-11-23') =>
  post('/v1/payments', {
    ...{ amount: { amount, currency: 'EUR' }, received_on: receivedOn },
    ...{ invoice, reference: 'Überweisung' },
  });

/** The data of the facts of a type. */
const factsOf = (type: string) =>
  line.commits.flatMap(({ facts }) => facts.filter((fact) => fact.type === type).map(({ data }) => data));

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

describe('an invoice over 226.00 at two rates with 2 % for payment within 14 days', () => {
  test('is cleared by 221.48 in time: 4.52 are 2.38 with 0.38 tax and 2.14 with 0.14 tax', async () => {
    const invoice = await place();
    await pay(invoice, '221.48', '2026-11-23');

    expect(await shown(invoice)).toMatchObject({
      ...{ payment_status: 'paid', paid: euro('221.48'), credited: euro('4.52'), open: euro('0.00') },
    });
    expect(factsOf('discount.taken')).toMatchObject([
      {
        ...{ percent: '2', amountMinor: 452n, taxMinor: 52n },
        shares: [
          { category: 'S', rate: '19', baseMinor: 200n, taxMinor: 38n },
          { category: 'S', rate: '7', baseMinor: 200n, taxMinor: 14n },
        ],
      },
    ]);
    expect(balances()).toEqual({
      bank: 22_148n,
      cash_discounts: 400n,
      output_tax: -2_548n,
      revenue: -20_000n,
    });
    expect(await violations()).toEqual([]);
  });

  test.each([
    ['less than the discount allows', '221.40'],
    ['a little less than all', '225.00'],
  ])('stays open where %s is paid', async (_what, amount) => {
    const invoice = await place();
    await pay(invoice, amount);

    expect(await shown(invoice)).toMatchObject({ payment_status: 'partly_paid', credited: euro('0.00') });
    expect(factsOf('discount.taken')).toEqual([]);
    expect(await violations()).toEqual([]);
  });

  test('takes a payment that misses the amount by a cent', async () => {
    const invoice = await place();
    await pay(invoice, '221.47');

    expect(await shown(invoice)).toMatchObject({ payment_status: 'paid', credited: euro('4.53') });
    expect(await violations()).toEqual([]);
  });

  test.each([
    ['the last day', 14, {}, 'paid'],
    ['the day after', 15, {}, 'partly_paid'],
    ['the last day of grace', 17, { discount_grace_days: 3 }, 'paid'],
    ['the day after grace', 18, { discount_grace_days: 3 }, 'partly_paid'],
  ])('paid on %s is told apart', async (_day, days, more, status) => {
    const invoice = await place(more);
    line.pass({ minutes: days * 24 * 60 });
    await pay(invoice, '221.48', dayAfter(days));

    expect(await shown(invoice)).toMatchObject({ payment_status: status });
    expect(await violations()).toEqual([]);
  });

  test('owes again what was kept, once its payment goes back', async () => {
    const invoice = await place();
    const { id } = await pay(invoice, '221.48');
    await post(
      '/v1/payments/{payment_id}/refunds',
      { effect: 'reopen', amount: euro('221.48') },
      { payment_id: String(id) },
    );

    expect(await shown(invoice)).toMatchObject({ open: euro('226.00'), credited: euro('0.00') });
    expect(balances()).toMatchObject({ receivables: 22_600n, output_tax: -2_600n, revenue: -20_000n });
    expect(balances()).not.toHaveProperty('cash_discounts');
    expect(await violations()).toEqual([]);
  });

  test('taken back as a whole, gives back what was paid and not what was kept', async () => {
    const invoice = await place();
    await pay(invoice, '221.48');
    const params = { invoice_id: invoice };
    await post('/v1/invoices/{invoice_id}/credit_notes', { reason: 'wrong', remainder: 'credit' }, params);

    expect(balances()).toEqual({ bank: 22_148n, unapplied_credit: -22_148n });
    expect(await violations()).toEqual([]);
  });

  test('taken back in part, gives back that part less its discount', async () => {
    const invoice = await place();
    await pay(invoice, '221.48');
    const lines = [{ line: 2, amount: '25.00' }];
    const params = { invoice_id: invoice };
    await post('/v1/invoices/{invoice_id}/credit_notes', { reason: 'returned', lines }, params);

    expect(balances()).toMatchObject({ unapplied_credit: -2_621n });
    expect(await violations()).toEqual([]);
  });

  test('taken back in two pieces, gives back what was paid and not a cent more', async () => {
    const invoice = await place();
    await pay(invoice, '221.48');
    const params = { invoice_id: invoice };
    const lines = [
      { line: 1, amount: '50.00' },
      { line: 2, amount: '50.00' },
    ];
    await post('/v1/invoices/{invoice_id}/credit_notes', { reason: 'returned', lines }, params);
    await post('/v1/invoices/{invoice_id}/credit_notes', { reason: 'wrong' }, params);

    expect(balances()).toEqual({ bank: 22_148n, unapplied_credit: -22_148n });
    expect(await violations()).toEqual([]);
  });

  test.each([
    ['as a whole', {}, { bank: 22_148n, unapplied_credit: -22_148n }],
    ['in part', { lines: [{ line: 2, amount: '25.00' }] }, { unapplied_credit: -2_621n }],
  ])(
    'credited %s to the account, whatever is open, leaves no discount on what was taken back',
    async (_what, more, left) => {
      const invoice = await place();
      await pay(invoice, '221.48');
      const body = { reason: 'wrong', effect: 'credit_balance', ...more };
      await post('/v1/invoices/{invoice_id}/credit_notes', body, { invoice_id: invoice });

      expect(balances()).toMatchObject(left);
      if (!('lines' in more)) expect(balances()).toEqual(left);
      expect(await shown(invoice)).toMatchObject({ payment_status: 'paid' });
      expect(await violations()).toEqual([]);
    },
  );

  test.each([
    ['in time', '2026-12-07', '0.00'],
    ['a day late', '2026-12-08', '4.52'],
  ])(
    'booked later and applied by hand, a transfer that came %s is judged by %s: %s stay open',
    async (_when, receivedOn, open) => {
      const customer = await anybody();
      const other = await place({ customer, discount_terms: undefined });
      await pay(other, '226.00');
      const invoice = await place({ customer });
      line.pass({ minutes: 20 * 24 * 60 });
      const { id: payment } = await pay(other, '221.48', receivedOn);
      const params = { customer_id: customer };
      await post('/v1/customers/{customer_id}/allocations', { invoice, payment }, params);

      expect(await shown(invoice)).toMatchObject({ paid: euro('221.48'), open: euro(open) });
      expect(await violations()).toEqual([]);
    },
  );

  test('keeps the day of a transfer that is taken off again', async () => {
    const customer = await anybody();
    const invoice = await place({ customer });
    line.pass({ minutes: 20 * 24 * 60 });
    const { id } = await pay(invoice, '100.00', '2026-12-07');
    expect(factsOf('cash.added')).toMatchObject([{ receivedOn: '2026-12-07' }]);
    const refund = { effect: 'reopen', amount: euro('100.00') };
    await post('/v1/payments/{payment_id}/refunds', refund, { payment_id: String(id) });

    expect(factsOf('cash.released')).toMatchObject([{ receivedOn: '2026-12-07' }]);
    expect(await violations()).toEqual([]);
  });

  test.each([
    ['late and then one in time', '2026-12-10', '2026-12-05', '4.52'],
    ['in time and then one late', '2026-12-05', '2026-12-10', '4.52'],
    ['in time and then one in time', '2026-12-07', '2026-12-05', '0.00'],
  ])(
    'of two transfers, booked one that came %s, earns its discount only where all came in time',
    async (_which, first, second, open) => {
      const invoice = await place();
      line.pass({ minutes: 20 * 24 * 60 });
      await pay(invoice, '100.00', first);
      await pay(invoice, '121.48', second);

      expect(await shown(invoice)).toMatchObject({ open: euro(open) });
      expect(await violations()).toEqual([]);
    },
  );

  test('says so on paper and in XML', async () => {
    const invoice = await place({ language: 'de' });
    const pdfs = await Promise.all(
      [...documents.keys()].filter((key) => key.endsWith('.pdf')).map((key) => documents.get(key)),
    );
    const printed = pdfs.map((pdf) => (pdf ? readPdf(pdf).pages.join(' ').replace(/\s+/gu, ' ') : '')).join();
    const xml = await line.ask({
      ...{ method: 'GET', route: '/v1/invoices/{invoice_id}/xml', params: { invoice_id: invoice } },
      ...{ query: { format: 'xrechnung_ubl' }, key: 'xml' },
    });

    expect(printed).toContain('Bei Zahlung bis zum 7. Dezember 2026 mit 2 % Skonto sind es 221,48 EUR.');
    expect(JSON.stringify(xml.body)).toContain('#SKONTO#TAGE=14#PROZENT=2.00#');
  });
});

test('of two steps the one in time decides', async () => {
  const discount_terms = [
    { days: 7, percent: '3' },
    { days: 14, percent: '2' },
  ];
  const early = await place({ discount_terms });
  await pay(early, '219.22');
  const late = await place({ discount_terms });
  line.pass({ minutes: 10 * 24 * 60 });
  await pay(late, '221.48', dayAfter(10));

  expect(factsOf('discount.taken')).toMatchObject([{ percent: '3' }, { percent: '2' }]);
  expect(await violations()).toEqual([]);
});

test.each([
  ['with deposits', { billing: 'on_fulfilment', deposits: [{ percent: '50' }] }],
  ['that rise with the days', { discount_terms: [ORDER.discount_terms[0], { days: 20, percent: '3' }] }],
  ['of all', { discount_terms: [{ days: 10, percent: '100' }] }],
  [
    'in more than three steps',
    { discount_terms: [4, 3, 2, 1].map((percent) => ({ days: 50 - percent * 10, percent: `${percent}` })) },
  ],
])('terms %s are refused', async (_what, more) => {
  expect((await ask('POST', '/v1/orders', { ...ORDER, ...more })).status).toBe(422);
});

function dayAfter(days: number): string {
  return new Date(Date.parse('2026-11-23') + days * 86_400_000).toISOString().slice(0, 10);
}
