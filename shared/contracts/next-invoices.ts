/** What a subscription will be invoiced next, on the wire. */
import * as z from 'zod';
import { CivilDateBody, id, InstantBody, MoneyBody } from './common.ts';
import { route } from './route.ts';
import { DRAFT_REFUSALS } from './tax.ts';
import { BilledLineBody, ServicePeriod } from './subscription-changes.ts';

/** The next invoice as it would be issued if nothing changes, with all subscriptions that share it; usage is what was told by now. */
export const NextInvoice = z
  .strictObject({
    object: z.literal('next_invoice'),
    subscription: id('subscription'),
    /** All that share the invoice, in the order of its lines; the one itself where none does. */
    subscriptions: z.array(id('subscription')),
    /** When it is billed. */
    due_at: InstantBody,
    issue_date: CivilDateBody,
    period: ServicePeriod,
    /** Each of which subscription it is. */
    lines: z.array(BilledLineBody.extend({ subscription: id('subscription') })),
    net: MoneyBody,
    tax: MoneyBody,
    total: MoneyBody,
    /** What prepaid credits would pay, of those that are there now. */
    prepaid: MoneyBody,
    /** What they would lower the net by, before the tax. */
    prepaid_before_tax: MoneyBody,
    due: MoneyBody,
    /** The same as a pro forma in the customer's language, which has no number and is no invoice. */
    pro_forma: z.strictObject({ url: z.string(), expires_at: InstantBody, sha256: z.string() }),
  })
  .meta({ id: 'NextInvoice' });

/** A next invoice, typed. */
export type NextInvoice = z.infer<typeof NextInvoice>;

/** The route of the next invoice. */
export const nextInvoiceRoutes = {
  nextInvoice: route({
    method: 'GET',
    path: '/v1/subscriptions/{subscription_id}/next_invoice',
    summary: 'Show what a subscription will be invoiced next, with a pro forma of it',
    tag: 'Subscriptions',
    scope: 'billing:read',
    idempotency: 'none',
    answer: NextInvoice,
    status: 200,
    refusals: ['subscription.not_found', 'subscription.nothing_to_bill', ...DRAFT_REFUSALS],
  }),
};
