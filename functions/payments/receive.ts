/** Woken by a provider's webhook; checks the raw bytes, keeps them for a while, records each event once, then answers. */
import { webhookRoutes } from '../../shared/contracts/webhooks.ts';
import { inbox, inboxOf } from '../../shared/domain/inbox.ts';
import { SYSTEM_TENANT } from '../../shared/edge/park.ts';
import { eventIn } from '../../shared/edge/provider-time.ts';
import { inTimeOf } from '../../shared/edge/tenant-time.ts';
import type { Arrival, Receipt } from '../../shared/edge/webhook.ts';
import { onWebhook } from '../../shared/edge/webhook.ts';
import { create } from '../../shared/execute.ts';
import { sha256Base64Url, sha256Hex } from '../../shared/kernel/hash.ts';
import { isId } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import type { Ports, ProviderEvent } from '../../shared/ports.ts';

/** Events that one webhook may carry. */
export const EVENTS_MAX = 500;

async function receive(
  { provider: name, webhook, requestId }: Arrival,
  ports: Ports,
): Promise<Result<Receipt>> {
  const provider = Object.hasOwn(ports.providers, name) ? ports.providers[name] : undefined;
  if (!provider) return refuse('provider.not_found', 'There is no such payment provider.');
  const events = provider.verify(webhook, await ports.secrets.read(`${name}-webhook`));
  if (!events.ok) {
    ports.observer.metric('WebhookRejected', 1, { provider: name });

    return events;
  }
  if (events.value.length > EVENTS_MAX)
    return refuse('webhook.malformed', `A webhook carries at most ${EVENTS_MAX} events.`);

  const body = sha256Hex(webhook.body);
  await ports.documents.put(`webhooks/${name}/${body}`, webhook.body, 'application/octet-stream');
  for (const event of events.value) await record(event, { provider: name, body, trace: requestId }, ports);

  return ok({ received: events.value.length });
}

/** Duplicates meet the event that was recorded first; whoever comes second is told the same. */
async function record(
  event: ProviderEvent,
  of: { provider: string; body: string; trace: string },
  given: Ports,
): Promise<void> {
  const { provider, body, trace } = of;
  const tenant = event.tenant !== null && isId('tenant', event.tenant) ? event.tenant : SYSTEM_TENANT;
  const { ports, whenWas } = await inTimeOf(tenant, given);
  const id = inboxOf(provider, event.eventId);
  await create(ports.journal, inbox, {
    ref: { tenant, id },
    command: { do: 'record', provider, event: await eventIn(whenWas, event), body },
    acting: {
      actor: `webhook.${provider}`,
      cause: sha256Base64Url(event.eventId).slice(0, 22),
      trace,
      at: ports.clock.now(),
    },
  });
}

export const handler = onWebhook('payments.receive', webhookRoutes.receive, receive);
