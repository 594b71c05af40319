/** Given credits of a seller that lets them lower what is taxed; the independent checker looks at the whole journal after each story. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readEInvoice } from '../../shared/documents/en16931/read.ts';
import { bookedIn } from '../kit/booked.ts';
import { found } from '../kit/found.ts';
import { made, openBusiness } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';

const EUR = (amount: string) => ({ amount, currency: 'EUR' });

let house: House;
let customer: string;
let entity: string;

beforeEach(async () => {
  house = await openHouse();
  const seller = { tax_number: '37/123/45678', vat_id: 'DE129273398', prepaid_position: 'before_tax' };
  ({ customer, entity } = await openBusiness(house, seller));
});

afterEach(async () => {
  expect(await found(house)).toEqual([]);
});

const params = () => ({ customer_id: customer });

async function give(credits: string): Promise<void> {
  const body = { currency: 'EUR', credits, reason: 'Welcome' };
  await made(house.post('/v1/customers/{customer_id}/credit_grants', body, { params: params() }));
  await house.drain();
}

async function buy(credits: string): Promise<void> {
  const route = '/v1/customers/{customer_id}/credit_purchases';
  const { body } = await house.post(route, { currency: 'EUR', credits }, { params: params() });
  await house.drain();
  const transfer = { amount: EUR(credits), received_on: '2026-11-23', reference: 'Top-up' };
  await made(house.post('/v1/payments', { ...transfer, invoice: body.invoice }));
  await house.drain();
}

const DESK = { description: 'Desk', quantity: '1', unit_price: '100.00' };
const BOOK = { description: 'Book', quantity: '1', unit_price: '50.00', tax: 'reduced' };

async function sell(lines: readonly object[], more: object = {}): Promise<string> {
  const told = await house.post('/v1/orders', { customer, currency: 'EUR', lines, ...more });
  await house.drain();

  return told.body.invoices[0];
}

const invoiceOf = async (id: string) =>
  (await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: id } })).body;
const balance = async () =>
  (await house.get('/v1/customers/{customer_id}/prepaid_balances', { params: params() })).body.data[0];

async function credit(invoice: string, body: object = { reason: 'returned' }): Promise<void> {
  await house.post('/v1/invoices/{invoice_id}/credit_notes', body, { params: { invoice_id: invoice } });
  await house.drain();
}

const books = () => bookedIn(house.journal.stream);

it('they are an allowance, shared by the rates, in print and in the XML', async () => {
  await give('30');
  const invoice = await sell([DESK, BOOK]);
  const xml = await house.get('/v1/invoices/{invoice_id}/xml', {
    params: { invoice_id: invoice },
    query: { format: 'cii' },
  });

  expect(await invoiceOf(invoice)).toMatchObject({
    ...{ net: EUR('120.00'), tax: EUR('18.00'), total: EUR('138.00'), due: EUR('138.00') },
    ...{ prepaid: EUR('0.00'), prepaid_before_tax: EUR('30.00') },
    allowances: [
      { reason: 'Prepaid credits', amount: EUR('20.00') },
      { reason: 'Prepaid credits', amount: EUR('10.00') },
    ],
  });
  expect(readEInvoice(String(xml.body))).toMatchObject({
    ok: true,
    value: {
      findings: [],
      invoice: { totals: { allowancesMinor: 3_000n, prepaidMinor: 0n, dueMinor: 13_800n } },
    },
  });
  expect(books()).toEqual({ receivables: 13_800n, revenue: -12_000n, output_tax: -1_800n });
});

it('a credit note on a part brings back what it takes back of the allowance, and the last one the last cent', async () => {
  await give('10');
  const invoice = await sell([DESK]);
  await credit(invoice, { reason: 'returned', lines: [{ line: 1, amount: '33.33' }] });
  const after = (await balance()).balance;
  await credit(invoice);

  expect(after).toEqual(EUR('3.33'));
  expect(await balance()).toMatchObject({ balance: EUR('10.00') });
  expect(books()).toEqual({});
});

it('an invoice whose whole net they are is settled, and a credit note brings them back', async () => {
  await give('100');
  const invoice = await sell([DESK]);
  const issued = await invoiceOf(invoice);
  await credit(invoice);

  expect(issued).toMatchObject({
    net: EUR('0.00'),
    tax: EUR('0.00'),
    due: EUR('0.00'),
    payment_status: 'paid',
  });
  expect(await balance()).toMatchObject({ balance: EUR('100.00') });
});

it('bought credits pay what is left after the tax', async () => {
  await give('10');
  await buy('20');
  const invoice = await sell([DESK]);

  expect(await invoiceOf(invoice)).toMatchObject({
    ...{ net: EUR('90.00'), total: EUR('107.10'), due: EUR('87.10') },
    ...{ prepaid: EUR('20.00'), prepaid_before_tax: EUR('10.00') },
  });
  await credit(invoice);
  expect(await balance()).toMatchObject({ balance: EUR('30.00') });
  expect(books()).toEqual({ bank: 2_000n, prepaid_credits: -2_000n });
});

it('where prices contain the tax they pay the total; the policy of the seller is changed for invoices to come', async () => {
  await give('30');
  const gross = await sell([DESK], { price_basis: 'gross' });
  const told = await house.ask({
    ...{ method: 'PATCH', route: '/v1/legal_entities/{legal_entity_id}', key: 'position' },
    ...{ params: { legal_entity_id: entity }, body: { prepaid_position: 'after_tax' } },
  });
  await give('30');
  const net = await sell([DESK]);

  expect(await invoiceOf(gross)).toMatchObject({
    total: EUR('100.00'),
    prepaid: EUR('30.00'),
    due: EUR('70.00'),
  });
  expect(told.body).toMatchObject({ prepaid_position: 'after_tax', prepaid_order: 'expiring_first' });
  expect(await invoiceOf(net)).toMatchObject({ total: EUR('119.00'), prepaid: EUR('30.00') });
});
