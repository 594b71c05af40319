/**
 * From commits to view rows. A commit carries its aggregate's state, so its rows follow from it alone: no row is read
 * before it is written, and whichever version comes last, the newest stays.
 */
import { orderTotal } from '../domain/answers/orders.ts';
import type { CreditNote, Invoice } from '../domain/invoices.ts';
import { fulfilmentOf } from '../domain/orders.ts';
import { deciderOf, type KnownState } from '../domain/registry.ts';
import { returnedDocument } from '../domain/tax/union-return.ts';
import { load, stateOf } from '../execute.ts';
import type { Commit, Ports, ViewRow } from '../ports.ts';
import { accountRows } from '../views/accounts.ts';
import { deferralRows } from '../views/deferrals.ts';
import { creditNoteRows, invoiceRows } from '../views/documents.ts';
import { eventRowOf } from '../views/events.ts';
import { apiKeyRows, customerRows } from '../views/keepers.ts';
import { orderRow } from '../views/orders.ts';
import { returnedRows } from '../views/oss.ts';
import { paymentRows } from '../views/payments.ts';
import { planRows } from '../views/plans.ts';
import { prepaidRows } from '../views/prepaid.ts';
import { productRows } from '../views/products.ts';
import { runPageRows, runRows } from '../views/runs.ts';
import { subscriptionRows } from '../views/subscriptions.ts';
import { tenantRows } from '../views/tenants.ts';

/** Writes the rows of one commit. */
export async function project(commit: Commit, ports: Pick<Ports, 'journal' | 'views'>): Promise<void> {
  for (const row of await rowsOf(commit, ports)) await ports.views.put(row);
}

/** The rows that a commit moves; from the commit alone, unless its head is of an older shape. */
export async function rowsOf(commit: Commit, ports: Pick<Ports, 'journal'>): Promise<readonly ViewRow[]> {
  const event = eventRowOf(commit);
  const known = deciderOf(commit.id);
  if (!known) return [...accountRows(commit), ...(event ? [event] : [])];
  const state = stateOf(known.decider, commit) ?? (await load(ports.journal, known.decider, commit)).state;
  const rows = listRows(commit, { kind: known.kind, state } as KnownState); // the registry pairs each kind with its state

  return event ? [...rows, event] : rows;
}

function listRows(commit: Commit, known: KnownState): readonly ViewRow[] {
  switch (known.kind) {
    case 'tenant':
      return tenantRows(commit, known.state);
    case 'apiKey':
      return apiKeyRows(commit, known.state);
    case 'customer':
      return customerRows(commit, known.state);
    case 'order': {
      if (known.state.status === 'none') return [];
      return [
        orderRow(commit, known.state, {
          fulfilment: fulfilmentOf(known.state),
          netMinor: orderTotal(known.state),
        }),
      ];
    }
    case 'invoice':
      return [...invoiceRows(commit, known.state), ...returnRows(commit, known.state)];
    case 'creditNote':
      return [...creditNoteRows(commit, known.state), ...returnRows(commit, known.state)];
    case 'deferral':
      return deferralRows(commit, known.state);
    case 'payment':
      return paymentRows(commit, known.state);
    case 'plan':
      return planRows(commit, known.state);
    case 'product':
      return productRows(commit, known.state);
    case 'subscription':
      return subscriptionRows(commit, known.state);
    case 'prepaidBalance':
      return prepaidRows(commit, known.state);
    case 'run':
      return runRows(commit, known.state);
    case 'runPage':
      return runPageRows(commit, known.state);
  }
}

/** A document in its return of the one-stop shop, written once: whatever happens to it later is a document of its own. */
function returnRows(commit: Commit, state: Invoice | CreditNote): readonly ViewRow[] {
  if (state.status === 'none' || !commit.facts.some(({ type }) => ISSUED.includes(type))) return [];
  const sign = 'invoice' in state ? -1n : 1n;
  const document = returnedDocument({ ...state, id: commit.id }, sign);

  return returnedRows(commit, { entity: state.entity, document });
}

const ISSUED: readonly string[] = ['invoice.issued', 'credit_note.issued'];
