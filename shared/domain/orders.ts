/** Orders: what was agreed and what was delivered of it. Invoices and payments never write here. */
import type { Supply } from '../contracts/tax.ts';
import type { Decider } from '../kernel/decider.ts';
import { derivedId } from '../kernel/hash.ts';
import { add, compare, fromDecimal, type Rational, rational } from '../kernel/rational.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Deposit } from './orders/invoicing.ts';
import { firstWrongLine } from './orders/wrong-line.ts';
import type { CreditsSold } from './prepaid/selling.ts';
import type { LineDiscount } from './pricing.ts';
import type { DiscountTerms } from './receivables/discounts.ts';
import type { Reduction } from './reductions.ts';
import type { SubscriptionBegin } from './subscriptions/start.ts';
import type { TaxClass } from './tax.ts';

/** A line as agreed; `unitPrice` is null on a line that starts a subscription. */
export type OrderLine = {
  readonly description: string;
  readonly quantity: string;
  readonly unitPrice: string | null;
  readonly tax: TaxClass;
  readonly unit: string | null;
  readonly discount: LineDiscount | null;
  readonly sku: string | null;
  readonly plan: string | null;
  readonly supply: Supply;
  /** How its subscription begins, where the order says so. */
  readonly begin: SubscriptionBegin | null;
  /** The product that it was taken over from; absent where it was spelled out. */
  readonly product?: string;
};

/** A line as stored: the four usual parts, then only what differs from the default. */
export type StoredLine = readonly [
  description: string,
  quantity: string,
  unitPrice: string | null,
  tax: TaxClass,
  rest?: Partial<Pick<OrderLine, 'unit' | 'discount' | 'sku' | 'plan' | 'supply' | 'begin' | 'product'>>,
];

/** A delivery: `lines` are pairs of line number (from 1) and quantity. */
export type Delivery = {
  readonly id: string;
  readonly lines: readonly (readonly [line: number, quantity: string])[];
  readonly on: string;
  /** Of the request that recorded it; a repeated key must carry the same. */
  readonly fingerprint: string;
};

/** What an order agrees on; a snapshot that nothing changes afterwards. */
export type OrderTerms = {
  readonly entity: string;
  readonly customer: string;
  /** The profile version whose name and address the documents carry. */
  readonly profile: number;
  readonly currency: string;
  readonly lines: readonly StoredLine[];
  readonly billing: 'on_placement' | 'on_fulfilment';
  readonly dueDays: number;
  /** Whether the subscriptions that it starts share invoices with others of the customer; absent where they do not. */
  readonly grouping?: 'by_billing_day';
  readonly language: string;
  readonly reference: string | null;
  readonly metadata: readonly (readonly [string, string])[];
  /** Where goods go, if not to the customer's country; absent on most orders. */
  readonly deliverTo?: string;
  /** Whether prices contain the tax; absent on most orders, whose prices are net. */
  readonly priceBasis?: 'gross';
  /** On the document as a whole, the allowances first; absent on most orders. */
  readonly reductions?: readonly Reduction[];
  /** What is invoiced before anything is delivered; absent on most orders. */
  readonly deposits?: readonly Deposit[];
  /** What may be kept for paying early; absent on most orders. */
  readonly discount?: DiscountTerms;
  /** Present where it buys prepaid credits and nothing else. */
  readonly credits?: CreditsSold;
};

/** An order's life. */
export type Order =
  | { readonly status: 'none' }
  | (OrderTerms & {
      readonly status: 'placed' | 'cancelled';
      readonly placedAt: string;
      readonly cancelledAt: string | null;
      readonly deliveries: readonly Delivery[];
    });

/** An order that exists. */
export type PlacedOrder = Exclude<Order, { readonly status: 'none' }>;

/** What can be asked. `today` is the civil date in the seller's zone. */
export type OrderCommand =
  | { readonly do: 'place'; readonly terms: OrderTerms; readonly at: string }
  | { readonly do: 'cancel'; readonly at: string }
  | { readonly do: 'fulfil'; readonly delivery: Delivery; readonly today: string };

/** What becomes true. */
export type OrderFact =
  | { readonly type: 'order.placed'; readonly data: OrderTerms & { readonly at: string } }
  /** Said beside `order.placed` when lines of the order name a plan; it wakes whoever starts subscriptions. */
  | { readonly type: 'subscription.ordered'; readonly data: { readonly lines: number } }
  | { readonly type: 'order.cancelled'; readonly data: { readonly at: string } }
  | { readonly type: 'order.fulfilled'; readonly data: Delivery };

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
