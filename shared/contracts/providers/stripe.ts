/** The parts of Stripe's answers and events that we read; everything else is dropped, and a wrong part is no answer. */
import * as z from 'zod';

const Id = z.string().min(1).max(255);
const Code = z.string().max(255);
const Seconds = z.int().min(0).max(253_402_300_799);
const Amount = z.int().min(0);
const Currency = z.string().regex(/^[a-z]{3}$/);
const Link = z.url({ protocol: /^https?$/ }).max(5_000);
const Metadata = z.record(z.string().max(100), z.string().max(1_000));

/** What went wrong with a payment, inside an error answer or on the intent itself. */
export const StripePaymentError = z.object({
  type: Code.nullish(),
  code: Code.nullish(),
  decline_code: Code.nullish(),
  payment_method: z.object({ id: Id }).nullish(),
});
export type StripePaymentError = z.infer<typeof StripePaymentError>;

/** A payment intent; the latest charge is an id unless it was asked for. */
export const StripeIntent = z.object({
  object: z.literal('payment_intent'),
  id: Id,
  status: Code,
  amount: Amount,
  amount_received: Amount,
  currency: Currency,
  created: Seconds,
  metadata: Metadata,
  last_payment_error: StripePaymentError.nullish(),
  latest_charge: z.union([Id, z.object({ id: Id, created: Seconds })]).nullish(),
  next_action: z.object({ redirect_to_url: z.object({ url: Link.nullable() }).nullish() }).nullish(),
});
export type StripeIntent = z.infer<typeof StripeIntent>;

/** A hosted page; its intent comes to be when the customer first tries to pay. */
export const StripeSession = z.object({
  object: z.literal('checkout.session'),
  id: Id,
  status: z.enum(['open', 'complete', 'expired']).nullable(),
  payment_status: Code,
  url: Link.nullish(),
  amount_total: Amount.nullish(),
  currency: Currency.nullish(),
  metadata: Metadata,
  payment_intent: z.union([Id, StripeIntent]).nullish(),
});
export type StripeSession = z.infer<typeof StripeSession>;

/** A refund. */
export const StripeRefund = z.object({
  object: z.literal('refund'),
  id: Id,
  status: Code.nullish(),
  amount: Amount,
  currency: Currency,
  created: Seconds,
  failure_reason: Code.nullish(),
  metadata: Metadata.nullish(),
});
export type StripeRefund = z.infer<typeof StripeRefund>;

/** An answer that is no success; on a decline it carries the intent as the attempt left it. */
export const StripeError = z.object({
  error: StripePaymentError.extend({ payment_intent: StripeIntent.nullish().catch(undefined) }),
});
export type StripeError = z.infer<typeof StripeError>;

/**
 * One page of intents or refunds, from a list or a search. Others of the account are among them, whatever they look like, so
 * only what tells ours apart is read; ours is then read by its id.
 */
export const StripeList = z.object({
  data: z.array(z.object({ id: Id, created: Seconds, metadata: Metadata.nullish() })).max(100),
  has_more: z.boolean(),
});
export type StripeList = z.infer<typeof StripeList>;

/** The customers a search found. */
export const StripeCustomers = z.object({ data: z.array(z.object({ id: Id })).max(100) });

/** A customer of the account. */
export const StripeCustomer = z.object({ object: z.literal('customer'), id: Id });

/** A saved method, with what a person knows it by. */
export const StripeMethod = z.object({
  object: z.literal('payment_method'),
  id: Id,
  type: Code,
  customer: Id.nullish(),
  card: z.object({ brand: Code, last4: z.string().regex(/^[0-9]{4}$/) }).nullish(),
  sepa_debit: z.object({ last4: Code.nullish() }).nullish(),
});
export type StripeMethod = z.infer<typeof StripeMethod>;

/** One page of saved methods. */
export const StripeMethods = z.object({ data: z.array(StripeMethod).max(100) });

/** The envelope of every snapshot event; the object is read according to the type. */
export const StripeEvent = z.object({
  object: z.literal('event'),
  id: Id,
  type: Id,
  created: Seconds,
  data: z.object({ object: z.unknown() }),
});
export type StripeEvent = z.infer<typeof StripeEvent>;
