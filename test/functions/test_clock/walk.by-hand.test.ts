/** What waits to be activated by hand is passed by on the test clock; what was activated comes to the same, however the clock goes there. */
import { expect, it } from 'vitest';
import { daysOn, factsIn, historyOf, houseWith, MONTHLY, travel } from './journeys.ts';

const WISH = { plan: MONTHLY, subscription: { activation: 'by_hand' } };

it.each([[false], [true]])('activated before: %s, in steps as in one jump', async (isActivated) => {
  const houses = [await houseWith([WISH]), await houseWith([WISH])] as const;
  const [jumped, stepped] = houses;
  for (const house of isActivated ? houses : []) {
    const [waiting] = (await house.get('/v1/subscriptions')).body.data;
    const params = { subscription_id: waiting.id };
    await house.post(
      '/v1/subscriptions/{subscription_id}/activate',
      { on: daysOn(10).slice(0, 10) },
      { params },
    );
    await house.drain();
  }

  await travel(jumped, daysOn(80));
  for (const days of [5, 9.5, 10, 11, 45, 80]) await travel(stepped, daysOn(days));

  expect(factsIn(jumped, 'subscription.billed')).toHaveLength(isActivated ? 3 : 0);
  expect(historyOf(stepped)).toEqual(historyOf(jumped));
});
