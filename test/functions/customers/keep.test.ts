import { describe, expect, it } from 'vitest';
import { PROFILE_PROBES_MAX } from '../../../shared/edge/profiles.ts';
import type { Ports } from '../../../shared/ports.ts';
import { ADDRESS, BUYER, made } from '../../kit/goods.ts';
import { type House, openHouse } from '../../kit/house.ts';
import { immortal, turnsOf } from '../../kit/turns.ts';

const ROUTE = '/v1/customers/{customer_id}';
const at = (id: string) => ({ params: { customer_id: id } });
const show = async (house: House, id: string) => (await house.get(ROUTE, at(id))).body;
const change = (house: House, id: string, body: object, more = {}) =>
  house.ask({ method: 'PATCH', route: ROUTE, ...at(id), body, ...more });
const erase = (house: House, id: string, more = {}) =>
  house.ask({ method: 'POST', route: `${ROUTE}/erase`, ...at(id), ...more });

async function houseWith() {
  const house = await openHouse();
  const id = await made(house.post('/v1/customers', BUYER, { key: 'reader' }));

  return { house, id };
}

describe('a customer', () => {
  it('is registered, shown and listed, and the list names nobody', async () => {
    const { house, id } = await houseWith();
    await house.drain();

    expect(await show(house, id)).toMatchObject({
      ...BUYER,
      status: 'active',
      kind: 'business',
      language: 'en',
      payment_terms_days: 14,
    });
    const list = await house.get('/v1/customers');
    expect(list.body.data).toMatchObject([{ id, status: 'active' }]);
    expect(JSON.stringify(list.body)).not.toContain(BUYER.name);
  });

  it('has no name, address or mail in any fact, message, row or log line', async () => {
    const { house, id } = await houseWith();
    await change(house, id, { name: 'Changed Reader' });
    await house.drain();
    const rows = await house.ports.views.scan({ index: 0, of: 1 });

    const kept = JSON.stringify([house.journal.stream, rows.items, house.observer.lines], (_, value) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    for (const personal of [BUYER.name, 'Changed Reader', BUYER.email, ADDRESS.line1])
      expect(kept).not.toContain(personal);
  });

  it('that nobody registered is not found', async () => {
    const house = await openHouse();
    const nobody = `cus_${'0'.repeat(26)}`;

    for (const told of [
      await house.get(ROUTE, at(nobody)),
      await change(house, nobody, { name: 'X' }),
      await erase(house, nobody),
    ]) {
      expect(told).toMatchObject({ status: 404, body: { code: 'customer.not_found' } });
    }
  });
});

describe('a change', () => {
  it('keeps what it does not name', async () => {
    const { house, id } = await houseWith();

    const told = await change(house, id, { name: 'New Reader', payment_terms_days: 30 });

    expect(told).toMatchObject({ status: 200, headers: { etag: '"2"' } });
    expect(await show(house, id)).toMatchObject({ ...BUYER, name: 'New Reader', payment_terms_days: 30 });
  });

  it('of nothing records nothing', async () => {
    const { house, id } = await houseWith();

    expect((await change(house, id, {})).headers.etag).toBe('"1"');
    expect(house.journal.stream.filter((commit) => commit.id === id)).toHaveLength(1);
  });

  it('of a version that was overtaken is refused and writes no personal data', async () => {
    const { house, id } = await houseWith();
    await change(house, id, { language: 'de' });

    for (let times = 0; times < 40; times += 1) {
      const told = await change(house, id, { name: `Name ${times}` }, { headers: { 'if-match': '"1"' } });
      expect(told).toMatchObject({ status: 412, body: { code: 'precondition.failed' } });
    }

    expect(await house.ports.profiles.get({ tenant: house.tenant, id }, 2)).toBeUndefined();
    expect((await change(house, id, { name: 'At Last' })).status).toBe(200);
  });

  it.each([1, 2, 3, 4, 5, 6])(
    'and others at the same time lose nothing of each other (seed %i)',
    async (seed) => {
      const { house, id } = await houseWith();
      const turns = turnsOf(seed);
      const bodies = [
        { name: 'New Reader' },
        { email: 'new@example.com' },
        { address: { ...ADDRESS, city: 'Potsdam' } },
      ];
      const { journal, profiles } = house.ports;
      const asked = bodies.map((body) => {
        const gated: Partial<Ports> = {
          journal: turns.gated(journal, immortal()),
          profiles: turns.gated(profiles, immortal()),
        };

        return house.ask({ method: 'PATCH', route: ROUTE, ...at(id), body }, gated);
      });

      await turns.run(asked);

      expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 200, 200]);
      expect(await show(house, id)).toMatchObject({
        name: 'New Reader',
        email: 'new@example.com',
        address: { city: 'Potsdam' },
      });
    },
  );

  it('beyond the number of versions that an erasure can reach is refused', async () => {
    const { house, id } = await houseWith();
    const versions = 1_000 - PROFILE_PROBES_MAX;
    for (let version = 2; version <= versions; version += 1)
      await change(house, id, { name: `Name ${version}` });

    expect(await change(house, id, { name: 'One More' })).toMatchObject({
      status: 422,
      body: { code: 'customer.changes_max' },
    });
    expect((await change(house, id, { language: 'de' })).status).toBe(200);
  });
});

