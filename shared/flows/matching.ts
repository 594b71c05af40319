/** Finds the invoice that a transfer pays, by what the bank tells of it. */
import type { Invoice } from '../domain/invoices/states.ts';
import { invoices } from '../domain/invoices.ts';
import { legalEntities } from '../domain/legal-entities.ts';
import type { LegalEntity } from '../domain/legal-entities/states.ts';
import { type MatchedBy, readReference, type ToldReference } from '../domain/payments/references.ts';
import { compareKeys, keyOf, type NumberKey, numbersIn } from '../domain/series/reading.ts';
import { type SeriesFact, seriesId } from '../domain/series.ts';
import { factsOf, load } from '../execute.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { sideBySide } from '../kernel/side-by-side.ts';
import type { AggregateRef, Commit, Journal, Ports } from '../ports.ts';
import { invoiceReferred } from '../views/references.ts';

/** Manifests looked at for one number: each halves what is left, so they find any among a billion. */
const LOOKS_MAX = 32;

/** Sellers whose series are looked through at once. */
const SELLERS_AT_ONCE_MAX = 8;

const NAME_IT = { pointer: '#/reference', hint: 'Name the invoice, or the customer.' } as const;

type Seller = Exclude<LegalEntity, { status: 'none' }>;
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
    const found = await sideBySide(entities, SELLERS_AT_ONCE_MAX, (entity) =>
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
  const ref = { tenant, id: seriesId(tenant, { entity, kind: 'invoice' }) };
  const found: Found[] = [];
  for (const pattern of patternsOf(seller)) {
    for (const key of numbersIn(words, pattern)) {
      const id = await documentAt({ ref, pattern, key }, journal);
      const known = id === undefined ? undefined : await issued({ tenant, id }, journal);
      // Another pattern may have held when it was numbered; what an invoice bears is what it was issued with.
      const isIt = known && numbersIn(known.invoice.number, pattern).some((own) => !compareKeys(own, key));
      if (isIt) found.push(known);
    }
  }

  return found;
}

/** The patterns that a seller's invoices are and ever were numbered by. */
function patternsOf({ invoiceNumbers, pastNumberings = [] }: Seller): ReadonlySet<string> {
  return new Set([invoiceNumbers, ...pastNumberings.map((past) => past.invoiceNumbers)]);
}

async function issued(ref: AggregateRef, journal: Journal): Promise<Found | undefined> {
  const { state } = await load(journal, invoices, ref);

  return state.status === 'none' ? undefined : { id: ref.id, invoice: state };
}

/** The document that a series gave a number: its manifests are in order, so half of them is left after each look. */
async function documentAt(
  of: { readonly ref: AggregateRef; readonly pattern: string; readonly key: NumberKey },
  journal: Journal,
): Promise<string | undefined> {
  const latest = await journal.latest(of.ref, 'strong');
  let [low, high] = [1, latest?.version ?? 0];
  for (let look = 0; low <= high && look < LOOKS_MAX; look += 1) {
    const middle = Math.floor((low + high) / 2);
    const manifest = middle === latest?.version ? latest : await journal.at(of.ref, middle);
    const place = manifest && placeIn(manifest, of);
    if (place === undefined || typeof place === 'object') return place?.id;
    if (place === 'before') high = middle - 1;
    else low = middle + 1;
  }

  return undefined;
}

/** The document that bears the number, if this manifest gave it one; or on which side of it the number lies. */
function placeIn(
  manifest: Commit,
  { pattern, key }: { readonly pattern: string; readonly key: NumberKey },
): 'before' | 'after' | { readonly id: string | undefined } {
  const numbered = factsOf<SeriesFact>(manifest).flatMap(({ data: { first, documents } }) =>
    documents.map(({ id, issueDate }, index) => ({
      id,
      order: compareKeys(key, keyOf(pattern, { issueDate, number: first + index })),
    })),
  );
  if (numbered.every(({ order }) => order < 0)) return 'before';
  if (numbered.every(({ order }) => order > 0)) return 'after';

  return { id: numbered.find(({ order }) => order === 0)?.id };
}
