/** Woken by cancelled orders, changed and ended subscriptions and credit requests; freezes, numbers and records credit_note.issued. */
import { composeCreditNote } from '../../shared/documents/compose.ts';
import type { DocumentModel } from '../../shared/documents/model.ts';
import { prepared } from '../../shared/documents/prepared.ts';
import type { Draft, DraftLine } from '../../shared/domain/drafting/draft.ts';
import { invoices } from '../../shared/domain/invoices.ts';
import { handledLike } from '../../shared/domain/handling.ts';
import { creditNoteOf } from '../../shared/domain/invoices/crediting.ts';
import { partOf } from '../../shared/domain/invoices/pieces.ts';
import type { Invoice, InvoiceFact } from '../../shared/domain/invoices/states.ts';
import { amountMinorOf, type CreditWish, type RequestedCredit } from '../../shared/domain/invoices/wishes.ts';
import { creditNoteIssued } from '../../shared/domain/ledger.ts';
import type { SellerDetails } from '../../shared/domain/legal-entities/states.ts';
import { type ReductionShare, reductionSums } from '../../shared/domain/reductions.ts';
import { unionSalesCredited } from '../../shared/domain/tax/union-sales.ts';
import { legalEntities } from '../../shared/domain/legal-entities.ts';
import { orders } from '../../shared/domain/orders.ts';
import { depositSteps, invoiceOfOrder } from '../../shared/domain/orders/invoicing.ts';
import { type Delivery, DONE, type Outcome } from '../../shared/edge/delivery.ts';
import { actingOn, commitOf, eachOf, onQueue } from '../../shared/edge/queue.ts';
import { execute, factsOf, load, loadAt } from '../../shared/execute.ts';
import { ok, refuse, type Result } from '../../shared/kernel/result.ts';
import { localDate } from '../../shared/kernel/time.ts';
import { takenOff } from '../../shared/flows/placing-sales.ts';
import { askedBack } from '../../shared/flows/giving-back.ts';
import type { Frozen } from '../../shared/flows/freezing.ts';
import { freezeDocument, readFrozen } from '../../shared/flows/freezing.ts';
import { issueDocuments } from '../../shared/flows/numbering.ts';
import { givenBack } from '../../shared/flows/prepaying.ts';
import { lastRevision } from '../../shared/flows/replacing.ts';
import type { Commit, Ports } from '../../shared/ports.ts';

type Issued = Exclude<Invoice, { status: 'none' }>;

async function issue(delivery: Delivery, ports: Ports): Promise<Outcome> {
  const commit = await commitOf(delivery.message, ports);
  if (!commit) return { end: 'wait', reason: 'the commit is not readable yet' };

  const fact = delivery.message.kind === 'fact' ? delivery.message.fact : '';
  if (fact === 'order.cancelled') return cancelInvoice(commit, delivery, ports);

  return fact.startsWith('subscription.')
    ? settleSubscription(commit, delivery, ports)
    : creditInvoice(commit, delivery, ports);
}

/** A subscription that ended early, was changed or heard late of less usage gives back what was charged, by asking the invoices that charged it. */
async function settleSubscription(commit: Commit, delivery: Delivery, ports: Ports): Promise<Outcome> {
  const acting = actingOn('credit_notes.issue', delivery, ports);
  const stopped = await askedBack(commit, acting, ports);
  if (!stopped) return DONE;

  return 'waitsFor' in stopped
    ? { end: 'wait', reason: `${stopped.waitsFor} is not issued yet` }
    : { end: 'park', ...stopped };
}

/**
 * A cancelled order takes its invoice back by asking the invoice, as anybody else would; of one that is invoiced by delivery
 * the deposits, whose money stays on the account.
 */
