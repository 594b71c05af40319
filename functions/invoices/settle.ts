/** Woken by items that are cleared or opened again on an account; records the invoice's own echo of it, grants the credits that it sold, and activates the subscription that waited for it. */
import { invoices } from '../../shared/domain/invoices.ts';
import type { ClearedBy } from '../../shared/domain/invoices/states.ts';
import { type Delivery, DONE, type Outcome } from '../../shared/edge/delivery.ts';
import { actingOn, commitOf, eachOf, onQueue } from '../../shared/edge/queue.ts';
import { execute, factsOf } from '../../shared/execute.ts';
import { isId } from '../../shared/kernel/ids.ts';
import { activatePaid } from '../../shared/flows/awaiting.ts';
import { grantBought } from '../../shared/flows/granting-bought.ts';
import type { Commit, Ports } from '../../shared/ports.ts';

type Echo = { readonly invoice: string; readonly by: ClearedBy | null };
type Told =
  | { readonly type: 'item.cleared'; readonly data: { readonly invoice: string; readonly by: ClearedBy } }
  | { readonly type: 'item.reopened'; readonly data: { readonly invoice: string } };

async function settle(delivery: Delivery, ports: Ports): Promise<Outcome> {
  const commit = await commitOf(delivery.message, ports);
  if (!commit) return { end: 'wait', reason: 'the commit is not readable yet' };

  let end: Outcome = DONE;
  for (const { invoice, by } of echoesOf(commit)) {
    const { tenant } = commit;
    const acting = actingOn('invoices.settle', delivery, ports);
    const done = await execute(ports.journal, invoices, {
      ref: { tenant, id: invoice },
      command: { do: 'hear', by, account: commit.version },
      acting,
    });
    const refused = done.ok
      ? ((await grantBought(done.value.state, { tenant, invoice, acting }, ports)) ??
        (await activatePaid(done.value.state, { tenant, acting }, ports)))
      : done.refusal;
    // One payment may clear many invoices; the others hear of it all the same.
    if (refused) end = { end: 'park', code: refused.code, reason: `${invoice}: ${refused.message}` };
  }

  return end;
}

/** What a commit of an account comes to for each invoice it names; of several facts about one the last counts. */
function echoesOf(commit: Commit): readonly Echo[] {
  const last = new Map<string, ClearedBy | null>();
  for (const { type, data } of factsOf<Told>(commit)) {
    if (type === 'item.cleared') last.set(data.invoice, data.by);
    if (type === 'item.reopened') last.set(data.invoice, null);
  }

  // What was brought forward from another system has no invoice here that would hear of it.
  return [...last].filter(([id]) => isId('invoice', id)).map(([invoice, by]) => ({ invoice, by }));
}

export const handler = onQueue('invoices.settle', eachOf(settle));
