/** The activation of a subscription as it is answered, and why little can be asked of one that has not been active yet. */
import * as z from 'zod';
import { CivilDateBody, InstantBody } from './common.ts';

/**
 * What its activation waits for. The first payment: until when, null before its start. By hand: the first day that was agreed on, the
 * earliest that it can have, and when that day was set, null while it waits; until then its days are told as they would be from
 * `start_date` on, and none of them is charged.
 */
export const ActivationBody = z.discriminatedUnion('on', [
  z.strictObject({
    on: z.literal('first_payment'),
    limit_hours: z.int(),
    pay_by: InstantBody.nullable(),
  }),
  z.strictObject({
    on: z.literal('hand'),
    agreed_start: CivilDateBody.nullable(),
    not_before: CivilDateBody,
    activated_at: InstantBody.nullable(),
  }),
]);

/** Why little can be asked of a subscription that is not there, is over, or waits for its first payment or to be activated. */
export const NOT_LIVE_REFUSALS = [
  'subscription.not_found',
  'subscription.ended',
  'subscription.incomplete',
  'subscription.awaits_activation',
] as const;
