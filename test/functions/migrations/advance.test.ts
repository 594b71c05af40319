import { describe, expect, it } from 'vitest';
import { billed, desk, openRun, order, publishPlan } from '../billing/desk.ts';
import { applied, planned, rowsOf } from './planned.ts';

const PRICES = { interval: 'month', prices: [{ currency: 'EUR', amount: '24.90' }] };

/** A subscription of a plan with these terms at 19.90, and the plan's second version at 24.90. */
async function begun(terms: Record<string, unknown>) {
  const at = await desk('2026-01-31T10:00:00.000Z');
  const plan = await publishPlan(at, terms);
  const [id] = await order(at, [plan]);
  await at.call('catalog.keep', {
    routeKey: 'POST /v1/plans/{plan_id}/versions',
    pathParameters: { plan_id: plan },
    body: JSON.stringify({ name: 'Reading room', ...PRICES, ...terms }),
    key: 'second',
  });
  await at.settle();

  return { at, plan, id };
}

const netsOf = (bills: readonly Record<string, unknown>[]) =>
  bills.map(({ start, lines }) => {
    const priced = lines as readonly { readonly listMinor: bigint; readonly discountMinor: bigint }[];

    return [start, priced.reduce((sum, line) => sum + line.listMinor - line.discountMinor, 0n)];
  });

describe('a migration', () => {
  it.each([
    ['charged in arrears', { charge: 'in_arrears' }, {}, '2026-02-28'],
    ['in its trial', { trial_days: 14 }, {}, '2026-02-14'],
    [
      'in its trial, for a day behind the first period',
      { trial_days: 14 },
      { when: '2026-03-01' },
      '2026-03-14',
    ],
  ])('of a subscription %s bills what was planned from the day it names', async (_, terms, when, on) => {
    const { at, plan, id } = await begun(terms);
    const { body } = await planned(at, plan, when);
    const [row] = await rowsOf(at, plan, body.id);
    await applied(at, plan, { migration: body.id, agreed: body.hash });
    at.clock.set('2026-05-10T10:00:00.000Z');
    await openRun(at, 'run');

    expect(row).toMatchObject({ on, next_bill: { old: { amount: '39.80' }, new: { amount: '49.80' } } });
    const nets = netsOf(billed(at, id));
    expect(nets.filter(([start]) => String(start) < on).every(([, net]) => net === 3980n)).toBe(true);
    expect(nets.filter(([start]) => String(start) >= on)).not.toEqual([]);
    expect(nets.filter(([start]) => String(start) >= on).every(([, net]) => net === 4980n)).toBe(true);
  });
});
