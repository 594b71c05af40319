import { beforeAll, describe, expect, it } from 'vitest';
import { BUYER, made, openBusiness, orderOf, placeAndInvoice } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';

/** A line of a plan, which makes a subscription. */
const subscribed = (plan: string) => ({ lines: [{ description: 'Lamp club', quantity: '1', plan }] });

describe('a list', () => {
  let house: House;
  let one: string;
  let other: string;
  let plan: string;
  let invoices: readonly string[];

  beforeAll(async () => {
    house = await openHouse();
    const business = await openBusiness(house);
    one = business.customer;
    other = await made(house.post('/v1/customers', { ...BUYER, name: 'Another Reader' }));
    const placed = [
      await placeAndInvoice(house, orderOf(one, { reference: 'PO-1' })),
      await placeAndInvoice(house, orderOf(other, { payment_terms_days: 60 })),
      await placeAndInvoice(house, orderOf(other)),
    ];
    invoices = placed.map(({ invoice }) => invoice);
    await pay(invoices[2] ?? '');
    const credited = { params: { invoice_id: invoices[0] ?? '' } };
    await house.post('/v1/invoices/{invoice_id}/credit_notes', { reason: 'returned' }, credited);
    await house.drain();
    const prices = [{ currency: 'EUR', amount: '10.00' }];
    plan = await made(house.post('/v1/plans', { name: 'Lamp club', interval: 'month', prices }));
    await made(house.post('/v1/orders', orderOf(other, subscribed(plan))));
    await house.drain();
  });

  async function pay(invoice: string): Promise<void> {
    const { body } = await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: invoice } });
    const transfer = { invoice, amount: body.total, received_on: '2026-11-23', reference: 'thanks' };
    await made(house.post('/v1/payments', transfer));
    await house.drain();
  }

  const idsOf = async (route: string, query: Record<string, string>): Promise<readonly string[]> => {
    const { body, status } = await house.get(route, { query });
    if (status !== 200) throw new Error(JSON.stringify(body));

    return body.data.map(({ id }: { readonly id: string }) => id);
  };
  const numberOf = async (invoice: string) =>
    (await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: invoice } })).body.number;

  it.each([
    ['a whole list', {}],
    ['a narrowed one', { state: 'open' }],
  ])('has no page behind its last row: %s', async (_, query) => {
    const { length } = await idsOf('/v1/invoices', { ...query, limit: '100' });
    const exact = await house.get('/v1/invoices', { query: { ...query, limit: String(length) } });
    const short = await house.get('/v1/invoices', { query: { ...query, limit: String(length - 1) } });

    expect(exact.body.data).toHaveLength(length);
    expect(exact.body.next_cursor).toBeNull();
    expect(short.body.next_cursor).not.toBeNull();
  });

  it('of invoices is narrowed to a customer, a number, a state and a day', async () => {
    const [first = '', second = '', third = ''] = invoices;
    const ofOther = await idsOf('/v1/invoices', { customer: other });

    expect(await idsOf('/v1/invoices', { customer: one })).toEqual([first]);
    expect(ofOther).toHaveLength(3);
    expect(ofOther).toEqual(expect.arrayContaining([second, third]));
    expect(await idsOf('/v1/invoices', { number: await numberOf(third) })).toEqual([third]);
    expect((await idsOf('/v1/invoices', { state: 'settled' })).toSorted()).toEqual([first, third].toSorted());
    expect(
      await idsOf('/v1/invoices', { state: 'open', customer: other, due_by: '2026-12-31' }),
    ).not.toContain(second);
    expect(await idsOf('/v1/invoices', { number: 'INV-2026-99999' })).toEqual([]);
  });

  it('of credit notes is narrowed to an invoice', async () => {
    expect(await idsOf('/v1/credit_notes', { invoice: invoices[0] ?? '' })).toHaveLength(1);
    expect(await idsOf('/v1/credit_notes', { invoice: invoices[1] ?? '' })).toEqual([]);
  });

  it('of orders is narrowed to a customer, a reference and a state', async () => {
    expect(await idsOf('/v1/orders', { customer: other })).toHaveLength(3);
    expect(await idsOf('/v1/orders', { reference: 'PO-1' })).toHaveLength(1);
    expect(await idsOf('/v1/orders', { status: 'cancelled' })).toEqual([]);
  });

  it('of subscriptions is narrowed to a customer, a plan and a state', async () => {
    expect(await idsOf('/v1/subscriptions', { customer: other, plan, status: 'active' })).toHaveLength(1);
    expect(await idsOf('/v1/subscriptions', { customer: one })).toEqual([]);
  });

  it('of payments is narrowed to an invoice and a state', async () => {
    expect(await idsOf('/v1/payments', { invoice: invoices[2] ?? '', status: 'settled' })).toHaveLength(1);
    expect(await idsOf('/v1/payments', { customer: one })).toEqual([]);
  });

  it('goes on page by page, and its cursor serves no other question: cursor.invalid', async () => {
    const query = { customer: other, limit: '1' };
    const first = await house.get('/v1/invoices', { query });
    const cursor = String(first.body.next_cursor);
    const second = await house.get('/v1/invoices', { query: { ...query, cursor } });
    const foreign = await house.get('/v1/invoices', { query: { limit: '1', customer: one, cursor } });

    expect(first.body.data).toHaveLength(1);
    expect(second.body.data).toHaveLength(1);
    expect(second.body.data).not.toEqual(first.body.data);
    expect(foreign.body.code).toBe('cursor.invalid');
  });

  it.each([
    ['/v1/invoices', { state: 'overdue' }, '?state'],
    ['/v1/invoices', { customer: 'nobody' }, '?customer'],
    ['/v1/invoices', { due_by: 'tomorrow' }, '?due_by'],
    ['/v1/subscriptions', { status: 'alive' }, '?status'],
    ['/v1/payments', { colour: 'red' }, '?colour'],
  ])('%s by %j names what is wrong with it', async (route, query, pointer) => {
    const told = await house.get(route, { query });

    expect(told).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  });
});
