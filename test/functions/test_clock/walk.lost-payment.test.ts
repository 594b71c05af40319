/** What a provider has not told is asked about in the time of the test clock, however the clock goes there. */
import { describe, expect, it } from 'vitest';
import type { House } from '../../kit/house.ts';
import { daysOn, factsIn, historyOf, houseWith, MONTHLY, shown, START, travel } from './journeys.ts';

const YEARLY = { plan: { ...MONTHLY, interval: 'year' } };
const MINUTE = 1 / 1_440;

/** Stops before the first question, on it, right after it, and day by day. */
const STOPS = [2 * MINUTE, 5 * MINUTE, 6 * MINUTE, 0.5, 1, 2, 3, 4, 5, 6, 8];

const instantsOf = (house: House, type: string) => factsIn(house, type).map(({ at }) => at);

/** The one payment that was settled. */
async function settledPayment(house: House) {
  const { data } = (await house.get('/v1/payments')).body;

  return data[0].id as string;
}

describe('a journey of the test clock', () => {
  it('asks five minutes on about a charge that was taken and never told of, and finds it paid when it was', async () => {
    const house = await houseWith([YEARLY], 'pm_lose');

    const told = await travel(house, daysOn(5));

    expect(told.body).toMatchObject({ status: 'arrived', failed: [] });
    expect(factsIn(house, 'payment.settled')).toMatchObject([
      { at: daysOn(5 * MINUTE), data: { at: START } },
    ]);
    expect(factsIn(house, 'invoice.settled')).toHaveLength(1);
  });

  it.each([
    ['nobody can understand', 'pm_unknown_code'],
    ['is in process for a month', 'pm_delay_2592000'],
  ])(
    'asks about what %s after five minutes, an hour and daily five times, and then tells of it',
    async (_, method) => {
      const house = await houseWith([YEARLY], method);

      await travel(house, daysOn(8));

      const first = 5 * MINUTE;
      const hour = first + 1 / 24;
      expect(instantsOf(house, 'payment.asked')).toEqual(
        [first, hour, ...[1, 2, 3, 4, 5].map((days) => hour + days)].map(daysOn),
      );
      expect((await shown(house)).body.failed).toMatchObject([
        { function: 'payments.resolve', code: 'payment.unresolved' },
      ]);
    },
  );

  it('asks about a refund that was taken and never told of', async () => {
    const house = await houseWith([YEARLY], 'pm_lose');
    await travel(house, daysOn(1));
    const payment_id = await settledPayment(house);
    await house.post('/v1/payments/{payment_id}/refunds', { effect: 'reopen' }, { params: { payment_id } });
    await house.drain();
    const { now } = (await shown(house)).body;

    await travel(house, daysOn(2));

    const later = new Date(Date.parse(now) + 300_000).toISOString();
    expect(factsIn(house, 'refund.settled')).toMatchObject([{ at: later, data: { at: now } }]);
  });

  it.each([
    'pm_lose',
    'pm_unknown_code',
    'pm_timeout_before',
    'pm_timeout_after',
    'pm_delay_2592000',
    'pm_action_required',
  ])('brings %s to the same in steps as in one jump', async (method) => {
    const [jumped, stepped] = [
      await houseWith([{ plan: MONTHLY }], method),
      await houseWith([{ plan: MONTHLY }], method),
    ];
    const more = [...STOPS, 31, 31 + 2 * MINUTE, 33, 40];

    await travel(jumped, daysOn(40));
    for (const days of more) await travel(stepped, daysOn(days));

    expect(historyOf(stepped)).toEqual(historyOf(jumped));
  });

  it('asks about a charge five minutes after it was made, though a message about it comes while the clock stands', async () => {
    const house = await houseWith([YEARLY], 'pm_lose');
    const letters = house.letters.filter(({ to }) => to === 'payments.resolve');
    expect(letters).toHaveLength(1);
    const { body } = await house.ask({
      method: 'POST',
      route: '/v1/test_clock/advance',
      body: { to: daysOn(1) },
    });
    expect(body.status).toBe('advancing');

    for (const { body } of letters)
      await house.wake('payments.resolve', {
        Records: [{ messageId: 'm', body, attributes: {}, messageAttributes: {} }],
      });

    expect(factsIn(house, 'payment.settled')).toEqual([]);
  });
});
