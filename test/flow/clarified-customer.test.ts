/** What a customer's data keeps from being invoiced is invoiced once the data is put right, or the register answers. */
import { beforeEach, describe, expect, test } from 'vitest';
import { memoryTaxIds } from '../../shared/adapters/memory-tax-ids.ts';
import type { Data } from '../checker/books.ts';
import { ADDRESS, made } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';
import { goodsFor, openShop } from '../kit/union-shop.ts';

const SILENT = 'NL123456782B90';
const KNOWN = 'NL810433941B01';
const DUTCH = {
  name: 'Voorbeeld BV',
  kind: 'business',
  address: { ...ADDRESS, postal_code: '1015 BA', city: 'Amsterdam', country: 'NL' },
  vat_id: SILENT,
};

let house: House;
let register: ReturnType<typeof memoryTaxIds>;
let customer: string;
let invoice: string;

beforeEach(async () => {
  register = memoryTaxIds();
  register.set(SILENT, 'unavailable');
  house = await openHouse({ around: () => ({ taxIds: register }) });
  await openShop(house);
  customer = await made(house.post('/v1/customers', DUTCH));
  const order = await house.post('/v1/orders', goodsFor(customer, '100.00'));
  invoice = order.body.invoices[0];
  await house.drain();
});

const shown = () => house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: invoice } });

const change = async (body: Data) => {
  const route = '/v1/customers/{customer_id}';
  await house.ask({ method: 'PATCH', route, params: { customer_id: customer }, body });
  await house.drain();
};

const factsOf = (type: string) =>
  house.journal.stream.flatMap(({ facts }) => facts.filter((fact) => fact.type === type));

describe('goods for a business in another member state whose VAT id the register is silent on', () => {
  test('wait beyond every repetition, and are remembered with the customer', async () => {
    expect((await shown()).status).toBe(404);
    expect(factsOf('message.parked')).not.toEqual([]);
    expect(factsOf('customer.clarification_awaited')).toHaveLength(1);
  });

  test('are invoiced under the VAT id that the customer is given, without anybody asking', async () => {
    await change({ vat_id: KNOWN });

    const { body } = await shown();
    expect(body).toMatchObject({ total: { amount: '100.00' }, taxes: [{ category: 'K' }] });
    const xml = await house.get('/v1/invoices/{invoice_id}/xml', { params: { invoice_id: invoice } });
    expect(xml.body).toContain(KNOWN);
    expect(factsOf('customer.clarification_resumed')).toHaveLength(1);
  });

  test('are invoiced with tax once the customer is known to have none', async () => {
    await change({ vat_id: null });

    expect((await shown()).body).toMatchObject({ total: { amount: '119.00' } });
  });

  test('are invoiced once the register answers, whoever asked it', async () => {
    register.set(SILENT, 'valid');
    await house.post('/v1/orders', goodsFor(customer, '50.00'));
    await house.drain();

    expect((await shown()).body).toMatchObject({ total: { amount: '100.00' }, taxes: [{ category: 'K' }] });
  });

  test('wait on after a change that does not help', async () => {
    await change({ name: 'Voorbeeld Handel BV' });

    expect((await shown()).status).toBe(404);
    await change({ vat_id: KNOWN });
    expect((await shown()).body).toMatchObject({ total: { amount: '100.00' } });
  });
});

test('an invoice is of the profile that its order named, where that one can be invoiced', async () => {
  await change({ vat_id: KNOWN });
  const order = await house.post('/v1/orders', goodsFor(customer, '10.00'));
  const route = '/v1/customers/{customer_id}';
  await house.ask({ method: 'PATCH', route, params: { customer_id: customer }, body: { name: 'Anders BV' } });
  await house.drain();

  const params = { invoice_id: order.body.invoices[0] };
  const xml = await house.get('/v1/invoices/{invoice_id}/xml', { params });
  expect(xml.body).toContain('Voorbeeld BV');
});
