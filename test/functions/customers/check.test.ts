import { expect, it } from 'vitest';
import { memoryTaxIds } from '../../../shared/adapters/memory-tax-ids.ts';
import { customers } from '../../../shared/domain/customers.ts';
import { execute, load } from '../../../shared/execute.ts';
import { ADDRESS, LINE, made, orderOf, placeAndInvoice, SELLER } from '../../kit/goods.ts';
import { type House, openHouse } from '../../kit/house.ts';

const DUTCH = {
  name: 'Voorbeeld BV',
  address: { ...ADDRESS, postal_code: '1012 AB', city: 'Amsterdam', country: 'NL' },
  vat_id: 'NL123456782B90',
};

/** A house with a German seller and a register that says what it is told. */
async function openAbroad(seller: Readonly<Record<string, unknown>> = {}) {
  const register = memoryTaxIds();
  const house = await openHouse({ around: (ports) => ({ ...ports, taxIds: register }) });
  const entity = await made(
    house.post('/v1/legal_entities', { ...SELLER, vat_id: 'DE129273398', tax_number: '12/345', ...seller }),
  );

  return { house, register, entity };
}

const customerOf = async (house: House, body: unknown = DUTCH) => made(house.post('/v1/customers', body));

const invoiceOf = async (house: House, id: string) =>
  (await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: id } })).body;

const stateOf = async (house: House, id: string) =>
  (await load(house.ports.journal, customers, { tenant: house.tenant, id })).state;

const parkedOf = (house: House) =>
  house.journal.stream.flatMap(({ facts }) =>
    facts.flatMap(({ type, data }) =>
      type === 'message.parked' ? [data as { code: string; reason: string }] : [],
    ),
  );

it("asks the register once a customer's VAT id is known, and keeps its answer with the id of the consultation", async () => {
  const { house, register } = await openAbroad();

  const customer = await customerOf(house);
  await house.drain();

  expect(register.asked).toEqual(['NL123456782B90']);
  expect(await stateOf(house, customer)).toMatchObject({
    vat: { country: 'NL', since: 1 },
    vatCheck: { profile: 1, answer: 'valid', by: 'register', consultation: 'consultation-1' },
  });
  const told = await house.get('/v1/customers/{customer_id}', { params: { customer_id: customer } });
  expect(told.body.vat_check).toEqual({
    answer: 'valid',
    by: 'register',
    consultation: 'consultation-1',
    checked_at: '2026-11-23T09:00:00.000Z',
  });
});

it('asks nobody about a customer without a VAT id, nor about a VAT id from beyond the Union', async () => {
  const { house, register } = await openAbroad();

  await customerOf(house, { ...DUTCH, vat_id: null });
  await customerOf(house, { ...DUTCH, vat_id: 'CHE123456788' });
  await house.drain();

  expect(register.asked).toEqual([]);
});

/** A customer from before VAT ids were checked at the door: its profile holds one whose check digits are wrong. */
async function customerOfOld(house: House) {
  const id = await customerOf(house);
  const ref = { tenant: house.tenant, id };
  const { data } = (await house.ports.profiles.get(ref, 1)) ?? {};
  await house.ports.profiles.put({ ...ref, version: 2, data: { ...data, vat_id: 'NL123456789B01' } });
  await execute(house.ports.journal, customers, {
    ref,
    command: { do: 'change', terms: {}, profile: 2, vatCountry: 'NL', evidence: [] },
    acting: { actor: 'test', cause: 'test', trace: 'test', at: house.clock.now() },
  });

  return id;
}

it.each([
  ['a customer', '/v1/customers', DUTCH],
  ['a seller', '/v1/legal_entities', SELLER],
])('a VAT id whose check digits are wrong is refused with its field: %s', async (_, route, body) => {
  const { house } = await openAbroad();

  const told = await house.post(route, { ...body, vat_id: 'NL123456789B01' });

  expect(told).toMatchObject({ status: 422, body: { code: 'request.invalid' } });
  expect(told.body.errors).toMatchObject([
    { pointer: '#/vat_id', message: 'must be a VAT id whose form and check digits are those of its country' },
  ]);
});

