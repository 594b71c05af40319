import { beforeEach, describe, expect, test } from 'vitest';
import { RATES_PER_MONTH_MAX } from '../../../shared/domain/exchange-rates.ts';
import { SELLER } from '../../kit/goods.ts';
import { type House, openHouse } from '../../kit/house.ts';

const RATE = { currency: 'USD', date: '2026-11-20', rate: '1.0823', quotation: 'indirect', source: 'ECB' };
const ROUTE = '/v1/exchange_rates';

let house: House;
let entity: string;

beforeEach(async () => {
  house = await openHouse();
  entity = (await house.post('/v1/legal_entities', SELLER)).body.id;
});

const listed = async (query: Readonly<Record<string, string>>) =>
  (await house.get(ROUTE, { query })).body.data;

describe('an exchange rate', () => {
  test('is kept with its source and shown in the list of its month', async () => {
    const told = await house.post(ROUTE, RATE);

    expect(told.status).toBe(201);
    expect(told.body).toEqual({
      ...{ object: 'exchange_rate', legal_entity: entity, accounting_currency: 'EUR', ...RATE },
      ...{ corrections: 0, recorded_at: '2026-11-23T09:00:00.000Z' },
    });
    expect(await listed({ currency: 'USD', month: '2026-11' })).toEqual([told.body]);
    expect(await listed({ currency: 'USD', month: '2026-10' })).toEqual([]);
    expect(await listed({ currency: 'GBP', month: '2026-11' })).toEqual([]);
  });

  test('is corrected by a later one of the same day, and both stay in the journal', async () => {
    await house.post(ROUTE, RATE);
    const told = await house.post(ROUTE, { ...RATE, rate: '1.0832' });

    expect(told.body).toMatchObject({ rate: '1.0832', corrections: 1 });
    expect(await listed({ currency: 'USD', month: '2026-11' })).toEqual([told.body]);
    const recorded = house.journal.stream.flatMap(({ facts }) =>
      facts.filter(({ type }) => type === 'exchange_rate.recorded'),
    );
    expect(recorded.map(({ data }) => (data as { rate: string }).rate)).toEqual(['1.0823', '1.0832']);
  });

  test('that is sent again is answered as the first time, and is no correction', async () => {
    const first = await house.post(ROUTE, RATE, { key: 'the same' });
    await house.post(ROUTE, { ...RATE, rate: '1.0832' });
    const again = await house.post(ROUTE, RATE, { key: 'the same' });

    expect(again.body).toEqual(first.body);
    expect(await listed({ currency: 'USD', month: '2026-11' })).toMatchObject([
      { rate: '1.0832', corrections: 1 },
    ]);
  });

  test.each([
    ['of a day that has not begun', 'exchange_rate.day_in_future', { date: '2026-11-24' }],
    ['of the accounting currency itself', 'exchange_rate.same_currency', { currency: 'EUR' }],
    [
      'of a seller that is not there',
      'legal_entity.unknown',
      { legal_entity: 'le_00000000000000000000000000' },
    ],
    ['of nothing', 'request.invalid', { rate: '0.000' }],
    ['below nothing', 'request.invalid', { rate: '-1' }],
    ['that is no exact decimal', 'request.invalid', { rate: '1e2' }],
  ])('%s is refused', async (_, code, more) => {
    expect((await house.post(ROUTE, { ...RATE, ...more })).body).toMatchObject({ code });
  });

  test('is one of so many of a month at most, corrections included', async () => {
    for (let count = 0; count < RATES_PER_MONTH_MAX; count += 1)
      expect((await house.post(ROUTE, RATE)).status).toBe(201);

    expect((await house.post(ROUTE, RATE)).body.code).toBe('exchange_rate.too_many');
    expect((await house.post(ROUTE, { ...RATE, date: '2026-10-30' })).status).toBe(201);
  });
});

describe('the accounting currency of a seller', () => {
  test.each([
    ['DE', 'EUR'],
    ['PL', 'PLN'],
    ['CH', 'CHF'],
    ['XK', 'EUR'],
  ])('is by default that of its country: %s %s', async (country, currency) => {
    const address = { ...SELLER.address, country };
    const tax_rates = { standard: '20', reduced: '5' };
    const told = await house.post('/v1/legal_entities', { ...SELLER, address, tax_rates });

    expect(told.body.accounting_currency).toBe(currency);
  });

  test('can be named, changed, and left to each document', async () => {
    const params = { legal_entity_id: entity };
    const route = '/v1/legal_entities/{legal_entity_id}';
    const change = (accounting_currency: string | null) =>
      house.ask({ method: 'PATCH', route, params, body: { accounting_currency } });
    const named = await house.post('/v1/legal_entities', { ...SELLER, accounting_currency: 'CHF' });

    expect(named.body.accounting_currency).toBe('CHF');
    expect((await change('GBP')).body).toMatchObject({
      ...{ accounting_currency: 'GBP', revenue_recognition: 'by_day' },
    });
    expect((await change(null)).body.accounting_currency).toBeNull();
    const asked = { ...RATE, legal_entity: entity };
    expect((await house.post(ROUTE, asked)).body.code).toBe('exchange_rate.same_currency');
  });
});
