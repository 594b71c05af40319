/** Woken by customer.erased; deletes the profile again, lest the request that erased it died between fact and deletion. */
import { customers } from '../../shared/domain/customers.ts';
import { type Delivery, DONE, type Outcome } from '../../shared/edge/delivery.ts';
import { eachOf, onQueue } from '../../shared/edge/queue.ts';
import { load } from '../../shared/execute.ts';
import type { Ports } from '../../shared/ports.ts';

/** The message carries no authority: nothing is deleted of anybody whom the journal does not call erased. */
async function forget({ message }: Delivery, ports: Ports): Promise<Outcome> {
  const ref = { tenant: message.tenant, id: message.id };
  const { state } = await load(ports.journal, customers, ref);
  if (state.status !== 'erased') return { end: 'wait', reason: `${ref.id} is not erased` };
  await ports.profiles.erase(ref);

  return DONE;
}

export const handler = onQueue('customers.forget', eachOf(forget));
