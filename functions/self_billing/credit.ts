/** Woken by requests to take a self-billed invoice back; freezes, numbers and records self_billed_credit_note.issued. */
import { composeCreditNote } from '../../shared/documents/compose.ts';
import type { DocumentModel } from '../../shared/documents/model.ts';
import { prepared } from '../../shared/documents/prepared.ts';
import type { Draft } from '../../shared/domain/drafting/draft.ts';
import { handledLike } from '../../shared/domain/handling.ts';
import { selfBilledCreditNoteIssued } from '../../shared/domain/ledger.ts';
import { legalEntities } from '../../shared/domain/legal-entities.ts';
import { SELF_BILLED_CREDIT_NUMBERS } from '../../shared/domain/self-billing.ts';
import { selfBilledCredited } from '../../shared/domain/self-billing/crediting.ts';
import {
  selfBilledCreditNoteOf,
  type SelfBilledFact,
  selfBilledInvoices,
} from '../../shared/domain/self-billing/documents.ts';
import type { SelfBilledCredit, SelfBilledIssued } from '../../shared/domain/self-billing/states.ts';
import { type Delivery, DONE, type Outcome } from '../../shared/edge/delivery.ts';
import { actingOn, commitOf, eachOf, onQueue } from '../../shared/edge/queue.ts';
import { type Acting, factsOf, load, loadAt } from '../../shared/execute.ts';
import { type Frozen, freezeDocument, readFrozen } from '../../shared/flows/freezing.ts';
import { issueDocuments } from '../../shared/flows/numbering.ts';
import { invariant } from '../../shared/kernel/invariant.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import { localDate } from '../../shared/kernel/time.ts';
import type { Commit, Ports } from '../../shared/ports.ts';

/** A request with the invoice as it stood once it was asked. */
type Wanted = {
  readonly commit: Commit;
  readonly invoice: SelfBilledIssued;
  readonly credit: SelfBilledCredit;
  readonly acting: Acting;
};

async function credit(delivery: Delivery, ports: Ports): Promise<Outcome> {
  const commit = await commitOf(delivery.message, ports);
  const asked = commit && factsOf<SelfBilledFact>(commit).find(isRequest);
  const invoice = commit && (await loadAt(ports.journal, selfBilledInvoices, commit));
  if (!commit || !asked || invoice?.status !== 'issued')
    return { end: 'wait', reason: 'the request is not readable yet' };
  const acting = actingOn('self_billing.credit', delivery, ports);
  const frozen = await freezeNote({ commit, invoice, credit: asked.data, acting }, ports);
  if (!frozen.ok) return { end: 'park', code: frozen.refusal.code, reason: frozen.refusal.message };
  const waiting = await freezeDocument(frozen.value, ports);
  const issued = await issueDocuments([waiting], frozen.value, ports);

  return issued.ok ? DONE : { end: 'wait', reason: issued.refusal.code };
}

function isRequest(
  fact: SelfBilledFact,
): fact is Extract<SelfBilledFact, { type: 'self_billed_invoice.credit_requested' }> {
  return fact.type === 'self_billed_invoice.credit_requested';
}

async function freezeNote(wanted: Wanted, ports: Ports): Promise<Result<Frozen>> {
  const { commit, invoice, credit: asked, acting } = wanted;
  const { tenant, id } = commit;
  const { entity, number } = invoice;
  const { state: buyer } = await load(ports.journal, legalEntities, { tenant, id: entity });
  invariant(buyer.status !== 'none', `the buyer of ${id} is not there`);
  const corrected = await readFrozen(tenant, invoice.content, ports);
  const original = corrected.model as DocumentModel & Pick<Draft, 'lines'>; // frozen by self_billing.issue
  const { part, reverseCharge } = selfBilledCredited(invoice, { credit: asked, lines: original.lines });
  const issueDate = localDate(acting.at, buyer.zone);
  const document = prepared(composeCreditNote(original, { number, issueDate, part, reason: asked.reason }));
  if (!document.ok) return document;

  return ok({
    schema: 1,
    kind: 'self_billed_credit_note',
    tenant,
    id: selfBilledCreditNoteOf(tenant, id, asked),
    ...{ entity, issueDate, pattern: SELF_BILLED_CREDIT_NUMBERS },
    ...document.value,
    ...handledLike(corrected, buyer, { issueDate }),
    ...takenBack(wanted, { part, reverseCharge, issueDate }),
    ...{ cause: acting.cause, trace: acting.trace, at: acting.at },
  });
}

/** What the fact and the books say. */
function takenBack(
  { commit, invoice, credit: asked }: Wanted,
  of: ReturnType<typeof selfBilledCredited> & { readonly issueDate: string },
): Pick<Frozen, 'data' | 'books'> {
  const { entity, customer, currency, isDeductible } = invoice;
  const { part, reverseCharge, issueDate } = of;
  const { netMinor, taxMinor, grossMinor, taxes } = part ?? invoice;
  const sums = { netMinor, taxMinor, grossMinor };
  const { reason, lines, ordinal } = asked;

  return {
    data: {
      ...{ entity, customer, currency, issueDate, taxes, ...sums },
      netsMinor: part ? part.lines.map((line) => line.netMinor) : invoice.netsMinor,
      ...{ invoice: commit.id, reason, reverseCharge, isDeductible },
      ...(lines && { lines: lines.map(({ line }) => line) }),
      ...(ordinal !== undefined && { ordinal }),
    },
    books: selfBilledCreditNoteIssued({
      ...{ entity, currency, date: issueDate, ...sums, isDeductible },
      reversedTaxMinor: reverseCharge?.taxMinor ?? 0n,
    }),
  };
}

export const handler = onQueue('self_billing.credit', eachOf(credit));
