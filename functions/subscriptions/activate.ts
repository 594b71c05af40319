/**
 * Woken by the route that activates by hand, to record subscription.start_set; hourly, and by payments that failed or were
 * cancelled, to record subscription.ended for what waited for its first payment until its limit. What has become of that follows
 * from the journal alone, so a message that comes twice or late changes nothing. That it was paid is told by `invoices.settle`.
 */
import {
  type SubscriptionActivation,
  subscriptionActivationRoutes,
} from '../../shared/contracts/subscription-activation.ts';
import { invoices } from '../../shared/domain/invoices.ts';
import { payments } from '../../shared/domain/payments.ts';
import { wakeInEachTenant } from '../../shared/edge/each-tenant.ts';
import { type Delivery, DONE, type Outcome } from '../../shared/edge/delivery.ts';
import { type Answer, type Call, endpoint, onHttp } from '../../shared/edge/http.ts';
import { actingOn, eachOf, onQueue } from '../../shared/edge/queue.ts';
import { onAny, onSchedule } from '../../shared/edge/schedule.ts';
import { load } from '../../shared/execute.ts';
import { concludeWait, waitingFor } from '../../shared/flows/awaiting.ts';
import { limitsDue } from '../../shared/flows/awaiting-due.ts';
import { tellSubscription } from '../../shared/flows/telling-subscriptions.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { Ports } from '../../shared/ports.ts';

function activate(call: Call<SubscriptionActivation, undefined>, ports: Ports): Promise<Result<Answer>> {
  const { body, acting } = call;
  const day = body.on === undefined ? {} : { on: body.on };

  return tellSubscription(call, { do: 'activate', ...day, at: acting.at }, ports);
}

async function conclude(delivery: Delivery, ports: Ports): Promise<Outcome> {
  const { message } = delivery;
  const { tenant } = message;
  const id = message.kind === 'fact' ? await subscriptionPaidBy(message, ports) : message.id;
  if (id === undefined) return DONE;
  const acting = actingOn('subscriptions.activate', delivery, ports);
  await concludeWait({ tenant, id }, { acting, now: ports.clock.now() }, ports);

  return DONE;
}

/** The subscription whose first invoice a payment was for. */
async function subscriptionPaidBy(
  { tenant, id }: { readonly tenant: string; readonly id: string },
  { journal }: Ports,
): Promise<string | undefined> {
  const { state: payment } = await load(journal, payments, { tenant, id });
  if (payment.status === 'none' || payment.invoice === null) return undefined;
  const { state: invoice } = await load(journal, invoices, { tenant, id: payment.invoice });

  return waitingFor(invoice);
}

export const handler = onAny('subscriptions.activate', {
  http: onHttp('subscriptions.activate', [endpoint(subscriptionActivationRoutes.activate, activate)]),
  queue: onQueue('subscriptions.activate', eachOf(conclude)),
  schedule: onSchedule('subscriptions.activate', (ports) => wakeInEachTenant(ports, limitsDue)),
});
