import { describe, expect, it } from 'vitest';
import { BUYER, LINE, openBusiness, orderOf, placeAndInvoice, SELLER } from '../../kit/goods.ts';
import { openHouse } from '../../kit/house.ts';
import type { Journal } from '../../../shared/ports.ts';
import { immortal, turnsOf } from '../../kit/turns.ts';

const ORDER_TYPES = ['order.placed', 'customer.registered'];

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

it('a placed order is answered with everything that was agreed, and read again at once', async () => {
  const house = await openHouse();
  const { customer, entity } = await openBusiness(house);
  const lines = [
    { ...LINE, quantity: '2.5', discount: { percent: '10' }, sku: 'L-1', unit: 'h', tax: 'reduced' },
  ];

  const told = await house.post(
    '/v1/orders',
    orderOf(customer, {
      lines,
      reference: 'PO 1',
      metadata: { desk: '4' },
      payment_terms_days: 30,
      language: 'de',
    }),
  );

  expect(told).toMatchObject({
    status: 201,
    headers: { etag: '"1"', location: `/v1/orders/${told.body.id}` },
  });
  expect(told.body).toMatchObject({
    status: 'placed',
    fulfilment: 'none',
    legal_entity: entity,
    customer,
    net: { amount: '44.78', currency: 'EUR' },
    lines: [
      {
        line: 1,
        quantity: '2.5',
        fulfilled_quantity: '0',
        net: { amount: '44.78' },
        discount: { percent: '10' },
      },
    ],
    payment_terms_days: 30,
    language: 'de',
    reference: 'PO 1',
    metadata: { desk: '4' },
  });
  const read = await house.get('/v1/orders/{order_id}', { params: { order_id: told.body.id } });
  expect(read.body).toEqual(told.body);
});

describe('an order that could not be invoiced is refused, and nothing is kept of it', () => {
  const line = (more: object) => ({ lines: [{ ...LINE, ...more }] });

  it.each([
    ['customer.unknown', { customer: `cus_${'0'.repeat(26)}` }],
    ['legal_entity.unknown', { legal_entity: `le_${'0'.repeat(26)}` }],
    ['plan.unknown', line({ unit_price: undefined, plan: `pln_${'0'.repeat(26)}` })],
    ['order.amount_too_precise', line({ discount: { amount: '0.001' } })],
    ['order.discount_exceeds_line', line({ discount: { amount: '39.81' } })],
    ['order.amount_too_large', line({ quantity: '999999999999', unit_price: '999999999999' })],
    [
      'order.amount_too_large',
      { lines: Array.from({ length: 3 }, () => ({ ...LINE, quantity: '1', unit_price: '400000000000' })) },
    ],
    ['order.discount_not_divisible', { billing: 'on_fulfilment', ...line({ discount: { amount: '1.00' } }) }],
    ['invoice.negative', line({ unit_price: '-1.00' })],
    [
      'order.too_large',
      { lines: Array.from({ length: 500 }, () => ({ ...LINE, description: '灯'.repeat(200) })) },
    ],
  ])('%s', async (code, more) => {
    const house = await openHouse();
    const { customer } = await openBusiness(house);
    const before = house.journal.stream.length;

    const byId = await house.post('/v1/orders', orderOf(customer, more));
    const inline = await house.post(
      '/v1/orders',
      orderOf(BUYER, { ...more, ...('customer' in more ? { customer: more.customer } : {}) }),
    );

    expect(byId).toMatchObject({ status: 422, body: { code } });
    expect(inline).toMatchObject({ status: 422, body: { code } });
    expect(house.journal.stream.length).toBe(before);
  });

  it('legal_entity.unknown, while there is no seller, and legal_entity.ambiguous, once there are two', async () => {
    const house = await openHouse();

    const none = await house.post('/v1/orders', orderOf(BUYER));
    await openBusiness(house);
    await openBusiness(house, { name: 'Second Library GmbH' });
    const two = await house.post('/v1/orders', orderOf(BUYER));

    expect(none.body).toMatchObject({
      code: 'legal_entity.unknown',
      errors: [{ pointer: '#/legal_entity' }],
    });
    expect(two.body).toMatchObject({
      code: 'legal_entity.ambiguous',
      errors: [{ pointer: '#/legal_entity' }],
    });
  });

  it('tax.rate_unknown, where the seller lives by rates that nobody told us', async () => {
    const house = await openHouse();

    const told = await house.post('/v1/legal_entities', {
      ...SELLER,
      address: { ...SELLER.address, country: 'AQ' },
    });

    expect(told.body).toMatchObject({ code: 'tax.rate_unknown', errors: [{ pointer: '#/tax_rates' }] });
  });
});