describe('an erasure', () => {
  it('leaves no personal data, whatever is repeated afterwards', async () => {
    const { house, id } = await houseWith();
    await change(house, id, { name: 'New Reader' });
    const { profiles } = house.ports;

    const told = await erase(house, id);
    const again = await house.post('/v1/customers', BUYER, { key: 'reader' });
    await erase(house, id);

    expect(told.body).toMatchObject({
      status: 'erased',
      name: null,
      email: null,
      address: null,
      vat_id: null,
    });
    expect(again).toMatchObject({
      status: 201,
      headers: { 'idempotency-replayed': 'true' },
      body: { name: null },
    });
    for (const version of [1, 2, 3])
      expect(await profiles.get({ tenant: house.tenant, id }, version)).toBeUndefined();
    expect((await change(house, id, { name: 'Back' })).body.code).toBe('customer.erased');
  });

  it('of a version that was overtaken is refused', async () => {
    const { house, id } = await houseWith();
    await change(house, id, { language: 'de' });

    expect((await erase(house, id, { headers: { 'if-match': '"1"' } })).status).toBe(412);
    expect(await show(house, id)).toMatchObject({ status: 'active', name: BUYER.name });
  });

  it.each(Array.from({ length: 20 }, (_, seed) => seed))(
    'wins over a change at the same time (seed %i)',
    async (seed) => {
      const { house, id } = await houseWith();
      const turns = turnsOf(seed);
      const gated = () => ({
        journal: turns.gated(house.ports.journal, immortal()),
        profiles: turns.gated(house.ports.profiles, immortal()),
      });
      const asked = [
        house.ask({ method: 'PATCH', route: ROUTE, ...at(id), body: { name: 'New Reader' } }, gated()),
        house.ask({ method: 'POST', route: `${ROUTE}/erase`, ...at(id) }, gated()),
      ];

      await turns.run(asked);

      expect((await asked[1])?.status).toBe(200);
      for (const version of [1, 2, 3])
        expect(await house.ports.profiles.get({ tenant: house.tenant, id }, version)).toBeUndefined();
    },
  );
});

it('an order for an erased customer is refused', async () => {
  const { house, id } = await houseWith();
  await house.post('/v1/legal_entities', {
    name: 'Seller',
    address: ADDRESS,
    tax_number: '37/123/45678',
    zone: 'Europe/Berlin',
    currency: 'EUR',
  });
  await erase(house, id);

  const told = await house.post('/v1/orders', {
    customer: id,
    currency: 'EUR',
    lines: [{ description: 'Lamp', quantity: '1', unit_price: '1.00' }],
  });

  expect(told.body).toMatchObject({ code: 'customer.erased', errors: [{ pointer: '#/customer' }] });
});
