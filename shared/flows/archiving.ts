/**
 * The archive of issued documents. Beside each PDF lies its seal: the length and the SHA-256 of what was stored, and of the
 * XML within it, written once and locked as long as the document. Frozen content needs none, for the journal holds its hash.
 */
import { lockedUntil, retainedUntil } from '../domain/retention.ts';
import { pdfKey, sealKey } from '../journal/keys.ts';
import { canonicalJson, sha256Hex } from '../kernel/hash.ts';
import { invariant } from '../kernel/invariant.ts';
import type { AggregateRef, Documents } from '../ports.ts';
import type { Frozen } from './freezing.ts';

/** What identifies a file. */
export type FileSum = { readonly sha256: string; readonly bytes: number };

/** What was archived of a document. */
export type Seal = {
  readonly schema: 1;
  readonly id: string;
  readonly number: string;
  /** Hash of the frozen content that the PDF was printed from. */
  readonly content: string;
  readonly pdf: FileSum;
  /** The e-invoice in the PDF; null where the document cannot be one. */
  readonly xml: FileSum | null;
  /** SHA-256 of the canonical JSON of all of the above. */
  readonly sum: string;
};

/** A document that was printed. */
export type Printed = Pick<Seal, 'number' | 'content'> & {
  readonly pdf: Uint8Array;
  readonly xml: string | null;
  /** The last day of its retention. */
  readonly retainedUntil: string;
};

/** Stores PDF and seal, each once. Where a PDF was there before, the seal tells of that one, for it is what is kept. */
export async function archive(ref: AggregateRef, printed: Printed, documents: Documents): Promise<void> {
  const { number, content, xml, retainedUntil } = printed;
  const until = lockedUntil(retainedUntil);
  const key = pdfKey(ref);
  const put = await documents.put(key, printed.pdf, 'application/pdf', until);
  const pdf = put === 'written' ? printed.pdf : await documents.get(key);
  invariant(pdf, `${key} is there and cannot be read`);
  const told = { schema: 1, id: ref.id, number, content, pdf: sumOf(pdf), xml: xmlSum(xml) } as const;
  const seal: Seal = { ...told, sum: sha256Hex(canonicalJson(told)) };
  const bytes = new TextEncoder().encode(canonicalJson(seal));
  await documents.put(sealKey(ref), bytes, 'application/json', until);
}

function xmlSum(xml: string | null): FileSum | null {
  return xml === null ? null : sumOf(new TextEncoder().encode(xml));
}

/** What was archived of a document; undefined where it is not printed yet, or was before there were seals. */
export async function sealOf(ref: AggregateRef, documents: Documents): Promise<Seal | undefined> {
  const bytes = await documents.get(sealKey(ref));

  return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as Seal); // written by archive
}

/** The last day of a document's retention; what was frozen without it has what its seller's country asks for. */
export function retentionOf({ retainedUntil: frozen, issueDate, model }: Frozen): string {
  const { seller } = model as { readonly seller: { readonly country: string } }; // frozen from a draft

  return frozen ?? retainedUntil({ country: seller.country, issueDate });
}

/** Length and SHA-256 of a file. */
export function sumOf(bytes: Uint8Array): FileSum {
  return { sha256: sha256Hex(bytes), bytes: bytes.length };
}
