/** Woken hourly; records prepaid.expired for whatever is left of grants on the day on which they expire. */
import { wakeInEachTenant } from '../../shared/edge/each-tenant.ts';
import { type Delivery, DONE, type Outcome } from '../../shared/edge/delivery.ts';
import { actingOn, eachOf, onQueue } from '../../shared/edge/queue.ts';
import { onAny, onSchedule } from '../../shared/edge/schedule.ts';
import { expiriesDue } from '../../shared/flows/expiring.ts';
import { tellBalance } from '../../shared/flows/telling-balances.ts';
import type { Ports } from '../../shared/ports.ts';

/** What has expired follows from the balance alone, so a message that comes twice or late changes nothing. */
async function expire(delivery: Delivery, ports: Ports): Promise<Outcome> {
  const { tenant, id } = delivery.message;
  const acting = actingOn('prepaid.expire', delivery, ports);
  const command = { do: 'expire', at: ports.clock.now() } as const;
  await tellBalance(ports.journal, { ref: { tenant, id }, acting, command: () => command });

  return DONE;
}

export const handler = onAny('prepaid.expire', {
  queue: onQueue('prepaid.expire', eachOf(expire)),
  schedule: onSchedule('prepaid.expire', (ports) => wakeInEachTenant(ports, expiriesDue)),
});
