import { expect, it } from 'vitest';
import { openBusiness, orderOf } from '../../kit/goods.ts';
import { type House, openHouse } from '../../kit/house.ts';

/** Rates of its own, since nobody knows yet what the law will be in 2028. */
const RATES = { tax_rates: { standard: '19', reduced: '7' } };
const ROUTE = '/v1/subscriptions/{subscription_id}';

/** A house that sells two seats for an interval, from the first of April 2028. */
async function sold(interval: string, amount: string, seller: object = {}) {
  const house = await openHouse({ start: '2028-04-01T10:00:00.000Z' });
  const { customer } = await openBusiness(house, { ...RATES, ...seller });
  const prices = [{ currency: 'EUR', amount }];
  const plan = (await house.post('/v1/plans', { name: 'Reading room', interval, prices })).body.id;
  const lines = [{ description: 'Reading room', quantity: '2', plan }];
  const order = await house.post('/v1/orders', orderOf(customer, { lines }));
  await house.drain();

  return { house, of: { params: { subscription_id: order.body.subscriptions[0] } } };
}

/** Lets it be that instant, with the hourly look at what is owed and at what is over. */
async function at(house: House, instant: string): Promise<void> {
  house.clock.set(instant);
  for (const name of ['billing.run', 'ledger.recognise'] as const) {
    await house.wake(name, {});
    await house.drain();
  }
}

/** What an account holds by a day, as a credit. */
function held(house: House, account: string, day = '9999-12-31'): bigint {
  return house.journal.stream
    .flatMap(({ facts }) => facts.flatMap(({ books }) => (books && books.date <= day ? books.entries : [])))
    .reduce((sum, entry) => (entry.account === account ? sum - entry.amountMinor : sum), 0n);
}

it('credit that no later bill takes is earned with the end that gives it back', async () => {
  const { house, of } = await sold('month', '150.00');
  await at(house, '2028-04-16T10:00:00.000Z');
  // Half of 300.00 is given back and half of 60.00 charged: 120.00 wait for a later bill.
  await house.post(`${ROUTE}/change`, { plan: await smaller(house) }, of);
  await house.drain();
  await house.post(`${ROUTE}/cancel`, { at: 'period_end' }, of);
  await house.drain();
  const before = held(house, 'deferred_revenue');

  await at(house, '2028-05-01T10:00:00.000Z');
  await at(house, '2028-06-01T10:00:00.000Z');

  expect(before).toBe(30_000n);
  expect([held(house, 'deferred_revenue'), held(house, 'revenue')]).toEqual([0n, 18_000n]);
  expect(house.dead).toEqual([]);
});

it('of a year that ends within it nothing is left to be earned by days without service', async () => {
  const { house, of } = await sold('year', '366.00');
  await at(house, '2028-07-10T10:00:00.000Z');
  await house.post(`${ROUTE}/cancel`, { at: 'now' }, of);
  await house.drain();

  await at(house, '2028-07-11T10:00:00.000Z');
  const july = [held(house, 'deferred_revenue'), held(house, 'revenue', '2028-07-31')];
  await at(house, '2029-05-01T10:00:00.000Z');

  // 732.00 for 365 days: the note gives back those from 10 July on, and the 100 before it come to 200.55.
  expect(july).toEqual([0n, 20_055n]);
  expect([held(house, 'deferred_revenue'), held(house, 'revenue')]).toEqual(july);
});

async function smaller(house: House): Promise<string> {
  const prices = [{ currency: 'EUR', amount: '30.00' }];

  return (await house.post('/v1/plans', { name: 'Reading corner', interval: 'month', prices })).body.id;
}
