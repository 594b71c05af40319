/** Woken by the routes of the service; records that the service of a subscription is suspended, or granted again. */
import {
  type SubscriptionSuspension,
  subscriptionServiceRoutes,
} from '../../shared/contracts/subscription-service.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, onHttp } from '../../shared/edge/http.ts';
import { tellSubscription } from '../../shared/flows/telling-subscriptions.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { Ports } from '../../shared/ports.ts';

function suspend(call: Call<SubscriptionSuspension, undefined>, ports: Ports): Promise<Result<Answer>> {
  return tellSubscription(call, { do: 'suspend', reason: call.body.reason, at: call.acting.at }, ports);
}

function reinstate(call: Call<undefined, undefined>, ports: Ports): Promise<Result<Answer>> {
  return tellSubscription(call, { do: 'reinstate', at: call.acting.at }, ports);
}

export const handler = onHttp('subscriptions.suspend', [
  endpoint(subscriptionServiceRoutes.suspend, suspend),
  endpoint(subscriptionServiceRoutes.reinstate, reinstate),
]);
