/** The end of a subscription on the wire: when it is to come, and what becomes of what was charged for days behind it. */
import * as z from 'zod';
import { CivilDateBody, id, InstantBody, MoneyBody } from './common.ts';
import { BilledLineBody, ForeseenCreditNote, ServicePeriod } from './subscription-changes.ts';

/** What becomes of the days that were charged in advance and are not used. */
export const CancellationCreditBody = z.enum(['none', 'credit', 'refund', 'offset']);

const cancellation = {
  /** With the period that runs, at once, or on a day: the first one without service. */
  at: z.union([z.enum(['period_end', 'now']), CivilDateBody]).default('period_end'),
  /** Left out, `none` at the end of the period and `offset` otherwise. */
  credit: CancellationCreditBody.optional(),
  /** Ends it though its term or its notice does not allow it. */
  despite_term: z.boolean().default(false),
};

const RULE = [
  'Periods that have begun stay owed. What was charged in advance for days behind the end is given back by credit',
  'notes on the invoices that charged it, exact to the day, unless `credit` is `none`: `offset` lowers what is open,',
  'that invoice first and then the oldest due, `credit` leaves it on the account, `refund` pays back what was paid. A',
  'period that begins after the end was set is charged up to it alone. The earliest end that was asked for holds;',
  'credit that earlier changes left is given back in any case. Where a term or a notice binds, `period_end` is the',
  'first end that they allow, `cancellable_on`, and an earlier one is refused unless `despite_term` is set.',
].join(' ');

/** How a subscription is cancelled; with `preview` only if what that preview showed still holds. */
export const SubscriptionCancellation = z
  .strictObject({ ...cancellation, preview: z.string().length(64).optional() })
  .meta({ id: 'SubscriptionCancellation', description: RULE });

/** A parsed cancellation. */
export type SubscriptionCancellation = z.infer<typeof SubscriptionCancellation>;

/** A cancellation to preview. */
export const CancellationPreviewRequest = z
  .strictObject(cancellation)
  .meta({ id: 'CancellationPreviewRequest' });

/** A parsed request for a preview. */
export type CancellationPreviewRequest = z.infer<typeof CancellationPreviewRequest>;

/** What a cancellation would give back as far as it is charged by now: `net` before tax, or `gross` where prices contain it; the other is null. */
export const CancellationPreview = z
  .strictObject({
    object: z.literal('cancellation_preview'),
    subscription: id('subscription'),
    /** Send it with the cancellation, which is refused if it does not hold any more. */
    preview: z.string(),
    ends_on: CivilDateBody,
    credit: CancellationCreditBody,
    /** Unused days, each with how it was reckoned. */
    lines: z.array(BilledLineBody),
    /** The bills that will still come until the end, with the usage that is known by now; 24 at most. */
    bills: z.array(
      z.strictObject({
        period: ServicePeriod,
        due_at: InstantBody,
        lines: z.array(BilledLineBody),
        net: MoneyBody.nullable(),
        gross: MoneyBody.nullable(),
      }),
    ),
    /** What a minimum spend would be short of by then, where nothing else is left to be billed. */
    true_ups: z.array(BilledLineBody),
    /** The credit notes that will be asked for: which line of which invoice, and how much of it. */
    credit_notes: z.array(ForeseenCreditNote),
    net: MoneyBody.nullable(),
    gross: MoneyBody.nullable(),
  })
  .meta({ id: 'CancellationPreview' });

/** A preview, typed. */
export type CancellationPreview = z.infer<typeof CancellationPreview>;

/** Why a cancellation may be refused. */
export const CANCEL_REFUSALS = [
  'subscription.not_found',
  'subscription.end_out_of_range',
  'subscription.in_term',
  'subscription.preview_stale',
] as const;
