/** What a commit owes invoices for: the steps of an order, the bills of subscriptions, corrections. */
import { isOfNothing } from '../domain/billing/lines.ts';
import { draftOrder } from '../domain/drafting.ts';
import { draftDeposit } from '../domain/drafting/deposits.ts';
import { draftBills, draftPeriod, newestProfile } from '../domain/drafting/bills.ts';
import type { BilledPeriod } from '../domain/drafting/draft.ts';
import type { Gathered, GatheringFact } from '../domain/gatherings.ts';
import { orderLines, orders } from '../domain/orders.ts';
import {
  depositOfStep,
  depositSteps,
  invoicedSteps,
  invoiceOfOrder,
  kindOfDelivery,
  stepsOfFact,
} from '../domain/orders/invoicing.ts';
import type { OrderFact, PlacedOrder } from '../domain/orders/states.ts';
import { factsOf, load, stateOf } from '../execute.ts';
import { invariant } from '../kernel/invariant.ts';
import type { Commit, Ports } from '../ports.ts';
import { saleOf } from './buying.ts';
import { owedCorrection } from './correcting.ts';
import { billsOf } from './gathered-bills.ts';
import { gather, type Look } from './gathering.ts';
import type { Obligation } from './obligation.ts';

type OwedPeriod = BilledPeriod & { readonly entity: string; readonly invoice: string };
type PeriodFact = {
  readonly type: 'subscription.billed';
  readonly data: OwedPeriod & { readonly gathering?: string };
};

/**
 * The invoices that a commit owes, and whether bills of it wait for others. Bills that are to be gathered owe none: the
 * gathering does, or each that was left out of it.
 */
export async function obligationsOf(
  { commit, look }: Look,
  ports: Pick<Ports, 'journal' | 'clock'>,
): Promise<{ readonly owed: readonly Obligation[]; readonly isOpen: boolean }> {
  const correction = await owedCorrection(commit, ports);
  if (correction) return { owed: [correction], isOpen: false };
  const { left, isOpen } = await gather({ commit, look }, ports);
  const bills = left.map((bill) => periodObligation(commit, bill));

  return { owed: [...(await ownObligations(commit, ports)), ...bills], isOpen };
}

/** What the facts of the commit owe by themselves. */
async function ownObligations(commit: Commit, ports: Pick<Ports, 'journal'>): Promise<readonly Obligation[]> {
  const facts = factsOf<OrderFact | PeriodFact | GatheringFact>(commit);
  const alone = facts.flatMap((fact) =>
    fact.type === 'subscription.billed' && fact.data.gathering === undefined && !isOfNothing(fact.data)
      ? [fact.data]
      : [],
  );
  const owed = alone.map((bill) => periodObligation(commit, bill));
  for (const fact of facts)
    if (fact.type === 'bills.gathered') owed.push(await gatheredObligation(commit, fact.data, ports));
  if (!facts.some(({ type }) => type === 'order.placed' || type === 'order.fulfilled')) return owed;
  const order = stateOf(orders, commit) ?? (await load(ports.journal, orders, commit)).state;
  if (order.status === 'none') return owed;
  const owing = invoicedSteps(order);
  const steps = facts.flatMap((fact) => stepsOfFact(fact, order)).filter((step) => owing.includes(step));

  return [...owed, ...steps.map((step) => orderObligation(commit, order, step))];
}

/** One invoice for all bills; a bill that is alone has the invoice that it would have anyway. */
async function gatheredObligation(
  { tenant, id }: Commit,
  { invoice, bills: listed }: Gathered,
  ports: Pick<Ports, 'journal'>,
): Promise<Obligation> {
  const bills = await billsOf(tenant, listed, ports);
  const [first, ...more] = bills;
  invariant(first, 'a gathering holds a bill');
  if (more.length === 0) return periodObligation({ tenant }, first);

  return {
    id: invoice,
    entity: first.entity,
    sale: saleOf(tenant, { customer: first.customer, profile: newestProfile(bills) }, bills),
    draft: (frame) => draftBills(bills, { ...frame, gathering: id }),
    deposits: [],
  };
}

function periodObligation({ tenant }: Pick<Commit, 'tenant'>, data: OwedPeriod): Obligation {
  return {
    id: data.invoice,
    entity: data.entity,
    sale: saleOf(tenant, data, [data]),
    draft: (frame) => draftPeriod(data, frame),
    deposits: [],
  };
}

function orderObligation({ tenant, id }: Commit, order: PlacedOrder, step: string): Obligation {
  const delivery = order.deliveries.find((each) => each.id === step) ?? null;
  const number = depositOfStep(step);
  const isFinal = delivery !== null && kindOfDelivery(order, step) === 'final';

  return {
    id: invoiceOfOrder(tenant, id, step),
    entity: order.entity,
    sale: saleOf(tenant, order, orderLines(order)),
    draft: (frame) =>
      number === undefined
        ? draftOrder(order, { ...frame, id, delivery })
        : draftDeposit(order, { ...frame, id, number }),
    deposits: isFinal ? depositSteps(order).map((each) => invoiceOfOrder(tenant, id, each)) : [],
  };
}
