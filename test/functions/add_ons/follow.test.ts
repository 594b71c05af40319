import { describe, expect, it } from 'vitest';
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
import { applied, planned, rowsOf } from '../migrations/planned.ts';

/** A host with an add-on, in a desk where messages come as often and in the order that is asked for. */
async function hosted(of: { readonly times: number; readonly seed?: number }) {
  const at = await desk('2026-04-01T10:00:00.000Z');
  const plan = await publishPlan(at);
  const extra = await publishPlan(at, { kind: 'add_on' }, 'extra');
  const [host = ''] = await order(at, [plan]);
  const told = await at.call('add_ons.keep', {
    routeKey: 'POST /v1/subscriptions/{subscription_id}/add_ons',
    pathParameters: { subscription_id: host },
    body: JSON.stringify({ plan: extra }),
    key: 'add',
  });
  await at.settle(of);
  const [{ subscription: addOn }] = told.body.add_ons as [{ subscription: string }];

  return { at, plan, extra, host, addOn };
}

/** Asks without letting anything follow yet. */
const asked = (at: Desk, subscription: string, verb: string, body?: object) =>
  at.call('subscriptions.keep', {
    routeKey: `POST /v1/subscriptions/{subscription_id}/${verb}`,
    pathParameters: { subscription_id: subscription },
    ...(body && { body: JSON.stringify(body) }),
  });

const shown = async (at: Desk, subscription: string) =>
  (
    await at.call('subscriptions.keep', {
      routeKey: 'GET /v1/subscriptions/{subscription_id}',
      pathParameters: { subscription_id: subscription },
    })
  ).body;

describe('an add-on whose news come twice and in any order', () => {
  it.each([1, 2, 3, 4, 5])('is where its host is, and billed once (seed %i)', async (seed) => {
    const { at, host, addOn } = await hosted({ times: 2, seed });
    at.clock.set('2026-04-10T10:00:00.000Z');
    await asked(at, host, 'pause');
    await asked(at, host, 'resume');
    await asked(at, host, 'pause');
    await at.settle({ times: 2, seed });
    expect((await shown(at, addOn)).status).toBe('paused');
    await asked(at, host, 'resume');
    await asked(at, host, 'cancel', { at: 'period_end' });
    await asked(at, host, 'reactivate');
    await at.settle({ times: 2, seed });

    expect(await shown(at, addOn)).toMatchObject({ status: 'active', cancellation: null });
    at.clock.set('2026-05-01T10:00:00.000Z');
    await tick(at);
    expect(billed(at, addOn)).toHaveLength(2);
    await asked(at, host, 'cancel', { at: 'now' });
    await at.settle({ times: 2, seed });
    expect(await shown(at, addOn)).toMatchObject({
      status: 'ended',
      cancellation: { ends_on: '2026-05-01' },
    });
    expect(factsIn(at, 'subscription.created')).toHaveLength(2);
  });

  it('that was removed leaves its host once', async () => {
    const { at, host, addOn } = await hosted({ times: 2 });
    await ask(at, addOn, { verb: 'cancel', body: { at: 'now' } });
    await at.settle({ times: 2 });

    expect((await shown(at, host)).add_ons).toEqual([]);
    expect(factsIn(at, 'subscription.add_on_removed')).toHaveLength(1);
  });
});

describe('a migration to a version of a plan', () => {
  it('moves an add-on with its own plan, at its next period', async () => {
    const { at, extra, addOn } = await hosted({ times: 1 });
    await publishVersion(at, extra, '24.90', { kind: 'add_on' });
    const { body } = await planned(at, extra);

    expect(await rowsOf(at, extra, body.id)).toMatchObject([
      { subscription: addOn, status: 'planned', next_bill: { delta: { amount: '5.00' } } },
    ]);
    await applied(at, extra, { migration: body.id, agreed: body.hash });
    at.clock.set('2026-05-01T10:00:00.000Z');
    await tick(at);
    expect((await shown(at, addOn)).unit_price).toBe('24.90');
  });

  it.each([
    ['of an add-on that stands alone', 'extra', {}, 'add_on.is_plan'],
    ['of a host that does not allow its add-on', 'plan', { add_ons: [] }, 'add_on.not_allowed'],
  ] as const)('%s leaves it out with its reason', async (_, whose, more, code) => {
    const of = await hosted({ times: 1 });
    await publishVersion(of.at, of[whose], '24.90', more);
    const { body } = await planned(of.at, of[whose]);

    expect(await rowsOf(of.at, of[whose], body.id)).toMatchObject([{ status: 'left_out', code }]);
  });
});
