/** Prepaid credits on the wire: given, bought, taken away and paid back. */
import * as z from 'zod';
import {
  CivilDateBody,
  Currency,
  id,
  InstantBody,
  MoneyBody,
  positiveDecimal,
  text,
  unprintedText,
} from './common.ts';
import { CreditLimit, PrepaidBalanceList } from './prepaid-balances.ts';
import { route } from './route.ts';

/** Decimals of a number of credits, and of what one of them is worth. */
const CREDIT_PLACES_MAX = 30;
const RATE_PLACES_MAX = 12;

/** Where a grant stands in the order of use. */
const PRIORITY_MAX = 100;

const TERMS = {
  /** How many credits. */
  credits: positiveDecimal(CREDIT_PLACES_MAX, '50'),
  /** What one credit is worth in the currency; their worth is rounded to minor units once. */
  rate: positiveDecimal(RATE_PLACES_MAX, '1').default('1'),
  /** The lower is used first; then what expires earliest, then the oldest. */
  priority: z.int().min(0).max(PRIORITY_MAX).default(50),
  /** Left out, they may be used for anything. */
  limited_to: CreditLimit.nullable().default(null),
};

/** Credits that a customer is given; invoices that are issued from `valid_from` to before `expires_on` use them. */
export const NewCreditGrant = z
  .strictObject({
    legal_entity: id('legalEntity').optional(),
    currency: Currency,
    ...TERMS,
    /** What they are given for. */
    reason: unprintedText(140),
    /** Left out: today, where the seller is. */
    valid_from: CivilDateBody.optional(),
    /** The first day, where the seller is, on which they cannot be used any more; left out, they do not expire. */
    expires_on: CivilDateBody.optional(),
  })
  .meta({ id: 'NewCreditGrant' });

/** A parsed `NewCreditGrant`. */
export type NewCreditGrant = z.infer<typeof NewCreditGrant>;

/** A grant as it was made. */
export const CreditGrant = z
  .strictObject({
    id: id('creditGrant'),
    object: z.literal('credit_grant'),
    customer: id('customer'),
    legal_entity: id('legalEntity'),
    credits: z.string(),
    rate: z.string(),
    amount: MoneyBody,
    priority: z.int(),
    limited_to: CreditLimit.nullable(),
    reason: z.string(),
    valid_from: CivilDateBody,
    expires_on: CivilDateBody.nullable(),
    created_at: InstantBody,
  })
  .meta({ id: 'CreditGrant' });

/** A parsed `CreditGrant`. */
export type CreditGrant = z.infer<typeof CreditGrant>;

/** The longest that bought credits can be kept to be usable, in days. */
const EXPIRY_DAYS_MAX = 3_660;

/** Credits that a customer buys; the invoice is issued at once, and they are granted as soon as it is paid. */
export const NewCreditPurchase = z
  .strictObject({
    legal_entity: id('legalEntity').optional(),
    currency: Currency,
    credits: TERMS.credits,
    /** What one credit costs and is worth, in the currency. */
    rate: TERMS.rate,
    priority: TERMS.priority,
    /** Anything but null is refused: they would be a single-purpose voucher (Directive 2006/112/EC, Art. 30a (2)). */
    limited_to: TERMS.limited_to,
    /** When its VAT falls due: of a multi-purpose voucher with each invoice that the credits pay (Directive 2006/112/EC, Art. 30b). */
    voucher: z.enum(['multi_purpose']).default('multi_purpose'),
    /** Days from the payment on; left out, the credits do not expire. */
    expires_after_days: z.int().min(1).max(EXPIRY_DAYS_MAX).nullable().default(null),
    /** Left out: those of the customer. */
    payment_terms_days: z.int().min(0).max(120).optional(),
    reference: text(80).nullable().default(null),
  })
  .meta({ id: 'NewCreditPurchase' });

/** A parsed `NewCreditPurchase`. */
export type NewCreditPurchase = z.infer<typeof NewCreditPurchase>;

