/** Woken by order.cancelled; ends the subscriptions that the order started, at once, and what is unused of them lowers what is open. */
import { orderLines, orders, subscriptionOfLine } from '../../shared/domain/orders.ts';
import { subscriptions } from '../../shared/domain/subscriptions.ts';
import { type Delivery, DONE, type Outcome } from '../../shared/edge/delivery.ts';
import { actingOn, commitOf, eachOf, onQueue } from '../../shared/edge/queue.ts';
import { execute, load, stateOf } from '../../shared/execute.ts';
import type { Ports } from '../../shared/ports.ts';

async function end(delivery: Delivery, ports: Ports): Promise<Outcome> {
  const commit = await commitOf(delivery.message, ports);
  if (!commit) return { end: 'wait', reason: 'the commit is not readable yet' };
  const order = stateOf(orders, commit) ?? (await load(ports.journal, orders, commit)).state;
  if (order.status === 'none') return DONE;
  const { tenant } = commit;
  const acting = actingOn('subscriptions.end', delivery, ports);
  const started = orderLines(order).flatMap(({ plan }, index) =>
    plan === null ? [] : [subscriptionOfLine(tenant, commit.id, index + 1)],
  );
  for (const id of started) {
    const command = {
      do: 'cancel',
      when: 'now',
      credit: 'offset',
      despiteTerm: true,
      at: acting.at,
    } as const;
    const done = await execute(ports.journal, subscriptions, { ref: { tenant, id }, command, acting });
    if (!done.ok) return { end: 'wait', reason: `${id}: ${done.refusal.code}` };
  }

  return DONE;
}

export const handler = onQueue('subscriptions.end', eachOf(end));
