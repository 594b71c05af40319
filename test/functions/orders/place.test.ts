import { expect, it } from 'vitest';
import { openBusiness, orderOf, placeAndInvoice } from '../../kit/goods.ts';
import { openHouse } from '../../kit/house.ts';

it('a placed order becomes an issued invoice with a number, a PDF and balanced books', async () => {
  const house = await openHouse();
  const { customer } = await openBusiness(house);

  const { invoice } = await placeAndInvoice(house, orderOf(customer));

  const told = await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: invoice } });
  const pdf = await house.get('/v1/invoices/{invoice_id}/pdf', { params: { invoice_id: invoice } });
  expect(told.body).toMatchObject({
    number: 'INV-2026-00001',
    net: { amount: '39.80' },
    tax: { amount: '7.56' },
    total: { amount: '47.36' },
  });
  expect(pdf.status).toBe(200);
  expect(house.letters.filter(({ to }) => to !== 'payments.resolve')).toEqual([]);
  expect(house.dead).toEqual([]);
});
