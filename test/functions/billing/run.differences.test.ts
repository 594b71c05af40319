import { describe, expect, it } from 'vitest';
import { ask, type Desk, desk, openRun, order, publishPlan } from './desk.ts';

const eur = (amount: string) => ({ amount, currency: 'EUR' });

/** Three readers who were billed for February, and a fourth whose first bill is still to come. */
async function library() {
  const at = await desk('2026-01-31T10:00:00.000Z');
  const plan = await publishPlan(at);
  const later = await publishPlan(at, { charge: 'in_arrears' }, 'later');
  const ids = await order(at, [plan, plan, plan]);
  const [first] = await order(at, [later], { key: 'later' });
  at.clock.set('2026-02-10T10:00:00.000Z');

  return { at, ids, first };
}

async function differencesOf(at: Desk, run: unknown, cursor?: string) {
  const answer = await at.call('billing.run', {
    routeKey: 'GET /v1/billing_runs/{billing_run_id}/differences',
    pathParameters: { billing_run_id: String(run) },
    ...(cursor && { queryStringParameters: { cursor } }),
  });

  return answer as { readonly status: number; readonly body: Record<string, unknown> };
}

describe('a dry run', () => {
  it('names who would be billed otherwise than last time, by how much, and who for the first time', async () => {
    const { at, ids, first } = await library();
    await ask(at, ids[0], { verb: 'change', body: { quantity: '3', at: 'period_end' }, key: 'more' });
    await ask(at, ids[1], { verb: 'change', body: { quantity: '1', at: 'period_end' }, key: 'less' });
    at.clock.set('2026-02-28T10:00:00.000Z');

    const run = await openRun(at, 'dry', { dry_run: true });
    const { body } = await differencesOf(at, run.id);

    expect(run.differences).toEqual({
      subscriptions: 3,
      first_bills: 1,
      delta: [eur('39.80')],
      gross_delta: [],
    });
    expect(body).toMatchObject({ next_cursor: null });
    const rows = body.data as readonly { readonly subscription: string }[];
    const rowOf = (id: string | undefined) => rows.find(({ subscription }) => subscription === id);
    expect(rows).toHaveLength(3);
    expect(rowOf(ids[0])).toMatchObject({
      ...{ bills: 1, net: eur('59.70'), last_bill: eur('39.80'), delta: eur('19.90') },
    });
    expect(rowOf(ids[1])).toMatchObject({ net: eur('19.90'), delta: eur('-19.90') });
    expect(rowOf(first)).toMatchObject({ net: eur('39.80'), last_bill: null, delta: eur('39.80') });
  });

  it('finds no difference where several months are billed as the last one was', async () => {
    const { at } = await library();
    at.clock.set('2026-02-28T10:00:00.000Z');
    await openRun(at, 'february');
    at.clock.set('2026-05-31T10:00:00.000Z');

    const run = await openRun(at, 'dry', { dry_run: true });

    expect(run).toMatchObject({ totals: { periods: 12 } });
    expect(run.differences).toEqual({ subscriptions: 0, first_bills: 0, delta: [], gross_delta: [] });
  });

  it('shows them page by page', async () => {
    const at = await desk('2026-01-31T10:00:00.000Z');
    const later = await publishPlan(at, { charge: 'in_arrears' });
    for (const key of ['a', 'b', 'c'])
      await order(
        at,
        Array.from({ length: 50 }, () => later),
        { key },
      );
    at.clock.set('2026-02-28T10:00:00.000Z');
    const run = await openRun(at, 'dry', { dry_run: true });

    const rows: unknown[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await differencesOf(at, run.id, cursor);
      rows.push(...(body.data as readonly unknown[]));
      cursor = (body.next_cursor ?? undefined) as string | undefined; // as its contract says
    } while (cursor !== undefined);

    expect(rows).toHaveLength(150);
    expect(run.differences).toMatchObject({ subscriptions: 150, first_bills: 150 });
  });
});

it('a run that is not dry tells no differences, and one that nobody opened is not found', async () => {
  const { at } = await library();
  at.clock.set('2026-02-28T10:00:00.000Z');

  const run = await openRun(at, 'february');

  expect(run.differences).toBeNull();
  expect((await differencesOf(at, run.id)).body.data).toEqual([]);
  expect(await differencesOf(at, 'run_00000000000000000000000001')).toMatchObject({ status: 404 });
});
