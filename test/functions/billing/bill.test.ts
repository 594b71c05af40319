import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { customers } from '../../../shared/domain/customers.ts';
import { runs } from '../../../shared/domain/runs.ts';
import type { SubscriptionTerms } from '../../../shared/domain/subscriptions.ts';
import { messagesOf } from '../../../shared/edge/news.ts';
import { execute, load } from '../../../shared/execute.ts';
import { periodOf, startOfDay } from '../../../shared/kernel/time.ts';
import type { Journal } from '../../../shared/ports.ts';
import { dueSubscriptions } from '../../../shared/views/due.ts';
import { billed, type Desk, desk, factsIn, order, publishPlan, register, TENANT, tick } from './desk.ts';

const JANUARY = '2026-01-31T10:00:00.000Z';

async function open(at: Desk, key: string, body: Record<string, unknown> = {}) {
  const answer = await at.call('billing.run', {
    routeKey: 'POST /v1/billing_runs',
    body: JSON.stringify(body),
    key,
  });
  await at.settle();

  return show(at, String(answer.body.id));
}

async function show(at: Desk, id: string) {
  const pathParameters = { billing_run_id: id };

  return (await at.call('billing.run', { routeKey: 'GET /v1/billing_runs/{billing_run_id}', pathParameters }))
    .body;
}

