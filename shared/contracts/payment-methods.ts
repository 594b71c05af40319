/** Saved means of payment on the wire. Card data never passes here: a customer enters it at the provider. */
import * as z from 'zod';
import { id } from './common.ts';
import { route } from './route.ts';

/** The name of a payment provider in this deployment. */
export const ProviderName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,19}$/, 'must be the name of a provider, such as sandbox')
  .meta({ example: 'sandbox' });

/** A page to which a customer's browser returns. */
export const ReturnUrl = z.url({ protocol: /^https?$/ }).max(500);

/** The provider's own id of a method; never a card number. */
export const ProviderId = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{2,99}$/, 'must be an id that the provider gave')
  .meta({ example: 'pm_approve' });

/** Starts attaching a method, or makes one that is saved already the customer's default. */
export const NewPaymentMethod = z
  .strictObject({
    provider: ProviderName,
    /** Where the customer's browser returns after entering the method; asks the provider for a page. */
    return_url: ReturnUrl.optional(),
    /** A method that the provider has saved; it becomes the default. */
    payment_method: ProviderId.optional(),
  })
  .refine(({ return_url, payment_method }) => (return_url === undefined) !== (payment_method === undefined), {
    message: 'must name either a return_url or a payment_method',
    path: ['payment_method'],
  })
  .meta({ id: 'NewPaymentMethod' });

/** A parsed `NewPaymentMethod`. */
export type NewPaymentMethod = z.infer<typeof NewPaymentMethod>;

/** A saved method. */
export const PaymentMethod = z
  .strictObject({
    id: z.string(),
    object: z.literal('payment_method'),
    provider: z.string(),
    kind: z.string(),
    label: z.string(),
    is_default: z.boolean(),
  })
  .meta({ id: 'PaymentMethod' });

/** What the customer's browser needs to enter a method, or the method that is the default now. */
export const PaymentMethodSetup = z
  .strictObject({
    object: z.literal('payment_method_setup'),
    customer: id('customer'),
    provider: z.string(),
    status: z.enum(['started', 'attached']),
    url: z.string().nullable(),
    client_secret: z.string().nullable(),
    payment_method: z.string().nullable(),
  })
  .meta({ id: 'PaymentMethodSetup' });

/** The saved methods of a customer. */
export const PaymentMethodList = z
  .strictObject({ data: z.array(PaymentMethod) })
  .meta({ id: 'PaymentMethodList' });

const tag = 'Payment methods';
const path = '/v1/customers/{customer_id}/payment_methods';

/** The routes of payment methods. */
export const paymentMethodRoutes = {
  attach: route({
    method: 'POST',
    path,
    summary: "Start attaching a payment method, or set the customer's default",
    tag,
    scope: 'payments:write',
    idempotency: 'required',
    body: NewPaymentMethod,
    answer: PaymentMethodSetup,
    status: 201,
    refusals: ['customer.not_found', 'customer.erased', 'provider.not_configured', 'payment_method.unknown'],
  }),
  list: route({
    method: 'GET',
    path,
    summary: "List a customer's payment methods",
    tag,
    scope: 'payments:read',
    idempotency: 'none',
    answer: PaymentMethodList,
    status: 200,
    refusals: ['customer.not_found'],
  }),
  detach: route({
    method: 'DELETE',
    path: `${path}/{payment_method_id}`,
    summary: 'Detach a payment method',
    tag,
    scope: 'payments:write',
    idempotency: 'none',
    answer: null,
    status: 204,
    refusals: ['customer.not_found', 'payment_method.not_found'],
  }),
};
