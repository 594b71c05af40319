/** Frozen documents: everything of them but their number, kept in the store under the hash of their bytes, and read back by it. */
import type { DeferredData } from '../domain/deferrals.ts';
import type { CreditNoteData, InvoiceData } from '../domain/invoices/states.ts';
import { lockedUntil } from '../domain/retention.ts';
import type { SelfBilledCreditData, SelfBilledData } from '../domain/self-billing.ts';
import type { SeriesKind } from '../domain/series.ts';
import type { Counting } from '../domain/series/counting.ts';
import { decode, encode } from '../journal/codec.ts';
import { sha256Base64Url } from '../kernel/hash.ts';
import { invariant } from '../kernel/invariant.ts';
import type { PostingSet, Ports } from '../ports.ts';

/** A document as it is frozen: everything but its number. `model`, `content` and `examined` belong to `shared/documents`. */
export type Frozen = {
  readonly schema: 1;
  readonly kind: SeriesKind;
  readonly tenant: string;
  readonly id: string;
  readonly entity: string;
  readonly issueDate: string;
  readonly pattern: string;
  /** How its seller counts; absent where that is as usual. */
  readonly counting?: Counting;
  readonly model: unknown;
  readonly content: unknown;
  /** The e-invoice without its number and the report of its check; absent on what was frozen before there was one. */
  readonly examined?: unknown;
  /** The last day on which it has to be kept; absent on what was frozen before locks were set by the document. */
  readonly retainedUntil?: string;
  /** Present where it is mailed as soon as it is printed. */
  readonly delivery?: 'by_email';
  /** The fact's data without `number` and `content`. */
  readonly data:
    | Omit<InvoiceData, 'number' | 'content'>
    | Omit<CreditNoteData, 'number' | 'content'>
    | Omit<SelfBilledData, 'number' | 'content'>
    | Omit<SelfBilledCreditData, 'number' | 'content'>;
  readonly books: PostingSet;
  /** What of an invoice is not earned yet; absent where all is. */
  readonly deferred?: DeferredData;
  readonly cause: string;
  readonly trace: string;
  readonly at: string;
};

/** A frozen document in the store. */
export type Waiting = { readonly frozen: Frozen; readonly hash: string };

/** Where frozen bytes lie: under their hash. */
export function frozenKey(tenant: string, hash: string): string {
  return `frozen/${tenant}/${hash}.json`;
}

/** Freezes a document into the store. */
export async function freezeDocument(frozen: Frozen, ports: Pick<Ports, 'documents'>): Promise<Waiting> {
  const text = encode(frozen);
  const hash = sha256Base64Url(text);
  await ports.documents.put(
    frozenKey(frozen.tenant, hash),
    new TextEncoder().encode(text),
    'application/json',
    ...(frozen.retainedUntil === undefined ? [] : [lockedUntil(frozen.retainedUntil)]),
  );

  return { frozen, hash };
}

/** Reads a frozen document back; bytes that do not have their hash are a fault, never printed. */
export async function readFrozen(
  tenant: string,
  hash: string,
  ports: Pick<Ports, 'documents'>,
): Promise<Frozen> {
  const bytes = await ports.documents.get(frozenKey(tenant, hash));
  invariant(bytes, `the frozen document ${hash} is missing`);
  const text = new TextDecoder().decode(bytes);
  invariant(sha256Base64Url(text) === hash, `the frozen document ${hash} was changed`);

  return decode(text) as Frozen; // its hash says that freezeDocument wrote it
}
