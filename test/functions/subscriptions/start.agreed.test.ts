import { describe, expect, it } from 'vitest';
import {
  ask,
  billed,
  CUSTOMER,
  type Desk,
  desk,
  ENTITY,
  publishPlan,
  publishVersion,
  tick,
} from '../billing/desk.ts';
import { planned, rowsOf } from '../migrations/planned.ts';

const OPENED = '2026-01-31T10:00:00.000Z';
const PER_UNIT = (amount: string) => ({ model: 'per_unit', amount });
const TIERS = {
  model: 'volume',
  tiers: [
    { up_to: '10', unit_amount: '15.00' },
    { up_to: null, unit_amount: '12.00' },
  ],
};

/** Orders two seats of a plan and answers the order. */
async function place(
  at: Desk,
  plan: string,
  { price, currency = 'EUR' }: { readonly price: Record<string, unknown>; readonly currency?: string },
) {
  const line = { description: 'Reading room', quantity: '2', plan, subscription: { agreed_price: price } };
  const body = { legal_entity: ENTITY, customer: CUSTOMER, currency, lines: [line] };
  const answer = await at.call('orders.place', {
    routeKey: 'POST /v1/orders',
    body: JSON.stringify(body),
    key: 'order',
  });
  await at.settle();
  const [subscription = ''] = (answer.body.subscriptions ?? []) as readonly string[];

  return { ...answer, subscription };
}

function show(at: Desk, subscription: string) {
  return at.call('subscriptions.keep', {
    routeKey: 'GET /v1/subscriptions/{subscription_id}',
    pathParameters: { subscription_id: subscription },
  });
}

const listOf = (bill: Record<string, unknown> | undefined) =>
  ((bill?.lines ?? []) as readonly { readonly listMinor: bigint }[]).map(({ listMinor }) => listMinor);

describe('a price that was agreed on with one customer', () => {
  it('is charged in place of the plan’s price and of its introductory one', async () => {
    const at = await desk(OPENED);
    const phases = [{ periods: 3, prices: [{ currency: 'EUR', amount: '1.00' }] }];
    const plan = await publishPlan(at, { phases });

    const { subscription } = await place(at, plan, { price: PER_UNIT('17.50') });
    const { body } = await show(at, subscription);

    expect(listOf(billed(at)[0])).toEqual([3_500n]);
    expect(body).toMatchObject({ unit_price: '17.50', price_agreed: true, phases: [] });
  });

  it('may follow any model, and be in a currency that the plan has no price in', async () => {
    const at = await desk(OPENED);
    const plan = await publishPlan(at);

    await place(at, plan, { price: TIERS, currency: 'CHF' });

    expect(billed(at)).toMatchObject([{ currency: 'CHF' }]);
    expect(listOf(billed(at)[0])).toEqual([3_000n]);
  });

  it('is refused by the field that cannot be applied, and starts nothing', async () => {
    const at = await desk(OPENED);
    const plan = await publishPlan(at);
    const gap = { model: 'volume', tiers: [{ above: '1', up_to: null, unit_amount: '1' }] };

    const answer = await place(at, plan, { price: gap });

    expect(answer).toMatchObject({
      status: 422,
      body: {
        code: 'price.tier_gap',
        errors: [{ pointer: '#/lines/0/subscription/agreed_price/tiers/0' }],
      },
    });
    expect(billed(at)).toEqual([]);
  });

  it('stays with a change of quantity, and is told as agreed in the preview’s lines', async () => {
    const at = await desk(OPENED);
    const { subscription } = await place(at, await publishPlan(at), { price: PER_UNIT('17.50') });

    await ask(at, subscription, { verb: 'change', body: { quantity: '3', at: 'period_end' }, key: 'three' });
    at.clock.set('2026-02-28T10:00:00.000Z');
    await tick(at);
    const { body } = await show(at, subscription);

    expect(listOf(billed(at).at(-1))).toEqual([5_250n]);
    expect(billed(at).at(-1)).toMatchObject({ lines: [{ sold: { isAgreed: true } }] });
    expect(body).toMatchObject({ price_agreed: true });
  });

  it('gives way to the plan’s own price where another version is taken', async () => {
    const at = await desk(OPENED);
    const plan = await publishPlan(at);
    const { subscription } = await place(at, plan, { price: PER_UNIT('17.50') });
    await publishVersion(at, plan, '24.90');

    await ask(at, subscription, { verb: 'change', body: { plan_version: 2, at: 'period_end' }, key: 'two' });
    at.clock.set('2026-02-28T10:00:00.000Z');
    await tick(at);
    const { body } = await show(at, subscription);

    expect(listOf(billed(at).at(-1))).toEqual([4_980n]);
    expect(body).toMatchObject({ price_agreed: false, plan_version: 2 });
  });

  it('is agreed on anew by a change: the rest of the period is given back and charged', async () => {
    const at = await desk('2026-04-01T10:00:00.000Z');
    const { subscription } = await place(at, await publishPlan(at), { price: PER_UNIT('30.00') });

    at.clock.set('2026-04-16T10:00:00.000Z');
    const change = { agreed_price: PER_UNIT('20.00') };
    const answer = await ask(at, subscription, { verb: 'change', body: change, key: 'less' });

    expect(answer.body).toMatchObject({ unit_price: '20.00', price_agreed: true });
    expect(listOf(billed(at).at(-1))).toEqual([-3_000n, 2_000n, 1_000n]);
  });

  it('is refused in a change by the field that cannot be applied', async () => {
    const at = await desk(OPENED);
    const { subscription } = await place(at, await publishPlan(at), { price: PER_UNIT('17.50') });
    const gap = { model: 'graduated', tiers: [{ above: '1', up_to: null, unit_amount: '1' }] };

    const answer = await ask(at, subscription, { verb: 'change', body: { agreed_price: gap }, key: 'gap' });

    expect(answer.body).toMatchObject({
      code: 'price.tier_gap',
      errors: [{ pointer: '#/agreed_price/tiers/0' }],
    });
  });

  it('is left alone by a migration of its plan', async () => {
    const at = await desk(OPENED);
    const plan = await publishPlan(at);
    await place(at, plan, { price: PER_UNIT('17.50') });
    await publishVersion(at, plan, '24.90');

    const { body } = await planned(at, plan);

    expect(await rowsOf(at, plan, body.id)).toMatchObject([
      { status: 'left_out', code: 'migration.price_agreed' },
    ]);
  });
});
