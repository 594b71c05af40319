import { expect, test } from 'vitest';
import { SubscriptionReconciliation } from '../../../shared/contracts/reconciliations.ts';
import { type Desk, desk, order, publishPlan, tick } from '../billing/desk.ts';

const show = (at: Desk, id: string, limit = '50') =>
  at.call('subscriptions.reconcile', {
    routeKey: 'GET /v1/subscriptions/{subscription_id}/reconciliation',
    pathParameters: { subscription_id: id },
    queryStringParameters: { limit },
  });

test('a subscription shows each bill beside what it must come to, and what is owed and not billed', async () => {
  const at = await desk('2026-01-31T10:00:00.000Z');
  const [id = ''] = await order(at, [await publishPlan(at)]);
  at.clock.set('2026-03-01T10:00:00.000Z');
  await tick(at);
  at.clock.set('2026-04-01T10:00:00.000Z');

  const { status, body } = await show(at, id);
  const answer = SubscriptionReconciliation.parse(body);

  expect(status).toBe(200);
  expect(answer.difference.amount).toBe('0.00');
  expect(answer.bills.map(({ number, pending }) => [number, pending])).toEqual([
    [2, 'owed'],
    [1, null],
    [0, null],
  ]);
  expect(answer.pending).toEqual(answer.bills[0]?.expected);
  expect(answer.bills.every(({ difference }) => difference.amount === '0.00')).toBe(true);
  expect(SubscriptionReconciliation.parse((await show(at, id, '1')).body).bills).toHaveLength(1);
});

test('what is no subscription is not reconciled', async () => {
  const at = await desk('2026-01-31T10:00:00.000Z');

  expect(await show(at, 'sub_00000000000000000000000001')).toMatchObject({
    status: 404,
    body: { code: 'subscription.not_found' },
  });
});
