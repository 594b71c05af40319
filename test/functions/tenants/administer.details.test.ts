import { beforeEach, describe, expect, it } from 'vitest';
import { found } from '../../kit/found.ts';
import { openBusiness, orderOf, placeAndInvoice, SELLER } from '../../kit/goods.ts';
import { type House, openHouse } from '../../kit/house.ts';
import { readFrozen } from '../../../shared/flows/freezing.ts';

const MOVED = {
  line1: 'Neuer Weg 2',
  line2: null,
  postal_code: '20095',
  city: 'Hamburg',
  region: null,
  country: 'DE',
};
const DETAILS = {
  name: 'Sample Library SE',
  address: MOVED,
  vat_id: 'DE136695976',
  tax_number: '22/815/08154',
  email: 'billing@example.com',
  contact: { name: 'Accounts', phone: '+49 30 1234567' },
  endpoint: { scheme: 'EM', id: 'billing@example.com' },
  iban: 'DE89370400440532013000',
  bic: 'COBADEFFXXX',
  footer: ['Amtsgericht Hamburg HRB 12345'],
  payment_terms_days: 30,
};

describe("a seller's details", () => {
  let house: House;
  let entity: string;
  let customer: string;

  beforeEach(async () => {
    house = await openHouse();
    ({ entity, customer } = await openBusiness(house));
  });

  const change = (body: unknown) =>
    house.ask({
      ...{ method: 'PATCH', route: '/v1/legal_entities/{legal_entity_id}' },
      ...{ params: { legal_entity_id: entity }, body },
    });

  const modelOf = async (invoice: string) => {
    const issued = house.journal.stream
      .filter(({ id }) => id === invoice)
      .flatMap(({ facts }) => facts)
      .find(({ type }) => type === 'invoice.issued');
    const { content } = (issued?.data ?? {}) as { content?: string };

    return (await readFrozen(house.tenant, content ?? '', house.ports)).model;
  };

  it('are changed all at once, and stand on the documents issued from then on', async () => {
    const before = await placeAndInvoice(house, orderOf(customer));

    const told = await change(DETAILS);
    const after = await placeAndInvoice(house, orderOf(customer));

    expect(told).toMatchObject({ status: 200, body: { ...DETAILS, zone: SELLER.zone } });
    expect(await modelOf(before.invoice)).toMatchObject({ seller: { name: SELLER.name }, bank: null });
    expect(await modelOf(after.invoice)).toMatchObject({
      seller: { name: 'Sample Library SE', vatId: 'DE136695976' },
      bank: { iban: 'DE89370400440532013000', bic: 'COBADEFFXXX' },
    });
    expect(await found(house)).toEqual([]);
  });

  it('are changed one by one, and taken away by null', async () => {
    await change(DETAILS);

    const told = await change({ bic: null, contact: null });

    expect(told.body).toMatchObject({ ...DETAILS, bic: null, contact: null });
  });

  it('are changed when nobody knows the rates of today any more: they are not what changes', async () => {
    house.clock.set('2028-06-01T00:00:00.000Z');

    expect(await change({ iban: 'DE89370400440532013000' })).toMatchObject({ status: 200 });
    expect(await change({ tax_rates: null })).toMatchObject({ body: { code: 'tax.rate_unknown' } });
  });

  it('in another country are refused, and nothing is changed: legal_entity.country_fixed', async () => {
    const told = await change({ ...DETAILS, address: { ...MOVED, country: 'AT' } });

    expect(told).toMatchObject({
      status: 422,
      body: { code: 'legal_entity.country_fixed', errors: [{ pointer: '#/address/country' }] },
    });
    const shown = await house.get('/v1/legal_entities/{legal_entity_id}', {
      params: { legal_entity_id: entity },
    });
    expect(shown.body).toMatchObject(SELLER);
  });

  it.each([
    ['#/iban', { iban: 'DE89370400440532013001' }],
    ['#/vat_id', { vat_id: 'nonsense' }],
    ['#/name', { name: '' }],
    ['#/zone', { zone: 'Europe/Paris' }],
  ])('that are wrong name their field: %s', async (pointer, body) => {
    expect(await change(body)).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  });
});
