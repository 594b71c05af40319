import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toItem } from '../../../shared/journal/commit.ts';
import { check } from '../../checker/check.ts';
import type { Snapshot } from '../../checker/snapshot.ts';
import type { House } from '../../kit/house.ts';
import { made } from '../../kit/goods.ts';
import {
  advance,
  arrive,
  daysOn,
  factsIn,
  historyOf,
  houseWith,
  MONTHLY,
  shown,
  travel,
} from './journeys.ts';

const FOURTEEN_MONTHS = 425;

const TRADE = [
  { plan: { ...MONTHLY, interval: 'year' } },
  { plan: { ...MONTHLY, interval: 'quarter', charge: 'in_arrears' }, quantity: '3' },
  { plan: { ...MONTHLY, interval: 'half_year', trial_days: 10 } },
];

describe('a jump of the test clock', () => {
  it('does on the way what fourteen months bring, each invoice on its day, all paid', async () => {
    const house = await houseWith([{ plan: MONTHLY }]);

    const told = await travel(house, daysOn(FOURTEEN_MONTHS));

    expect(told.body).toMatchObject({
      status: 'arrived',
      from: daysOn(0),
      now: daysOn(FOURTEEN_MONTHS),
      target: daysOn(FOURTEEN_MONTHS),
      // Fourteen bills, and fourteen ends of a month at which revenue is recognised.
      steps: 28,
      progress: { days: FOURTEEN_MONTHS, of: FOURTEEN_MONTHS },
      under_way: [],
      failed: [],
    });
    const issued = factsIn(house, 'invoice.issued').map(({ at }) => at);
    // Midnight in Berlin is the evening before, and an hour earlier in summer.
    expect(issued.slice(0, 5)).toEqual([
      '2026-01-15T09:00:00.000Z',
      '2026-02-14T23:00:00.000Z',
      '2026-03-14T23:00:00.000Z',
      '2026-04-14T22:00:00.000Z',
      '2026-05-14T22:00:00.000Z',
    ]);
    expect(issued).toHaveLength(15);
    expect(factsIn(house, 'invoice.settled')).toHaveLength(15);
    expect(
      factsIn(house, 'revenue.recognised')
        .map(({ at }) => at)
        .slice(0, 2),
    ).toEqual(['2026-01-31T23:00:00.000Z', '2026-02-14T23:00:00.000Z']);
    expect(house.dead).toEqual([]);
    expect(check(snapshotOf(house, told.body.now))).toEqual([]);
  });

  it('leaves the same journal as stepping day by day', async () => {
    const once = await houseWith(TRADE);
    const daily = await houseWith(TRADE);

    await travel(once, daysOn(FOURTEEN_MONTHS));
    for (let day = 1; day <= FOURTEEN_MONTHS; day += 1) await travel(daily, daysOn(day));

    expect(historyOf(daily)).toEqual(historyOf(once));
  });

  it('leaves the same journal as any journeys to the same end, for any subscriptions', async () => {
    const wish = fc.record({
      plan: fc.record({
        name: fc.constant('Reading room'),
        interval: fc.constantFrom('week', 'month', 'quarter'),
        charge: fc.constantFrom('in_advance', 'in_arrears'),
        trial_days: fc.constantFrom(0, 0, 7),
        prices: fc.constant(MONTHLY.prices),
      }),
      quantity: fc.constantFrom('1', '2.5'),
    });
    const wishes = fc.array(wish, { minLength: 1, maxLength: 3 });
    const hours = fc.array(fc.integer({ min: 1, max: 60 * 24 }), { minLength: 1, maxLength: 3 });

    await fc.assert(
      fc.asyncProperty(wishes, hours, async (trade, stops) => {
        const once = await houseWith(trade);
        const often = await houseWith(trade);
        const places = stops.map((_, index) => daysOn(sum(stops.slice(0, index + 1)) / 24));

        await travel(once, places.at(-1) ?? daysOn(1));
        for (const place of places) await travel(often, place);

        expect(historyOf(often)).toEqual(historyOf(once));
      }),
      { seed: 20_261_125, numRuns: 5 },
    );
  });

  it('goes on where it was when the one who walks dies, again and again', async () => {
    const calm = await houseWith([{ plan: MONTHLY }]);
    const dying = await houseWith([{ plan: MONTHLY }]);

    await travel(calm, daysOn(100));
    await advance(dying, daysOn(100));
    for (let deaths = 0; deaths < 6; deaths += 1) await dieOnce(dying);
    const told = await arrive(dying);

    expect(told.body).toMatchObject({ status: 'arrived', steps: 6 });
    expect(historyOf(dying)).toEqual(historyOf(calm));
  });

  it('whose walker was lost goes on when it is asked for again', async () => {
    const house = await houseWith([{ plan: MONTHLY }]);
    await advance(house, daysOn(40));
    await house.drain();
    house.letters.splice(0);

    const again = await advance(house, daysOn(40));

    expect(again).toMatchObject({ status: 202, body: { status: 'advancing' } });
    expect((await arrive(house)).body).toMatchObject({ status: 'arrived', steps: 2 });
  });

  it('waits where it stands until what is under way has ended, and says what that is', async () => {
    const house = await houseWith([{ plan: MONTHLY }]);
    await advance(house, daysOn(100));
    for (let looks = 0; looks < 60; looks += 1) {
      await house.drain(['invoices.issue']);
      house.clock.advance({ seconds: 1 });
    }

    expect((await shown(house)).body).toMatchObject({
      status: 'advancing',
      now: '2026-02-14T23:00:00.000Z',
      steps: 2,
      progress: { days: 30, of: 100 },
      under_way: [{ function: 'invoices.issue', subject: expect.stringMatching(/^sub_/) }],
    });
    expect((await arrive(house)).body).toMatchObject({ status: 'arrived', steps: 6, failed: [] });
  });

  it('leaves behind what does not end in half an hour, and tells of it', async () => {
    const house = await houseWith([{ plan: MONTHLY }]);
    await advance(house, daysOn(40));
    for (let looks = 0; looks < 10; looks += 1) {
      await house.drain(['invoices.issue']);
      house.clock.advance({ minutes: looks < 6 ? 0 : 16, seconds: 1 });
    }
    await house.drain(['invoices.issue']);

    expect((await shown(house)).body).toMatchObject({
      status: 'arrived',
      failed: [{ function: 'invoices.issue', code: null }],
    });
  });

  it('tells what was set aside on the way', async () => {
    const house = await houseWith([{ plan: { ...MONTHLY, interval: 'year' } }]);

    const told = await travel(house, '2028-01-20T09:00:00.000Z');

    // The table of tax rates ends with 2027.
    expect(told.body).toMatchObject({
      status: 'arrived',
      failed: [{ function: 'invoices.issue', code: 'tax.rate_unknown' }],
    });
  });

  it('is seen by the schedules in the time of the tenant, and by nobody else', async () => {
    const house = await houseWith([{ plan: MONTHLY }]);
    await travel(house, daysOn(29));
    house.clock.advance({ hours: 48 });

    await house.wake('billing.run', {});
    await house.drain();

    expect(factsIn(house, 'invoice.issued').map(({ at }) => at.slice(0, 10))).toEqual([
      '2026-01-15',
      '2026-02-15',
    ]);
  });

  it('is seen by the sweeper too: news that was lost in the time of the tenant is made up for', async () => {
    const house = await houseWith([{ plan: MONTHLY }]);
    await travel(house, daysOn(20));
    await house.post('/v1/orders', { customer: BUYER, currency: 'EUR', lines: [LAMP] });
    await house.drain(['invoices.issue']);
    house.letters.splice(0);
    house.clock.advance({ hours: 1 });

    await house.wake('journal.sweep', {});
    await house.drain();

    expect(factsIn(house, 'invoice.issued').map(({ at }) => at)).toEqual([
      '2026-01-15T09:00:00.000Z',
      '2026-02-04T10:00:00.000Z',
    ]);
  });

  it('lets time pass again from where it has arrived', async () => {
    const house = await houseWith([]);
    await travel(house, daysOn(10));
    house.clock.advance({ hours: 3 });

    expect((await shown(house)).body.now).toBe('2026-01-25T12:00:00.000Z');
    const customer = await made(house.post('/v1/customers', { name: 'Later', address: ADDRESS }));
    const { body } = await house.get('/v1/customers/{customer_id}', { params: { customer_id: customer } });
    expect(body.created_at).toBe('2026-01-25T12:00:00.000Z');
  });
});