async function cancelInvoice(commit: Commit, delivery: Delivery, ports: Ports): Promise<Outcome> {
  const { state: order } = await load(ports.journal, orders, commit);
  if (order.status === 'none' || order.lines.every(([, , price]) => price === null)) return DONE;
  const isPlaced = order.billing === 'on_placement';
  const remainder = isPlaced ? 'refund' : 'credit';
  const wish: CreditWish = { reason: 'order_cancelled', remainder, fingerprint: commit.id };
  for (const step of isPlaced ? ['placed'] : depositSteps(order)) {
    const end = await takeBack(
      invoiceOfOrder(commit.tenant, commit.id, step),
      { commit, wish, delivery },
      ports,
    );
    if (end !== DONE) return end;
  }

  return DONE;
}

async function takeBack(
  invoice: string,
  of: { readonly commit: Commit; readonly wish: CreditWish; readonly delivery: Delivery },
  ports: Ports,
): Promise<Outcome> {
  const { commit, wish, delivery } = of;
  const last = await lastRevision({ tenant: commit.tenant, id: invoice }, ports.journal);
  const asked = await execute(ports.journal, invoices, {
    ref: { tenant: commit.tenant, id: last.id },
    command: { do: 'request_credit', wish },
    acting: actingOn('credit_notes.issue', delivery, ports),
  });
  // Whoever asked first has it taken back; there is nothing left to cancel then.
  if (asked.ok || asked.refusal.code === 'invoice.already_credited') return DONE;
  const { code, message } = asked.refusal;
  if (code !== 'invoice.not_found') return { end: 'park', code, reason: `${last.id}: ${message}` };

  return { end: 'wait', reason: `${last.id} is not issued yet` };
}

async function creditInvoice(commit: Commit, delivery: Delivery, ports: Ports): Promise<Outcome> {
  const { tenant, id } = commit;
  const { state: invoice } = await load(ports.journal, invoices, { tenant, id });
  const requested = factsOf<InvoiceFact>(commit).find((fact) => fact.type === 'invoice.credit_requested');
  if (invoice.status === 'none' || !requested)
    return { end: 'wait', reason: 'the request is not readable yet' };
  const frozen = await freezeNote({ commit, invoice, credit: requested.data }, delivery, ports);
  if (!frozen.ok) return { end: 'park', code: frozen.refusal.code, reason: frozen.refusal.message };

  const waiting = await freezeDocument(frozen.value, ports);
  const { entity } = frozen.value;
  const issued = await issueDocuments([waiting], { tenant, entity, kind: 'credit_note' }, ports);

  if (!issued.ok) return { end: 'wait', reason: issued.refusal.code };
  const { unionSales } = frozen.value.data;
  const acting = actingOn('credit_notes.issue', delivery, ports);
  await takenOff(unionSales, { tenant, entity, id: frozen.value.id, acting }, ports);

  return DONE;
}

type Wanted = { readonly commit: Commit; readonly invoice: Issued; readonly credit: RequestedCredit };

async function freezeNote(wanted: Wanted, delivery: Delivery, ports: Ports): Promise<Result<Frozen>> {
  const { commit, invoice, credit } = wanted;
  const { tenant, id } = commit;
  const { entity, currency, customer, account, number } = invoice;
  const { state: seller } = await load(ports.journal, legalEntities, { tenant, id: entity });
  if (seller.status === 'none') return refuse('legal_entity.unknown', 'The legal entity is not known.');
  const corrected = await readFrozen(tenant, invoice.content, ports);
  const original = corrected.model as DocumentModel; // frozen by invoices.issue
  const part = await partOfNote(wanted, original, ports);
  const sums = sumsOf(part ?? invoice);
  const acting = actingOn('credit_notes.issue', delivery, ports);
  const issueDate = localDate(acting.at, seller.zone);
  const document = prepared(composeCreditNote(original, { number, issueDate, part, reason: credit.reason }));
  if (!document.ok) return document;
  const creditNote = creditNoteOf(tenant, id, credit);
  const note = { tenant, id: creditNote, invoice: id, ...sums, issueDate, says: part ?? original };
  const back = await givenBack(note, { invoice, acting }, ports);
  if (!back.ok) return back;
  return ok({
    schema: 1,
    kind: 'credit_note',
    ...{ tenant, id: creditNote, entity },
    issueDate,
    ...numberedBy(seller),
    ...document.value,
    ...handledLike(corrected, seller, { ...invoice, issueDate }),
    data: {
      ...{ entity, customer, account, currency, issueDate, ...sums },
      ...chargedIn(part, invoice),
      ...unionSalesCredited(invoice, { ...(part ?? original), credit }),
      invoice: id,
      ...back.value,
      ...askedFor(credit),
    },
    books: creditNoteIssued({ ...ofBooks(invoice, issueDate), ...sums, ...back.value }),
    ...{ cause: acting.cause, trace: acting.trace, at: acting.at },
  });
}

