import { beforeEach, describe, expect, it } from 'vitest';
import { BUYER, made, openBusiness } from '../../kit/goods.ts';
import { type House, openHouse } from '../../kit/house.ts';

const DESK = {
  name: 'Walnut desk',
  sku: 'D-1',
  unit: 'piece',
  tax: 'reduced',
  supply: 'goods',
  prices: [
    { currency: 'EUR', amount: '349.00' },
    { currency: 'CHF', amount: '365.00' },
  ],
};

let house: House;
let entity: string;
let customer: string;

beforeEach(async () => {
  house = await openHouse();
  ({ entity, customer } = await openBusiness(house));
});

const publish = (more: Record<string, unknown> = {}) => house.post('/v1/products', { ...DESK, ...more });

const publishVersion = (product: string, body: unknown, more = {}) =>
  house.ask({
    ...{ method: 'POST', route: '/v1/products/{product_id}/versions', params: { product_id: product } },
    ...{ body, key: 'version', ...more },
  });

const show = (product: string) => house.get('/v1/products/{product_id}', { params: { product_id: product } });

const order = (line: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  house.post('/v1/orders', { customer, currency: 'EUR', lines: [{ quantity: '2', ...line }], ...more });

describe('a product', () => {
  it('is shown as it was published, by itself and in the list', async () => {
    const { status, body } = await publish();
    await house.drain();

    expect(status).toBe(201);
    expect(body).toMatchObject({ ...DESK, object: 'product', version: 1, legal_entity: null });
    expect((await show(body.id)).body).toEqual(body);
    expect((await house.get('/v1/products')).body.data).toEqual([body]);
  });

  it('has its next version once, however often that is sent', async () => {
    const product = await made(publish());
    const dearer = { ...DESK, prices: [{ currency: 'EUR', amount: '359.00' }] };

    const [first, again] = [await publishVersion(product, dearer), await publishVersion(product, dearer)];
    const reused = await publishVersion(product, { ...dearer, name: 'Oak desk' });

    expect(first).toMatchObject({ status: 201, body: { version: 2, prices: dearer.prices } });
    expect(again.body).toEqual(first.body);
    expect((await show(product)).body).toMatchObject({ version: 2 });
    expect(reused.body).toMatchObject({ code: 'idempotency.key_reused' });
  });

  it.each([
    ['product.price_repeated', { prices: [...DESK.prices, { currency: 'EUR', amount: '1' }] }],
    ['legal_entity.unknown', { legal_entity: `le_${'0'.repeat(26)}` }],
  ])('is refused with %s', async (code, more) => {
    expect(await publish(more)).toMatchObject({ status: 422, body: { code } });
  });

  it('that nobody published has no next version and is not found', async () => {
    const unknown = `prd_${'0'.repeat(26)}`;

    for (const told of [await show(unknown), await publishVersion(unknown, DESK), await show('other')])
      expect(told).toMatchObject({ status: 404, body: { code: 'product.not_found' } });
  });
});

describe('a line of an order that names a product', () => {
  it('takes over name, sku, unit, price, tax and supply, and is invoiced so', async () => {
    const product = await made(publish());

    const { body } = await order({ product });
    await house.drain();
    const invoice = await house.get('/v1/invoices/{invoice_id}', {
      params: { invoice_id: body.invoices[0] },
    });

    expect(body.lines).toMatchObject([
      {
        ...{ product, description: 'Walnut desk', sku: 'D-1', unit: 'piece', unit_price: '349.00' },
        ...{ tax: 'reduced', supply: 'goods', net: { amount: '698.00' } },
      },
    ]);
    expect(invoice.body).toMatchObject({ net: { amount: '698.00' }, tax: { amount: '48.86' } });
  });

  it('says itself what it says: a description, a price of its own', async () => {
    const product = await made(publish());

    const { body } = await order({ product, description: 'Desk, second hand', unit_price: '199.00' });

    expect(body.lines).toMatchObject([
      { description: 'Desk, second hand', sku: 'D-1', unit_price: '199.00', tax: 'reduced' },
    ]);
  });

  it('sells the newest version, and what was ordered before stays as it was', async () => {
    const product = await made(publish());
    const before = await order({ product });
    await publishVersion(product, { ...DESK, prices: [{ currency: 'EUR', amount: '359.00' }] });

    const after = await order({ product });
    const shown = await house.get('/v1/orders/{order_id}', { params: { order_id: before.body.id } });

    expect(after.body.lines).toMatchObject([{ unit_price: '359.00' }]);
    expect(shown.body.lines).toMatchObject([{ unit_price: '349.00', product }]);
  });

  it.each([
    ['product.unknown', async () => `prd_${'0'.repeat(26)}`, {}],
    ['product.currency_missing', async () => made(publish({ prices: [] })), {}],
    [
      'product.not_sold_by_entity',
      async () => {
        const other = { name: 'Other', address: BUYER.address, zone: 'UTC', currency: 'EUR' };
        const id = await made(house.post('/v1/legal_entities', other));
        return made(publish({ legal_entity: id }));
      },
      {},
    ],
  ])('is refused with %s', async (code, productOf) => {
    const told = await order({ product: await productOf() }, { legal_entity: entity });

    expect(told).toMatchObject({
      status: 422,
      body: { code, errors: [{ pointer: '#/lines/0/product' }] },
    });
  });

  it.each([
    ['#/lines/0/description', { unit_price: '1' }],
    ['#/lines/0/unit_price', { description: 'Desk' }],
    ['#/lines/0/product', { product: `prd_${'0'.repeat(26)}`, plan: `pln_${'0'.repeat(26)}` }],
  ])('is refused at %s where it names too little or too much', async (pointer, line) => {
    const told = await order(line);

    expect([told.status, told.body.errors[0].pointer]).toEqual([422, pointer]);
  });
});
