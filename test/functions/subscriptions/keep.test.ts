import { describe, expect, it } from 'vitest';
import { SubscriptionPreview } from '../../../shared/contracts/subscription-changes.ts';
import { Subscription } from '../../../shared/contracts/subscriptions.ts';
import {
  ask,
  billed,
  type Desk,
  desk,
  factsIn,
  order,
  publishPlan,
  publishVersion,
  tick,
} from '../billing/desk.ts';

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

  it('now and without credit ends it at once, and nothing is billed any more', async () => {
    const { at, id } = await running();
    at.clock.set('2026-02-10T08:00:00.000Z');

    const answer = await cancel(at, id, { at: 'now', credit: 'none' });
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

describe('changing a subscription', () => {
  const preview = (at: Desk, id: string, body: unknown) => ask(at, id, { verb: 'preview', body });
  const change = (at: Desk, id: string, body: unknown, key = 'change') =>
    ask(at, id, { verb: 'change', body, key });

  it('is shown first, leaves no trace, and then bills what was shown', async () => {
    const { at, id } = await running();
    at.clock.set('2026-02-14T10:00:00.000Z');
    const before = at.journal.stream.length;

    const shown = await preview(at, id, { quantity: '3' });
    const untouched = at.journal.stream.length;
    const made = await change(at, id, { quantity: '3', preview: shown.body.preview });

    expect(SubscriptionPreview.safeParse(shown.body).error).toBeUndefined();
    expect(shown.body).toMatchObject({
      bill: {
        period: { start: '2026-02-14', end: '2026-02-28' },
        lines: [
          { rule: 'credit_for_unused', net: { amount: '-19.90' } },
          { rule: 'part_of_period', net: { amount: '29.85' } },
        ],
        net: { amount: '9.95', currency: 'EUR' },
      },
    });
    expect(untouched).toBe(before);
    expect(made).toMatchObject({ status: 200, body: { quantity: '3' } });
    expect(Subscription.safeParse(made.body).error).toBeUndefined();
    expect(billed(at, id)).toMatchObject([
      { change: null },
      { change: 1, start: '2026-02-14', end: '2026-02-28' },
    ]);
  });

  it('is refused as stale when the preview does not hold any more', async () => {
    const { at, id } = await running();
    const shown = await preview(at, id, { quantity: '3' });
    at.clock.set('2026-02-14T10:00:00.000Z');

    const answer = await change(at, id, { quantity: '3', preview: shown.body.preview });

    expect(answer).toMatchObject({ status: 422, body: { code: 'subscription.preview_stale' } });
    expect(factsIn(at, 'subscription.changed')).toEqual([]);
  });

  it('to another plan takes its price of today, and the name of the plan', async () => {
    const { at, id } = await running();
    const other = await publishPlan(
      at,
      { name: 'Reading hall', prices: [{ currency: 'EUR', price: { model: 'flat', amount: '99' } }] },
      'other',
    );

    const answer = await change(at, id, { plan: other });

    expect(answer.body).toMatchObject({
      plan: other,
      description: 'Reading hall',
      unit_price: null,
      price: { model: 'flat' },
    });
  });

  it('keeps its version of the plan when a newer one is published, until it asks for that one', async () => {
    const { at, id } = await running();
    const { body } = await show(at, id);
    await publishVersion(at, String(body.plan), '29.90');

    const kept = await change(at, id, { quantity: '3' });
    const moved = await change(at, id, { plan_version: 2, at: 'period_end' }, 'moved');
    const nowhere = await change(at, id, { plan_version: 3 }, 'nowhere');

    expect(kept.body).toMatchObject({ plan_version: 1, unit_price: '19.90', quantity: '3' });
    expect(moved.body).toMatchObject({ plan_version: 1, scheduled_change: { plan_version: 2 } });
    expect(nowhere).toMatchObject({ status: 422, body: { code: 'plan.unknown' } });
    expect(nowhere.body.errors).toMatchObject([{ pointer: '#/plan_version' }]);
  });

  it('at the end of the period is shown until then, and can be withdrawn', async () => {
    const { at, id } = await running();

    const scheduled = await change(at, id, { quantity: '5', at: 'period_end' });
    const withdrawn = await ask(at, id, { verb: 'withdraw_change' });

    expect(scheduled.body).toMatchObject({
      quantity: '2',
      scheduled_change: { quantity: '5', on: '2026-02-28' },
    });
    expect(withdrawn.body).toMatchObject({ scheduled_change: null });
  });

  it('twice with one key is done once, and the key is good for nothing else', async () => {
    const { at, id } = await running();

    await change(at, id, { quantity: '5' });
    const again = await change(at, id, { quantity: '5' });
    const other = await change(at, id, { quantity: '6' });

    expect(again).toMatchObject({ status: 200, body: { quantity: '5' } });
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency.key_reused' } });
    expect(factsIn(at, 'subscription.changed')).toHaveLength(1);
  });

  it.each([
    ['subscription.tax_differs', { tax: 'reduced' }],
    ['plan.currency_missing', { prices: [{ currency: 'USD', amount: '1' }] }],
    [
      'price.quantity_beyond_tiers',
      { prices: [{ currency: 'EUR', price: { model: 'volume', tiers: [{ up_to: '1' }] } }] },
    ],
    ['subscription.change_at_period_end_only', { charge: 'in_arrears' }],
  ])('is refused with %s and leaves no trace', async (code, planned) => {
    const { at, id } = await running();
    const plan = await publishPlan(at, planned, 'other');
    const before = at.journal.stream.length;

    const answers = [await preview(at, id, { plan }), await change(at, id, { plan })];

    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [422, code],
      [422, code],
    ]);
    expect(at.journal.stream).toHaveLength(before);
  });

  it('that nobody has is not found', async () => {
    const { at } = await running();
    const nobody = `sub_${'0'.repeat(26)}`;

    expect(await preview(at, nobody, { quantity: '1' })).toMatchObject({ status: 404 });
    expect(await change(at, 'nonsense', { quantity: '1' })).toMatchObject({ status: 404 });
    expect(await ask(at, nobody, { verb: 'pause' })).toMatchObject({ status: 404 });
  });
});