it.each([
  ['a customer', '/v1/customers', DUTCH],
  ['a seller', '/v1/legal_entities', SELLER],
])('a scheme of addresses that is on no list is refused with its field: %s', async (_, route, body) => {
  const { house } = await openAbroad();

  const told = await house.post(route, { ...body, endpoint: { scheme: '9999', id: 'x' } });

  expect(told).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/endpoint/scheme' }] } });
});

it.each(['BG1234567890', 'FRK0123456789', 'CZ1234567890', 'NO123456785'])(
  'a VAT id for which no check digits are certain is taken by its form: %s',
  async (vatId) => {
    const { house } = await openAbroad();

    expect(await house.post('/v1/customers', { ...DUTCH, vat_id: vatId })).toMatchObject({ status: 201 });
  },
);

it('knows a VAT id of old whose check digits are wrong without asking, and charges the buyer', async () => {
  const { house, register } = await openAbroad();

  const customer = await customerOfOld(house);
  await house.drain();
  const { invoice } = await placeAndInvoice(house, orderOf(customer));
  expect(await invoiceOf(house, invoice)).toMatchObject({ taxes: [{ category: 'S', rate: '19' }] });
  expect(register.asked).toEqual([]);
  expect(await stateOf(house, customer)).toMatchObject({
    vatCheck: { answer: 'invalid', by: 'check_digits' },
  });
});

it('asks anew when the VAT id is another', async () => {
  const { house, register } = await openAbroad();
  const customer = await customerOf(house);
  await house.drain();

  await house.ask({
    method: 'PATCH',
    route: '/v1/customers/{customer_id}',
    params: { customer_id: customer },
    body: { vat_id: 'ATU12345675' },
  });
  await house.drain();

  expect(register.asked).toEqual(['NL123456782B90', 'ATU12345675']);
  expect(await stateOf(house, customer)).toMatchObject({ vat: { country: 'AT', since: 2 } });
});

it('a service to a business in another member state is invoiced without tax, and says who owes it', async () => {
  const { house } = await openAbroad();
  const customer = await customerOf(house);

  const { invoice } = await placeAndInvoice(house, orderOf(customer));

  expect(parkedOf(house)).toEqual([]);
  expect(await invoiceOf(house, invoice)).toMatchObject({
    tax: { amount: '0.00' },
    total: { amount: '39.80' },
    taxes: [{ category: 'AE', rate: '0', base: { amount: '39.80' } }],
  });
  const why = await house.get('/v1/invoices/{invoice_id}/lines/{line}/explanation', {
    params: { invoice_id: invoice, line: '1' },
  });
  expect(why.body.tax).toEqual({
    category: 'AE',
    rate: '0',
    reason: 'service_to_business_in_union',
    country: 'DE',
    proofs: ['vat_id_checked'],
  });
});

it('goods that go to a business in another member state are an intra-Community supply', async () => {
  const { house } = await openAbroad();
  const customer = await customerOf(house);

  const { invoice } = await placeAndInvoice(
    house,
    orderOf(customer, { lines: [{ ...LINE, supply: 'goods' }], deliver_to_country: 'BE' }),
  );

  expect(parkedOf(house)).toEqual([]);
  expect(await invoiceOf(house, invoice)).toMatchObject({ taxes: [{ category: 'K' }] });
});

it('a VAT id that the register denies is charged with tax', async () => {
  const { house, register } = await openAbroad();
  register.set('NL123456782B90', 'invalid');
  const customer = await customerOf(house);

  const { invoice } = await placeAndInvoice(house, orderOf(customer));

  expect(await invoiceOf(house, invoice)).toMatchObject({ taxes: [{ category: 'S', rate: '19' }] });
});

it('an outage is no answer: the order is taken, its document waits, and goes out once the register speaks', async () => {
  const { house, register } = await openAbroad();
  register.set('NL123456782B90', 'unavailable');
  const customer = await customerOf(house);

  const { invoice } = await placeAndInvoice(house, orderOf(customer));
  const before = await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: invoice } });
  const kept = await stateOf(house, customer);
  register.set('NL123456782B90', 'valid');
  for (const _ of [1, 2]) {
    await house.wake('journal.sweep', { since: 'all' });
    await house.drain();
  }

  expect(before.status).toBe(404);
  expect(kept).toMatchObject({ vatCheck: { answer: 'unavailable', consultation: null } });
  expect(parkedOf(house).map(({ code }) => code)).toContain('message.waited_in_vain');
  expect(await invoiceOf(house, invoice)).toMatchObject({ taxes: [{ category: 'AE' }] });
});

