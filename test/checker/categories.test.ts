/** What bears no tax is held against the law from the facts alone: at home, in the Union and beyond it. */
import { beforeEach, expect, test } from 'vitest';
import { memoryTaxIds } from '../../shared/adapters/memory-tax-ids.ts';
import type { Data } from './books.ts';
import { found } from '../kit/found.ts';
import { ADDRESS, made, SELLER } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';

const UNKNOWN = 'NL123456782B90';
const DUTCH = { postal_code: '1015 BA', city: 'Amsterdam', country: 'NL' };
const firm = (place: Data, vat_id: string | null) => ({
  ...{ name: 'Voorbeeld', kind: 'business', vat_id },
  address: { ...ADDRESS, ...place },
});
const person = (place: Data) => ({ name: 'Example', kind: 'consumer', address: { ...ADDRESS, ...place } });

let house: House;
beforeEach(async () => {
  const register = memoryTaxIds();
  register.set(UNKNOWN, 'invalid');
  house = await openHouse({ around: () => ({ taxIds: register }) });
});

async function taxesOf(seller: Data, customer: Data, line: Data, more: Data = {}): Promise<string> {
  const legal_entity = await made(house.post('/v1/legal_entities', { ...SELLER, ...seller }));
  const lines = [{ description: 'Chair', quantity: '1', unit_price: '100.00', ...line }];
  const order = { legal_entity, customer, currency: 'EUR', lines, ...more };
  const told = await house.post('/v1/orders', order);
  await house.drain();
  const params = { invoice_id: told.body.invoices[0] };
  const { body } = await house.get('/v1/invoices/{invoice_id}', { params });

  return body.taxes.map((tax: Data) => `${tax.category} ${tax.rate}`).join();
}

const GERMAN = { vat_id: 'DE129273398' };
const SMALL = { small_business: true };

test.each<[string, Data, Data, Data, string]>([
  ['a service for a business in the Union', GERMAN, firm(DUTCH, 'NL810433941B01'), {}, 'AE 0'],
  ['goods for it', GERMAN, firm(DUTCH, 'NL810433941B01'), { supply: 'goods' }, 'K 0'],
  ['goods for one with a wrong VAT id', GERMAN, firm(DUTCH, UNKNOWN), { supply: 'goods' }, 'S 19'],
  ['goods for a consumer in the Union', GERMAN, person(DUTCH), { supply: 'goods' }, 'S 19'],
  ['building work at home', GERMAN, firm({}, 'DE136695976'), { tax: 'reverse_charge' }, 'AE 0'],
  [
    'goods to Switzerland',
    GERMAN,
    person({ postal_code: '8001', country: 'CH' }),
    { supply: 'goods' },
    'G 0',
  ],
  [
    'goods to the Canaries',
    GERMAN,
    person({ postal_code: '35001', country: 'ES' }),
    { supply: 'goods' },
    'G 0',
  ],
  ['a service for a Swiss business', GERMAN, firm({ postal_code: '8001', country: 'CH' }, null), {}, 'O 0'],
  ['a service for a Swiss consumer', GERMAN, person({ postal_code: '8001', country: 'CH' }), {}, 'S 19'],
  ['a small enterprise at home', SMALL, person({}), {}, 'E 0'],
  ['one that exports', SMALL, person({ postal_code: '8001', country: 'CH' }), { supply: 'goods' }, 'E 0'],
  ['one whose customer has a wrong VAT id', { ...GERMAN, ...SMALL }, firm(DUTCH, UNKNOWN), {}, 'E 0'],
  [
    'a Swiss seller abroad',
    { address: { ...ADDRESS, postal_code: '8001', country: 'CH' }, vat_id: 'CHE116281710' },
    firm({}, 'DE136695976'),
    {},
    'O 0',
  ],
  [
    'a British seller to a consumer abroad',
    { address: { ...ADDRESS, postal_code: 'SW1A 1AA', country: 'GB' }, accounting_currency: 'EUR' },
    person(DUTCH),
    {},
    'S 20',
  ],
])('%s is found right', async (_, seller, customer, line, taxes) => {
  expect(await taxesOf(seller, customer, line)).toBe(taxes);
  expect(await found(house)).toEqual([]);
});

test('goods that are sent elsewhere than the customer lives are found right', async () => {
  const toSwitzerland = { deliver_to_country: 'CH' };

  expect(await taxesOf(GERMAN, firm({}, 'DE136695976'), { supply: 'goods' }, toSwitzerland)).toBe('G 0');
  expect(await found(house)).toEqual([]);
});

test('tax that is turned on the word of a register that denied the VAT id is found wrong', async () => {
  await taxesOf(GERMAN, firm(DUTCH, 'NL810433941B01'), {});
  const denied = house.journal.stream.map((commit) => ({
    ...commit,
    facts: commit.facts.map((fact) =>
      fact.type === 'customer.vat_id_checked'
        ? { ...fact, data: { ...(fact.data as Data), answer: 'invalid' } }
        : fact,
    ),
  }));

  const { ports, clock } = house;
  expect(await found({ journal: { ...house.journal, stream: denied }, ports, clock })).toContainEqual(
    expect.objectContaining({ invariant: 'I-10', says: 'the base of AE 0 is 0' }),
  );
});
