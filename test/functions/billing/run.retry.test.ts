import { describe, expect, it } from 'vitest';
import type { Journal } from '../../../shared/ports.ts';
import {
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
} from './desk.ts';

const JANUARY = '2026-01-31T10:00:00.000Z';

const post = (at: Desk, run: string, key = 'retry') =>
  at.call('billing.run', {
    routeKey: 'POST /v1/billing_runs/{billing_run_id}/retry',
    pathParameters: { billing_run_id: run },
    key,
  });

/** Tries a run's failures again and lets everything happen that follows. */
async function retry(at: Desk, run: string, key?: string) {
  const answer = await post(at, run, key);
  await at.settle();

  return showRun(at, String(answer.body.id));
}

/** A run of two readers, one of whom faults at every try as long as `state.isBroken`. */
async function brokenRun(body: Record<string, unknown> = {}) {
  const state = { broken: '', isBroken: true };
  const at = await desk(JANUARY, (journal) =>
    faulting(journal, (id) => state.isBroken && id === state.broken),
  );
  const plan = await publishPlan(at);
  const [good, bad] = await order(at, [plan, plan]);
  state.broken = bad ?? '';
  at.clock.set('2026-03-01T00:00:00.000Z');
  const run = await openRun(at, 'run', body);

  return { at, plan, state, good, bad, run, id: String(run.id) };
}

describe('a retry', () => {
  it('bills what the run could not, names the run, and repeats nothing that was billed', async () => {
    const { at, state, bad, run, id } = await brokenRun();
    state.isBroken = false;
    const before = billed(at).length;

    const again = await retry(at, id);

    expect(run).toMatchObject({ retry_of: null, counts: { planned: 2, billed: 1, failed: 1 } });
    expect(again).toMatchObject({
      retry_of: id,
      status: 'finished',
      counts: { planned: 1, billed: 1, unchanged: 0, failed: 0 },
      totals: { periods: 1, net: [{ amount: '39.80', currency: 'EUR' }] },
    });
    expect(billed(at).slice(before)).toMatchObject([{ subscription: bad, run: again.id, index: 1 }]);
  });

  it('takes nothing that has become due since and did not fail', async () => {
    const { at, plan, state, id } = await brokenRun();
    state.isBroken = false;
    at.clock.set('2026-03-05T00:00:00.000Z');
    const [later] = await order(at, [plan], { key: 'later' });
    at.clock.set('2026-04-05T00:00:00.000Z');

    const again = await retry(at, id);

    expect(again).toMatchObject({ counts: { planned: 1, billed: 1 } });
    expect(billed(at, later)).toHaveLength(1);
  });

  it('keeps to the target date of its run', async () => {
    const { at, state, bad, id } = await brokenRun({ target_date: '2026-02-28' });
    state.isBroken = false;
    at.clock.set('2026-04-05T00:00:00.000Z');

    const again = await retry(at, id);

    expect(again).toMatchObject({ target_date: '2026-02-28', totals: { periods: 1 } });
    expect(billed(at, bad).map(({ start }) => start)).toEqual(['2026-01-31', '2026-02-28']);
  });

  it('tells what still cannot be billed, and can itself be tried again', async () => {
    const at = await desk(JANUARY);
    const erased = await register(at, 'erased');
    const [bad] = await order(at, [await publishPlan(at)], { key: 'bad', customer: erased });
    await erase(at, erased);
    at.clock.set('2026-03-01T00:30:00.000Z');
    const run = await openRun(at, 'run');

    const first = await retry(at, String(run.id));
    const second = await retry(at, String(first.id));

    for (const each of [first, second]) {
      expect(each).toMatchObject({
        status: 'finished',
        counts: { planned: 1, billed: 0, failed: 1 },
        failures: [{ subscription: bad, code: 'customer.erased' }],
      });
    }
    expect(second.retry_of).toBe(first.id);
  });

  it('counts what was billed in between as unchanged', async () => {
    const { at, state, id } = await brokenRun();
    state.isBroken = false;
    await openRun(at, 'another');

    expect(await retry(at, id)).toMatchObject({ counts: { planned: 1, billed: 0, unchanged: 1, failed: 0 } });
  });

  it('that is asked for twice with one key is opened once', async () => {
    const { at, state, id } = await brokenRun();
    state.isBroken = false;

    const once = await retry(at, id);
    const twice = await retry(at, id);

    expect(twice).toEqual(once);
    expect(factsIn(at, 'run.opened')).toHaveLength(2);
  });

  it('of more failures than a page holds takes each of them once', async () => {
    let isBroken = false;
    const at = await desk(JANUARY, (journal) => faulting(journal, (id) => isBroken && id.startsWith('sub_')));
    const plan = await publishPlan(at);
    for (const key of ['one', 'two'])
      await order(
        at,
        Array.from({ length: 60 }, () => plan),
        { key },
      );
    at.clock.set('2026-03-01T00:00:00.000Z');
    isBroken = true;
    const run = await openRun(at, 'run');
    isBroken = false;

    const again = await retry(at, String(run.id));

    expect(run).toMatchObject({ counts: { planned: 120, failed: 120 } });
    expect(again).toMatchObject({
      status: 'finished',
      counts: { planned: 120, billed: 120 },
      progress: { pages: { planned: 2, done: 2 } },
    });
  });

  it('is refused of a run that is dry, not finished, without failures, or unknown', async () => {
    const at = await desk(JANUARY);
    await order(at, [await publishPlan(at)]);
    at.clock.set('2026-03-01T00:00:00.000Z');
    const dry = await openRun(at, 'dry', { dry_run: true });
    const { body: open } = await at.call('billing.run', {
      routeKey: 'POST /v1/billing_runs',
      body: '{}',
      key: 'run',
    });
    const tooEarly = await post(at, String(open.id));
    await at.settle();

    const refused = [
      await post(at, String(dry.id)),
      tooEarly,
      await post(at, String(open.id)),
      await post(at, 'run_0123456789abcdefghjkmnpqrs'),
      await post(at, 'nonsense'),
    ];

    expect(refused.map(({ status, body }) => [status, body.code])).toEqual([
      [422, 'billing_run.dry'],
      [422, 'billing_run.unfinished'],
      [422, 'billing_run.nothing_failed'],
      [404, 'billing_run.not_found'],
      [404, 'billing_run.not_found'],
    ]);
  });
});

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
