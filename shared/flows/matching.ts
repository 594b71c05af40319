/** Finds the invoice that a transfer pays, by what the bank tells of it. */
import type { Invoice } from '../domain/invoices/states.ts';
import { invoices } from '../domain/invoices.ts';
import { type MatchedBy, readReference, type ToldReference } from '../domain/payments/references.ts';
import { load } from '../execute.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { AggregateRef, Journal, Ports } from '../ports.ts';
import { invoiceReferred } from '../views/references.ts';
import { documentsIn, INVOICES } from './numbered-documents.ts';

const NAME_IT = { pointer: '#/reference', hint: 'Name the invoice, or the customer.' } as const;

type Where = { readonly tenant: string; readonly entities: readonly string[] };
type Store = Pick<Ports, 'journal' | 'views'>;

/** An invoice that was found, by what, and as it is. */
export type MatchedInvoice = {
  readonly id: string;
  readonly by: MatchedBy;
  readonly invoice: Exclude<Invoice, { status: 'none' }>;
};

/**
 * The one invoice of these sellers that a reference tells. Refused with `payment.reference_malformed` where its check digits are
 * wrong, `payment.reference_unknown` where there is no such invoice, `payment.reference_ambiguous` where there are several.
 */
export async function invoiceOfReference(
  told: string,
  where: Where,
  ports: Store,
): Promise<Result<MatchedInvoice>> {
  const read = readReference(told);
  if (!read.ok) return read;
  const found = await candidates(read.value, where, ports);
  const [only, second] = [...new Map(found.map((each) => [each.id, each])).values()];
  if (only === undefined) return refuse('payment.reference_unknown', 'No invoice is known by it.', NAME_IT);
  if (second !== undefined)
    return refuse('payment.reference_ambiguous', 'It may be several invoices.', NAME_IT);

  return ok({ ...only, by: read.value.by });
}

type Found = Omit<MatchedInvoice, 'by'>;

async function candidates(read: ToldReference, where: Where, ports: Store): Promise<readonly Found[]> {
  const { tenant, entities } = where;
  if (read.by === 'invoice_number') {
    const found = await documentsIn(read.words, where, { of: INVOICES, journal: ports.journal });
    return found.map(({ id, document: invoice }) => ({ id, invoice }));
  }
  const id = await invoiceReferred(ports.views, tenant, read.reference);
  const found = id === undefined ? undefined : await issued({ tenant, id }, ports.journal);

  return found && entities.includes(found.invoice.entity) ? [found] : [];
}

async function issued(ref: AggregateRef, journal: Journal): Promise<Found | undefined> {
  const { state } = await load(journal, invoices, ref);

  return state.status === 'none' ? undefined : { id: ref.id, invoice: state };
}
