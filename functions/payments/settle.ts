/** Woken by a recorded webhook; moves the payment or refund that it names to what it says, if that outranks what is known. */
import type { InboxFact, RecordedEvent } from '../../shared/domain/inbox.ts';
import { payments } from '../../shared/domain/payments.ts';
import type { PaymentCommand } from '../../shared/domain/payments/payment.ts';
import { type Delivery, DONE, type Outcome } from '../../shared/edge/delivery.ts';
import { actingOn, commitOf, eachOf, onQueue } from '../../shared/edge/queue.ts';
import { execute, factsOf } from '../../shared/execute.ts';
import type { Ports } from '../../shared/ports.ts';

async function settle(delivery: Delivery, ports: Ports): Promise<Outcome> {
  const commit = await commitOf(delivery.message, ports);
  if (!commit) return { end: 'wait', reason: 'the fact is not there yet' };
  const acting = actingOn('payments.settle', delivery, ports);
  for (const fact of factsOf<InboxFact>(commit)) {
    const command = fact.type === 'inbox.recorded' ? commandOf(fact.data, acting.at) : undefined;
    if (fact.type !== 'inbox.recorded' || !command) continue;
    const done = await execute(ports.journal, payments, {
      ref: { tenant: commit.tenant, id: fact.data.payment },
      command,
      acting,
    });
    if (!done.ok && EARLY.has(done.refusal.code)) return { end: 'wait', reason: done.refusal.code };
    if (!done.ok) return { end: 'park', code: done.refusal.code, reason: done.refusal.message };
  }

  return DONE;
}

/** What is told of may be on its way to the journal; if it never comes, the message parks. */
const EARLY = new Set(['payment.not_found', 'payment.not_settled', 'refund.not_found']);

function commandOf(
  { refund, outcome, refundOutcome }: RecordedEvent,
  at: string,
): PaymentCommand | undefined {
  if (refund !== null && refundOutcome !== null && refundOutcome.status !== 'absent') {
    return { do: 'record_refund', refund, outcome: refundOutcome, at };
  }
  if (refund === null && outcome !== null && outcome.status !== 'absent')
    return { do: 'record', outcome, at };

  return undefined;
}

export const handler = onQueue('payments.settle', eachOf(settle));
