/** The list of orders. */
import type { PlacedOrder } from '../domain/orders/states.ts';
import type { Commit, ViewRow } from '../ports.ts';
import { listRow } from './lists.ts';

/** What the row of an order says. */
export type OrderListed = Pick<PlacedOrder, 'status' | 'customer' | 'currency' | 'reference' | 'placedAt'> & {
  readonly fulfilment: 'none' | 'partial' | 'complete';
  /** In the basis of the prices: the tax of what is priced gross is known with the invoice only. */
  readonly netMinor: bigint;
  readonly priceBasis?: 'gross';
};

/** The row of an order; fulfilment and net are the rules' answers, so they come with the state. */
export function orderRow(
  commit: Commit,
  order: PlacedOrder,
  told: Pick<OrderListed, 'fulfilment' | 'netMinor'>,
): ViewRow {
  const { status, customer, currency, reference, placedAt, priceBasis } = order;
  const data: OrderListed = {
    ...{ status, customer, currency, reference, placedAt },
    ...(priceBasis && { priceBasis }),
    ...told,
  };

  return listRow({
    tenant: commit.tenant,
    list: 'orders',
    id: commit.id,
    createdAt: placedAt,
    version: commit.version,
    data,
  });
}
