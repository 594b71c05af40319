/** Woken by GET /v1/orders; one order is read from the journal, the list from its view. */
import type { OrderQuery } from '../../shared/contracts/list-queries.ts';
import { orderRoutes } from '../../shared/contracts/orders.ts';
import { answerOrder, answerOrderRow } from '../../shared/domain/answers/orders.ts';
import { orders } from '../../shared/domain/orders.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, onHttp } from '../../shared/edge/http.ts';
import { filteredListing, isOfAll } from '../../shared/edge/listing.ts';
import { load } from '../../shared/execute.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import type { Ports } from '../../shared/ports.ts';
import type { OrderListed } from '../../shared/views/orders.ts';

async function get(call: Call<undefined, undefined>, ports: Ports): Promise<Result<Answer>> {
  const id = call.params.order_id ?? '';
  const { state, version } = await load(ports.journal, orders, { tenant: call.tenant, id });
  if (state.status === 'none') return refuse('order.not_found', 'There is no such order.');

  return ok({ body: answerOrder(call.tenant, id, state), version });
}

const list = filteredListing<OrderListed, OrderQuery>('orders', {
  item: answerOrderRow,
  isWanted: (row, query) =>
    isOfAll(row, query, { customer: 'customer', reference: 'reference', status: 'status' }),
});

export const handler = onHttp('orders.read', [
  endpoint(orderRoutes.list, list),
  endpoint(orderRoutes.get, get),
]);
