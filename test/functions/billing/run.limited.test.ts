import { describe, expect, it } from 'vitest';
import { RUN_CUSTOMERS_MAX } from '../../../shared/contracts/billing.ts';
import { billed, CUSTOMER, type Desk, desk, openRun, order, publishPlan, register } from './desk.ts';

const JANUARY = '2026-01-31T10:00:00.000Z';
const PRICES = [
  { currency: 'EUR', amount: '19.90' },
  { currency: 'CHF', amount: '21.00' },
];

/** Two plans and two customers; one of them pays in francs as well. Each owes February. */
async function library() {
  const at = await desk(JANUARY);
  const room = await publishPlan(at, { prices: PRICES }, 'room');
  const shelf = await publishPlan(at, { prices: PRICES, name: 'Shelf' }, 'shelf');
  const other = await register(at, 'other');
  const ids = {
    room: await order(at, [room]),
    shelf: await order(at, [shelf], { key: 'shelf' }),
    francs: await order(at, [room], { key: 'francs', currency: 'CHF' }),
    other: await order(at, [room, shelf], { key: 'other', customer: other }),
  };
  at.clock.set('2026-03-01T00:00:00.000Z');

  return { at, room, shelf, other, ids };
}

const billedIn = (at: Desk, run: unknown) =>
  billed(at)
    .filter((period) => period.run === run)
    .map(({ subscription }) => subscription)
    .toSorted();

describe('a limited run', () => {
  it.each([
    ['given customers', ({ other }: Names) => ({ customers: [other] }), ({ ids }: Names) => ids.other],
    [
      'a plan',
      ({ shelf }: Names) => ({ plan: shelf }),
      ({ ids }: Names) => [...ids.shelf, ...ids.other.slice(1)],
    ],
    ['a currency', () => ({ currency: 'CHF' }), ({ ids }: Names) => ids.francs],
    [
      'all of these at once',
      ({ room }: Names) => ({ customers: [CUSTOMER], plan: room, currency: 'EUR' }),
      ({ ids }: Names) => ids.room,
    ],
    ['nothing in particular', () => ({}), ({ ids }: Names) => Object.values(ids).flat()],
  ])('bills %s and nothing else', async (_, only, expected) => {
    const names = await library();

    const run = await openRun(names.at, 'run', { only: only(names) });

    const wanted = [...expected(names)].toSorted();
    expect(billedIn(names.at, run.id)).toEqual(wanted);
    expect(run).toMatchObject({
      status: 'finished',
      only: only(names),
      counts: { planned: wanted.length, billed: wanted.length },
    });
  });

  it('leaves everything else due and untouched, for the next run to bill', async () => {
    const { at, other, ids } = await library();
    const versionsOf = (id: string) => at.journal.stream.filter((commit) => commit.id === id).length;
    const left = [...ids.room, ...ids.shelf, ...ids.francs];
    const before = left.map(versionsOf);

    await openRun(at, 'run', { only: { customers: [other] } });
    const versions = left.map(versionsOf);
    const rest = await openRun(at, 'rest');

    expect(versions).toEqual(before);
    expect(rest).toMatchObject({ only: null, counts: { planned: 3, billed: 3 } });
    expect(billedIn(at, rest.id)).toEqual(left.toSorted());
  });

  it('can be tried dry', async () => {
    const { at } = await library();

    const dry = await openRun(at, 'dry', { only: { currency: 'CHF' }, dry_run: true });

    expect(dry).toMatchObject({ totals: { periods: 1, net: [{ amount: '42.00', currency: 'CHF' }] } });
    expect(billedIn(at, dry.id)).toEqual([]);
  });

  it('that finds many others due and none of its own is planned to its end', async () => {
    const at = await desk(JANUARY);
    const plan = await publishPlan(at);
    for (const key of ['one', 'two'])
      await order(
        at,
        Array.from({ length: 60 }, () => plan),
        { key },
      );
    at.clock.set('2026-03-01T00:00:00.000Z');

    const run = await openRun(at, 'run', { only: { currency: 'CHF' } });

    expect(run).toMatchObject({ status: 'finished', counts: { planned: 0 } });
    expect(billedIn(at, run.id)).toEqual([]);
  });

  it('names at most so many customers, and at least one', async () => {
    const { at } = await library();
    const many = Array.from({ length: RUN_CUSTOMERS_MAX + 1 }, () => CUSTOMER);

    for (const customers of [many, []]) {
      const body = JSON.stringify({ only: { customers } });
      expect(
        await at.call('billing.run', { routeKey: 'POST /v1/billing_runs', body, key: 'run' }),
      ).toMatchObject({
        status: 422,
      });
    }
  });
});

type Names = Awaited<ReturnType<typeof library>>;
