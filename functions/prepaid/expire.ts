/** Woken hourly; records prepaid.expired for whatever is left of grants on the day on which they expire. */
import { type Delivery, DONE, type Outcome } from '../../shared/edge/delivery.ts';
import { actingOn, eachOf, onQueue } from '../../shared/edge/queue.ts';
import { onAny, onSchedule, type TickAnswer } from '../../shared/edge/schedule.ts';
import { inTimeOf } from '../../shared/edge/tenant-time.ts';
import { expiriesDue } from '../../shared/flows/expiring.ts';
import { tellBalance } from '../../shared/flows/telling-balances.ts';
import type { Ports } from '../../shared/ports.ts';
import { tenantIds } from '../../shared/views/tenants.ts';

/** What has expired follows from the balance alone, so a message that comes twice or late changes nothing. */
async function expire(delivery: Delivery, ports: Ports): Promise<Outcome> {
  const { tenant, id } = delivery.message;
  const acting = actingOn('prepaid.expire', delivery, ports);
  const command = { do: 'expire', at: ports.clock.now() } as const;
  await tellBalance(ports.journal, { ref: { tenant, id }, acting, command: () => command });

  return DONE;
}

/** Sends a wake-up for each balance with a grant that has expired, by its tenant's own time. */
async function tick(ports: Ports): Promise<TickAnswer> {
  let due = 0;
  let unsent = 0;
  for (const tenant of await tenantIds(ports.views)) {
    const { clock } = (await inTimeOf(tenant, ports)).ports;
    const messages = await expiriesDue(ports.views, tenant, clock.now());
    due += messages.length;
    unsent += messages.length === 0 ? 0 : (await ports.queues.send(messages)).length;
  }

  return { due, unsent };
}

export const handler = onAny('prepaid.expire', {
  queue: onQueue('prepaid.expire', eachOf(expire)),
  schedule: onSchedule('prepaid.expire', tick),
});
