import { describe, expect, it } from 'vitest';
import { type Desk, desk, factsIn, order, publishPlan, tick } from '../billing/desk.ts';

const JANUARY = '2026-01-31T10:00:00.000Z';

const show = (at: Desk, id: string) =>
  at.call('subscriptions.keep', {
    routeKey: 'GET /v1/subscriptions/{subscription_id}',
    pathParameters: { subscription_id: id },
  });

const cancel = (at: Desk, id: string, body: Record<string, unknown>, headers: Record<string, string> = {}) =>
  at.call('subscriptions.keep', {
    routeKey: 'POST /v1/subscriptions/{subscription_id}/cancel',
    pathParameters: { subscription_id: id },
    body: JSON.stringify(body),
    headers,
  });

async function running(): Promise<{ at: Desk; id: string }> {
  const at = await desk(JANUARY);
  const [id = ''] = await order(at, [await publishPlan(at)]);

  return { at, id };
}

describe('a subscription', () => {
  it('shows what was agreed, what was billed and when the next period is owed', async () => {
    const { at, id } = await running();

    const answer = await show(at, id);

    expect(answer).toMatchObject({
      status: 200,
      headers: { etag: '"2"' },
      body: {
        id,
        object: 'subscription',
        status: 'active',
        order_line: 1,
        quantity: '2',
        unit_price: '19.90',
        currency: 'EUR',
        interval: 'month',
        anchor_date: '2026-01-31',
        time_zone: 'Europe/Berlin',
        billed_periods: 1,
        current_period: { start: '2026-01-31', end: '2026-02-28' },
        next_billing_at: '2026-02-27T23:00:00.000Z',
        cancellation: null,
        parked: null,
        ended_at: null,
      },
    });
  });

  it('is listed', async () => {
    const { at, id } = await running();

    const { body } = await at.call('subscriptions.keep', { routeKey: 'GET /v1/subscriptions' });

    expect(body).toMatchObject({
      data: [{ id, object: 'subscription', status: 'active', next_billing_at: '2026-02-27T23:00:00.000Z' }],
      next_cursor: null,
    });
  });

  it.each(['sub_0123456789abcdefghjkmnpqrs', 'nonsense'])(
    'that nobody started is not found: %s',
    async (id) => {
      const at = await desk(JANUARY);

      expect(await show(at, id)).toMatchObject({ status: 404, body: { code: 'subscription.not_found' } });
      expect(await cancel(at, id, {})).toMatchObject({
        status: 404,
        body: { code: 'subscription.not_found' },
      });
    },
  );
});

describe('cancelling a subscription', () => {
  it('at the end of its period, unless asked otherwise, keeps it until the tick that crosses the end', async () => {
    const { at, id } = await running();

    const answer = await cancel(at, id, {});
    await at.settle();
    at.clock.set('2026-02-27T22:59:59.999Z');
    await tick(at);
    const before = await show(at, id);
    at.clock.set('2026-02-27T23:00:00.000Z');
    await tick(at);
    const after = await show(at, id);

    const cancellation = { at: 'period_end', ends_on: '2026-02-28', credit: 'none' };
    expect(answer).toMatchObject({
      status: 200,
      body: { status: 'active', cancellation, next_billing_at: null },
    });
    expect(before.body).toMatchObject({ status: 'active' });
    expect(after.body).toMatchObject({
      status: 'ended',
      billed_periods: 1,
      ended_at: '2026-02-27T23:00:00.000Z',
    });
    expect(factsIn(at, 'subscription.billed')).toHaveLength(1);
  });

  it('now ends it at once, without credit, and nothing is billed any more', async () => {
    const { at, id } = await running();
    at.clock.set('2026-02-10T08:00:00.000Z');

    const answer = await cancel(at, id, { at: 'now' });
    at.clock.set('2027-02-10T08:00:00.000Z');
    await at.settle();
    await tick(at);

    const cancellation = { at: 'now', ends_on: '2026-02-10', credit: 'none' };
    expect(answer.body).toMatchObject({
      status: 'ended',
      cancellation,
      ended_at: '2026-02-10T08:00:00.000Z',
    });
    expect(factsIn(at, 'subscription.billed')).toHaveLength(1);
    expect(factsIn(at, 'run.opened')).toEqual([]);
  });

  it('now, while periods wait to be billed, bills what has begun and then ends it', async () => {
    const { at, id } = await running();
    at.clock.set('2026-04-01T08:00:00.000Z');

    await cancel(at, id, { at: 'now' });
    await at.settle();

    expect(factsIn(at, 'subscription.billed').map((data) => data.start)).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
    ]);
    expect((await show(at, id)).body).toMatchObject({ status: 'ended' });
  });

  it('twice gives the same answer and records it once', async () => {
    const { at, id } = await running();

    const first = await cancel(at, id, { at: 'period_end' });
    const second = await cancel(at, id, { at: 'period_end' });

    expect(second).toMatchObject({ status: 200, body: first.body });
    expect(factsIn(at, 'subscription.cancellation_scheduled')).toHaveLength(1);
  });

  it('is refused when the caller saw an older version', async () => {
    const { at, id } = await running();

    const answer = await cancel(at, id, { at: 'now' }, { 'if-match': '"1"' });

    expect(answer).toMatchObject({ status: 412, body: { code: 'precondition.failed' } });
  });

  it('at an instant nobody knows is refused', async () => {
    const { at, id } = await running();

    expect(await cancel(at, id, { at: 'tomorrow' })).toMatchObject({
      status: 422,
      body: { code: 'request.invalid' },
    });
  });
});
