/** What an order is invoiced for, step by step: its deposits, its placement, each delivery. */
import { derivedId } from '../../kernel/hash.ts';
import type { InvoiceKind } from '../invoices/kinds.ts';
import { fulfilmentOf, orderLines } from '../orders.ts';
import type { OrderFact, PlacedOrder } from './states.ts';

type Invoiced = Pick<PlacedOrder, 'lines' | 'billing' | 'deliveries' | 'deposits'>;

/** The invoice that an order owes for a step: `placed`, the id of a delivery, or a deposit by its number. */
export function invoiceOfOrder(tenant: string, order: string, step: string): string {
  return derivedId('inv', tenant, 'order', order, step);
}

/** The steps of an order that owe an invoice. */
export function invoicedSteps(order: Invoiced): readonly string[] {
  const oneOff = orderLines(order).some((line) => line.plan === null);
  if (!oneOff) return [];

  return order.billing === 'on_placement'
    ? ['placed']
    : [...depositSteps(order), ...order.deliveries.map((delivery) => delivery.id)];
}

/** The steps that a fact may owe an invoice for; `invoicedSteps` says whether it does. */
export function stepsOfFact(
  fact: OrderFact | { readonly type: string; readonly data: object },
  order: Pick<PlacedOrder, 'deposits'>,
): readonly string[] {
  if (fact.type === 'order.placed') return ['placed', ...depositSteps(order)];

  return fact.type === 'order.fulfilled' && 'id' in fact.data ? [String(fact.data.id)] : [];
}

/** The steps of the deposits, in their order. */
export function depositSteps({ deposits = [] }: Pick<PlacedOrder, 'deposits'>): readonly string[] {
  return deposits.map((_, index) => stepOfDeposit(index + 1));
}

/** The number of the deposit that a step invoices, from 1; undefined for any other step. */
export function depositOfStep(step: string): number | undefined {
  const [, number] = /^deposit-([1-9]\d?)$/.exec(step) ?? [];

  return number === undefined ? undefined : Number(number);
}

/** The kind of the invoice of all that an order holds. */
export function kindOfPlaced({ credits }: Pick<PlacedOrder, 'credits'>): InvoiceKind | undefined {
  return credits && 'credits';
}

/** The kind of a delivery's invoice. Once all is delivered the last one ends the order, whatever order they are drafted in. */
export function kindOfDelivery(order: Invoiced, delivery: string): InvoiceKind | undefined {
  if (order.deliveries.at(-1)?.id !== delivery || fulfilmentOf(order) !== 'complete') return 'partial';

  return order.deposits ? 'final' : undefined;
}

function stepOfDeposit(number: number): string {
  return `deposit-${number}`;
}
