/** Figures of prepaid credits that other systems publish, each lived by an order, its invoice and a balance. */
import { expect, it } from 'vitest';
import { made, openBusiness } from '../kit/goods.ts';
import { openHouse } from '../kit/house.ts';
import { found } from '../kit/found.ts';

const EUR = (amount: string) => ({ amount, currency: 'EUR' });

const CASE_34 = {
  currency: 'EUR',
  lines: [
    { description: 'Seats', quantity: '1', unit_price: '80.00', discount: { percent: '25' } },
    { description: 'Storage', quantity: '1', unit_price: '20.00' },
  ],
  allowances: [{ reason: 'Coupon', amount: '10.00' }],
};

it('case 34: 80 less a quarter and 20, less 10, at 8.25 % is 75.78, of which credits of 5 leave 70.78 (default)', async () => {
  const { house, customer } = await opened('8.25');
  await grant(house, customer, '5');

  expect(await invoiceOf(house, { customer, ...CASE_34 })).toMatchObject({
    ...{ net: EUR('70.00'), tax: EUR('5.78'), total: EUR('75.78') },
    ...{ prepaid: EUR('5.00'), due: EUR('70.78') },
  });
  expect(await found(house)).toEqual([]);
});

it('case 34 before the tax: credits of 5 lower 70 to 65, whose 8.25 % are 5.36, so 70.36 is due (`prepaid.position`)', async () => {
  const { house, customer } = await opened('8.25', { prepaid_position: 'before_tax' });
  await grant(house, customer, '5');

  expect(await invoiceOf(house, { customer, ...CASE_34 })).toMatchObject({
    ...{ net: EUR('65.00'), tax: EUR('5.36'), total: EUR('70.36') },
    ...{ prepaid: EUR('0.00'), prepaid_before_tax: EUR('5.00'), due: EUR('70.36') },
  });
  expect(await found(house)).toEqual([]);
});

it('case 26: 17.9699999999999988631316 credits at 1 are 17.97 in the grant, in the balance and on the invoice (default)', async () => {
  const { house, customer } = await opened('19');
  const told = await grant(house, customer, '17.9699999999999988631316');
  const balances = await house.get('/v1/customers/{customer_id}/prepaid_balances', {
    params: { customer_id: customer },
  });
  const lines = [{ description: 'Seats', quantity: '1', unit_price: '80.00' }];

  expect(told.body.amount).toEqual(EUR('17.97'));
  expect(balances.body.data[0].balance).toEqual(EUR('17.97'));
  expect(await invoiceOf(house, { customer, currency: 'EUR', lines })).toMatchObject({
    prepaid: EUR('17.97'),
    due: EUR('77.23'),
  });
});

it('case 26: a top-up of 17.9699999999999988631316 credits at 1 is 17.97 on its invoice, in the grant and in the balance', async () => {
  const { house, customer } = await opened('19');
  const params = { customer_id: customer };
  const body = { currency: 'EUR', credits: '17.9699999999999988631316', rate: '1' };
  const told = await house.post('/v1/customers/{customer_id}/credit_purchases', body, { params });
  await house.drain();
  const { invoice } = told.body;
  const issued = await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: invoice } });
  const transfer = { amount: EUR('17.97'), received_on: '2026-11-23', invoice, reference: 'Top-up' };
  await made(house.post('/v1/payments', transfer));
  await house.drain();
  const balances = await house.get('/v1/customers/{customer_id}/prepaid_balances', { params });

  expect(told.body).toMatchObject({ credits: '17.9699999999999988631316', amount: EUR('17.97') });
  expect(issued.body).toMatchObject({ net: EUR('17.97'), total: EUR('17.97') });
  expect(balances.body.data[0]).toMatchObject({
    balance: EUR('17.97'),
    grants: [{ credit_grant: told.body.credit_grant, left: EUR('17.97') }],
  });
  expect(await found(house)).toEqual([]);
});

type House = Awaited<ReturnType<typeof openHouse>>;

async function opened(standard: string, more: object = {}) {
  const house = await openHouse();
  const { customer } = await openBusiness(house, {
    ...{ tax_rates: { standard, reduced: '7' }, tax_number: '37/123/45678', ...more },
  });

  return { house, customer };
}

async function grant(house: House, customer: string, credits: string) {
  const body = { currency: 'EUR', credits, reason: 'Campaign' };
  const told = await house.post('/v1/customers/{customer_id}/credit_grants', body, {
    params: { customer_id: customer },
  });
  await house.drain();

  return told;
}

async function invoiceOf(house: House, order: object) {
  const placed = house.post('/v1/orders', order);
  await made(placed);
  await house.drain();
  const { body } = await placed;

  return (await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: body.invoices[0] } })).body;
}
