import { beforeEach, describe, expect, it } from 'vitest';
import { derivedId } from '../../../shared/kernel/hash.ts';
import { invoiceOfPeriod } from '../../../shared/domain/billing.ts';
import { waterfallsAt } from '../../../shared/flows/deferring.ts';
import { deferralsBehind } from '../../../shared/views/deferrals.ts';
import { openBusiness, orderOf } from '../../kit/goods.ts';
import { type House, openHouse } from '../../kit/house.ts';

const RATES = { tax_rates: { standard: '19', reduced: '7' } };
const ROUTE = '/v1/ledger/deferred_revenue';

describe('deferred revenue', () => {
  let house: House;
  let entity: string;
  let invoice: string;
  beforeEach(async () => {
    house = await openHouse({ start: '2028-01-01T10:00:00.000Z' });
    const business = await openBusiness(house, RATES);
    ({ entity } = business);
    const prices = [{ currency: 'EUR', amount: '1200.00' }];
    const plan = (await house.post('/v1/plans', { name: 'Reading room', interval: 'year', prices })).body.id;
    const lines = [{ description: 'Reading room', quantity: '1', plan }];
    const order = await house.post('/v1/orders', orderOf(business.customer, { lines }));
    await house.drain();
    invoice = invoiceOfPeriod(house.tenant, order.body.subscriptions[0], 0);
    house.clock.set('2028-02-01T10:00:00.000Z');
    await house.wake('ledger.recognise', {});
    await house.drain();
  });

  it('is told by seller and currency as of a day, with the month’s movements and the months to come', async () => {
    const { body } = await house.get(ROUTE, { query: { as_of: '2028-01-31', legal_entity: entity } });

    const eur = (amount: string) => ({ amount, currency: 'EUR' });
    expect(body).toMatchObject({ from: '2028-01-01', to: '2028-01-31' });
    expect(body.data).toHaveLength(1);
    expect(body.data[0]).toMatchObject({
      legal_entity: entity,
      opening: eur('0.00'),
      deferred: eur('1200.00'),
      recognised: eur('101.64'),
      credited: eur('0.00'),
      balance: eur('1098.36'),
      posted: eur('1098.36'),
      later: eur('0.00'),
      undated: eur('0.00'),
    });
    expect(body.data[0].months[0]).toEqual({ month: '2028-02', amount: eur('95.08') });
    expect(body.data[0].months).toHaveLength(11);
  });

  it('is in the ledger what the trial balance says', async () => {
    const { body } = await house.get(ROUTE);
    const trial = await house.get('/v1/ledger/trial_balance');

    const line = trial.body.data.find(({ role }: { role: string }) => role === 'deferred_revenue');
    expect(line.balance.amount).toBe(`-${body.data[0].posted.amount}`);
  });

  it('as of a past day stays what it was when a credit note comes later', async () => {
    const query = { as_of: '2028-01-31' };
    const before = (await house.get(ROUTE, { query })).body.data;
    const params = { invoice_id: invoice };
    await house.post('/v1/invoices/{invoice_id}/credit_notes', { reason: 'goodwill' }, { params });
    await house.drain();

    expect((await house.get(ROUTE, { query })).body.data).toEqual(before);
    expect((await house.get(ROUTE)).body.data[0]).toMatchObject({
      opening: { amount: '1098.36' },
      credited: { amount: '1098.36' },
      balance: { amount: '0.00' },
      months: [],
    });
  });

  it('of a day to come, or of a seller that is not there, is refused', async () => {
    expect((await house.get(ROUTE, { query: { as_of: '2028-02-02' } })).status).toBe(200);
    expect(await house.get(ROUTE, { query: { as_of: '2028-02-03' } })).toMatchObject({
      status: 422,
      body: { code: 'ledger.day_in_future' },
    });
    const nobody = derivedId('le', 'nobody');
    expect(await house.get(ROUTE, { query: { legal_entity: nobody } })).toMatchObject({
      status: 422,
      body: { code: 'legal_entity.unknown' },
    });
  });

  it('of another seller is nothing', async () => {
    const of = { tenant: house.tenant, entity: derivedId('le', 'other'), day: '2028-01-31' };
    const falls = await waterfallsAt(house.ports.views, of);

    expect(falls).toEqual({ ok: true, value: new Map() });
  });
});

it('a report reads no document whose service ended before its month', async () => {
  const house = await openHouse();
  const asked: unknown[] = [];
  const views = {
    ...house.ports.views,
    query: async (question: unknown) => {
      asked.push(question);
      return { items: [] };
    },
  };

  await deferralsBehind(views, { tenant: 'ten_1', shard: 3, day: '2028-02-01', limit: 5 });

  expect(asked).toEqual([{ pk: 'ten_1#deferrals#3', limit: 5, after: '2028-02-01#~' }]);
});

it('a report of more documents than it may read is refused', async () => {
  const house = await openHouse();
  const page = Array.from({ length: 500 }, () => ({
    ...{ pk: 'p', sk: 's', version: 1 },
    data: { entity: 'le_1', currency: 'EUR', issueDate: '2030-01-01', lines: [], credits: [] },
  }));
  const views = { ...house.ports.views, query: async () => ({ items: page, next: 'more' }) };

  const told = await waterfallsAt(views, { tenant: 'ten_1', entity: null, day: '2028-01-31' });

  expect(told).toMatchObject({ ok: false, refusal: { code: 'ledger.too_many_entries' } });
});
