/** What each schedule looks for happens on a journey at its own instant, and comes to the same however the clock goes there. */
import { expect, it } from 'vitest';
import type { House } from '../../kit/house.ts';
import { daysOn, factsIn, historyOf, houseWith, MONTHLY, travel, type Wish } from './journeys.ts';

const END = 40;
const STOPS = [0.2, 1, 5.5, 16.6, 17, 29.9, 30, 31, 31.01, 33, END];
const YEARLY: Wish = { plan: { ...MONTHLY, interval: 'year' } };

async function customerOf(house: House): Promise<string> {
  return (await house.get('/v1/customers')).body.data[0].id;
}

const nothingMore = async () => {};

/** An owner of credits that lapse as February begins in Berlin. */
async function withCredits(house: House): Promise<void> {
  const body = { currency: 'EUR', credits: '30', reason: 'Welcome', expires_on: '2026-02-01' };
  const params = { customer_id: await customerOf(house) };
  const told = await house.post('/v1/customers/{customer_id}/credit_grants', body, { params });
  expect(told.status).toBe(201);
  await house.drain();
}

/** Nobody can be invoiced any more, so each bill is put aside and tried again a day later. */
async function erased(house: House): Promise<void> {
  const params = { customer_id: await customerOf(house) };
  await house.post('/v1/customers/{customer_id}/erase', undefined, { params });
  await house.drain();
}

const FEBRUARY = '2026-01-31T23:00:00.000Z';
const SECOND_BILL = '2026-02-14T23:00:00.000Z';
const DAYS_AFTER = (days: number) => new Date(Date.parse(SECOND_BILL) + days * 86_400_000).toISOString();

it.each<[string, Wish, string, (house: House) => Promise<void>, string, readonly string[]]>([
  [
    'billing.run',
    { plan: MONTHLY },
    'pm_approve',
    nothingMore,
    'subscription.billed',
    [daysOn(0), SECOND_BILL],
  ],
  [
    'its retries',
    { plan: MONTHLY },
    'pm_approve',
    erased,
    'subscription.parked',
    Array.from({ length: 10 }, (_, day) => DAYS_AFTER(day)),
  ],
  ['ledger.recognise', YEARLY, 'pm_approve', nothingMore, 'revenue.recognised', [FEBRUARY]],
  ['prepaid.expire', YEARLY, 'pm_approve', withCredits, 'prepaid.expired', [FEBRUARY]],
  ['payments.resolve', YEARLY, 'pm_lose', nothingMore, 'payment.settled', [daysOn(5 / 1_440)]],
  [
    'subscriptions.activate',
    { plan: MONTHLY, subscription: { activation: 'on_first_payment', activation_limit_hours: 36 } },
    'pm_decline_hard',
    nothingMore,
    'subscription.ended',
    [daysOn(1.5)],
  ],
])('%s', async (_, wish, method, prepared, type, instants) => {
  const [jumped, stepped] = [await houseWith([wish], method), await houseWith([wish], method)];
  for (const house of [jumped, stepped]) await prepared(house);

  await travel(jumped, daysOn(END));
  for (const days of STOPS) await travel(stepped, daysOn(days));

  expect(factsIn(jumped, type).map(({ at }) => at)).toEqual(instants);
  expect(historyOf(stepped)).toEqual(historyOf(jumped));
});
