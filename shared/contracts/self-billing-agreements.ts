/** Agreements on self-billing on the wire: made before the first invoice in a supplier's name, and ended with a day. */
import * as z from 'zod';
import { CivilDateBody, id, InstantBody } from './common.ts';
import { route } from './route.ts';

/** Days to pay that can be agreed on. */
const DUE_DAYS_MAX = 365;

/** What a supplier agreed to before the first invoice in its name. */
export const NewSelfBillingAgreement = z
  .strictObject({
    /** Who buys and writes the invoices; may be left out where the tenant has only one. */
    legal_entity: id('legalEntity').optional(),
    /** Who supplies: a customer of kind business with a VAT id. */
    supplier: id('customer'),
    agreed_on: CivilDateBody,
    /** Whether the supplier charges no VAT as a small enterprise. */
    is_small_business: z.boolean().default(false),
    due_days: z.int().min(0).max(DUE_DAYS_MAX).default(14),
  })
  .meta({ id: 'NewSelfBillingAgreement' });

/** A parsed `NewSelfBillingAgreement`. */
export type NewSelfBillingAgreement = z.infer<typeof NewSelfBillingAgreement>;

/** An agreement as answered. */
export const SelfBillingAgreement = z
  .strictObject({
    id: id('selfBillingAgreement'),
    object: z.literal('self_billing_agreement'),
    legal_entity: id('legalEntity'),
    supplier: id('customer'),
    agreed_on: CivilDateBody,
    /** The last day whose supplies are invoiced by it; null while it has no end. */
    ended_on: CivilDateBody.nullable(),
    is_small_business: z.boolean(),
    due_days: z.int(),
    recorded_at: InstantBody,
  })
  .meta({ id: 'SelfBillingAgreement' });

/** A parsed `SelfBillingAgreement`. */
export type SelfBillingAgreement = z.infer<typeof SelfBillingAgreement>;

/** The end of an agreement. */
export const SelfBillingEnd = z
  .strictObject({
    /** The last day whose supplies are still invoiced by it. */
    ended_on: CivilDateBody,
  })
  .meta({ id: 'SelfBillingEnd' });

/** A parsed `SelfBillingEnd`. */
export type SelfBillingEnd = z.infer<typeof SelfBillingEnd>;

const tag = 'Self-billing';

/** The routes of agreements. */
export const selfBillingAgreementRoutes = {
  agree: route({
    method: 'POST',
    path: '/v1/self_billing_agreements',
    summary: 'Record that a supplier agreed to invoices in its name',
    tag,
    scope: 'invoices:write',
    idempotency: 'required',
    body: NewSelfBillingAgreement,
    answer: SelfBillingAgreement,
    status: 201,
    refusals: [
      'legal_entity.unknown',
      'legal_entity.ambiguous',
      'customer.unknown',
      'customer.erased',
      'self_billing.supplier_no_business',
      'self_billing.supplier_without_vat_id',
    ],
  }),
  getAgreement: route({
    method: 'GET',
    path: '/v1/self_billing_agreements/{self_billing_agreement_id}',
    summary: 'Show an agreement on self-billing',
    tag,
    scope: 'invoices:read',
    idempotency: 'none',
    answer: SelfBillingAgreement,
    status: 200,
    refusals: ['self_billing_agreement.not_found'],
  }),
  end: route({
    method: 'POST',
    path: '/v1/self_billing_agreements/{self_billing_agreement_id}/end',
    summary:
      'End an agreement on self-billing with a day; later supplies are invoiced by the supplier itself',
    tag,
    scope: 'invoices:write',
    idempotency: 'none',
    body: SelfBillingEnd,
    answer: SelfBillingAgreement,
    status: 200,
    refusals: [
      'self_billing_agreement.not_found',
      'self_billing_agreement.ended_already',
      'self_billing_agreement.day_out_of_range',
    ],
  }),
};
