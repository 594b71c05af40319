/** What waits for a first payment comes to the same on the test clock, however the clock goes there. */
import { expect, it } from 'vitest';
import { daysOn, factsIn, historyOf, houseWith, MONTHLY, travel } from './journeys.ts';

const WISH = { plan: MONTHLY, subscription: { activation: 'on_first_payment', activation_limit_hours: 36 } };

it.each([
  ['pm_decline_hard', 'subscription.ended', daysOn(1.5)],
  ['pm_approve', 'subscription.activated', undefined],
])('by %s comes to %s in steps as in one jump', async (method, type, instant) => {
  const [jumped, stepped] = [await houseWith([WISH], method), await houseWith([WISH], method)];

  await travel(jumped, daysOn(40));
  for (const days of [1, 1.4, 1.6, 10, 31, 40]) await travel(stepped, daysOn(days));

  const told = factsIn(jumped, type);
  expect(told).toHaveLength(1);
  if (instant !== undefined) expect(told).toMatchObject([{ at: instant, data: { reason: 'unpaid' } }]);
  expect(historyOf(stepped)).toEqual(historyOf(jumped));
});
