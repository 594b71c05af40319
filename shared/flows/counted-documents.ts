/** The documents behind a number that is counted by customer, without a row for each: ordinal, customer, count, document. */
import {
  customerCountsId,
  customerOrdinalsId,
  type OrdinalGiven,
  type PlaceTaken,
} from '../domain/series/customer-counts.ts';
import type { NumberRead } from '../domain/series/reading.ts';
import { factsOf } from '../execute.ts';
import type { AggregateRef, Commit, Journal } from '../ports.ts';

/** A number that tells whose count it is of. */
export type CustomerNumber = NumberRead & { readonly customer: number };

/** Pages of one customer's counts that are looked through for a number; none has ten thousand documents. */
const PAGES_MAX = 100;

/**
 * The documents of a kind that may bear the number, page by page of their customer's counts, oldest first. What a count began anew under
 * the same number comes as well; which of them bears what was printed, only its own fact tells.
 */
export async function* documentsOfCustomer(
  read: CustomerNumber,
  of: { readonly tenant: string; readonly entity: string; readonly kind: PlaceTaken['data']['kind'] },
  journal: Journal,
): AsyncGenerator<readonly string[]> {
  const customer = await customerNamed(read.customer, of, journal);
  if (customer === undefined) return;
  const ref = { tenant: of.tenant, id: customerCountsId(of.tenant, { entity: of.entity, customer }) };
  // Each place is a commit of its own, so the nth of a count never lies before version n.
  let next = read.number;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const commits = await journal.history(ref, next);
    const last = commits.at(-1);
    if (!last) return;
    yield commits.flatMap((commit) => documentsAt(commit, read, of.kind));
    next = last.version + 1;
  }
}

/** Who has an ordinal: each is given by a commit of its own, so its version is the ordinal. */
async function customerNamed(
  ordinal: number,
  { tenant, entity }: { readonly tenant: string; readonly entity: string },
  journal: Journal,
): Promise<string | undefined> {
  if (ordinal < 1) return undefined;
  const ref: AggregateRef = { tenant, id: customerOrdinalsId(tenant, entity) };
  const given = await journal.at(ref, ordinal);
  const facts = given ? factsOf<OrdinalGiven>(given) : [];

  return facts.find(({ data }) => data.ordinal === ordinal)?.data.customer;
}

function documentsAt(
  commit: Commit,
  { number, customer, span }: CustomerNumber,
  kind: PlaceTaken['data']['kind'],
): readonly string[] {
  return factsOf<PlaceTaken>(commit).flatMap(({ data }) => {
    const isOfSpan = data.span.startsWith(span) || span.startsWith(data.span);
    const isMeant = data.kind === kind && data.ordinal === customer && data.number === number;

    return isMeant && isOfSpan ? [data.document] : [];
  });
}
