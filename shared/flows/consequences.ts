/**
 * The marks by which the sweeper knows that a fact has been acted on: the consequence under its derived id. What has no
 * mark is sent again and finds its effect already there.
 */
import { deferralOf } from '../domain/deferrals.ts';
import { creditNoteOf } from '../domain/invoices/crediting.ts';
import type { InvoiceFact } from '../domain/invoices/states.ts';
import { orders, subscriptionOfLine } from '../domain/orders.ts';
import { invoicedSteps, invoiceOfOrder, stepsOfFact } from '../domain/orders/invoicing.ts';
import type { Gathered } from '../domain/gatherings.ts';
import type { OrderFact } from '../domain/orders/states.ts';
import type { RunFact } from '../domain/runs.ts';
import { pageOfRun } from '../domain/runs.ts';
import { type SelfBilledFact, selfBilledCreditNoteOf } from '../domain/self-billing/documents.ts';
import { factsOf, stateOf } from '../execute.ts';
import type { AggregateRef, Commit, Ports } from '../ports.ts';
import { placeOfBill } from './gathered-bills.ts';

type Store = Pick<Ports, 'journal'>;

/** Whether the function has acted on the commit; undefined where nothing but repeating tells. */
export async function isActedOn(commit: Commit, to: string, ports: Store): Promise<boolean> {
  const refs = await marksOf(commit, to, ports);
  if (refs === undefined) return false;
  for (const ref of refs) if (!(await ports.journal.latest(ref, 'eventual'))) return false;

  return true;
}

/** The ids that exist once the function has acted on the commit; undefined where there is no such id. */
async function marksOf(
  commit: Commit,
  to: string,
  ports: Store,
): Promise<readonly AggregateRef[] | undefined> {
  const { tenant, id } = commit;
  const named = (ids: readonly string[]) => ids.map((each) => ({ tenant, id: each }));
  switch (to) {
    case 'invoices.issue':
      return (await owedInvoices(commit, ports))?.map((each) => ({ tenant, id: each }));
    case 'subscriptions.start':
      return named(startedSubscriptions(commit));
    case 'credit_notes.issue':
      return requestedNotes(commit);
    case 'self_billing.credit':
      return requestedSelfBilledNotes(commit);
    case 'ledger.recognise':
      return openedDeferral(commit);
    case 'billing.bill':
      return billedPages(commit)?.map((page) => ({ tenant, id: pageOfRun(tenant, id, page) }));
    default:
      return undefined;
  }
}

/** Undefined for a cancelled order, which asks its invoice. */
function requestedNotes(commit: Commit): readonly AggregateRef[] | undefined {
  const { tenant, id } = commit;
  const requested = factsOf<InvoiceFact>(commit).filter((fact) => fact.type === 'invoice.credit_requested');

  return requested.length === 0
    ? undefined
    : requested.map(({ data }) => ({ tenant, id: creditNoteOf(tenant, id, data) }));
}

function requestedSelfBilledNotes(commit: Commit): readonly AggregateRef[] {
  const { tenant, id } = commit;

  return factsOf<SelfBilledFact>(commit).flatMap(({ type, data }) =>
    type === 'self_billed_invoice.credit_requested'
      ? [{ tenant, id: selfBilledCreditNoteOf(tenant, id, data) }]
      : [],
  );
}

/** Undefined for a credit note, which leaves no mark of its own. */
function openedDeferral({ tenant, id, facts }: Commit): readonly AggregateRef[] | undefined {
  return facts.some(({ type }) => type === 'revenue.deferred')
    ? [{ tenant, id: deferralOf(tenant, id) }]
    : undefined;
}

/**
 * Undefined where the order's head is of an older shape, or where bills wait for others to be gathered with: what cannot be
 * told is sent again.
 */
async function owedInvoices(commit: Commit, ports: Store): Promise<readonly string[] | undefined> {
  const billed: string[] = [];
  for (const { type, data } of commit.facts) {
    if (type === 'bills.gathered' || type === 'invoice.correction_requested')
      billed.push((data as Pick<Gathered, 'invoice'>).invoice); // the fact's own shape
    if (type !== 'subscription.billed') continue;
    const bill = data as { readonly invoice: string; readonly gathering?: string }; // the fact's own shape
    const place = await placeOfBill(commit.tenant, bill, ports);
    if (place === undefined) return undefined;
    billed.push(place.invoice);
  }
  if (!commit.facts.some(({ type }) => type === 'order.placed' || type === 'order.fulfilled')) return billed;
  const order = stateOf(orders, commit);
  if (!order || order.status === 'none') return undefined;
  const steps = factsOf<OrderFact>(commit).flatMap((fact) => stepsOfFact(fact, order));
  const owed = invoicedSteps(order);

  return [
    ...billed,
    ...steps
      .filter((step) => owed.includes(step))
      .map((step) => invoiceOfOrder(commit.tenant, commit.id, step)),
  ];
}

/** The pages whose result is the mark; undefined for a subscription, whose next period leaves none. */
function billedPages(commit: Commit): readonly number[] | undefined {
  const advanced = factsOf<RunFact>(commit).filter((fact) => fact.type === 'run.advanced');

  return advanced.length === 0
    ? undefined
    : advanced.flatMap(({ data }) => (data.page > 0 ? [data.page] : []));
}

function startedSubscriptions(commit: Commit): readonly string[] {
  if (!commit.facts.some((fact) => fact.type === 'order.placed')) return [];
  const order = stateOf(orders, commit);
  if (!order || order.status === 'none') return [];

  return order.lines.flatMap(([, , , , rest], index) =>
    rest?.plan ? [subscriptionOfLine(commit.tenant, commit.id, index + 1)] : [],
  );
}
