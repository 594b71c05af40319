/**
 * From commits to view rows. A commit carries its aggregate's state, so its rows follow from it alone: no row is read
 * before it is written, and whichever version comes last, the newest stays.
 */
import { orderTotal } from '../domain/answers/orders.ts';
import type { CreditNote, Invoice } from '../domain/invoices/states.ts';
import { fulfilmentOf } from '../domain/orders.ts';
import type { Order } from '../domain/orders/states.ts';
import { deciderOf, type KnownState } from '../domain/registry.ts';
import { firstQuestions } from '../domain/payments/first-questions.ts';
import type { Payment, PaymentFact } from '../domain/payments/payment.ts';
import { payableOf } from '../domain/self-billing/payable.ts';
import { returnedDocuments } from '../domain/tax/returned-documents.ts';
import { hasTestClocks } from '../domain/test-clocks.ts';
import { factsOf, load, stateOf } from '../execute.ts';
import type { Commit, Ports, ViewRow } from '../ports.ts';
import { accountRows } from '../views/accounts.ts';
import { deferralRows } from '../views/deferrals.ts';
import { creditNoteRows, invoiceRows } from '../views/documents.ts';
import { eventRowOf } from '../views/events.ts';
import { firstQuestionRows } from '../views/first-questions.ts';
import { apiKeyRows, customerRows } from '../views/keepers.ts';
import { orderRow } from '../views/orders.ts';
import { returnedRows } from '../views/oss.ts';
import { paymentRows } from '../views/payments.ts';
import { planRows } from '../views/plans.ts';
import { prepaidRows } from '../views/prepaid.ts';
import { productRows } from '../views/products.ts';
import { referenceRows } from '../views/references.ts';
import { runPageRows, runRows } from '../views/runs.ts';
import { selfBilledCreditRows, selfBilledRows } from '../views/self-billing.ts';
import { subscriptionRows } from '../views/subscriptions.ts';
import { tenantRows } from '../views/tenants.ts';

/** Writes the rows of one commit. */
export async function project(
  commit: Commit,
  ports: Pick<Ports, 'journal' | 'stage' | 'views'>,
): Promise<void> {
  for (const row of await rowsOf(commit, ports)) await ports.views.put(row);
}

/** The rows that a commit moves; from the commit alone, unless its head is of an older shape. */
export async function rowsOf(
  commit: Commit,
  ports: Pick<Ports, 'journal' | 'stage'>,
): Promise<readonly ViewRow[]> {
  const event = eventRowOf(commit);
  const known = deciderOf(commit.id);
  if (!known) return [...accountRows(commit), ...(event ? [event] : [])];
  const state = stateOf(known.decider, commit) ?? (await load(ports.journal, known.decider, commit)).state;
  const rows = listRows(commit, { kind: known.kind, state } as KnownState, ports); // the registry pairs each kind with its state

  return event ? [...rows, event] : rows;
}

/** The rows of each kind of aggregate that has some. */
const ROWS_OF: {
  readonly [Kind in KnownState['kind']]: (
    commit: Commit,
    state: Extract<KnownState, { kind: Kind }>['state'],
    ports: Stage,
  ) => readonly ViewRow[];
} = {
  tenant: tenantRows,
  apiKey: apiKeyRows,
  customer: customerRows,
  order: orderRows,
  invoice: (commit, state) => [
    ...invoiceRows(commit, state),
    ...returnRows(commit, state),
    ...referenceRows(commit),
  ],
  creditNote: (commit, state) => [...creditNoteRows(commit, state), ...returnRows(commit, state)],
  selfBilledInvoice: (commit, state) =>
    selfBilledRows(commit, state, state.status === 'none' ? 0n : payableOf(state).openMinor),
  selfBilledCreditNote: selfBilledCreditRows,
  deferral: deferralRows,
  payment: (commit, state, ports) => [
    ...paymentRows(commit, state),
    ...(hasTestClocks(ports) ? questionRows(commit, state) : []),
  ],
  plan: planRows,
  product: productRows,
  subscription: subscriptionRows,
  prepaidBalance: prepaidRows,
  run: runRows,
  runPage: runPageRows,
};

type Stage = Pick<Ports, 'stage'>;
type RowsOf = (commit: Commit, state: unknown, ports: Stage) => readonly ViewRow[];

function listRows(commit: Commit, { kind, state }: KnownState, ports: Stage): readonly ViewRow[] {
  const rows = ROWS_OF[kind] as RowsOf; // the kind pairs both

  return rows(commit, state, ports);
}

/** Where a test clock may jump, it has to see coming what a message that is put off does elsewhere. */
function questionRows(commit: Commit, payment: Payment): readonly ViewRow[] {
  if (payment.status === 'none') return [];

  return firstQuestionRows(commit, firstQuestions(commit.id, payment, factsOf<PaymentFact>(commit)));
}

function orderRows(commit: Commit, order: Order): readonly ViewRow[] {
  if (order.status === 'none') return [];

  return [orderRow(commit, order, { fulfilment: fulfilmentOf(order), netMinor: orderTotal(order) })];
}

/** A document in its returns of the one-stop shop, written once: whatever happens to it later is a document of its own. */
function returnRows(commit: Commit, state: Invoice | CreditNote): readonly ViewRow[] {
  if (state.status === 'none' || !commit.facts.some(({ type }) => ISSUED.includes(type))) return [];
  const sign = 'invoice' in state ? -1n : 1n;
  const documents = returnedDocuments({ ...state, id: commit.id }, sign);

  return returnedRows(commit, { entity: state.entity, documents });
}

const ISSUED: readonly string[] = ['invoice.issued', 'credit_note.issued'];