describe('pausing a subscription', () => {
  it('bills nothing until it is resumed, and then the days until the next boundary', async () => {
    const { at, id } = await running();

    const paused = await ask(at, id, { verb: 'pause' });
    at.clock.set('2026-04-15T10:00:00.000Z');
    await tick(at);
    const whilePaused = billed(at, id).length;
    const resumed = await ask(at, id, { verb: 'resume' });
    at.clock.set('2026-04-30T10:00:00.000Z');
    await tick(at);

    expect(paused.body).toMatchObject({ status: 'paused', paused_from: '2026-02-28', next_billing_at: null });
    expect(whilePaused).toBe(1);
    expect(resumed.body).toMatchObject({ status: 'active', paused_from: null });
    expect(billed(at, id).map(({ start, end }) => [start, end])).toEqual([
      ['2026-01-31', '2026-02-28'],
      ['2026-04-15', '2026-04-30'],
      ['2026-04-30', '2026-05-31'],
    ]);
  });
});

describe('a coupon', () => {
  it('takes its part off the next periods, as often as it is good for', async () => {
    const { at, id } = await running();

    const given = await ask(at, id, {
      verb: 'coupons',
      body: { name: 'Welcome', off: { percent: '50' }, periods: 1 },
      key: 'coupon',
    });
    at.clock.set('2026-03-31T10:00:00.000Z');
    await tick(at);

    expect(given.body).toMatchObject({
      coupons: [{ name: 'Welcome', off: { percent: '50' }, periods_left: 1 }],
    });
    expect(billed(at, id).map(({ lines }) => lines)).toMatchObject([
      [{ listMinor: 3_980n, discountMinor: 0n }],
      [{ listMinor: 3_980n, discountMinor: 1_990n }],
      [{ listMinor: 3_980n, discountMinor: 0n }],
    ]);
  });
});
