import { beforeEach, describe, expect, it } from 'vitest';
import type { PostingSet } from '../../../shared/ports.ts';
import { invoiceOfPeriod } from '../../../shared/domain/billing.ts';
import { openBusiness, orderOf } from '../../kit/goods.ts';
import { type House, openHouse, queueEventOf } from '../../kit/house.ts';

/** Rates of its own, since nobody knows yet what the law will be in 2028. */
const RATES = { tax_rates: { standard: '19', reduced: '7' } };

/** A house that sells a year's reading room for 1,200.00 on New Year's Day of a leap year. */
async function sold(seller: Record<string, unknown> = {}, subscription: Record<string, unknown> = {}) {
  const house = await openHouse({ start: '2028-01-01T10:00:00.000Z' });
  const business = await openBusiness(house, { ...RATES, ...seller });
  const prices = [{ currency: 'EUR', amount: '1200.00' }];
  const plan = (await house.post('/v1/plans', { name: 'Reading room', interval: 'year', prices })).body.id;
  const line = { description: 'Reading room', quantity: '1', plan, subscription };
  const order = await house.post('/v1/orders', orderOf(business.customer, { lines: [line] }));
  await house.drain();

  return { house, ...business, invoice: invoiceOfPeriod(house.tenant, order.body.subscriptions[0], 0) };
}

/** Lets it be that instant, with the hourly look at what is over. */
async function at(house: House, instant: string): Promise<void> {
  house.clock.set(instant);
  await house.wake('ledger.recognise', {});
  await house.drain();
}

function takeBack(house: House, invoice: string, lines?: { line: number; amount: string }[]) {
  const body = { reason: 'goodwill', ...(lines && { lines }) };

  return house.post('/v1/invoices/{invoice_id}/credit_notes', body, { params: { invoice_id: invoice } });
}

const booksOf = (house: House) =>
  house.journal.stream.flatMap(({ facts }) =>
    facts.flatMap(({ books }): PostingSet[] => (books ? [books] : [])),
  );

/** What an account holds, as a credit. */
function held(house: House, account: string, day = '9999-12-31'): bigint {
  return booksOf(house)
    .filter(({ date }) => date <= day)
    .flatMap(({ entries }) => entries)
    .reduce((sum, entry) => (entry.account === account ? sum - entry.amountMinor : sum), 0n);
}

const typesOf = (house: House) => house.journal.stream.flatMap(({ facts }) => facts.map(({ type }) => type));

describe('a year that is billed in advance', () => {
  let house: House;
  let invoice: string;
  beforeEach(async () => {
    ({ house, invoice } = await sold());
  });

  it('is deferred as a whole, and earned by the days of each month once that is over', async () => {
    const before = [held(house, 'deferred_revenue'), held(house, 'revenue')];

    await at(house, '2028-01-31T22:30:00.000Z');
    const early = held(house, 'revenue');
    await at(house, '2028-01-31T23:30:00.000Z');

    expect(before).toEqual([120_000n, 0n]);
    expect(early).toBe(0n);
    expect([held(house, 'deferred_revenue'), held(house, 'revenue')]).toEqual([109_836n, 10_164n]);
  });

  it('is made up for in order, month by month, after a year without a scheduler, and then rests', async () => {
    await at(house, '2029-02-01T12:00:00.000Z');
    await at(house, '2029-02-01T13:00:00.000Z');

    const months = booksOf(house).flatMap(({ date, entries }) =>
      entries.flatMap(({ account, amountMinor }) =>
        account === 'revenue' ? [`${date} ${-amountMinor}`] : [],
      ),
    );
    expect(months).toHaveLength(12);
    expect(months.slice(0, 2)).toEqual(['2028-01-31 10164', '2028-02-29 9508']);
    expect(held(house, 'revenue')).toBe(120_000n);
  });

  it('is recognised once, however often a message comes', async () => {
    house.clock.set('2028-02-01T10:00:00.000Z');
    await house.wake('ledger.recognise', {});
    await house.drain(['ledger.recognise']);
    const bodies = house.letters.filter(({ to }) => to === 'ledger.recognise').map(({ body }) => body);

    await house.wake('ledger.recognise', queueEventOf([...bodies, ...bodies]));
    await house.drain();

    expect(bodies).toHaveLength(1);
    expect(typesOf(house).filter((type) => type === 'revenue.recognised')).toHaveLength(1);
  });

  it('taken back in March leaves what January and February have earned to be given back, and nothing deferred', async () => {
    await at(house, '2028-03-05T10:00:00.000Z');
    await takeBack(house, invoice);
    await house.drain();

    expect([held(house, 'deferred_revenue'), held(house, 'revenue')]).toEqual([0n, 0n]);
    await at(house, '2029-03-01T10:00:00.000Z');
    expect(typesOf(house).filter((type) => type === 'revenue.recognised')).toHaveLength(2);
  });

  it('taken back by half goes on earning the other half', async () => {
    await at(house, '2028-02-05T10:00:00.000Z');
    await takeBack(house, invoice, [{ line: 1, amount: '600.00' }]);
    await house.drain();
    const afterNote = held(house, 'deferred_revenue');
    await at(house, '2029-01-02T10:00:00.000Z');

    expect(afterNote).toBe(60_000n - 5_082n);
    expect([held(house, 'deferred_revenue'), held(house, 'revenue')]).toEqual([0n, 60_000n]);
  });

  it('taken back while nobody looked is recognised up to the note first', async () => {
    house.clock.set('2028-03-05T10:00:00.000Z');
    await takeBack(house, invoice);
    await house.drain();

    expect(held(house, 'deferred_revenue', '2028-02-29')).toBe(120_000n - 19_672n);
    expect(held(house, 'deferred_revenue')).toBe(0n);
  });
});

