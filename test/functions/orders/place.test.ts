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
    ['order.allowance_exceeds_net', { allowances: [{ reason: 'Voucher', amount: '39.81' }] }],
    ['order.amount_too_precise', { charges: [{ reason: 'Freight', amount: '0.001' }] }],
    [
      'order.reduction_not_divisible',
      { billing: 'on_fulfilment', charges: [{ reason: 'Freight', amount: '4.90' }] },
    ],
    ['invoice.negative', line({ unit_price: '-1.00' })],
    [
      'order.too_large',
      { lines: Array.from({ length: 500 }, () => ({ ...LINE, description: '€'.repeat(200) })) },
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

describe('allowances and charges on the whole order', () => {
  const voucher = { reason: 'Voucher', reason_code: '95', amount: '15.00' };
  const freight = { reason: 'Freight', reason_code: 'FC', amount: '9.00' };
  const lines = [
    { description: 'Lamp', quantity: '1', unit_price: '100' },
    { description: 'Book', quantity: '2', unit_price: '25', tax: 'reduced' },
  ];
  const sums = (body: Record<string, { readonly amount: string }>) =>
    [body.net, body.tax, body.total].map((sum) => sum?.amount);

  it('are split over the rates, taxed with the lines, booked, and taken back by a credit note to the cent', async () => {
    const house = await openHouse();
    const { customer } = await openBusiness(house);

    const told = await house.post('/v1/orders', orderOf(customer, { lines, allowances: [voucher] }));
    await house.drain();
    const params = { invoice_id: told.body.invoices[0] };
    const { body } = await house.get('/v1/invoices/{invoice_id}', { params });
    await house.post('/v1/invoices/{invoice_id}/credit_notes', { reason: 'wrong' }, { params });
    await house.drain();
    const [listed] = (await house.get('/v1/credit_notes')).body.data;
    const note = await house.get('/v1/credit_notes/{credit_note_id}', {
      params: { credit_note_id: listed.id },
    });

    expect(told.body).toMatchObject({ net: { amount: '135.00' }, allowances: [voucher], charges: [] });
    expect(sums(body)).toEqual(['135.00', '20.25', '155.25']);
    expect(body).toMatchObject({
      allowances: [
        { reason: 'Voucher', base: { amount: '100.00' }, amount: { amount: '10.00' }, tax_rate: '19' },
        { reason: 'Voucher', base: { amount: '50.00' }, amount: { amount: '5.00' }, tax_rate: '7' },
      ],
      taxes: [
        { rate: '19', base: { amount: '90.00' }, tax: { amount: '17.10' } },
        { rate: '7', base: { amount: '45.00' }, tax: { amount: '3.15' } },
      ],
    });
    expect(sums(note.body)).toEqual(sums(body));
    expect(note.body).toMatchObject({ allowances: body.allowances, taxes: body.taxes });
    expect(house.dead).toEqual([]);
  });

  it('of everything, with freight on top, leave the freight', async () => {
    const house = await openHouse();
    const { customer } = await openBusiness(house);
    const more = { lines, allowances: [{ reason: 'Sample', percent: '100' }], charges: [freight] };

    const told = await house.post('/v1/orders', orderOf(customer, more));
    await house.drain();
    const params = { invoice_id: told.body.invoices[0] };
    const { body } = await house.get('/v1/invoices/{invoice_id}', { params });

    expect(sums(body)).toEqual(['9.00', '1.35', '10.35']);
    expect(body.charges).toMatchObject([
      { reason_code: 'FC', amount: { amount: '6.00' }, tax_rate: '19' },
      { reason_code: 'FC', amount: { amount: '3.00' }, tax_rate: '7' },
    ]);
  });

  it('of everything yield an invoice of nothing', async () => {
    const house = await openHouse();
    const { customer } = await openBusiness(house);
    const more = { lines, allowances: [{ reason: 'Sample', percent: '100' }] };

    const told = await house.post('/v1/orders', orderOf(customer, more));
    await house.drain();
    const params = { invoice_id: told.body.invoices[0] };
    const { body } = await house.get('/v1/invoices/{invoice_id}', { params });

    expect(sums(body)).toEqual(['0.00', '0.00', '0.00']);
    expect(house.dead).toEqual([]);
  });

  it('in percent are taken of each delivery where deliveries are invoiced', async () => {
    const house = await openHouse();
    const { customer } = await openBusiness(house);
    const more = { billing: 'on_fulfilment', lines, allowances: [{ reason: 'Season', percent: '10' }] };

    const placed = await house.post('/v1/orders', orderOf(customer, more));
    const told = await house.post(
      '/v1/orders/{order_id}/fulfilments',
      { lines: [{ line: 2, quantity: '1' }], delivered_on: '2026-11-01' },
      { params: { order_id: placed.body.id } },
    );
    await house.drain();
    const params = { invoice_id: told.body.invoice };
    const { body } = await house.get('/v1/invoices/{invoice_id}', { params });

    expect(sums(body)).toEqual(['22.50', '1.58', '24.08']);
  });

  it('are refused on an order that is nothing but subscriptions, whose periods they would not reach', async () => {
    const house = await openHouse();
    const { customer } = await openBusiness(house);
    const only = [{ description: 'Plan', quantity: '1', plan: `pln_${'0'.repeat(26)}` }];

    const told = await house.post('/v1/orders', orderOf(customer, { lines: only, allowances: [voucher] }));

    expect(told).toMatchObject({ status: 422, body: { code: 'request.invalid' } });
  });

  it('beyond the net are refused with their place', async () => {
    const house = await openHouse();
    const { customer } = await openBusiness(house);
    const allowances = [voucher, { reason: 'More', amount: '135.01' }];

    const told = await house.post('/v1/orders', orderOf(customer, { lines, allowances }));

    expect(told.body).toMatchObject({
      code: 'order.allowance_exceeds_net',
      errors: [{ pointer: '#/allowances/1' }],
    });
  });
});
