import { describe, expect, it } from 'vitest';
import { billed, type Desk, desk, factsIn, openRun, order, publishPlan, showRun, tick } from './desk.ts';

const JANUARY = '2026-01-31T10:00:00.000Z';

describe('the hourly tick', () => {
  it('leaves no run where nothing is due', async () => {
    const at = await desk(JANUARY);
    await order(at, [await publishPlan(at)]);

    for (const instant of ['2026-02-01T00:00:00.000Z', '2026-02-27T22:00:00.000Z']) {
      at.clock.set(instant);
      await tick(at);
    }

    expect(factsIn(at, 'run.opened')).toEqual([]);
    expect(billed(at)).toHaveLength(1);
  });

  it('bills the next period from its first instant in the zone, not an hour before and not twice', async () => {
    const at = await desk(JANUARY);
    await order(at, [await publishPlan(at)]);

    for (let hour = 20; hour < 24; hour += 1) {
      at.clock.set(`2026-02-27T${hour}:59:59.999Z`);
      await tick(at);
      const count = billed(at).length;
      await tick(at, { times: 3 });
      expect(billed(at)).toHaveLength(count);
      expect(count).toBe(hour < 23 ? 1 : 2);
    }

    expect(billed(at).map((period) => period.start)).toEqual(['2026-01-31', '2026-02-28']);
    expect(factsIn(at, 'run.opened')).toHaveLength(1);
  });

  it('that did not come for months is made up for in order by the first that comes', async () => {
    const at = await desk(JANUARY);
    await order(at, [await publishPlan(at)]);

    at.clock.set('2026-09-15T06:00:00.000Z');
    await tick(at);

    expect(billed(at).map(({ index, start }) => [index, start])).toEqual([
      [0, '2026-01-31'],
      [1, '2026-02-28'],
      [2, '2026-03-31'],
      [3, '2026-04-30'],
      [4, '2026-05-31'],
      [5, '2026-06-30'],
      [6, '2026-07-31'],
      [7, '2026-08-31'],
    ]);
  });

  it('makes up for more periods than one wake-up bills', async () => {
    const at = await desk(JANUARY);
    await order(at, [await publishPlan(at)]);

    at.clock.set('2029-06-15T06:00:00.000Z');
    await tick(at);
    at.clock.set('2029-06-15T07:00:00.000Z');
    await tick(at);

    expect(billed(at).map(({ index }) => index)).toEqual(Array.from({ length: 41 }, (_, index) => index));
  });

  it.each([1, 24, 24 * 3])('every %i hours ends in the same bills', async (hours) => {
    const at = await desk(JANUARY);
    const month = await publishPlan(at);
    const year = await publishPlan(at, { interval: 'year' }, 'yearly');
    await order(at, [month, year]);

    for (let passed = 0; passed < 24 * 66; passed += hours) {
      at.clock.advance({ hours });
      await tick(at);
    }

    expect(
      billed(at)
        .map(({ subscription, index, start }) => `${subscription} ${index} ${start}`)
        .sort(),
    ).toHaveLength(4);
    expect(new Set(billed(at).map((period) => period.invoice)).size).toBe(4);
  });
});