it.each([
  ['trust', 'AE', '39.80'],
  ['charge', 'S', '47.36'],
])('a seller set to %s does not wait for the register', async (vat_check, category, amount) => {
  const { house, register } = await openAbroad({ vat_check });
  register.set('NL123456782B90', 'unavailable');
  const customer = await customerOf(house);

  const { invoice } = await placeAndInvoice(house, orderOf(customer));

  expect(await invoiceOf(house, invoice)).toMatchObject({ taxes: [{ category }], total: { amount } });
});

it('an answer that is older than thirty days is asked for again before a document relies on it', async () => {
  const { house, register } = await openAbroad();
  const customer = await customerOf(house);
  await house.drain();

  house.clock.set('2026-12-31T09:00:00.000Z');
  const { invoice } = await placeAndInvoice(house, orderOf(customer));

  expect(register.asked).toHaveLength(2);
  expect(await invoiceOf(house, invoice)).toMatchObject({ taxes: [{ category: 'AE' }] });
});

it('consumers abroad pay the tax of their own country once the seller is in the one-stop shop', async () => {
  const { house, entity } = await openAbroad();
  const reader = { name: 'Example Reader', kind: 'consumer', address: DUTCH.address };
  const customer = await customerOf(house, reader);
  const lines = [{ ...LINE, supply: 'electronic' }];
  const { invoice: before } = await placeAndInvoice(house, orderOf(customer, { lines }));

  const changed = await house.ask({
    method: 'PATCH',
    route: '/v1/legal_entities/{legal_entity_id}',
    params: { legal_entity_id: entity },
    body: { oss_from: '2026-11-01' },
  });
  const { invoice: after } = await placeAndInvoice(house, orderOf(customer, { lines }));

  expect(changed).toMatchObject({
    status: 200,
    body: { oss_from: '2026-11-01', vat_check: 'wait', tax_table_known_until: '2027-12-31' },
  });
  expect(await invoiceOf(house, before)).toMatchObject({ taxes: [{ category: 'S', rate: '19' }] });
  expect(await invoiceOf(house, after)).toMatchObject({ taxes: [{ category: 'S', rate: '21' }] });
});

it('a small enterprise charges no tax', async () => {
  const { house } = await openAbroad({ small_business: true, vat_id: null });
  const customer = await customerOf(house, { name: 'Example Reader', address: ADDRESS });

  const { invoice } = await placeAndInvoice(house, orderOf(customer));

  expect(parkedOf(house)).toEqual([]);
  expect(await invoiceOf(house, invoice)).toMatchObject({
    taxes: [{ category: 'E', rate: '0' }],
    total: { amount: '39.80' },
  });
});

it('what is outside the scope of VAT is ordered apart from what is not', async () => {
  const { house } = await openAbroad();
  const swiss = { name: 'Beispiel AG', address: { ...ADDRESS, city: 'Bern', country: 'CH' } };
  const customer = await customerOf(house, swiss);

  const told = await house.post(
    '/v1/orders',
    orderOf(customer, { lines: [LINE, { ...LINE, supply: 'goods' }] }),
  );

  expect(told).toMatchObject({ status: 422, body: { code: 'tax.categories_do_not_mix' } });
});

it('an order of supplies beyond the known rates is refused, and the last quarter before that warns', async () => {
  const { house } = await openAbroad();
  const customer = await customerOf(house, { name: 'Example Reader', address: ADDRESS });
  house.clock.set('2027-11-01T09:00:00.000Z');
  await placeAndInvoice(house, orderOf(customer));
  const warned = house.observer.metrics.some(({ name, value }) => name === 'TaxTablesEnding' && value > 0);

  house.clock.set('2028-01-01T09:00:00.000Z');
  const told = await house.post('/v1/orders', orderOf(customer));

  expect(warned).toBe(true);
  expect(told).toMatchObject({ status: 422, body: { code: 'tax.rate_unknown' } });
});
