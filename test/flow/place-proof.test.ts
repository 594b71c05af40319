/** A German seller in the one-stop shop sells electronic services to consumers: where they are, by which evidence. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Data } from '../checker/books.ts';
import { found } from '../kit/found.ts';
import { ADDRESS, made } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';
import { goodsFor, openShop, sell } from '../kit/union-shop.ts';

const FRENCH = {
  ...{ name: 'Exemple Auditeur', kind: 'consumer' },
  address: { ...ADDRESS, postal_code: '75001', city: 'Paris', country: 'FR' },
};

let house: House;
let entity: string;

beforeAll(async () => {
  house = await openHouse();
  entity = (await openShop(house, { oss_from: '2026-01-01' })).entity;
});

type Item = readonly [kind: string, country: string, by: string];

const given = (items: readonly Item[]) =>
  items.map(([kind, country, given_by]) => ({ kind, country, given_by }));

const consumer = (items: readonly Item[] = [], more: object = {}) =>
  made(house.post('/v1/customers', { ...FRENCH, place_evidence: given(items), ...more }));

const streamFor = (customer: string) => goodsFor(customer, '100.00', { supply: 'electronic' });

const sold = (customer: string) => sell(house, customer, '100.00', streamFor(customer));

const change = (route: string, params: Record<string, string>, body: Data) =>
  house.ask({ method: 'PATCH', route, params, body });

const settings = (body: Data) =>
  change('/v1/legal_entities/{legal_entity_id}', { legal_entity_id: entity }, body);

const tell = (customer: string, items: readonly Item[]) =>
  change('/v1/customers/{customer_id}', { customer_id: customer }, { place_evidence: given(items) });

const warned = async (invoice: string) => {
  const route = '/v1/invoices/{invoice_id}/validation';
  const { body } = await house.get(route, { params: { invoice_id: invoice } });

  return body.findings.some(({ rule }: { rule: string }) => rule === 'CH-PLACE');
};

const parked = () =>
  house.journal.stream.flatMap(({ facts }) =>
    facts.flatMap(({ type, data }) => (type === 'message.parked' ? [(data as { code: string }).code] : [])),
  );

describe('an electronic service for a consumer in France', () => {
  test('is proven by the billing address and another item, which stay with the invoice for ten years', async () => {
    const invoice = await sold(await consumer([['ip_geolocation', 'FR', 'third_party']]));
    const own = { source: null, day: '2026-11-23' };

    expect(invoice.place_proof).toEqual({
      ...{ outcome: 'proven', rule: 'two_items', country: 'FR' },
      proving: [
        { kind: 'billing_address', country: 'FR', given_by: 'customer', ...own },
        { kind: 'ip_geolocation', country: 'FR', given_by: 'third_party', ...own },
      ],
      others: [],
    });
    expect(invoice.taxes).toMatchObject([{ rate: '20', tax: { amount: '20.00' } }]);
    expect(invoice.retained_until).toBe('2036-12-31');
    expect(await warned(invoice.id)).toBe(false);
  });

  test('is invoiced on the billing address with a warning where nothing else is known', async () => {
    const invoice = await sold(await consumer());

    expect(invoice.place_proof).toMatchObject({ outcome: 'insufficient', rule: null, country: 'FR' });
    expect(invoice.taxes).toMatchObject([{ rate: '20' }]);
    expect(await warned(invoice.id)).toBe(true);
  });

  test('is proven by the account of a mandate in France', async () => {
    const sepa_mandate = {
      ...{ reference: 'M-1', signed_on: '2026-02-03' },
      iban: 'FR1420041010050500013M02606',
    };
    const invoice = await sold(await consumer([], { sepa_mandate }));

    expect(invoice.place_proof.proving[1]).toMatchObject({ kind: 'bank', country: 'FR', day: '2026-02-03' });
  });

  test('is taxed in Spain where two items agree on that', async () => {
    const spanish = [
      ['ip_geolocation', 'ES', 'third_party'],
      ['sim', 'ES', 'third_party'],
    ] as const;
    const invoice = await sold(await consumer(spanish));

    expect(invoice.place_proof).toMatchObject({ outcome: 'proven', country: 'ES' });
    expect(invoice.taxes).toMatchObject([{ rate: '21', tax: { amount: '21.00' } }]);
  });

  test('is taxed in Germany where two items agree on that, and says so', async () => {
    const german = [
      ['ip_geolocation', 'DE', 'third_party'],
      ['bank', 'DE', 'third_party'],
    ] as const;
    const invoice = await sold(await consumer(german));

    expect(invoice.place_proof).toMatchObject({ outcome: 'proven', country: 'DE' });
    expect(invoice.taxes).toMatchObject([{ rate: '19' }]);
  });

  test('is taxed in France where two items agree on that, though the address is in Germany as the seller is', async () => {
    const items = [
      ['ip_geolocation', 'FR', 'third_party'],
      ['bank', 'FR', 'third_party'],
    ] as const;
    const address = { ...ADDRESS, country: 'DE' };
    const invoice = await sold(await consumer(items, { address }));

    expect(invoice.place_proof).toMatchObject({ outcome: 'proven', country: 'FR' });
    expect(invoice.taxes).toMatchObject([{ rate: '20' }]);
    const atHome = await sold(await consumer(items.slice(0, 1), { address }));
    expect(atHome).toMatchObject({ place_proof: null, taxes: [{ rate: '19' }] });
  });

  test('is proven by one item of a third party where the seller may do with one', async () => {
    await settings({ place_items: 'one' });
    const customer = await consumer([['ip_geolocation', 'FR', 'seller']]);
    await tell(customer, [['sim', 'FR', 'third_party']]);
    const { body } = await house.get('/v1/customers/{customer_id}', { params: { customer_id: customer } });

    expect(body.place_evidence.map(({ kind }: { kind: string }) => kind)).toEqual(['ip_geolocation', 'sim']);
    expect((await sold(customer)).place_proof).toMatchObject({ outcome: 'proven' });
    await settings({ place_items: 'two' });
  });

  test('needs no proof where it is goods', async () => {
    expect((await sell(house, await consumer(), '100.00')).place_proof).toBeNull();
  });

  test('waits for evidence where the seller wants that, and is invoiced once it is told', async () => {
    await settings({ place_check: 'wait' });
    const customer = await consumer([['ip_geolocation', 'ES', 'third_party']]);
    const { body: order } = await house.post('/v1/orders', streamFor(customer));
    await house.drain();
    const route = '/v1/invoices/{invoice_id}';
    const params = { invoice_id: order.invoices[0] };
    expect((await house.get(route, { params })).status).toBe(404);
    expect(parked()).toEqual(['tax.place_unproven']);
    const asked = await house.get('/v1/orders/{order_id}/pro_forma', { params: { order_id: order.id } });
    expect(asked.body).toMatchObject({ code: 'tax.place_unproven' });

    await tell(customer, [['bank', 'FR', 'third_party']]);
    await house.drain();
    expect((await house.get(route, { params })).body.place_proof).toMatchObject({
      ...{ outcome: 'proven', country: 'FR' },
      others: [{ kind: 'ip_geolocation', country: 'ES' }],
    });
    await settings({ place_check: 'issue' });
  });

  test('is invoiced as well once a mandate tells the country of its account', async () => {
    await settings({ place_check: 'wait' });
    const customer = await consumer();
    const { body: order } = await house.post('/v1/orders', streamFor(customer));
    await house.drain();
    const mandate = { reference: 'M-2', signed_on: '2026-11-22', iban: 'FR1420041010050500013M02606' };
    await change('/v1/customers/{customer_id}', { customer_id: customer }, { sepa_mandate: mandate });
    await house.drain();
    const params = { invoice_id: order.invoices[0] };
    expect((await house.get('/v1/invoices/{invoice_id}', { params })).body.place_proof).toMatchObject({
      ...{ outcome: 'proven', country: 'FR' },
      proving: [{ kind: 'billing_address' }, { kind: 'bank', given_by: 'customer', day: '2026-11-22' }],
    });
    await settings({ place_check: 'issue' });
  });

  test('keeps its proof when the customer is erased, whose evidence is gone', async () => {
    const customer = await consumer([['ip_geolocation', 'FR', 'third_party']]);
    const { id } = await sold(customer);
    const params = { customer_id: customer };
    await house.post('/v1/customers/{customer_id}/erase', undefined, { params });

    expect((await house.get('/v1/customers/{customer_id}', { params })).body.place_evidence).toEqual([]);
    const { body } = await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: id } });
    expect(body.place_proof.outcome).toBe('proven');
  });
});

test('evidence is a country by a name: an address of a device is refused', async () => {
  const item = { kind: 'ip_geolocation', country: 'FR', given_by: 'third_party' };
  for (const source of ['192.0.2.1', '2001:db8::1', 'Jane Doe'])
    expect(
      (await house.post('/v1/customers', { ...FRENCH, place_evidence: [{ ...item, source }] })).status,
    ).toBe(422);
});

test('the independent checker finds nothing wrong with all of it', async () => {
  expect(await found(house)).toEqual([]);
});