describe('a new subscription', () => {
  it('is billed for its first period as soon as its order is placed, without any tick', async () => {
    const at = await desk(JANUARY);

    const [subscription] = await order(at, [await publishPlan(at)]);

    expect(billed(at)).toMatchObject([
      { subscription, index: 0, start: '2026-01-31', end: '2026-02-28', run: null, profile: 1 },
    ]);
  });

  it('is started and billed once, however often each message comes, in whatever order', async () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const at = await desk(JANUARY);
      const plan = await publishPlan(at);

      await order(at, [plan, plan, plan], { settle: false });
      await at.settle({ times: 4, seed });

      expect(factsIn(at, 'subscription.created')).toHaveLength(3);
      expect(billed(at)).toHaveLength(3);
    }
  });

  it('is billed once by eight workers at once', async () => {
    const at = await desk(JANUARY);
    const plan = await publishPlan(at);
    await order(at, [plan], { settle: false });
    await at.spread();
    const [message] = at.queues.outbox.drain();
    await at.deliver('subscriptions.start', message?.body ?? '');
    const [created] = at.journal.stream.slice(-1).flatMap(messagesOf);

    await Promise.all(Array.from({ length: 8 }, () => at.deliver('billing.bill', created?.body ?? '')));

    expect(billed(at)).toHaveLength(1);
  });
});

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

    const first = await open(at, 'run');
    const before = at.journal.stream.filter(({ id }) => id.startsWith('sub_'));
    const again = await open(at, 'run');
    const other = await open(at, 'another run');
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

  it('of more than a page is planned page by page, and each subscription is billed once', async () => {
    const at = await desk(JANUARY);
    const plan = await publishPlan(at);
    const ids = await order(
      at,
      Array.from({ length: 250 }, () => plan),
    );
    at.clock.set('2026-03-01T00:00:00.000Z');

    const run = await open(at, 'run');

    expect(run).toMatchObject({ status: 'finished', counts: { planned: 250, billed: 250 } });
    expect(factsIn(at, 'run.page_finished')).toHaveLength(3);
    expect(
      new Set(
        billed(at)
          .filter((period) => period.index === 1)
          .map((period) => period.subscription),
      ),
    ).toEqual(new Set(ids));
  });

  it('takes only the periods that begin by its target date', async () => {
    const at = await desk(JANUARY);
    await order(at, [await publishPlan(at)]);
    at.clock.set('2026-06-15T00:00:00.000Z');

    const none = await open(at, 'early', { target_date: '2026-02-27' });
    const two = await open(at, 'later', { target_date: '2026-03-31' });

    expect(none.counts).toMatchObject({ planned: 0 });
    expect(two.counts).toMatchObject({ planned: 1, billed: 1 });
    expect(billed(at).map((period) => period.start)).toEqual(['2026-01-31', '2026-02-28', '2026-03-31']);
  });

  it('goes on past an account that cannot be billed, and names it with the reason', async () => {
    const at = await desk(JANUARY);
    const plan = await publishPlan(at);
    await order(at, [plan, plan]);
    const erased = await register(at, 'erased');
    const [bad] = await order(at, [plan], { key: 'bad', customer: erased });
    await erase(at, erased);
    at.clock.set('2026-03-01T00:30:00.000Z');

    const run = await open(at, 'run');

    expect(run).toMatchObject({
      status: 'finished',
      counts: { planned: 3, billed: 2, unchanged: 0, failed: 1 },
      failures: [{ subscription: bad, code: 'customer.erased' }],
    });
    expect(factsIn(at, 'subscription.parked')).toHaveLength(1);
  });

  it('leaves a parked account alone for a day, then tries it again', async () => {
    const at = await desk(JANUARY);
    const erased = await register(at, 'erased');
    await order(at, [await publishPlan(at)], { customer: erased });
    await erase(at, erased);
    at.clock.set('2026-02-28T00:30:00.000Z');

    const parkedAfter: number[] = [];
    for (let hour = 0; hour < 30; hour += 1) {
      await tick(at);
      parkedAfter.push(factsIn(at, 'subscription.parked').length);
      at.clock.advance({ hours: 1 });
    }

    expect(parkedAfter[0]).toBe(1);
    expect(parkedAfter[23]).toBe(1);
    expect(parkedAfter[24]).toBe(2);
    expect(parkedAfter[29]).toBe(2);
  });

  it('ends without an account that faults at every try', async () => {
    let broken = '';
    const at = await desk(JANUARY, (journal) => faulting(journal, () => broken));
    const plan = await publishPlan(at);
    const ids = await order(at, [plan, plan, plan]);
    broken = ids[1] ?? '';
    at.clock.set('2026-03-01T00:00:00.000Z');

    const run = await open(at, 'run');

    expect(run).toMatchObject({
      status: 'finished',
      counts: { planned: 3, billed: 2, unchanged: 0, failed: 1 },
      failures: [{ subscription: broken, code: 'billing.fault' }],
    });
    expect(billed(at).filter((period) => period.index === 1)).toHaveLength(2);
  });

  it('counts each subscription once though every message comes four times in any order', async () => {
    const at = await desk(JANUARY);
    const plan = await publishPlan(at);
    await order(
      at,
      Array.from({ length: 12 }, () => plan),
    );
    at.clock.set('2026-03-01T00:00:00.000Z');

    const answer = await at.call('billing.run', {
      routeKey: 'POST /v1/billing_runs',
      body: '{}',
      key: 'run',
    });
    await at.settle({ times: 4, seed: 7 });

    expect(await show(at, String(answer.body.id))).toMatchObject({
      status: 'finished',
      counts: { planned: 12, billed: 12 },
    });
    expect(billed(at)).toHaveLength(24);
  });

  it('that finds its work done by another run counts it as unchanged', async () => {
    const at = await desk(JANUARY);
    await order(at, [await publishPlan(at)]);
    at.clock.set('2026-03-01T00:00:00.000Z');
    const post = (key: string) =>
      at.call('billing.run', { routeKey: 'POST /v1/billing_runs', body: '{}', key });
    const ids = [await post('one'), await post('two')].map((answer) => String(answer.body.id));

    await at.settle();

    const counts = await Promise.all(ids.map(async (id) => (await show(at, id)).counts));
    expect(counts).toContainEqual({ planned: 1, billed: 1, unchanged: 0, failed: 0 });
    expect(counts).toContainEqual({ planned: 1, billed: 0, unchanged: 1, failed: 0 });
    expect(billed(at)).toHaveLength(2);
  });

  it('planned by two at once has each page once', async () => {
    const at = await desk(JANUARY);
    const plan = await publishPlan(at);
    await order(
      at,
      Array.from({ length: 220 }, () => plan),
    );
    at.clock.set('2026-03-01T00:00:00.000Z');
    const answer = await at.call('billing.run', {
      routeKey: 'POST /v1/billing_runs',
      body: '{}',
      key: 'run',
    });
    await at.spread();
    const [opened] = at.queues.outbox.drain();

    await Promise.all([1, 2, 3].map(() => at.deliver('billing.plan', opened?.body ?? '')));

    const { state } = await load(at.ports.journal, runs, { tenant: TENANT, id: String(answer.body.id) });
    expect(state).toMatchObject({ status: 'planned', pages: 3, planned: 220 });
    const subscriptions = factsIn(at, 'run.advanced').flatMap((data) => data.subscriptions as string[]);
    expect(new Set(subscriptions).size).toBe(220);
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

      expect(await show(at, id)).toMatchObject({ status: 404, code: 'billing_run.not_found' });
    },
  );

  it('is listed with its counts', async () => {
    const at = await desk(JANUARY);
    await order(at, [await publishPlan(at)]);
    at.clock.set('2026-03-01T00:00:00.000Z');
    await open(at, 'run');

    const { body } = await at.call('billing.run', { routeKey: 'GET /v1/billing_runs' });

    expect(body.data).toMatchObject([
      { object: 'billing_run', status: 'finished', counts: { planned: 1, billed: 1 } },
    ]);
  });
});

