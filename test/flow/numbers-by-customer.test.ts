import { describe, expect, it } from 'vitest';
import { ADDRESS, made, openBusiness, orderOf, placeAndInvoice } from '../kit/goods.ts';
import { found } from '../kit/found.ts';
import { type House, openHouse } from '../kit/house.ts';

const BY_CUSTOMER = {
  number_scope: 'customer',
  number_reset: 'never',
  invoice_numbers: '{customer:3}-{number:3}',
  credit_note_numbers: 'C{customer:3}-{number:3}',
};

/** A shop that numbers by customer, and three customers of it. */
async function openShop() {
  const house = await openHouse({ start: '2023-09-30T12:00:00.000Z' });
  const { entity, customer } = await openBusiness(house, { zone: 'Europe/Paris', ...BY_CUSTOMER });
  const more = ['Second Reader', 'Third Reader'].map((name) =>
    made(house.post('/v1/customers', { name, address: ADDRESS })),
  );

  return { house, entity, customers: [customer, ...(await Promise.all(more))] };
}

const changeTo = (house: House, entity: string, body: unknown) =>
  house.ask({
    method: 'PATCH',
    route: '/v1/legal_entities/{legal_entity_id}',
    params: { legal_entity_id: entity },
    body,
  });

async function sell(house: House, customer: string | undefined): Promise<string> {
  const { invoice } = await placeAndInvoice(house, orderOf(customer));
  const told = await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: invoice } });

  return told.body.number;
}

describe('a seller that numbers by customer', () => {
  it('gives each customer a count of its own, and goes on behind all of them once it numbers for itself', async () => {
    const { house, entity, customers } = await openShop();
    const [first, second, third] = customers;
    const numbers: string[] = [];
    for (const customer of [first, second, first, third, third, first, second, first, third])
      numbers.push(await sell(house, customer));

    expect(numbers).toEqual([
      '001-001',
      '002-001',
      '001-002',
      '003-001',
      '003-002',
      '001-003',
      '002-002',
      '001-004',
      '003-003',
    ]);

    const changed = await changeTo(house, entity, {
      number_scope: 'legal_entity',
      invoice_numbers: 'FA-{year}{month}-{number:3}',
      credit_note_numbers: 'AV-{year}{month}-{number:3}',
    });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({ number_scope: 'legal_entity', number_reset: 'never' });

    // 23:10 in London is October in Paris.
    house.clock.advance({ hours: 11, minutes: 10 });
    expect(await sell(house, second)).toBe('FA-202310-010');
    expect(await found(house)).toEqual([]);
  });

  it('finds an invoice by its number, in the list and from the words of a transfer, a view row for none', async () => {
    const { house, entity, customers } = await openShop();
    const [first, second] = customers;
    for (const customer of [first, second, first]) await sell(house, customer);
    const listed = (number: string) => house.get('/v1/invoices', { query: { number } });
    const [wanted] = (await listed('001-002')).body.data;

    expect(wanted).toMatchObject({ number: '001-002', customer: first });
    expect((await listed('002-002')).body.data).toEqual([]);
    expect((await listed('009-001')).body.data).toEqual([]);
    expect((await listed('000-001')).body.data).toEqual([]);

    // What was numbered under an earlier way of counting is found as well.
    await changeTo(house, entity, {
      ...{ number_scope: 'legal_entity', invoice_numbers: 'FA-{year}{month}-{number:3}' },
      credit_note_numbers: 'AV-{year}{month}-{number:3}',
    });
    expect((await listed('001-002')).body.data).toMatchObject([{ id: wanted.id }]);

    const paid = await house.post('/v1/payments', {
      ...{ legal_entity: entity, reference: '001 002' },
      ...{ amount: wanted.total, received_on: '2023-09-30' },
    });
    expect(paid).toMatchObject({
      status: 201,
      body: { customer: first, matched: { by: 'invoice_number', invoice_was: 'open' } },
    });
    await house.drain();
    const settled = await house.get('/v1/invoices', { query: { number: '001-002', state: 'settled' } });
    expect(settled.body.data).toMatchObject([{ id: wanted.id }]);
  });

  it('is refused a pattern by which two documents could bear one number', async () => {
    const { house, entity } = await openShop();
    const patch = (body: unknown) => changeTo(house, entity, body);

    expect(await patch({ number_scope: 'legal_entity' })).toMatchObject({
      status: 422,
      body: { code: 'legal_entity.numbers_unfit', errors: [{ pointer: '#/invoice_numbers' }] },
    });
    const plain = { invoice_numbers: '{number:3}', credit_note_numbers: 'C{number:3}' };
    expect((await patch({ number_scope: 'legal_entity', ...plain })).status).toBe(200);
    const other = { invoice_numbers: '7-{number:3}', credit_note_numbers: 'D{number:3}' };
    expect(await patch(other)).toMatchObject({ status: 422, body: { code: 'legal_entity.numbers_collide' } });
  });
});
