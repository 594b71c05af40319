/** Woken by an approved refund; records the intention on the payment, sends it to the provider, records what is said. */
import { payments } from '../../shared/domain/payments.ts';
import type { Refund } from '../../shared/domain/payments/payment.ts';
import type { AccountFact, RefundOrigin } from '../../shared/domain/receivables/account.ts';
import { type Delivery, DONE, type Outcome } from '../../shared/edge/delivery.ts';
import { actingOn, commitOf, eachOf, onQueue } from '../../shared/edge/queue.ts';
import type { Acting } from '../../shared/execute.ts';
import { execute, factsOf } from '../../shared/execute.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok } from '../../shared/kernel/result.ts';
import type { Ports } from '../../shared/ports.ts';
import { askRefund, sendRefund } from '../../shared/flows/refunding.ts';

async function refund(delivery: Delivery, ports: Ports): Promise<Outcome> {
  const commit = await commitOf(delivery.message, ports);
  if (!commit) return { end: 'wait', reason: 'the fact is not there yet' };
  const acting = actingOn('payments.refund', delivery, ports);
  for (const fact of factsOf<AccountFact>(commit)) {
    if (fact.type !== 'refund.approved') continue;
    const done = await give(commit.tenant, { origin: fact.data, acting }, ports);
    if (!done.ok) return { end: 'park', code: done.refusal.code, reason: done.refusal.message };
  }

  return DONE;
}

async function give(
  tenant: string,
  of: { readonly origin: RefundOrigin; readonly acting: Acting },
  ports: Ports,
): Promise<Result<unknown>> {
  const { origin, acting } = of;
  const { refund: id, payment, amountMinor, source, creditNote, invoice, sourceAt } = origin;
  const ref = { tenant, id: payment };
  const approved = { id, amountMinor, source, creditNote, invoice, sourceAt };
  const command = { do: 'intend_refund', refund: approved, at: acting.at } as const;
  const intended = await execute(ports.journal, payments, { ref, command, acting });
  if (!intended.ok) return intended;

  const { state, commit } = intended.value;
  const known: Refund | undefined =
    state.status === 'settled' ? state.refunds.find((each) => each.id === id) : undefined;
  if (state.status !== 'settled' || known?.status !== 'intended') return ok('nothing to send');
  const standing = { ref, payment: state, refund: known };

  // An intention that stood there already may have been sent by whoever wrote it, so the provider is asked first.
  return commit ? sendRefund(ports, standing, acting) : askRefund(ports, standing, acting);
}

export const handler = onQueue('payments.refund', eachOf(refund));
