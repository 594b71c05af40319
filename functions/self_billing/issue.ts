/** Woken by requests of self-billing; drafts, freezes, numbers and records self_billed_invoice.issued. */
import { type PreparedDocument, preparedSelfBilled } from '../../shared/documents/prepared.ts';
import { handledAs } from '../../shared/domain/handling.ts';
import { selfBilledInvoiceIssued } from '../../shared/domain/ledger.ts';
import {
  type RequestData,
  SELF_BILLED_NUMBERS,
  selfBillingRequests,
} from '../../shared/domain/self-billing.ts';
import { selfBilledInvoiceOf, selfBilledInvoices } from '../../shared/domain/self-billing/documents.ts';
import { type Delivery, DONE, type Outcome } from '../../shared/edge/delivery.ts';
import { actingOn, commitOf, eachOf, onQueue } from '../../shared/edge/queue.ts';
import { load, stateOf } from '../../shared/execute.ts';
import type { Refusal } from '../../shared/kernel/refusal.ts';
import type { Frozen } from '../../shared/flows/freezing.ts';
import { freezeDocument } from '../../shared/flows/freezing.ts';
import { finishSeries, issueDocuments } from '../../shared/flows/numbering.ts';
import { type DraftedSelfBilled, draftedSelfBilled } from '../../shared/flows/self-billing.ts';
import type { Acting } from '../../shared/execute.ts';
import type { Commit, Ports } from '../../shared/ports.ts';

async function issue(delivery: Delivery, ports: Ports): Promise<Outcome> {
  const commit = await commitOf(delivery.message, ports);
  const request = commit && stateOf(selfBillingRequests, commit);
  if (!request || request.status === 'none')
    return { end: 'wait', reason: 'the request is not readable yet' };
  const series = { tenant: commit.tenant, entity: request.entity, kind: 'self_billed_invoice' } as const;
  if (await isIssued(commit, series, ports)) return DONE;

  const acting = actingOn('self_billing.issue', delivery, ports);
  const of = { tenant: commit.tenant, id: commit.id, now: acting.at };
  const drafted = await draftedSelfBilled(request, of, ports);
  if (!drafted.ok) return parked(drafted.refusal);
  const document = preparedSelfBilled(drafted.value.draft, drafted.value);
  if (!document.ok) return parked(document.refusal);
  const frozen = frozenFrom(drafted.value, { commit, request, acting, document: document.value });
  const waiting = await freezeDocument(frozen, ports);
  const issued = await issueDocuments([waiting], series, ports);

  return issued.ok ? DONE : { end: 'wait', reason: issued.refusal.code };
}

function parked({ code, message }: Refusal): Outcome {
  return { end: 'park', code, reason: message };
}

/** It may be issued already, or numbered by somebody who did not live to issue it. */
async function isIssued(
  { tenant, id }: Commit,
  series: Pick<Frozen, 'tenant' | 'entity' | 'kind'>,
  ports: Ports,
): Promise<boolean> {
  const ref = { tenant, id: selfBilledInvoiceOf(tenant, id) };
  await finishSeries(series, ports);

  return (await load(ports.journal, selfBilledInvoices, ref)).version > 0;
}

function frozenFrom(
  { draft, buyer, wish, reverseCharge, isDeductible }: DraftedSelfBilled,
  of: {
    readonly commit: Commit;
    readonly request: RequestData;
    readonly acting: Acting;
    readonly document: PreparedDocument;
  },
): Frozen {
  const { commit, request, acting, document } = of;
  const { entity, customer, agreement } = request;
  const { currency, issueDate, dueDate, lines, taxes, netMinor, taxMinor, grossMinor } = draft;
  const sums = { netMinor, taxMinor, grossMinor };

  return {
    schema: 1,
    kind: 'self_billed_invoice',
    tenant: commit.tenant,
    id: selfBilledInvoiceOf(commit.tenant, commit.id),
    ...{ entity, issueDate, pattern: SELF_BILLED_NUMBERS },
    ...document,
    ...handledAs(buyer, { issueDate }, wish),
    data: {
      ...{ entity, customer, currency, issueDate, dueDate, taxes, ...sums },
      netsMinor: lines.map((line) => line.netMinor),
      ...{ request: commit.id, agreement, reverseCharge, isDeductible },
    },
    books: selfBilledInvoiceIssued({
      ...{ entity, currency, date: issueDate, ...sums, isDeductible },
      reversedTaxMinor: reverseCharge?.taxMinor ?? 0n,
    }),
    ...{ cause: acting.cause, trace: acting.trace, at: acting.at },
  };
}

export const handler = onQueue('self_billing.issue', eachOf(issue));
