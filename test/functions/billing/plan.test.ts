import { describe, expect, it } from 'vitest';
import { runs } from '../../../shared/domain/runs.ts';
import { load } from '../../../shared/execute.ts';
import { dueSubscriptions } from '../../../shared/views/due.ts';
import { billed, desk, erase, factsIn, openRun, order, publishPlan, register, TENANT, tick } from './desk.ts';

const JANUARY = '2026-01-31T10:00:00.000Z';

describe('planning a run', () => {
  it('of more than a page is planned page by page, and each subscription is billed once', async () => {
    const at = await desk(JANUARY);
    const plan = await publishPlan(at);
    const ids = await order(
      at,
      Array.from({ length: 250 }, () => plan),
    );
    at.clock.set('2026-03-01T00:00:00.000Z');

    const run = await openRun(at, 'run');

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

  it('leaves a parked account alone for a day, then tries it again', async () => {
    const at = await desk(JANUARY);
    const erased = await register(at, 'erased');
    await order(at, [await publishPlan(at)], { customer: erased });
    await erase(at, erased);
    at.clock.set('2026-02-01T10:00:00.000Z');
    await order(at, [await publishPlan(at)], { key: 'due 23 hours later' });
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
    expect(factsIn(at, 'run.opened')).toHaveLength(3);
  });

  it('that a person opens tries a parked account at once', async () => {
    const at = await desk(JANUARY);
    const erased = await register(at, 'erased');
    await order(at, [await publishPlan(at)], { customer: erased });
    await erase(at, erased);
    at.clock.set('2026-02-28T00:30:00.000Z');
    await tick(at);

    const run = await openRun(at, 'run');

    expect(run).toMatchObject({ status: 'finished', counts: { planned: 1, failed: 1 } });
    expect(factsIn(at, 'subscription.parked')).toHaveLength(2);
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