it('a credit note that is told of before its invoice opens the deferral itself', async () => {
  const { house, invoice } = await sold();
  const first = house.journal.stream.filter(({ id }) => id.startsWith('dfr_')).length;
  await takeBack(house, invoice);
  await house.drain(['ledger.recognise']);
  const letters = house.letters.filter(({ to }) => to === 'ledger.recognise').map(({ body }) => body);
  const { journal } = house.ports;
  const forgetful = { ...journal, at: async () => undefined };

  const waiting = await house.wake('ledger.recognise', queueEventOf(letters), { journal: forgetful });
  await house.drain();

  expect(first).toBe(1);
  expect(waiting).toMatchObject({ batchItemFailures: [{}] });
  expect(held(house, 'deferred_revenue')).toBe(0n);
});

it('what was served before it was billed is revenue with the invoice', async () => {
  const { house } = await sold({}, { start_on: '2027-11-01' });

  expect(held(house, 'revenue', '2028-01-01')).toBe(20_000n);
  expect(held(house, 'deferred_revenue')).toBe(100_000n);
});

it('a seller that recognises at invoice defers nothing, and one that changes its mind the next invoice alone', async () => {
  const { house, entity, customer } = await sold({ revenue_recognition: 'at_invoice' });
  const before = held(house, 'deferred_revenue');
  const params = { legal_entity_id: entity };
  const change = { method: 'PATCH', route: '/v1/legal_entities/{legal_entity_id}', params };
  const told = await house.ask({ ...change, body: { revenue_recognition: 'by_day' } });
  const plan = (await house.get('/v1/plans')).body.data[0].id;
  const lines = [{ description: 'Reading room', quantity: '1', plan }];
  await house.post('/v1/orders', orderOf(customer, { lines }));
  await house.drain();

  expect(told.body.revenue_recognition).toBe('by_day');
  expect([before, held(house, 'deferred_revenue')]).toEqual([0n, 120_000n]);
  expect(held(house, 'revenue')).toBe(120_000n);
});

it('an order of goods is revenue at once, and its credit note moves no deferral', async () => {
  const house = await openHouse();
  const { customer } = await openBusiness(house);
  const order = await house.post('/v1/orders', orderOf(customer));
  await house.drain();
  await takeBack(house, order.body.invoices[0]);
  await house.drain();

  expect(held(house, 'revenue')).toBe(0n);
  expect(typesOf(house).filter((type) => /deferr/.test(type))).toEqual([]);
});

it('a change gives back and charges what is to come, and the account still comes out at nothing', async () => {
  const house = await openHouse({ start: '2028-01-01T10:00:00.000Z' });
  const { customer } = await openBusiness(house, RATES);
  const prices = [{ currency: 'EUR', amount: '31.00' }];
  const plan = (await house.post('/v1/plans', { name: 'Reading room', interval: 'month', prices })).body.id;
  const lines = [{ description: 'Reading room', quantity: '3', plan }];
  const order = await house.post('/v1/orders', orderOf(customer, { lines }));
  await house.drain();
  const params = { subscription_id: order.body.subscriptions[0] };
  house.clock.set('2028-01-16T10:00:00.000Z');
  await house.post('/v1/subscriptions/{subscription_id}/change', { quantity: '1' }, { params });
  await house.drain();
  const carried = held(house, 'deferred_revenue');
  await at(house, '2028-02-01T00:30:00.000Z');
  const waiting = held(house, 'deferred_revenue');
  house.clock.set('2028-02-01T10:00:00.000Z');
  await house.wake('billing.run', {});
  await house.drain();
  await at(house, '2028-03-01T10:00:00.000Z');

  // 93.00 were charged; half of January at two less is 32.00 that wait for the next bills.
  expect([carried, waiting]).toEqual([9_300n, 3_200n]);
  expect(held(house, 'deferred_revenue')).toBe(100n);
  expect(held(house, 'revenue')).toBe(9_200n);
});