describe('what is due', () => {
  it('is one open row for each running subscription and none for what is ended or billed', async () => {
    const at = await desk(JANUARY);
    const plan = await publishPlan(at);
    const [first, second] = await order(at, [plan, plan]);
    await at.call('subscriptions.keep', {
      routeKey: 'POST /v1/subscriptions/{subscription_id}/cancel',
      pathParameters: { subscription_id: first ?? '' },
      body: JSON.stringify({ at: 'now' }),
    });
    await at.settle();

    const question = {
      tenant: TENANT,
      until: '2027-01-01T00:00:00.000Z',
      target: null,
      parkedToo: true,
      limit: 100,
    };
    const page = await dueSubscriptions(at.ports.views, question, { shard: 0, after: null });

    expect(page).toEqual({ subscriptions: [second], next: null });
  });
});

async function erase(at: Desk, id: string): Promise<void> {
  const acting = { actor: 'desk', cause: 'desk', trace: 'desk', at: at.clock.now() };
  await execute(at.ports.journal, customers, {
    ref: { tenant: TENANT, id },
    command: { do: 'erase' },
    acting,
  });
}

/** A journal in which one aggregate cannot be read any more. */
function faulting(journal: Journal, broken: () => string): Journal {
  return {
    ...journal,
    latest: async (ref, consistency) => {
      if (ref.id === broken()) throw new Error('the head is torn');
      return journal.latest(ref, consistency);
    },
  };
}

describe('any history of ticks, repetitions and delays', () => {
  it('bills every period once, in order, from the anchor on', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            hours: fc.integer({ min: 0, max: 900 }),
            times: fc.integer({ min: 1, max: 3 }),
            seed: fc.nat(),
          }),
          {
            maxLength: 10,
          },
        ),
        fc.constantFrom('2026-01-29T10:00:00.000Z', '2026-01-31T23:30:00.000Z', '2026-03-29T00:30:00.000Z'),
        async (steps, start) => {
          const at = await desk(start);
          const ids = await order(at, [
            await publishPlan(at),
            await publishPlan(at, { interval: 'year' }, 'yearly'),
          ]);
          for (const { hours, times, seed } of steps) {
            at.clock.advance({ hours });
            await tick(at, { times, seed });
          }
          // The hour of the last tick may have had its run already.
          at.clock.advance({ hours: 1 });
          await tick(at);

          for (const id of ids) assertTiled(at, id);
        },
      ),
      { seed: 20_260_329, numRuns: 60 },
    );
  });
});

function assertTiled(at: Desk, id: string): void {
  const { anchor, interval, zone } = termsOf(at, id);
  const periods = billed(at, id);
  periods.forEach((period, index) => {
    expect(period).toMatchObject({ index, ...periodOf(anchor, interval, index) });
  });

  expect(startOfDay(periodOf(anchor, interval, periods.length).start, zone) > at.clock.now()).toBe(true);
}

function termsOf(at: Desk, id: string) {
  const created = at.journal.stream.find((commit) => commit.id === id)?.facts[0]?.data;

  return created as SubscriptionTerms; // the first fact of a subscription holds its terms
}
