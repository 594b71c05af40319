/** Woken by prepaid.refunded; has the invoice that sold the credits taken back by what was unused of them. */
import { invoices } from '../../shared/domain/invoices.ts';
import type { PrepaidFact } from '../../shared/domain/prepaid/balance.ts';
import { UNUSED_CREDITS } from '../../shared/domain/prepaid/selling.ts';
import { type Delivery, DONE, type Outcome } from '../../shared/edge/delivery.ts';
import { actingOn, commitOf, eachOf, onQueue } from '../../shared/edge/queue.ts';
import { execute, factsOf } from '../../shared/execute.ts';
import { sha256Base64Url } from '../../shared/kernel/hash.ts';
import type { Ports } from '../../shared/ports.ts';

/** The money goes back to the payer, as with any other credit note that asks for it. */
async function refund(delivery: Delivery, ports: Ports): Promise<Outcome> {
  const commit = await commitOf(delivery.message, ports);
  if (!commit) return { end: 'wait', reason: 'the commit is not readable yet' };
  const { tenant, id, version } = commit;
  const told = factsOf<PrepaidFact>(commit).find((fact) => fact.type === 'prepaid.refunded');
  if (!told) return DONE;
  const { invoice, amountMinor: netMinor } = told.data;
  const fingerprint = sha256Base64Url(`${id} ${version}`);
  const wish = { reason: UNUSED_CREDITS, remainder: 'refund', fingerprint } as const;
  const done = await execute(ports.journal, invoices, {
    ref: { tenant, id: invoice },
    command: { do: 'request_credit', wish: { ...wish, lines: [{ line: 1, netMinor }] } },
    acting: actingOn('prepaid.refund', delivery, ports),
  });
  if (done.ok) return DONE;
  const { code, message } = done.refusal;

  return { end: 'park', code, reason: `${invoice}: ${message}` };
}

export const handler = onQueue('prepaid.refund', eachOf(refund));
