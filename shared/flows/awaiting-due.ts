/** Which subscriptions of a tenant have waited for their first payment until their limit, and wakes whoever ends them. */
import { type AwaitedListed, awaitedSubscriptions } from '../views/awaited.ts';
import { dueWork } from './due-rows.ts';

/** The wake-ups for subscriptions whose limit has passed, those that a payment in process holds among them, and the next such instant. */
export const { due: limitsDue, next: nextLimit } = dueWork<AwaitedListed>({
  wakes: 'subscriptions.activate',
  rows: awaitedSubscriptions,
  idOf: ({ subscription }) => subscription,
});
