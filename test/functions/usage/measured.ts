/** A subscription whose plan measures, what is sent to it and what it comes to. */
import { UsageAnswer } from '../../../shared/contracts/usage.ts';
import { type Desk, desk, order, publishPlan } from '../billing/desk.ts';

/** When the subscription of the tests starts. */
export const JANUARY = '2026-01-31T10:00:00.000Z';
/** One meter that adds up, one that counts different things. */
export const METERS = [
  { code: 'calls', aggregation: 'sum' },
  { code: 'hosts', aggregation: 'unique' },
];
/** A subscription that does not exist. */
export const NOBODY = `sub_${'0'.repeat(26)}`;

/** A subscription to a plan with these meters. */
export async function running(meters: readonly unknown[] = METERS): Promise<{ at: Desk; id: string }> {
  const at = await desk(JANUARY);
  const [id = ''] = await order(at, [await publishPlan(at, { meters })]);

  return { at, id };
}

/** An event with some parts of its own. */
export const eventOf = (subscription: string, more: object = {}) => ({
  id: 'call-1',
  subscription,
  meter: 'calls',
  at: JANUARY,
  quantity: '1.5',
  ...more,
});

/** Sends events in one request. */
export const send = (at: Desk, ...events: readonly object[]) => post(at, { events });

/** Sends one event by itself. */
export const sendOne = (at: Desk, event: object) => post(at, event);

const post = (at: Desk, body: object) =>
  at.call('usage.keep', { routeKey: 'POST /v1/usage_events', body: JSON.stringify(body) });

/** The usage of some days, as answered. */
export const show = (at: Desk, id: string, from = '2026-01-31', to = '2026-02-01') =>
  at.call('usage.keep', {
    routeKey: 'GET /v1/subscriptions/{subscription_id}/usage',
    pathParameters: { subscription_id: id },
    queryStringParameters: { from, to },
  });

/** Code, quantity and number of events of each meter. */
export const quantities = async (at: Desk, id: string, from?: string, to?: string) => {
  const { meters } = UsageAnswer.parse((await show(at, id, from, to)).body);

  return meters.map(({ code, quantity, events }) => [code, quantity, events]);
};
