/** Payments and refunds on the wire. */
import * as z from 'zod';
import { ItemId, id, InstantBody, ListQuery, listOf, MoneyBody } from './common.ts';
import { ProviderName, ReturnUrl } from './payment-methods.ts';
import { route } from './route.ts';
import { Matched, NewPayment } from './transfers.ts';

/** Asks the provider to charge what is open on an invoice, or a part of it. */
export const NewAttempt = z.strictObject({ amount: MoneyBody.optional() }).meta({ id: 'NewAttempt' });

/** A parsed `NewAttempt`. */
export type NewAttempt = z.infer<typeof NewAttempt>;

/** Asks for a hosted page on which the customer pays an invoice. */
export const NewCheckout = z
  .strictObject({ return_url: ReturnUrl, provider: ProviderName.optional() })
  .meta({ id: 'NewCheckout' });

/** A parsed `NewCheckout`. */
export type NewCheckout = z.infer<typeof NewCheckout>;

/**
 * Gives money back. The effect must be said: `unapplied` returns what no invoice was paid with, `reopen` makes the paid
 * debt owed again, `credit_note` takes the whole invoice back.
 */
export const NewRefund = z
  .strictObject({
    effect: z.enum(['unapplied', 'reopen', 'credit_note']),
    amount: MoneyBody.optional(),
  })
  .meta({ id: 'NewRefund' });

/** A parsed `NewRefund`. */
export type NewRefund = z.infer<typeof NewRefund>;

/** Where a payment stands. */
export const PaymentState = z.enum([
  'intended',
  'action_required',
  'processing',
  'unknown',
  'settled',
  'failed',
  'cancelled',
]);

/** Which payments are listed. A page may hold few rows, or none, and still go on. */
export const PaymentQuery = ListQuery.extend({
  legal_entity: id('legalEntity').optional(),
  customer: id('customer').optional(),
  invoice: ItemId.optional(),
  status: PaymentState.optional(),
});

/** A parsed `PaymentQuery`. */
export type PaymentQuery = z.infer<typeof PaymentQuery>;

/** A refund as answered. */
export const Refund = z
  .strictObject({
    id: id('refund'),
    object: z.literal('refund'),
    payment: id('payment'),
    status: z.enum(['requested', 'approved', 'intended', 'processing', 'unknown', 'settled', 'failed']),
    /** Null while a credit note still has to say how much it is. */
    amount: MoneyBody.nullable(),
    credit_note: id('creditNote').nullable(),
    failure_code: z.string().nullable(),
  })
  .meta({ id: 'Refund' });

/** A parsed `Refund`. */
export type Refund = z.infer<typeof Refund>;

/** A payment as answered. */
export const Payment = z
  .strictObject({
    id: id('payment'),
    object: z.literal('payment'),
    status: PaymentState,
    legal_entity: id('legalEntity'),
    customer: id('customer'),
    invoice: ItemId.nullable(),
    attempt: z.int(),
    channel: z.enum(['automatic', 'api', 'checkout', 'bank']),
    provider: z.string(),
    amount: MoneyBody,
    refunded: MoneyBody,
    reference: z.string().nullable(),
    /** How a transfer found its invoice by its reference; of an invoice that was settled its money stays unapplied. */
    matched: Matched.nullable(),
    /** Where the customer goes on, when the provider asks for that. */
    action_url: z.string().nullable(),
    failure_code: z.string().nullable(),
    /** `soft` may succeed later, `hard` needs another method. */
    failure_kind: z.enum(['soft', 'hard']).nullable(),
    refunds: z.array(Refund),
    created_at: InstantBody,
    settled_at: InstantBody.nullable(),
  })
  .meta({ id: 'Payment' });

/** A parsed `Payment`. */
export type Payment = z.infer<typeof Payment>;

/** A payment in a list. */
export const PaymentRow = z
  .strictObject({
    id: id('payment'),
    object: z.literal('payment'),
    status: PaymentState,
    legal_entity: id('legalEntity'),
    customer: id('customer'),
    invoice: ItemId.nullable(),
    provider: z.string(),
    amount: MoneyBody,
    refunded: MoneyBody,
    created_at: InstantBody,
  })
  .meta({ id: 'PaymentRow' });

/** A parsed `PaymentRow`. */
export type PaymentRow = z.infer<typeof PaymentRow>;

/** A hosted page. */
export const Checkout = z
  .strictObject({
    object: z.literal('checkout'),
    payment: id('payment'),
    invoice: id('invoice'),
    url: z.string(),
  })
  .meta({ id: 'Checkout' });

const tag = 'Payments';
const AMOUNTS = [
  'idempotency.key_reused',
  'money.malformed',
  'money.too_precise',
  'money.too_large',
  'payment.amount_not_positive',
  'payment.currency_differs',
];
const ATTEMPTS = [
  'invoice.not_found',
  'payment.nothing_open',
  'payment.in_progress',
  'payment.attempts_max',
  'provider.not_configured',
];

/** The routes of payments. */
export const paymentRoutes = {
  book: route({
    method: 'POST',
    path: '/v1/payments',
    summary: 'Book money that came by bank transfer',
    tag,
    scope: 'payments:write',
    idempotency: 'required',
    body: NewPayment,
    answer: Payment,
    status: 201,
    refusals: [
      ...AMOUNTS,
      'invoice.unknown',
      'customer.unknown',
      'legal_entity.unknown',
      'legal_entity.ambiguous',
      'payment.received_in_future',
      'payment.reference_malformed',
      'payment.reference_unknown',
      'payment.reference_ambiguous',
    ],
  }),
  list: route({
    method: 'GET',
    path: '/v1/payments',
    summary: 'List payments, of a customer, an invoice or in a state',
    tag,
    scope: 'payments:read',
    idempotency: 'none',
    query: PaymentQuery,
    answer: listOf(PaymentRow, 'PaymentList'),
    status: 200,
    refusals: ['cursor.invalid'],
  }),
  get: route({
    method: 'GET',
    path: '/v1/payments/{payment_id}',
    summary: 'Show a payment',
    tag,
    scope: 'payments:read',
    idempotency: 'none',
    answer: Payment,
    status: 200,
    refusals: ['payment.not_found'],
  }),
  refund: route({
    method: 'POST',
    path: '/v1/payments/{payment_id}/refunds',
    summary: 'Give money back, with its effect on the debt',
    tag,
    scope: 'payments:write',
    idempotency: 'required',
    body: NewRefund,
    answer: Refund,
    status: 202,
    refusals: [
      ...AMOUNTS,
      'payment.not_found',
      'payment.not_settled',
      'payment.in_progress',
      'refund.amount_exceeds',
      'refund.nothing_applied',
      'refund.part_not_creditable',
      'refund.conflict',
      'invoice.already_credited',
    ],
  }),
  pay: route({
    method: 'POST',
    path: '/v1/invoices/{invoice_id}/pay',
    summary: "Charge the customer's saved method for an open invoice",
    tag,
    scope: 'payments:write',
    idempotency: 'required',
    body: NewAttempt,
    answer: Payment,
    status: 201,
    refusals: [...AMOUNTS, ...ATTEMPTS, 'payment.amount_exceeds', 'payment.method_missing'],
  }),
  checkout: route({
    method: 'POST',
    path: '/v1/invoices/{invoice_id}/checkout',
    summary: 'Open a hosted page on which the customer pays an open invoice',
    tag,
    scope: 'payments:write',
    idempotency: 'required',
    body: NewCheckout,
    answer: Checkout,
    status: 201,
    refusals: [...ATTEMPTS, 'idempotency.key_reused'],
  }),
};
