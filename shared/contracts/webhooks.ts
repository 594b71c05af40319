/** Webhooks of payment providers on the wire: what comes in is the provider's own, what goes back is a receipt. */
import * as z from 'zod';
import { route } from './route.ts';

/** What a provider is told. */
export const WebhookReceipt = z.strictObject({ received: z.int() }).meta({ id: 'WebhookReceipt' });

/** The route that providers call; the signature over the raw bytes is its key. */
export const webhookRoutes = {
  receive: route({
    method: 'POST',
    path: '/v1/webhooks/{provider}',
    summary: 'Receive the signed events of a payment provider',
    tag: 'Webhooks',
    scope: 'public',
    idempotency: 'none',
    answer: WebhookReceipt,
    status: 200,
    refusals: [
      'provider.not_found',
      'webhook.signature_invalid',
      'webhook.timestamp_outside_tolerance',
      'webhook.malformed',
      'request.too_large',
    ],
  }),
};
