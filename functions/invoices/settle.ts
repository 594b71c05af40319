/** Woken by item.cleared on an account; records invoice.settled, the invoice's own echo that nothing of it is open. */
import type { ClearedBy } from '../../shared/domain/invoices.ts';
import { invoices } from '../../shared/domain/invoices.ts';
import type { Delivery, Outcome } from '../../shared/edge/queue.ts';
import { actingOn, commitOf, DONE, eachOf, onQueue } from '../../shared/edge/queue.ts';
import { execute, factsOf } from '../../shared/execute.ts';
import type { Ports } from '../../shared/ports.ts';

type Cleared = { readonly type: string; readonly data: { readonly invoice: string; readonly by: ClearedBy } };

async function settle(delivery: Delivery, ports: Ports): Promise<Outcome> {
  const commit = await commitOf(delivery.message, ports);
  if (!commit) return { end: 'wait', reason: 'the commit is not readable yet' };

  for (const { data } of factsOf<Cleared>(commit).filter((fact) => fact.type === 'item.cleared')) {
    const done = await execute(ports.journal, invoices, {
      ref: { tenant: commit.tenant, id: data.invoice },
      command: { do: 'settle', by: data.by },
      acting: actingOn('invoices.settle', delivery, ports),
    });
    if (!done.ok)
      return { end: 'park', code: done.refusal.code, reason: `${data.invoice}: ${done.refusal.message}` };
  }

  return DONE;
}

export const handler = onQueue('invoices.settle', eachOf(settle));
