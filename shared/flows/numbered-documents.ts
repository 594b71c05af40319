/** Finds documents by the numbers that they bear: a number tells where in its series it lies, so that no row is needed. */
import { creditNotes, invoices } from '../domain/invoices.ts';
import type { CreditNote, Invoice } from '../domain/invoices/states.ts';
import { legalEntities } from '../domain/legal-entities.ts';
import { fromDocument, type NumberRead, numbersIn, spansOf } from '../domain/series/reading.ts';
import { type SeriesFact, seriesId } from '../domain/series.ts';
import { tenants } from '../domain/tenants.ts';
import { factsOf, load } from '../execute.ts';
import { sideBySide } from '../kernel/side-by-side.ts';
import type { AggregateRef, Commit, Journal } from '../ports.ts';
import { type CustomerNumber, documentsOfCustomer } from './counted-documents.ts';

/** Manifests looked at for one number: each halves what is left, so they find any among a billion. */
const LOOKS_MAX = 32;

/** Sellers, and spans of a series, that are looked through at once. */
const AT_ONCE_MAX = 8;

/** Whose documents are looked for. */
export type Where = { readonly tenant: string; readonly entities: readonly string[] };

type Seller = { readonly tenant: string; readonly entity: string };
type Bearing = { readonly number: string };

/** A document that was found. */
export type Numbered<Document> = { readonly id: string; readonly document: Document };

/** A kind of document: its series, the pattern of its numbers, and how one is read; undefined where it is not issued. */
type Kind<Document> = {
  readonly kind: 'invoice' | 'credit_note';
  readonly pattern: 'invoiceNumbers' | 'creditNoteNumbers';
  readonly read: (ref: AggregateRef, journal: Journal) => Promise<Document | undefined>;
};

type Looking<Document> = { readonly of: Kind<Document>; readonly journal: Journal };

/** Invoices. */
export const INVOICES: Kind<Exclude<Invoice, { status: 'none' }>> = {
  kind: 'invoice',
  pattern: 'invoiceNumbers',
  read: async (ref, journal) => {
    const { state } = await load(journal, invoices, ref);
    return state.status === 'none' ? undefined : state;
  },
};

/** Credit notes. */
export const CREDIT_NOTES: Kind<Exclude<CreditNote, { status: 'none' }>> = {
  kind: 'credit_note',
  pattern: 'creditNoteNumbers',
  read: async (ref, journal) => {
    const { state } = await load(journal, creditNotes, ref);
    return state.status === 'none' ? undefined : state;
  },
};

type Narrowed = {
  readonly number?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
};

/**
 * The documents of a tenant that bear the number to which a list is narrowed; undefined where it is to be paged through: for no
 * number, on a later page, and where the series do not tell.
 */
export async function numberedFor<Document extends Bearing>(
  { tenant, query }: { readonly tenant: string; readonly query: Narrowed },
  of: Kind<Document>,
  { journal }: { readonly journal: Journal },
): Promise<readonly Numbered<Document>[] | undefined> {
  const { number, cursor, limit } = query;
  if (number === undefined || cursor !== undefined) return undefined;
  const { state } = await load(journal, tenants, { tenant, id: tenant }, 'eventual');
  const entities = state.status === 'active' ? state.entities : [];
  const found = await documentsIn(number, { tenant, entities }, { of, journal });
  const bearing = found.filter(({ document }) => document.number === number);

  return bearing.length === 0 || bearing.length > limit ? undefined : bearing;
}

/** The documents of these sellers whose numbers stand in the words. */
export async function documentsIn<Document extends Bearing>(
  words: string,
  { tenant, entities }: Where,
  looking: Looking<Document>,
): Promise<readonly Numbered<Document>[]> {
  const found = await sideBySide(entities, AT_ONCE_MAX, (entity) =>
    numberedIn(words, { tenant, entity }, looking),
  );

  return found.flat();
}

/** The documents of one seller whose numbers stand in the words. */
async function numberedIn<Document extends Bearing>(
  words: string,
  { tenant, entity }: Seller,
  looking: Looking<Document>,
): Promise<readonly Numbered<Document>[]> {
  const { of, journal } = looking;
  const { state: seller } = await load(journal, legalEntities, { tenant, id: entity }, 'eventual');
  if (seller.status === 'none') return [];
  const { pastNumberings = [] } = seller;
  const patterns = new Set([seller, ...pastNumberings].map((each) => each[of.pattern]));
  const read = [...patterns].flatMap((pattern) => numbersIn(words, pattern));
  const ref = { tenant, id: seriesId(tenant, { entity, kind: of.kind }) };
  const found = await sideBySide(read, AT_ONCE_MAX, (each) =>
    each.customer === undefined
      ? numbered(each, { ref, isCountedAlike: pastNumberings.length === 0 }, looking)
      : numberedOfCustomer({ ...each, customer: each.customer }, { tenant, entity }, looking),
  );

  return found.flat();
}

/** The documents of a series that bear a number that was read. */
async function numbered<Document extends Bearing>(
  read: NumberRead,
  { ref, isCountedAlike }: { readonly ref: AggregateRef; readonly isCountedAlike: boolean },
  { of, journal }: Looking<Document>,
): Promise<readonly Numbered<Document>[]> {
  const [first, latest] = await Promise.all([journal.at(ref, 1), journal.latest(ref, 'strong')]);
  if (!first || !latest) return [];
  const spans = spansOf(read, { first: firstDay(first), last: lastDay(latest), isCountedAlike });
  const manifests = remembered([first, latest], (version) => journal.at(ref, version));
  const found = await sideBySide(spans, AT_ONCE_MAX, async (span) => {
    const id = await documentAt({ span, number: read.number }, latest.version, manifests);
    return id === undefined ? undefined : issued({ tenant: ref.tenant, id }, { of, journal });
  });

  // Another pattern may have held when it was numbered; what a document bears is what it was issued with.
  return found.flatMap((each) => (each?.document.number === read.printed ? [each] : []));
}

/** The document of a number that is counted by customer: the number tells the customer, and its counts tell the document. */
async function numberedOfCustomer<Document extends Bearing>(
  read: CustomerNumber,
  seller: Seller,
  { of, journal }: Looking<Document>,
): Promise<readonly Numbered<Document>[]> {
  for await (const ids of documentsOfCustomer(read, { ...seller, kind: of.kind }, journal)) {
    const found = await sideBySide(ids, AT_ONCE_MAX, (id) =>
      issued({ tenant: seller.tenant, id }, { of, journal }),
    );
    const own = found.flatMap((each) => (each?.document.number === read.printed ? [each] : []));
    if (own.length > 0) return own;
  }

  return [];
}

async function issued<Document>(
  ref: AggregateRef,
  { of, journal }: Looking<Document>,
): Promise<Numbered<Document> | undefined> {
  const document = await of.read(ref, journal);

  return document && { id: ref.id, document };
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
