/** Woken by customer.place_evidenced and customer.clarified; hands the documents over again that waited to know more of the customer. */
import { customers } from '../../shared/domain/customers.ts';
import { type Delivery, DONE, type Outcome } from '../../shared/edge/delivery.ts';
import { actingOn, eachOf, onQueue } from '../../shared/edge/queue.ts';
import { execute, load } from '../../shared/execute.ts';
import { handOver } from '../../shared/flows/converting.ts';
import type { Ports } from '../../shared/ports.ts';

async function resume(delivery: Delivery, ports: Ports): Promise<Outcome> {
  const { message } = delivery;
  const { tenant, id, trace } = message;
  const ref = { tenant, id };
  const { state } = await load(ports.journal, customers, ref);
  if (state.status === 'none') return DONE;
  const isClarified = message.kind === 'fact' && message.fact === 'customer.clarified';
  const waiting = (isClarified ? state.unclear : state.awaiting) ?? [];
  if (waiting.length === 0) return DONE;
  await handOver(waiting, { tenant, trace }, ports);
  // Forgotten only once they are handed over; whoever still lacks something is remembered anew.
  const command = { do: isClarified ? 'resume_unclear' : 'resume', waiting } as const;
  const acting = actingOn('customers.resume', delivery, ports);
  const done = await execute(ports.journal, customers, { ref, command, acting });

  return done.ok ? DONE : { end: 'park', code: done.refusal.code, reason: done.refusal.message };
}

export const handler = onQueue('customers.resume', eachOf(resume));
