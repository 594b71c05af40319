/** A schedule that looks for what is due in each tenant, by the tenant's own time. */
import type { Instant } from '../kernel/time.ts';
import type { Message, Ports, Views } from '../ports.ts';
import { tenantIds } from '../views/tenants.ts';
import { inTimeOf } from './tenant-time.ts';

/** Wake-ups that were due, and how many of them were not sent. */
export type WakeUps = { readonly due: number; readonly unsent: number };

/** Sends the wake-ups for whatever is due in each tenant; those that were not sent are found by the next tick. */
export async function wakeInEachTenant(
  ports: Ports,
  dueIn: (views: Views, tenant: string, at: Instant) => Promise<readonly Message[]>,
): Promise<WakeUps> {
  let due = 0;
  let unsent = 0;
  for (const tenant of await tenantIds(ports.views)) {
    const { clock } = (await inTimeOf(tenant, ports)).ports;
    const messages = await dueIn(ports.views, tenant, clock.now());
    due += messages.length;
    unsent += messages.length === 0 ? 0 : (await ports.queues.send(messages)).length;
  }

  return { due, unsent };
}
