/** Woken by the subscription routes; shows subscriptions and records subscription.cancellation_scheduled. */
import type { SubscriptionCancellation } from '../../shared/contracts/subscriptions.ts';
import { subscriptionRoutes } from '../../shared/contracts/subscriptions.ts';
import { answerSubscription } from '../../shared/domain/answers/billing.ts';
import type { Subscription } from '../../shared/domain/subscriptions.ts';
import { subscriptions } from '../../shared/domain/subscriptions.ts';
import { readCursor, writeCursor } from '../../shared/edge/cursor.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, onHttp } from '../../shared/edge/http.ts';
import { execute, load } from '../../shared/execute.ts';
import { isId } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import type { Ports, ViewRow } from '../../shared/ports.ts';
import type { ListPosition } from '../../shared/views/lists.ts';
import { listPage } from '../../shared/views/lists.ts';
import type { SubscriptionListed } from '../../shared/views/subscriptions.ts';

type ListQuery = { limit: number; cursor?: string | undefined };

async function get(call: Call<undefined, undefined>, ports: Ports): Promise<Result<Answer>> {
  const id = call.params.subscription_id ?? '';
  if (!isId('subscription', id)) return notFound();

  return subscriptionAnswer(id, await load(ports.journal, subscriptions, { tenant: call.tenant, id }));
}

async function cancel(
  call: Call<SubscriptionCancellation, undefined>,
  ports: Ports,
): Promise<Result<Answer>> {
  const id = call.params.subscription_id ?? '';
  if (!isId('subscription', id)) return notFound();
  const { acting, expect } = call;
  const command = { do: 'cancel', when: call.body.at, at: acting.at } as const;
  const task = {
    ref: { tenant: call.tenant, id },
    command,
    acting,
    ...(expect === undefined ? {} : { expect }),
  };
  const done = await execute(ports.journal, subscriptions, task);

  return done.ok ? subscriptionAnswer(id, done.value) : done;
}

async function list(call: Call<undefined, ListQuery>, ports: Ports): Promise<Result<Answer>> {
  const scope = [call.tenant, 'subscriptions'];
  const from = await readCursor<ListPosition>(call.query.cursor, scope, ports);
  if (!from.ok) return from;

  const of = { tenant: call.tenant, list: 'subscriptions', limit: call.query.limit, now: call.acting.at };
  const page = await listPage(ports.views, of, from.value);
  const data = page.rows.map(answerRow);

  return ok({
    body: { data, next_cursor: await writeCursor(page.next, scope, ports), as_of: call.acting.at },
  });
}

function answerRow({ sk, data }: ViewRow) {
  const { nextBillingAt, createdAt, ...rest } = data as SubscriptionListed; // written by subscriptionRows
  const id = sk.split('#')[1] ?? '';

  return { id, object: 'subscription', ...rest, next_billing_at: nextBillingAt, created_at: createdAt };
}

function subscriptionAnswer(
  id: string,
  { state, version }: { readonly state: Subscription; readonly version: number },
): Result<Answer> {
  return state.status === 'none' ? notFound() : ok({ body: answerSubscription(id, state), version });
}

function notFound() {
  return refuse('subscription.not_found', 'There is no such subscription.');
}

export const handler = onHttp('subscriptions.keep', [
  endpoint(subscriptionRoutes.list, list),
  endpoint(subscriptionRoutes.get, get),
  endpoint(subscriptionRoutes.cancel, cancel),
]);
