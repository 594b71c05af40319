/** Letters that our fonts lack never become replacement signs: refused at the door, refused before a number where they came in earlier. */
import { beforeAll, describe, expect, it } from 'vitest';
import { API_ROUTES } from '../../shared/contracts/api.ts';
import { products } from '../../shared/domain/products.ts';
import { execute } from '../../shared/execute.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import { made, openBusiness, orderOf } from '../kit/goods.ts';
import { withText } from '../kit/hostile-texts.ts';
import { openHouse } from '../kit/house.ts';
import { printedFieldsOf } from '../kit/printed-fields.ts';
import { bodiesFor, openScene, paramsOf, type Scene } from '../kit/scene.ts';

const FIELDS = API_ROUTES.flatMap(({ route: { method, path, body, xml } }) =>
  body && xml !== 'body' ? printedFieldsOf(body).map((at) => [`${method} ${path}`, at] as const) : [],
);

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});

describe.each(FIELDS)('%s %s', (name, at) => {
  it('is refused by its name with letters that cannot be printed, and the letters are named', async () => {
    const [method = '', route = ''] = name.split(' ');
    const before = scene.house.journal.stream.length;
    const good = bodiesFor(scene)[name]?.body ?? {};
    const body = withText(good, at, 'מנורה');
    const told = await scene.house.ask({
      method,
      route,
      params: paramsOf(route, scene),
      key: name + at,
      body,
    });

    expect(told.status).toBe(422);
    expect(told.body.errors).toContainEqual({
      pointer: `#/${at}`,
      code: 'text.not_printable',
      message:
        'holds what documents cannot print: מ (U+05DE), נ (U+05E0), ו (U+05D5), ר (U+05E8), ה (U+05D4)',
    });
    expect(scene.house.journal.stream.length).toBe(before);
  });
});

it.each([
  ['POST /v1/customers', 'name'],
  ['POST /v1/customers', 'address/line1'],
  ['PATCH /v1/customers/{customer_id}', 'address/city'],
  ['POST /v1/legal_entities', 'footer/0'],
  ['PATCH /v1/legal_entities/{legal_entity_id}', 'small_business_note'],
  ['POST /v1/orders', 'lines/0/description'],
  ['POST /v1/orders', 'lines/0/unit'],
  ['POST /v1/orders', 'customer/name'],
  ['POST /v1/orders', 'charges/0/reason'],
  ['POST /v1/orders', 'reference'],
  ['POST /v1/invoices/{invoice_id}/correct', 'lines/0/description'],
  ['POST /v1/plans', 'name'],
  ['POST /v1/products', 'name'],
  ['POST /v1/subscriptions/{subscription_id}/coupons', 'name'],
  ['POST /v1/subscriptions/{subscription_id}/charges', 'description'],
  ['POST /v1/self_billed_invoices', 'lines/0/description'],
  ['POST /v1/self_billed_invoices', 'reference'],
  ['POST /v1/exchange_rates', 'source'],
])('%s %s is one of them', (name, at) => {
  expect(FIELDS).toContainEqual([name, at]);
});

it('a request with other faults too is not valid, and each field is told by its own code', async () => {
  const body = { name: 'ליאת', address: {}, surprise: 1 };
  const told = await scene.house.post('/v1/customers', body);

  expect(told.body.code).toBe('request.invalid');
  expect(told.body.errors).toContainEqual(
    expect.objectContaining({ pointer: '#/name', code: 'text.not_printable' }),
  );
  expect(told.body.errors).toContainEqual(
    expect.objectContaining({ pointer: '#/surprise', code: 'field.unrecognized_keys' }),
  );
});

it('what no document prints may be in any letters', async () => {
  const { house, params } = scene;
  const bodies = bodiesFor(scene);
  const payment = { ...bodies['POST /v1/payments']?.body, reference: '家賃 10月' };
  const order = orderOf(params.customer_id, { metadata: { note: 'מנורה 💡' } });

  expect((await house.post('/v1/payments', payment)).status).toBe(201);
  expect((await house.post('/v1/orders', order)).status).toBe(201);
});

it.each([
  ['description', 'subscriptions'],
  ['number', 'open_items'],
])('the %s of imported %s is refused by its column', async (column, kind) => {
  const { house, params } = scene;
  const customer = params.customer_id;
  const rows: Readonly<Record<string, object>> = {
    open_items: {
      ...{ external_id: 'A-1', customer, number: 'A-1', issued_on: '2026-11-01', due_on: '2026-11-15' },
      ...{ currency: 'EUR', amount: '1.00' },
    },
    subscriptions: {
      ...{ external_id: 'S-1', customer, plan: params.plan_id, currency: 'EUR', quantity: '1' },
      ...{ description: 'Room', started_on: '2026-01-01', billed_until: '2026-11-30' },
    },
  };
  const legal_entity = params.legal_entity_id;
  const row = { ...rows[kind], [column]: 'ALT-灯' };
  const table = { kind, dry_run: true, legal_entity, as_of: '2026-11-23', rows: [row] };
  const told = await house.post('/v1/imports', table);

  expect(told.body.rows).toMatchObject([{ status: 'refused', field: column, code: 'text.not_printable' }]);
  expect(told.body.rows[0].message).toContain('灯 (U+706F)');
});

it('a product published before the rule is still read, and an order of it is refused before it gets a number', async () => {
  const house = await openHouse();
  const { customer } = await openBusiness(house);
  const { ports, tenant, clock } = house;
  const id = derivedId('prd', 'old');
  const acting = { actor: 'test', cause: 'test', trace: 'test', at: clock.now() };
  const said = { name: 'Lamp 灯', sku: null, unit: null, tax: 'standard', supply: 'goods' } as const;
  const terms = { ...said, entity: null, prices: [['EUR', '20.00'] as const] };
  const command = { do: 'publish', terms, at: clock.now() } as const;
  await execute(ports.journal, products, { ref: { tenant, id }, command, acting });

  const read = await house.get('/v1/products/{product_id}', { params: { product_id: id } });
  const order = await made(
    house.post('/v1/orders', orderOf(customer, { lines: [{ product: id, quantity: '1' }] })),
  );
  await house.drain();

  expect(read).toMatchObject({ status: 200, body: { name: 'Lamp 灯' } });
  const facts = house.journal.stream.flatMap(({ facts: each }) => each);
  expect(facts.filter(({ type }) => type === 'invoice.issued')).toEqual([]);
  const parked = facts.filter(({ type }) => type === 'message.parked');
  expect(JSON.stringify(parked.map(({ data }) => data))).toContain('document.not_compliant');
  expect(order).toMatch(/^ord_/);
});
