/** Orders: what was agreed and what was delivered of it. Invoices and payments never write here. */
import type { Decider } from '../kernel/decider.ts';
import { derivedId } from '../kernel/hash.ts';
import { add, compare, fromDecimal, type Rational, rational } from '../kernel/rational.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import type {
  Delivery,
  Order,
  OrderCommand,
  OrderFact,
  OrderLine,
  OrderTerms,
  PlacedOrder,
  StoredLine,
} from './orders/states.ts';
import { firstWrongLine } from './orders/wrong-line.ts';

/** Deliveries of one order. */
export const DELIVERIES_MAX = 200;

/** The rules of one order. */
export const orders: Decider<Order, OrderCommand, OrderFact> = {
  name: 'orders',
  headVersion: 1,
  initial: { status: 'none' },
  decide(state, command) {
    if (command.do === 'place') {
      return ok(state.status === 'none' ? place(command.terms, command.at) : []);
    }
    if (state.status === 'none') return refuse('order.not_found', 'There is no such order.');

    return command.do === 'cancel' ? cancel(state, command.at) : fulfil(state, command);
  },
  evolve(state, fact) {
    if (fact.type === 'order.placed') {
      const { at, ...terms } = fact.data;
      return { ...terms, status: 'placed', placedAt: at, cancelledAt: null, deliveries: [] };
    }
    if (state.status === 'none' || fact.type === 'subscription.ordered') return state;
    if (fact.type === 'order.cancelled') return { ...state, status: 'cancelled', cancelledAt: fact.data.at };

    return { ...state, deliveries: [...state.deliveries, fact.data] };
  },
};

/** The lines of an order, each with every part. */
export function orderLines(order: Pick<OrderTerms, 'lines'>): readonly OrderLine[] {
  return order.lines.map(([description, quantity, unitPrice, tax, rest = {}]) => ({
    description,
    quantity,
    unitPrice,
    tax,
    unit: null,
    discount: null,
    sku: null,
    plan: null,
    begin: null,
    supply: 'services',
    ...rest,
  }));
}

/** A line in the form that is stored. */
export function storeLine(
  line: Omit<OrderLine, 'supply' | 'begin'> & Partial<Pick<OrderLine, 'supply' | 'begin'>>,
): StoredLine {
  const { description, quantity, unitPrice, tax, supply = 'services', ...more } = line;
  const rest = Object.fromEntries(
    Object.entries({ ...more, supply: supply === 'services' ? null : supply }).filter(
      ([, value]) => value !== null,
    ),
  );

  return Object.keys(rest).length === 0
    ? [description, quantity, unitPrice, tax]
    : [description, quantity, unitPrice, tax, rest];
}

/** How much of each line was delivered, by line index. */
export function deliveredQuantities(order: Pick<PlacedOrder, 'lines' | 'deliveries'>): readonly Rational[] {
  const sums: Rational[] = order.lines.map(() => ZERO);
  for (const delivery of order.deliveries) {
    for (const [line, quantity] of delivery.lines)
      sums[line - 1] = add(sums[line - 1] ?? ZERO, fromDecimal(quantity));
  }

  return sums;
}

/** Where the deliveries stand; lines that start subscriptions are not delivered. */
export function fulfilmentOf(
  order: Pick<PlacedOrder, 'lines' | 'deliveries'>,
): 'none' | 'partial' | 'complete' {
  if (order.deliveries.length === 0) return 'none';
  const delivered = deliveredQuantities(order);
  const complete = orderLines(order).every(
    (line, index) =>
      line.plan !== null || compare(delivered[index] ?? ZERO, fromDecimal(line.quantity)) === 0,
  );

  return complete ? 'complete' : 'partial';
}

/** The subscription that a line of an order starts. */
export function subscriptionOfLine(tenant: string, order: string, line: number): string {
  return derivedId('sub', tenant, order, String(line));
}

const ZERO = rational(0n, 1n);

function place(terms: OrderTerms, at: string): readonly OrderFact[] {
  const placed = { type: 'order.placed' as const, data: { ...terms, at } };
  const lines = orderLines(terms).filter((line) => line.plan !== null).length;

  return lines === 0 ? [placed] : [placed, { type: 'subscription.ordered', data: { lines } }];
}

function cancel(state: PlacedOrder, at: string): Result<readonly OrderFact[]> {
  if (state.status === 'cancelled') return ok([]);
  if (state.credits)
    return refuse('order.of_credits', 'Take the invoice back, or once it is paid refund the unused credits.');
  if (state.deliveries.length > 0 && state.billing === 'on_placement') {
    return refuse(
      'order.already_fulfilled',
      'Part of this order was delivered, so its invoice cannot be taken back as a whole.',
    );
  }
  if (state.deposits && fulfilmentOf(state) === 'complete')
    return refuse(
      'order.already_fulfilled',
      'All of it was delivered, and its final invoice deducts the deposits.',
    );

  return ok([{ type: 'order.cancelled', data: { at } }]);
}

function fulfil(
  state: PlacedOrder,
  command: { readonly delivery: Delivery; readonly today: string },
): Result<readonly OrderFact[]> {
  const { delivery, today } = command;
  const known = state.deliveries.find((each) => each.id === delivery.id);
  if (known && known.fingerprint === delivery.fingerprint) return ok([]);
  if (known) return refuse('idempotency.key_reused', 'This Idempotency-Key was used with another request.');
  if (state.status === 'cancelled') return refuse('order.cancelled', 'This order was cancelled.');
  if (delivery.on > today)
    return refuse('order.delivery_in_future', 'A delivery is recorded once it was made.', {
      pointer: '#/delivered_on',
    });
  if (state.deliveries.length >= DELIVERIES_MAX)
    return refuse('order.fulfilments_max', `An order has at most ${DELIVERIES_MAX} deliveries.`);

  const wrong = firstWrongLine(delivery, {
    lines: orderLines(state),
    delivered: deliveredQuantities(state),
  });

  return wrong ?? ok([{ type: 'order.fulfilled', data: delivery }]);
}
