/** Reconciliations on the wire: what a subscription must have been billed, and what it was. */
import * as z from 'zod';
import { CivilDateBody, id, InstantBody, MoneyBody } from './common.ts';
import { route } from './route.ts';

/** Bills that one answer shows. */
export const RECONCILED_BILLS_MAX = 200;

/** Bills that an answer shows where nobody says how many. */
export const RECONCILED_BILLS_DEFAULT = 50;

const ReconciledBill = z
  .strictObject({
    /** `end` is what the end of the subscription gives back, `credit` what a change does by credit notes; their amounts are negative. */
    kind: z.enum(['period', 'change', 'usage', 'credit', 'end']),
    /** Of a period its index, else its number; null of an end. */
    number: z.number().int().nullable(),
    start: CivilDateBody,
    end: CivilDateBody,
    /** What it must charge and give back; credit that moves from one bill to the next is of neither, and so is in none of these amounts. */
    expected: MoneyBody,
    billed: MoneyBody,
    /** What later bills charged or gave back to put it right. */
    repaired: MoneyBody,
    /** What credit notes by hand took back of it, as far as it was billed too much. */
    credited: MoneyBody,
    difference: MoneyBody,
    /** Why it is not billed yet: `owed`, or the code with which it is set aside. */
    pending: z.string().nullable(),
  })
  .meta({ id: 'ReconciledBill' });

/** What the bills must come to, reckoned again from the beginning, less what they did come to; in the price basis of the subscription. */
export const SubscriptionReconciliation = z
  .strictObject({
    subscription: id('subscription'),
    object: z.literal('subscription_reconciliation'),
    expected: MoneyBody,
    /** With what was repaired, less what was credited by hand. */
    billed: MoneyBody,
    /** What is owed by now and not billed yet, without its usage. */
    pending: MoneyBody,
    /** What was billed too little; negative where it was too much. */
    difference: MoneyBody,
    /** Bills in all. */
    count: z.number().int(),
    /** The newest first. */
    bills: z.array(ReconciledBill).max(RECONCILED_BILLS_MAX),
    as_of: InstantBody,
  })
  .meta({ id: 'SubscriptionReconciliation' });

/** A reconciliation as answered. */
export type SubscriptionReconciliation = z.infer<typeof SubscriptionReconciliation>;

const ReconciliationQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(RECONCILED_BILLS_MAX).default(RECONCILED_BILLS_DEFAULT),
});

/** A parsed query. */
export type ReconciliationQuery = z.infer<typeof ReconciliationQuery>;

/** The routes of reconciliations. */
export const reconciliationRoutes = {
  reconcile: route({
    method: 'GET',
    path: '/v1/subscriptions/{subscription_id}/reconciliation',
    summary: 'Show what a subscription must have been billed, and what it was',
    tag: 'Subscriptions',
    scope: 'billing:read',
    idempotency: 'none',
    query: ReconciliationQuery,
    answer: SubscriptionReconciliation,
    status: 200,
    refusals: ['subscription.not_found'],
  }),
  /** Finds its effect there where it is asked again. */
  repair: route({
    method: 'POST',
    path: '/v1/subscriptions/{subscription_id}/reconciliation',
    summary: 'Bill at once what a subscription was billed too little or too much',
    tag: 'Subscriptions',
    scope: 'billing:write',
    idempotency: 'none',
    answer: SubscriptionReconciliation,
    status: 200,
    refusals: ['subscription.not_found', 'subscription.incomplete', 'customer.erased'],
  }),
};