const LAMP = { description: 'Reading lamp', quantity: '1', unit_price: '19.90' };
const ADDRESS = { line1: 'Lesegasse 1', postal_code: '10115', city: 'Berlin', country: 'DE' };
const BUYER = { name: 'Example Reader', address: ADDRESS };

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

/** What the checker needs to prove the journal alone. */
function snapshotOf({ journal }: House, now: string): Snapshot {
  return {
    items: journal.stream.map(toItem),
    isOrdered: true,
    provider: null,
    log: [],
    documents: null,
    texts: [],
    canaries: [],
    secrets: [],
    now,
    isAtRest: true,
    isFaultless: true,
    left: 0,
  };
}

/** Lets what is ready happen, but whoever carries the clock on dies when it records or sends; then a second passes. */
async function dieOnce(house: House): Promise<void> {
  await house.drain(['test_clock.walk']);
  const letter = house.letters.find(({ to }) => to === 'test_clock.walk');
  if (letter) {
    const Records = [{ messageId: 'm', body: letter.body, attributes: {}, messageAttributes: {} }];
    const dies = async () => Promise.reject(new Error('died'));
    const queues = { send: dies };
    await house.wake('test_clock.walk', { Records }, { queues });
    await house.wake('test_clock.walk', { Records }, { journal: { ...house.ports.journal, append: dies } });
  }
  await house.drain();
  house.clock.advance({ seconds: 1 });
}
