/** Woken by the routes of the service; records that the service of a subscription is suspended, or granted again. */
import {
  type SubscriptionSuspension,
  subscriptionServiceRoutes,
} from '../../shared/contracts/subscription-service.ts';
import { answerSubscription } from '../../shared/domain/answers/billing.ts';
import type { SubscriptionCommand } from '../../shared/domain/subscriptions/commands.ts';
import { subscriptions } from '../../shared/domain/subscriptions.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, onHttp } from '../../shared/edge/http.ts';
import { execute } from '../../shared/execute.ts';
import { isId } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import type { Ports } from '../../shared/ports.ts';

function suspend(call: Call<SubscriptionSuspension, undefined>, ports: Ports): Promise<Result<Answer>> {
  return perform(call, { do: 'suspend', reason: call.body.reason, at: call.acting.at }, ports);
}

function reinstate(call: Call<undefined, undefined>, ports: Ports): Promise<Result<Answer>> {
  return perform(call, { do: 'reinstate', at: call.acting.at }, ports);
}

async function perform(
  { tenant, params, acting, expect }: Call<unknown, undefined>,
  command: SubscriptionCommand,
  ports: Ports,
): Promise<Result<Answer>> {
  const id = params.subscription_id ?? '';
  if (!isId('subscription', id)) return notFound();
  const expected = expect === undefined ? {} : { expect };
  const done = await execute(ports.journal, subscriptions, {
    ref: { tenant, id },
    command,
    acting,
    ...expected,
  });
  if (!done.ok) return done;
  const { state, version } = done.value;

  return state.status === 'none'
    ? notFound()
    : ok({ body: answerSubscription(id, { state, at: acting.at }), version });
}

function notFound() {
  return refuse('subscription.not_found', 'There is no such subscription.');
}

export const handler = onHttp('subscriptions.suspend', [
  endpoint(subscriptionServiceRoutes.suspend, suspend),
  endpoint(subscriptionServiceRoutes.reinstate, reinstate),
]);