describe('a customer told inline', () => {
  it('is registered with the order, and once', async () => {
    const house = await openHouse();
    await openBusiness(house);
    const asking = { key: 'inline' };

    const first = await house.post('/v1/orders', orderOf(BUYER), asking);
    const again = await house.post('/v1/orders', orderOf(BUYER), asking);

    const read = await house.get('/v1/customers/{customer_id}', {
      params: { customer_id: first.body.customer },
    });
    expect(read.body).toMatchObject({ status: 'active', name: BUYER.name });
    expect(again.body).toEqual(first.body);
    const facts = house.journal.stream
      .flatMap(({ facts: each }) => each)
      .filter(({ type }) => ORDER_TYPES.includes(type));
    expect(facts).toHaveLength(3);
  });

  it('is not registered with the data of another request under the same key', async () => {
    const house = await openHouse();
    await openBusiness(house);

    const first = await house.post('/v1/orders', orderOf(BUYER), { key: 'inline' });
    const other = await house.post('/v1/orders', orderOf({ ...BUYER, name: 'Somebody Else' }), {
      key: 'inline',
    });

    expect(other.body.code).toBe('idempotency.key_reused');
    const ref = { tenant: house.tenant, id: first.body.customer };
    expect(await house.ports.profiles.get(ref, 1)).toMatchObject({ data: { name: BUYER.name } });
    expect(await house.ports.profiles.get(ref, 2)).toBeUndefined();
  });

  it('and erased since, is not brought back by a repetition of the order', async () => {
    const house = await openHouse();
    await openBusiness(house);
    const first = await house.post('/v1/orders', orderOf(BUYER), { key: 'inline' });
    const params = { customer_id: first.body.customer };
    await house.ask({ method: 'POST', route: '/v1/customers/{customer_id}/erase', params });

    const again = await house.post('/v1/orders', orderOf(BUYER), { key: 'inline' });

    expect(again).toMatchObject({ status: 201, headers: { 'idempotency-replayed': 'true' } });
    expect(
      await house.ports.profiles.get({ tenant: house.tenant, id: params.customer_id }, 1),
    ).toBeUndefined();
  });
});

describe('the same order asked for by several at once', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'is placed once, whatever the order of their steps (seed %i)',
    async (seed) => {
      const house = await openHouse();
      const { customer } = await openBusiness(house);
      const turns = turnsOf(seed);
      const body = seed % 2 === 0 ? orderOf(customer) : orderOf(BUYER);
      const { journal, profiles } = house.ports;
      const asked = Array.from({ length: 4 }, () => {
        const life = immortal();
        return house.ask(
          { method: 'POST', route: '/v1/orders', key: 'at once', body },
          { journal: turns.gated(journal, life), profiles: turns.gated(profiles, life) },
        );
      });

      await turns.run(asked);

      const told = await Promise.all(asked);
      expect(told.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
      expect(new Set(told.map((each) => JSON.stringify(each.body))).size).toBe(1);
      expect(
        house.journal.stream.filter(({ facts }) => facts.some(({ type }) => type === 'order.placed')),
      ).toHaveLength(1);
    },
  );
});

it('an order right after a change of address goes to the new address', async () => {
  const house = await openHouse({
    around: (ports) => ({
      journal: {
        ...ports.journal,
        latest: async (ref, consistency) => lagging(ports.journal, ref, consistency),
      },
    }),
  });
  const { customer } = await openBusiness(house);
  const address = { ...BUYER.address, line1: 'Neue Gasse 2' };
  await house.ask({
    method: 'PATCH',
    route: '/v1/customers/{customer_id}',
    params: { customer_id: customer },
    body: { address },
  });

  const told = await house.post('/v1/orders', orderOf(customer));

  expect(told.status).toBe(201);
  const placed = house.journal.stream.findLast(({ id }) => id === told.body.id);
  expect(placed?.facts[0]?.data).toMatchObject({ profile: 2 });
});

/** An eventual read that is one version behind. */
async function lagging(
  journal: Journal,
  ref: { tenant: string; id: string },
  consistency: 'eventual' | 'strong',
) {
  const newest = await journal.latest(ref, 'strong');
  if (consistency === 'strong' || !newest) return newest;

  return newest.version === 1 ? undefined : journal.at(ref, newest.version - 1);
}
