/**
 * Woken five minutes after an intention, and by the clock for what is still open; asks the provider and records the answer.
 * What stays unanswered after the last question parks, so that a person looks.
 */
import { type Delivery, DONE, type Outcome } from '../../shared/edge/delivery.ts';
import { ask } from '../../shared/flows/collecting.ts';
import { firstQuestionsDue, questionsDue } from '../../shared/flows/asking.ts';
import { firstAskAt } from '../../shared/domain/payments/asking.ts';
import { payments } from '../../shared/domain/payments.ts';
import type { LivePayment, Refund } from '../../shared/domain/payments/payment.ts';
import { isTerminal } from '../../shared/domain/payments/payment.ts';
import { hasTestClocks } from '../../shared/domain/test-clocks.ts';
import { actingOn, eachOf, onQueue } from '../../shared/edge/queue.ts';
import { type WakeUps, wakeInEachTenant } from '../../shared/edge/each-tenant.ts';
import type { TickAnswer } from '../../shared/edge/schedule.ts';
import { onAny, onSchedule } from '../../shared/edge/schedule.ts';
import { timesOf } from '../../shared/edge/tenant-time.ts';
import { load } from '../../shared/execute.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { AggregateRef, Message, Ports } from '../../shared/ports.ts';
import { askRefund } from '../../shared/flows/refunding.ts';
import type { DuePayment } from '../../shared/views/payments.ts';
import { DUE_SHARDS, waitingPayments } from '../../shared/views/payments.ts';

/** Rows of one page of waiting payments. */
const PAGE_ROWS_MAX = 100;

/** Pages of one shard that one tick reads; what lies behind them is read by the next tick once these are answered. */
const PAGES_MAX = 50;

async function resolve(delivery: Delivery, ports: Ports): Promise<Outcome> {
  const { tenant, id } = delivery.message;
  const ref = { tenant, id };
  const { state: payment } = await load(ports.journal, payments, ref);
  if (payment.status === 'none') return { end: 'wait', reason: 'the payment is not there yet' };
  const acting = actingOn('payments.resolve', delivery, ports);
  const asked: Result<unknown>[] = [];
  if (!isTerminal(payment.status) && isDue(payment, ports))
    asked.push(await ask(ports, { ref, payment }, acting));
  for (const refund of openRefunds(payment)) {
    if (payment.status === 'settled' && isDue(refund, ports))
      asked.push(await askRefund(ports, { ref, payment, refund }, acting));
  }
  const refused = asked.find((each) => !each.ok);
  if (refused && !refused.ok)
    return { end: 'park', code: refused.refusal.code, reason: refused.refusal.message };

  return exhausted(ref, ports);
}

/**
 * Nothing was asked about it yet, or the next question is due. A message that was put off comes when the first one is; on a
 * test clock, which stands or jumps meanwhile, it may come early, and then the question is found when it is due.
 */
function isDue({ asking, at }: Pick<Refund, 'asking' | 'at'>, { clock }: Ports): boolean {
  if (asking === null) return clock.machine === undefined || firstAskAt(at) <= clock.now();

  return asking.nextAt !== null && asking.nextAt <= clock.now();
}

async function exhausted(ref: AggregateRef, ports: Ports): Promise<Outcome> {
  const { state: payment } = await load(ports.journal, payments, ref);
  if (payment.status === 'none') return DONE;
  const open = [
    ...(isTerminal(payment.status) ? [] : [payment.asking]),
    ...openRefunds(payment).map(({ asking }) => asking),
  ];
  const isExhausted = open.some((asking) => asking !== null && asking.nextAt === null);

  if (!isExhausted) return DONE;

  const reason = 'The provider was asked as often as it may be.';
  return { end: 'park', code: 'payment.unresolved', reason, subject: ref.id };
}

function openRefunds(payment: LivePayment): readonly Refund[] {
  return payment.status === 'settled'
    ? payment.refunds.filter(({ status }) => status !== 'settled' && status !== 'failed')
    : [];
}

/** Sends a wake-up for each payment whose next question is due, and in test tenants for those whose first message came early. */
async function tick(ports: Ports): Promise<TickAnswer> {
  const next = await wakeWaiting(ports);
  const first = hasTestClocks(ports)
    ? await wakeInEachTenant(ports, firstQuestionsDue)
    : { due: 0, unsent: 0 };

  return { due: next.due + first.due, unsent: next.unsent + first.unsent };
}

async function wakeWaiting(ports: Ports): Promise<WakeUps> {
  let due = 0;
  let unsent = 0;
  const timeOf = timesOf(ports);
  for (let shard = 0; shard < DUE_SHARDS; shard += 1) {
    let after: string | undefined;
    for (let page = 0; page < PAGES_MAX; page += 1) {
      const { items, next } = await waitingPayments(ports.views, {
        shard,
        limit: PAGE_ROWS_MAX,
        ...(after === undefined ? {} : { after }),
      });
      const messages: Message[] = [];
      for (const { data } of items) {
        const payment = data as DuePayment; // written by paymentRows alone
        if (payment.dueAt === null) continue;
        const own = await timeOf(payment.tenant);
        messages.push(...questionsDue(payment, own.ports.clock.now()));
      }
      due += messages.length;
      unsent += messages.length === 0 ? 0 : (await ports.queues.send(messages)).length;
      after = next;
      if (after === undefined) break;
    }
  }

  return { due, unsent };
}

export const handler = onAny('payments.resolve', {
  queue: onQueue('payments.resolve', eachOf(resolve)),
  schedule: onSchedule('payments.resolve', tick),
});