describe('a billing run', () => {
  it('is an object with counts, and running it twice changes nothing', async () => {
    const at = await desk(JANUARY);
    const plan = await publishPlan(at);
    await order(at, [plan, plan, plan]);
    at.clock.set('2026-03-01T00:00:00.000Z');

    const first = await openRun(at, 'run');
    const before = at.journal.stream.filter(({ id }) => id.startsWith('sub_'));
    const again = await openRun(at, 'run');
    const other = await openRun(at, 'another run');
    const after = at.journal.stream.filter(({ id }) => id.startsWith('sub_'));

    expect(first).toMatchObject({
      status: 'finished',
      counts: { planned: 3, billed: 3, unchanged: 0, failed: 0 },
      failures: [],
    });
    expect(again).toEqual(first);
    expect(other).toMatchObject({
      status: 'finished',
      counts: { planned: 0, billed: 0, unchanged: 0, failed: 0 },
    });
    expect(after).toEqual(before);
  });

  it('tells what it billed in each currency before tax, how far it is, and when it was opened and finished', async () => {
    const at = await desk(JANUARY);
    const prices = [
      { currency: 'EUR', amount: '19.90' },
      { currency: 'CHF', amount: '21.00' },
    ];
    const plan = await publishPlan(at, { prices }, 'two prices');
    await order(at, [plan, plan]);
    await order(at, [plan], { key: 'francs', currency: 'CHF' });
    at.clock.set('2026-04-01T00:00:00.000Z');

    const { body: opened } = await post(at, 'run');
    at.clock.set('2026-04-01T00:00:05.000Z');
    await at.settle();
    const run = await showRun(at, String(opened.id));

    expect(opened).toMatchObject({
      totals: { periods: 0, net: [] },
      progress: { pages: { planned: 0, done: 0 }, subscriptions: { planned: 0, done: 0 } },
      finished_at: null,
    });
    expect(run).toMatchObject({
      // Two months each, of two readers.
      totals: {
        periods: 6,
        net: [
          { amount: '84.00', currency: 'CHF' },
          { amount: '159.20', currency: 'EUR' },
        ],
      },
      progress: { pages: { planned: 1, done: 1 }, subscriptions: { planned: 3, done: 3 } },
      opened_at: '2026-04-01T00:00:00.000Z',
      finished_at: '2026-04-01T00:00:05.000Z',
    });
  });

  it('that found nothing is finished once that is known', async () => {
    const at = await desk(JANUARY);

    expect(await openRun(at, 'run')).toMatchObject({
      status: 'finished',
      totals: { periods: 0, net: [] },
      progress: { pages: { planned: 0, done: 0 }, subscriptions: { planned: 0, done: 0 } },
      finished_at: JANUARY,
    });
  });

  it('takes only the periods that begin by its target date', async () => {
    const at = await desk(JANUARY);
    await order(at, [await publishPlan(at)]);
    at.clock.set('2026-06-15T00:00:00.000Z');

    const none = await openRun(at, 'early', { target_date: '2026-02-27' });
    const two = await openRun(at, 'later', { target_date: '2026-03-31' });

    expect(none.counts).toMatchObject({ planned: 0 });
    expect(two.counts).toMatchObject({ planned: 1, billed: 1 });
    expect(billed(at).map((period) => period.start)).toEqual(['2026-01-31', '2026-02-28', '2026-03-31']);
  });

  it('that is dry tells what will be billed by a day to come, which is what is billed then', async () => {
    const at = await desk(JANUARY);
    await order(at, [await publishPlan(at)]);
    await tick(at);
    const before = billed(at).length;

    const dry = await openRun(at, 'ahead', { target_date: '2026-04-30', dry_run: true });
    const none = await openRun(at, 'too early', { target_date: '2026-02-27', dry_run: true });
    const unbilled = billed(at).length;
    at.clock.set('2026-04-30T12:00:00.000Z');
    const real = await openRun(at, 'then', { target_date: '2026-04-30' });

    expect(unbilled).toBe(before);
    expect(none.counts).toMatchObject({ billed: 0 });
    expect(dry.counts).toMatchObject({ billed: 1 });
    expect(dry.totals).toMatchObject({ periods: 3 });
    expect(dry.totals).toEqual(real.totals);
    expect(billed(at).map(({ start }) => start)).toEqual([
      ...['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30'],
    ]);
  });

  it('refuses a target date that lies in the future', async () => {
    const at = await desk(JANUARY);

    const answer = await at.call('billing.run', {
      routeKey: 'POST /v1/billing_runs',
      body: JSON.stringify({ target_date: '2026-02-02' }),
      key: 'run',
    });

    expect(answer).toMatchObject({ status: 422, body: { code: 'billing_run.target_in_future' } });
  });

  it.each(['run_0123456789abcdefghjkmnpqrs', 'nonsense'])(
    'that nobody opened is not found: %s',
    async (id) => {
      const at = await desk(JANUARY);

      expect(await showRun(at, id)).toMatchObject({ status: 404, code: 'billing_run.not_found' });
    },
  );

  it('is listed with its counts', async () => {
    const at = await desk(JANUARY);
    await order(at, [await publishPlan(at)]);
    at.clock.set('2026-03-01T00:00:00.000Z');
    await openRun(at, 'run');

    const { body } = await at.call('billing.run', { routeKey: 'GET /v1/billing_runs' });

    expect(body.data).toMatchObject([
      { object: 'billing_run', status: 'finished', counts: { planned: 1, billed: 1 } },
    ]);
  });
});

function post(at: Desk, key: string, body: Record<string, unknown> = {}) {
  return at.call('billing.run', { routeKey: 'POST /v1/billing_runs', body: JSON.stringify(body), key });
}
