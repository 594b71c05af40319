/** Finds invoices by what they bear: the one that a transfer pays, by what the bank tells of it, and those of a number. */
import type { Invoice } from '../domain/invoices/states.ts';
import { invoices } from '../domain/invoices.ts';
import { legalEntities } from '../domain/legal-entities.ts';
import { type MatchedBy, readReference, type ToldReference } from '../domain/payments/references.ts';
import { fromDocument, type NumberRead, numbersIn, spansOf } from '../domain/series/reading.ts';
import { type SeriesFact, seriesId } from '../domain/series.ts';
import { factsOf, load } from '../execute.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { sideBySide } from '../kernel/side-by-side.ts';
import type { AggregateRef, Commit, Journal, Ports } from '../ports.ts';
import { invoiceReferred } from '../views/references.ts';
import { type CustomerNumber, documentsOfCustomer } from './counted-documents.ts';

/** Manifests looked at for one number: each halves what is left, so they find any among a billion. */
const LOOKS_MAX = 32;

/** Sellers, and spans of a series, that are looked through at once. */
const AT_ONCE_MAX = 8;

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

/** The invoices of these sellers that bear a number, as it is printed. */
export async function invoicesNumbered(
  number: string,
  { tenant, entities }: Where,
  journal: Journal,
): Promise<readonly Found[]> {
  const found = await sideBySide(entities, AT_ONCE_MAX, (entity) =>
    numberedIn(number, { tenant, entity }, journal),
  );

  return found.flat().filter(({ invoice }) => invoice.number === number);
}

type Found = Omit<MatchedInvoice, 'by'>;

async function candidates(read: ToldReference, where: Where, ports: Store): Promise<readonly Found[]> {
  const { tenant, entities } = where;
  if (read.by === 'invoice_number') {
    const found = await sideBySide(entities, AT_ONCE_MAX, (entity) =>
      numberedIn(read.words, { tenant, entity }, ports.journal),
    );
    return found.flat();
  }
  const id = await invoiceReferred(ports.views, tenant, read.reference);
  const found = id === undefined ? undefined : await issued({ tenant, id }, ports.journal);

  return found && entities.includes(found.invoice.entity) ? [found] : [];
}

/** The invoices of one seller whose numbers stand in the words. */
async function numberedIn(
  words: string,
  { tenant, entity }: { readonly tenant: string; readonly entity: string },
  journal: Journal,
): Promise<readonly Found[]> {
  const { state: seller } = await load(journal, legalEntities, { tenant, id: entity }, 'eventual');
  if (seller.status === 'none') return [];
  const { invoiceNumbers, pastNumberings = [] } = seller;
  const patterns = new Set([invoiceNumbers, ...pastNumberings.map((past) => past.invoiceNumbers)]);
  const read = [...patterns].flatMap((pattern) => numbersIn(words, pattern));
  const ref = { tenant, id: seriesId(tenant, { entity, kind: 'invoice' }) };
  const found = await sideBySide(read, AT_ONCE_MAX, (each) =>
    each.customer === undefined
      ? numbered(each, { ref, isCountedAlike: pastNumberings.length === 0 }, journal)
      : numberedOfCustomer({ ...each, customer: each.customer }, { tenant, entity }, journal),
  );

  return found.flat();
}

/** The invoices of a series that bear a number that was read. */
async function numbered(
  read: NumberRead,
  { ref, isCountedAlike }: { readonly ref: AggregateRef; readonly isCountedAlike: boolean },
  journal: Journal,
): Promise<readonly Found[]> {
  const [first, latest] = await Promise.all([journal.at(ref, 1), journal.latest(ref, 'strong')]);
  if (!first || !latest) return [];
  const spans = spansOf(read, { first: firstDay(first), last: lastDay(latest), isCountedAlike });
  const manifests = remembered([first, latest], (version) => journal.at(ref, version));
  const found = await sideBySide(spans, AT_ONCE_MAX, async (span) => {
    const id = await documentAt({ span, number: read.number }, latest.version, manifests);
    return id === undefined ? undefined : issued({ tenant: ref.tenant, id }, journal);
  });

  // Another pattern may have held when it was numbered; what an invoice bears is what it was issued with.
  return found.flatMap((each) => (each?.invoice.number === read.printed ? [each] : []));
}

/** The invoice of a number that is counted by customer: the number tells the customer, and its counts tell the document. */
async function numberedOfCustomer(
  read: CustomerNumber,
  of: { readonly tenant: string; readonly entity: string },
  journal: Journal,
): Promise<readonly Found[]> {
  for await (const ids of documentsOfCustomer(read, of, journal)) {
    const found = await sideBySide(ids, AT_ONCE_MAX, (id) => issued({ tenant: of.tenant, id }, journal));
    const own = found.flatMap((each) => (each?.invoice.number === read.printed ? [each] : []));
    if (own.length > 0) return own;
  }

  return [];
}

async function issued(ref: AggregateRef, journal: Journal): Promise<Found | undefined> {
  const { state } = await load(journal, invoices, ref);

  return state.status === 'none' ? undefined : { id: ref.id, invoice: state };
}

type Manifests = (version: number) => Promise<Commit | undefined>;

/** Manifests that many searches look at are read once. */
function remembered(known: readonly Commit[], read: Manifests): Manifests {
  const reads = new Map(known.map((commit) => [commit.version, Promise.resolve<Commit | undefined>(commit)]));

  return (version) => {
    const former = reads.get(version) ?? read(version);
    reads.set(version, former);
    return former;
  };
}

/** The document that a series gave a number: its manifests are in order, so half of them is left after each look. */
async function documentAt(
  told: Omit<NumberRead, 'printed'>,
  latest: number,
  manifests: Manifests,
): Promise<string | undefined> {
  let [low, high] = [1, latest];
  for (let look = 0; low <= high && look < LOOKS_MAX; look += 1) {
    const middle = Math.floor((low + high) / 2);
    const manifest = await manifests(middle);
    if (!manifest) return undefined;
    const places = numberedBy(manifest).map(({ id, ...document }) => ({
      id,
      side: fromDocument(told, document),
    }));
    if (places.every(({ side }) => side < 0)) high = middle - 1;
    else if (places.every(({ side }) => side > 0)) low = middle + 1;
    else return places.find(({ side }) => side === 0)?.id;
  }

  return undefined;
}

function numberedBy(manifest: Commit) {
  return factsOf<SeriesFact>(manifest).flatMap(({ data: { first, documents } }) =>
    documents.map(({ id, issueDate }, index) => ({ id, issueDate, number: first + index })),
  );
}

const firstDay = (manifest: Commit) => daysOf(manifest)[0] ?? '';
const lastDay = (manifest: Commit) => daysOf(manifest).at(-1) ?? '';
const daysOf = (manifest: Commit) =>
  numberedBy(manifest)
    .map(({ issueDate }) => issueDate)
    .sort();
