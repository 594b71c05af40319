/** Woken by the cancel and fulfilment routes; records order.cancelled and order.fulfilled. */
import type { NewFulfilment } from '../../shared/contracts/fulfilments.ts';
import { orderRoutes } from '../../shared/contracts/orders.ts';
import { answerDelivery, answerOrder } from '../../shared/domain/answers/orders.ts';
import { legalEntities } from '../../shared/domain/legal-entities.ts';
import { draftOrder } from '../../shared/domain/drafting.ts';
import { orders } from '../../shared/domain/orders.ts';
import type { Delivery, OrderCommand } from '../../shared/domain/orders/states.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, onHttp } from '../../shared/edge/http.ts';
import { execute, load } from '../../shared/execute.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import { PREFIX } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import { localDate } from '../../shared/kernel/time.ts';
import type { Ports } from '../../shared/ports.ts';

async function cancel(call: Call<undefined, undefined>, ports: Ports): Promise<Result<Answer>> {
  const done = await run(call, { do: 'cancel', at: call.acting.at }, ports);
  if (!done.ok) return done;
  const { id, order, version } = done.value;

  return ok({ body: answerOrder(call.tenant, id, order), version });
}

async function fulfil(call: Call<NewFulfilment, undefined>, ports: Ports): Promise<Result<Answer>> {
  const orderId = call.params.order_id ?? '';
  const id = derivedId(PREFIX.fulfilment, orderId, call.idempotencyKey);
  const lines = call.body.lines.map(({ line, quantity }) => [line, quantity] as const);
  const delivery = { id, lines, on: call.body.delivered_on, fingerprint: call.acting.fingerprint ?? '' };
  const seen = await lookAt(call, { id: orderId, delivery }, ports);
  if (!seen.ok) return seen;
  const done = await run(call, { do: 'fulfil', delivery, today: seen.value }, ports);
  if (!done.ok) return done;

  const { order, written } = done.value;
  const body = answerDelivery(call.tenant, orderId, { order, delivery });

  return ok({ body, replayed: !written, headers: { location: `/v1/orders/${orderId}` } });
}

async function run(call: Call<unknown, unknown>, command: OrderCommand, ports: Ports) {
  const id = call.params.order_id ?? '';
  const expect = call.expect === undefined ? {} : { expect: call.expect };
  const done = await execute(ports.journal, orders, {
    ref: { tenant: call.tenant, id },
    command,
    acting: call.acting,
    ...expect,
  });
  if (!done.ok) return done;
  const { state, version, commit } = done.value;

  return state.status === 'none'
    ? refuse('order.not_found', 'There is no such order.')
    : ok({ id, order: state, version, written: commit !== undefined });
}

/** The civil date where the seller is. Whatever could stop the delivery's invoice later is refused here. */
async function lookAt(
  call: Call<unknown, unknown>,
  of: { readonly id: string; readonly delivery: Delivery },
  ports: Ports,
): Promise<Result<string>> {
  const { tenant } = call;
  const { state: order } = await load(ports.journal, orders, { tenant, id: of.id });
  if (order.status === 'none') return refuse('order.not_found', 'There is no such order.');
  const { state: seller } = await load(ports.journal, legalEntities, { tenant, id: order.entity });
  if (seller.status === 'none') return refuse('legal_entity.unknown', 'The legal entity is not known.');
  const now = call.acting.at;
  const draft = order.billing === 'on_fulfilment' ? draftOrder(order, { ...of, seller, now }) : ok(undefined);

  return draft.ok ? ok(localDate(now, seller.zone)) : draft;
}

export const handler = onHttp('orders.change', [
  endpoint(orderRoutes.cancel, cancel),
  endpoint(orderRoutes.fulfil, fulfil),
]);