function numberedBy({
  creditNoteNumbers: pattern,
  counting,
}: SellerDetails): Pick<Frozen, 'pattern' | 'counting'> {
  return { pattern, ...(counting && { counting }) };
}

/** The sums of what is taken back. */
function sumsOf({
  netMinor,
  taxMinor,
  accountingTax,
  grossMinor,
}: Pick<Issued, 'netMinor' | 'taxMinor' | 'accountingTax' | 'grossMinor'>) {
  return { netMinor, taxMinor, grossMinor, ...(accountingTax && { accountingTax }) };
}

/** The lines, the taxes and the allowances and charges that it takes back. */
function chargedIn(part: Awaited<ReturnType<typeof partOfNote>>, invoice: Issued) {
  const lines = part ? linesOf(part.lines, invoice) : linesAsCharged(invoice);

  return { ...lines, taxes: (part ?? invoice).taxes, ...reductionsOf(part, invoice) };
}

/** Whose books, of what, on which day. */
function ofBooks({ entity, currency, kind }: Issued, date: string) {
  return { entity, currency, date, kind };
}

/** What the fact says of the request. */
function askedFor({ reason, remainder, effect, lines, ordinal, correctedBy }: RequestedCredit) {
  return {
    ...{ reason, remainder },
    ...(effect && { effect }),
    ...(lines && { lines: lines.map(({ line }) => line) }),
    ...(ordinal !== undefined && { ordinal }),
    ...(correctedBy !== undefined && { correctedBy }),
  };
}

/** The nets of the lines and, where prices contain the tax, the grosses. */
function linesOf(lines: readonly DraftLine[], { priceBasis }: Issued) {
  const netsMinor = lines.map(({ netMinor }) => netMinor);
  if (!priceBasis) return { netsMinor };

  return { netsMinor, priceBasis, grossesMinor: lines.map(({ gross }) => gross?.amountMinor ?? 0n) };
}

function linesAsCharged({ netsMinor, priceBasis, grossesMinor }: Issued) {
  return { netsMinor, ...(priceBasis && { priceBasis }), ...(grossesMinor && { grossesMinor }) };
}

/** The sums of the allowances and charges that it takes back. */
function reductionsOf(part: { readonly reductions?: readonly ReductionShare[] } | null, invoice: Issued) {
  if (!part) return invoice.reductions && { reductions: invoice.reductions };

  return part.reductions && { reductions: reductionSums(part.reductions) };
}

/** Null where the note takes back the whole. What went before it is what the invoice knew when it was asked for. */
async function partOfNote({ commit, invoice, credit }: Wanted, original: DocumentModel, ports: Ports) {
  if (!credit.lines) return null;
  const asked = await loadAt(ports.journal, invoices, commit);
  const pieces = new Map(credit.lines.map((piece) => [piece.line, amountMinorOf(piece)]));
  const creditedMinor = asked.status === 'none' ? [] : asked.creditedMinor;
  const beforeMinor = creditedMinor.map((minor, index) => minor - (pieces.get(index + 1) ?? 0n));
  const { lines, reductions } = original as Pick<Draft, 'lines' | 'reductions'>; // frozen from a draft

  return partOf({ ...invoice, lines, reductions }, { beforeMinor, lines: credit.lines });
}

export const handler = onQueue('credit_notes.issue', eachOf(issue));
