/** Woken by the cancel and fulfilment routes; records order.cancelled and order.fulfilled. */
import type { NewFulfilment } from '../../shared/contracts/orders.ts';
import { orderRoutes } from '../../shared/contracts/orders.ts';
import { answerDelivery, answerOrder } from '../../shared/domain/answers/orders.ts';
import { legalEntities } from '../../shared/domain/legal-entities.ts';
import type { OrderCommand } from '../../shared/domain/orders.ts';
import { orders } from '../../shared/domain/orders.ts';
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
  const today = await todayAtSeller(call, orderId, ports);
  const done = await run(call, { do: 'fulfil', delivery, today }, ports);
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

/** The civil date where the seller is; deliveries are dated there. */
async function todayAtSeller(call: Call<unknown, unknown>, order: string, ports: Ports): Promise<string> {
  const { state } = await load(ports.journal, orders, { tenant: call.tenant, id: order });
  if (state.status === 'none') return call.acting.at.slice(0, 10);
  const { state: seller } = await load(ports.journal, legalEntities, {
    tenant: call.tenant,
    id: state.entity,
  });

  return localDate(call.acting.at, seller.status === 'active' ? seller.zone : 'UTC');
}

export const handler = onHttp('orders.change', [
  endpoint(orderRoutes.cancel, cancel),
  endpoint(orderRoutes.fulfil, fulfil),
]);
