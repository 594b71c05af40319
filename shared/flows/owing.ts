/** What a commit owes invoices for: the steps of an order, the bills of subscriptions, corrections. */
import { isOfNothing } from '../domain/billing/lines.ts';
import type { BilledPeriod, Draft, DraftFrame } from '../domain/drafting.ts';
import { draftOrder, draftPeriod } from '../domain/drafting.ts';
import { draftDeposit } from '../domain/drafting/deposits.ts';
import type { OrderFact, PlacedOrder } from '../domain/orders.ts';
import { orders } from '../domain/orders.ts';
import {
  depositOfStep,
  depositSteps,
  invoicedSteps,
  invoiceOfOrder,
  kindOfDelivery,
  stepsOfFact,
} from '../domain/orders/invoicing.ts';
import { factsOf, load, stateOf } from '../execute.ts';
import type { Result } from '../kernel/result.ts';
import type { Commit, Ports } from '../ports.ts';
import { type Sale, saleOf } from './buying.ts';
import { owedCorrection } from './correcting.ts';

/** An invoice that is owed: its id, and how to draft it once the seller is known. */
export type Obligation = {
  readonly id: string;
  readonly entity: string;
  readonly sale: Sale;
  readonly draft: (frame: DraftFrame) => Result<Draft>;
  /** The deposit invoices that it deducts, in their order. */
  readonly deposits: readonly string[];
};

type PeriodFact = {
  readonly type: 'subscription.billed';
  readonly data: BilledPeriod & { readonly entity: string; readonly invoice: string };
};

/** The invoices that a commit owes. */
export async function obligationsOf(
  commit: Commit,
  ports: Pick<Ports, 'journal'>,
): Promise<readonly Obligation[]> {
  const correction = await owedCorrection(commit, ports);
  if (correction) return [correction];
  const facts = factsOf<OrderFact | PeriodFact>(commit);
  const owed = facts.flatMap((fact) =>
    fact.type === 'subscription.billed' && !isOfNothing(fact.data) ? [periodObligation(commit, fact)] : [],
  );
  if (!facts.some(({ type }) => type === 'order.placed' || type === 'order.fulfilled')) return owed;
  const order = stateOf(orders, commit) ?? (await load(ports.journal, orders, commit)).state;
  if (order.status === 'none') return owed;
  const owing = invoicedSteps(order);
  const steps = facts.flatMap((fact) => stepsOfFact(fact, order)).filter((step) => owing.includes(step));

  return [...owed, ...steps.map((step) => orderObligation(commit, order, step))];
}

function periodObligation(commit: Commit, { data }: PeriodFact): Obligation {
  return {
    id: data.invoice,
    entity: data.entity,
    sale: saleOf(commit.tenant, data, [data.tax]),
    draft: (frame) => draftPeriod(data, frame),
    deposits: [],
  };
}

function orderObligation({ tenant, id }: Commit, order: PlacedOrder, step: string): Obligation {
  const delivery = order.deliveries.find((each) => each.id === step) ?? null;
  const classes = order.lines.map(([, , , tax]) => tax);
  const number = depositOfStep(step);
  const isFinal = delivery !== null && kindOfDelivery(order, step) === 'final';

  return {
    id: invoiceOfOrder(tenant, id, step),
    entity: order.entity,
    sale: saleOf(tenant, order, classes),
    draft: (frame) =>
      number === undefined
        ? draftOrder(order, { ...frame, id, delivery })
        : draftDeposit(order, { ...frame, id, number }),
    deposits: isFinal ? depositSteps(order).map((each) => invoiceOfOrder(tenant, id, each)) : [],
  };
}