/** A purchase as it was made: its invoice, and the grant that there will be once that is paid. */
export const CreditPurchase = z
  .strictObject({
    id: id('order'),
    object: z.literal('credit_purchase'),
    customer: id('customer'),
    legal_entity: id('legalEntity'),
    credits: z.string(),
    rate: z.string(),
    amount: MoneyBody,
    priority: z.int(),
    limited_to: CreditLimit.nullable(),
    voucher: z.enum(['multi_purpose']),
    expires_after_days: z.int().nullable(),
    invoice: id('invoice'),
    credit_grant: id('creditGrant'),
    created_at: InstantBody,
  })
  .meta({ id: 'CreditPurchase' });

/** A parsed `CreditPurchase`. */
export type CreditPurchase = z.infer<typeof CreditPurchase>;

/** What of a bought grant was unused; a credit note over so much is issued, and the money goes back. */
export const RefundedCredit = z
  .strictObject({ object: z.literal('refunded_credit'), credit_grant: id('creditGrant'), amount: MoneyBody })
  .meta({ id: 'RefundedCredit' });

/** What of a grant was taken away. */
export const VoidedCredit = z
  .strictObject({ object: z.literal('voided_credit'), credit_grant: id('creditGrant'), amount: MoneyBody })
  .meta({ id: 'VoidedCredit' });

const tag = 'Prepaid credits';

/** Why a customer cannot be credited so much, given or sold. */
const CREDITED_REFUSALS = [
  'customer.not_found',
  'customer.erased',
  'legal_entity.unknown',
  'legal_entity.ambiguous',
  'order.amount_too_large',
  'prepaid.worth_nothing',
] as const;

/** The routes of prepaid credits. */
export const prepaidRoutes = {
  grant: route({
    method: 'POST',
    path: '/v1/customers/{customer_id}/credit_grants',
    summary: 'Give a customer credits that pay invoices to come',
    tag,
    scope: 'payments:write',
    idempotency: 'required',
    body: NewCreditGrant,
    answer: CreditGrant,
    status: 201,
    refusals: [
      ...CREDITED_REFUSALS,
      'plan.unknown',
      'prepaid.expires_before_valid',
      'prepaid.expires_in_past',
      'prepaid.too_many_grants',
    ],
  }),
  void: route({
    method: 'POST',
    path: '/v1/customers/{customer_id}/credit_grants/{credit_grant_id}/void',
    summary: 'Take away what is unused of a grant',
    tag,
    scope: 'payments:write',
    idempotency: 'none',
    answer: VoidedCredit,
    status: 200,
    refusals: ['credit_grant.not_found', 'prepaid.nothing_left', 'prepaid.bought'],
  }),
  buy: route({
    method: 'POST',
    path: '/v1/customers/{customer_id}/credit_purchases',
    summary: 'Sell a customer credits, which are granted once their invoice is paid',
    tag,
    scope: 'payments:write',
    idempotency: 'required',
    body: NewCreditPurchase,
    answer: CreditPurchase,
    status: 201,
    refusals: [
      ...CREDITED_REFUSALS,
      'legal_entity.tax_id_missing',
      'prepaid.single_purpose',
      'prepaid.too_many_grants',
    ],
  }),
  refund: route({
    method: 'POST',
    path: '/v1/customers/{customer_id}/credit_grants/{credit_grant_id}/refund',
    summary: 'Pay back what is unused of bought credits',
    tag,
    scope: 'payments:write',
    idempotency: 'required',
    answer: RefundedCredit,
    status: 200,
    refusals: ['credit_grant.not_found', 'prepaid.nothing_left', 'prepaid.given', 'prepaid.too_many_refunds'],
  }),
  list: route({
    method: 'GET',
    path: '/v1/customers/{customer_id}/prepaid_balances',
    summary: "Show a customer's prepaid balances",
    tag,
    scope: 'payments:read',
    idempotency: 'none',
    answer: PrepaidBalanceList,
    status: 200,
    refusals: ['customer.not_found'],
  }),
};
