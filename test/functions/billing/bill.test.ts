import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SubscriptionTerms } from '../../../shared/domain/subscriptions/terms.ts';
import { messagesOf } from '../../../shared/edge/news.ts';
import { periodAt } from '../../../shared/domain/billing/rhythm.ts';
import { startOfDay } from '../../../shared/kernel/time.ts';
import type { Journal } from '../../../shared/ports.ts';
import {
  ask,
  billed,
  type Desk,
  desk,
  erase,
  factsIn,
  openRun,
  order,
  publishPlan,
  register,
  showRun,
  tick,
} from './desk.ts';

const JANUARY = '2026-01-31T10:00:00.000Z';

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

describe('a page of a run', () => {
  it('goes on past an account that cannot be billed, and names it with the reason', async () => {
    const at = await desk(JANUARY);
    const plan = await publishPlan(at);
    await order(at, [plan, plan]);
    const erased = await register(at, 'erased');
    const [bad] = await order(at, [plan], { key: 'bad', customer: erased });
    await erase(at, erased);
    at.clock.set('2026-03-01T00:30:00.000Z');

    const run = await openRun(at, 'run');

    expect(run).toMatchObject({
      status: 'finished',
      counts: { planned: 3, billed: 2, unchanged: 0, failed: 1 },
      failures: [{ subscription: bad, code: 'customer.erased' }],
    });
    expect(factsIn(at, 'subscription.parked')).toHaveLength(1);
  });

  it('bills an account whose fault passes, and tells of no failure', async () => {
    let broken = '';
    let faultsLeft = 2;
    const at = await desk(JANUARY, (journal) => faulting(journal, (id) => id === broken && faultsLeft-- > 0));
    const ids = await order(at, [await publishPlan(at)]);
    broken = ids[0] ?? '';
    at.clock.set('2026-03-01T00:00:00.000Z');

    const run = await openRun(at, 'run');

    expect(run).toMatchObject({
      status: 'finished',
      counts: { planned: 1, billed: 1, failed: 0 },
    });
  });

  it('ends without an account that faults at every try', async () => {
    let broken = '';
    const at = await desk(JANUARY, (journal) => faulting(journal, (id) => id === broken));
    const plan = await publishPlan(at);
    const ids = await order(at, [plan, plan, plan]);
    broken = ids[1] ?? '';
    at.clock.set('2026-03-01T00:00:00.000Z');

    const run = await openRun(at, 'run');

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

    expect(await showRun(at, String(answer.body.id))).toMatchObject({
      status: 'finished',
      counts: { planned: 12, billed: 12 },
      totals: { periods: 12, net: [{ amount: '477.60', currency: 'EUR' }] },
    });
    expect(billed(at)).toHaveLength(24);
  });

  it('that comes again before its result was recorded tells what it billed the first time', async () => {
    let lost = 2;
    const at = await desk(JANUARY, (journal) => ({
      ...journal,
      append: async (commit) => {
        if (commit.id.startsWith('rpg_') && lost-- > 0) throw new Error('the table does not answer');
        return journal.append(commit);
      },
    }));
    const plan = await publishPlan(at);
    const [id] = await order(at, [plan, plan]);
    at.clock.set('2026-03-31T00:00:00.000Z');

    const answer = await at.call('billing.run', {
      routeKey: 'POST /v1/billing_runs',
      body: '{}',
      key: 'run',
    });
    await at.spread();
    for (const { to, body } of at.queues.outbox.drain()) await at.deliver(to as 'billing.plan', body);
    await at.spread();
    const [page] = at.queues.outbox.drain().filter(({ to }) => to === 'billing.bill');
    await at.deliver('billing.bill', page?.body ?? '');
    await ask(at, id, { verb: 'coupons', body: { name: 'Late', off: { percent: '50' } }, key: 'late' });
    at.clock.set('2026-05-01T00:00:00.000Z');
    await tick(at);
    await at.deliver('billing.bill', page?.body ?? '', 2);
    await at.deliver('billing.bill', page?.body ?? '', 3);
    await at.settle();

    expect(await showRun(at, String(answer.body.id))).toMatchObject({
      status: 'finished',
      counts: { planned: 2, billed: 2, unchanged: 0, failed: 0 },
      totals: { periods: 4, net: [{ amount: '159.20', currency: 'EUR' }] },
    });
  });

  it('bills a subscription once in a run, though it is further behind than one wake-up bills', async () => {
    const at = await desk(JANUARY);
    await order(at, [await publishPlan(at)]);
    at.clock.set('2029-06-15T06:00:00.000Z');

    const runs = [await openRun(at, 'one'), await openRun(at, 'two')];

    expect(runs.map(({ totals }) => totals)).toMatchObject([{ periods: 24 }, { periods: 16 }]);
  });

  it('that finds its work done by another run counts it as unchanged', async () => {
    const at = await desk(JANUARY);
    await order(at, [await publishPlan(at)]);
    at.clock.set('2026-03-01T00:00:00.000Z');
    const post = (key: string) =>
      at.call('billing.run', { routeKey: 'POST /v1/billing_runs', body: '{}', key });
    const ids = [await post('one'), await post('two')].map((answer) => String(answer.body.id));

    await at.settle();

    const counts = await Promise.all(ids.map(async (id) => (await showRun(at, id)).counts));
    expect(counts).toContainEqual({ planned: 1, billed: 1, unchanged: 0, failed: 0 });
    expect(counts).toContainEqual({ planned: 1, billed: 0, unchanged: 1, failed: 0 });
    expect(billed(at)).toHaveLength(2);
  });
});

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
  const { rhythm, zone } = termsOf(at, id);
  const periods = billed(at, id);
  periods.forEach((period, index) => {
    expect(period).toMatchObject({ index, ...periodAt(rhythm, index) });
  });

  expect(startOfDay(periodAt(rhythm, periods.length).start, zone) > at.clock.now()).toBe(true);
}

function termsOf(at: Desk, id: string) {
  const created = at.journal.stream.find((commit) => commit.id === id)?.facts[0]?.data;

  return created as SubscriptionTerms; // the first fact of a subscription holds its terms
}

/** A journal whose reads of some aggregates fail. */
function faulting(journal: Journal, isBroken: (id: string) => boolean): Journal {
  return {
    ...journal,
    latest: async (ref, consistency) => {
      if (isBroken(ref.id)) throw new Error('the head is torn');
      return journal.latest(ref, consistency);
    },
  };
}
