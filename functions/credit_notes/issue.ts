/** Woken by cancelled orders and credit requests; freezes, numbers and records credit_note.issued. */
import { composeCreditNote } from '../../shared/documents/compose.ts';
import type { DocumentModel } from '../../shared/documents/model.ts';
import { prepared } from '../../shared/documents/prepared.ts';
import type { CreditWish, Invoice } from '../../shared/domain/invoices.ts';
import { fullCreditNoteOf, invoices } from '../../shared/domain/invoices.ts';
import { creditNoteIssued } from '../../shared/domain/ledger.ts';
import { legalEntities } from '../../shared/domain/legal-entities.ts';
import { invoiceOfOrder, orders } from '../../shared/domain/orders.ts';
import type { Delivery, Outcome } from '../../shared/edge/queue.ts';
import { actingOn, commitOf, DONE, eachOf, onQueue } from '../../shared/edge/queue.ts';
import { execute, load } from '../../shared/execute.ts';
import { ok, refuse, type Result } from '../../shared/kernel/result.ts';
import { localDate, yearOf } from '../../shared/kernel/time.ts';
import type { Frozen } from '../../shared/numbering.ts';
import { freezeDocument, issueDocuments, readFrozen } from '../../shared/numbering.ts';
import type { Commit, Ports } from '../../shared/ports.ts';

type Issued = Exclude<Invoice, { status: 'none' }>;

async function issue(delivery: Delivery, ports: Ports): Promise<Outcome> {
  const commit = await commitOf(delivery.message, ports);
  if (!commit) return { end: 'wait', reason: 'the commit is not readable yet' };

  return delivery.message.kind === 'fact' && delivery.message.fact === 'order.cancelled'
    ? cancelInvoice(commit, delivery, ports)
    : creditInvoice(commit.id, delivery, ports);
}

/** A cancelled order takes its invoice back by asking the invoice, as anybody else would. */
async function cancelInvoice(commit: Commit, delivery: Delivery, ports: Ports): Promise<Outcome> {
  const { state: order } = await load(ports.journal, orders, commit);
  if (
    order.status === 'none' ||
    order.billing === 'on_fulfilment' ||
    order.lines.every(([, , price]) => price === null)
  )
    return DONE;

  const invoice = invoiceOfOrder(commit.tenant, commit.id, 'placed');
  const wish: CreditWish = { reason: 'order_cancelled', remainder: 'refund', fingerprint: commit.id };
  const asked = await execute(ports.journal, invoices, {
    ref: { tenant: commit.tenant, id: invoice },
    command: { do: 'request_credit', wish },
    acting: actingOn('credit_notes.issue', delivery, ports),
  });
  if (!asked.ok && asked.refusal.code === 'invoice.not_found')
    return { end: 'wait', reason: `${invoice} is not issued yet` };

  // Whoever asked first has it taken back; there is nothing left to cancel then.
  return DONE;
}

async function creditInvoice(id: string, delivery: Delivery, ports: Ports): Promise<Outcome> {
  const { tenant } = delivery.message;
  const { state: invoice } = await load(ports.journal, invoices, { tenant, id });
  if (invoice.status === 'none' || invoice.credit === null)
    return { end: 'wait', reason: 'the request is not readable yet' };
  const frozen = await freezeNote({ tenant, id, invoice, wish: invoice.credit }, delivery, ports);
  if (!frozen.ok) return { end: 'park', code: frozen.refusal.code, reason: frozen.refusal.message };

  const waiting = await freezeDocument(frozen.value, ports);
  const { entity } = frozen.value;
  const issued = await issueDocuments([waiting], { tenant, entity, kind: 'credit_note' }, ports);

  return issued.ok ? DONE : { end: 'wait', reason: issued.refusal.code };
}

async function freezeNote(
  of: { readonly tenant: string; readonly id: string; readonly invoice: Issued; readonly wish: CreditWish },
  delivery: Delivery,
  ports: Ports,
): Promise<Result<Frozen>> {
  const { tenant, id, invoice, wish } = of;
  const { entity, currency } = invoice;
  const { state: seller } = await load(ports.journal, legalEntities, { tenant, id: entity });
  if (seller.status === 'none') return refuse('legal_entity.unknown', 'The legal entity is not known.');
  const original = await readFrozen(tenant, invoice.content, ports);
  const acting = actingOn('credit_notes.issue', delivery, ports);
  const issueDate = localDate(acting.at, seller.zone);
  const model = composeCreditNote(original.model as DocumentModel, { number: invoice.number, issueDate }); // frozen by invoices.issue
  const document = prepared(model);
  if (!document.ok) return document;
  const { netsMinor, taxes, netMinor, taxMinor, grossMinor, customer, account } = invoice;
  const sums = { netMinor, taxMinor, grossMinor };

  return ok({
    schema: 1,
    kind: 'credit_note',
    tenant,
    id: fullCreditNoteOf(tenant, id),
    entity,
    year: yearOf(issueDate),
    issueDate,
    pattern: seller.creditNoteNumbers,
    ...document.value,
    data: {
      ...{ entity, customer, account, currency, issueDate, netsMinor, taxes, ...sums },
      ...(invoice.reductions && { reductions: invoice.reductions }),
      ...{ invoice: id, reason: wish.reason, remainder: wish.remainder },
    },
    books: creditNoteIssued({ entity, currency, date: issueDate, ...sums }),
    cause: acting.cause,
    trace: acting.trace,
    at: acting.at,
  });
}

export const handler = onQueue('credit_notes.issue', eachOf(issue));
