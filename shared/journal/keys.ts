/** The journal's key: one partition an aggregate, one sort key a version. The tenant leads every key. */
import type { AggregateRef } from '../ports.ts';

const ID = /^[a-z]{2,4}_[0-9a-z]{1,40}$/;

/** `ten_…#ord_…`; throws on anything that is not an id, so that no text can forge a separator. */
export function partitionOf(ref: AggregateRef): string {
  if (!ID.test(ref.tenant) || !ID.test(ref.id))
    throw new TypeError('a journal key takes a tenant id and an aggregate id');

  return `${ref.tenant}#${ref.id}`;
}

/** The inverse of `partitionOf`. */
export function refOf(partition: string): AggregateRef {
  const [tenant = '', id = ''] = partition.split('#');

  return { tenant, id };
}

/** Where the PDF of an issued document lies. */
export function pdfKey(ref: AggregateRef): string {
  return `documents/${ref.tenant}/${ref.id}.pdf`;
}

/** Under this prefix lies what the bucket forgets by itself. */
export const PREVIEWS = 'previews/';

/** Where a PDF lies that is no document of record: under its own sum. */
export function previewKey(tenant: string, sha256: string): string {
  return `${PREVIEWS}${tenant}/${sha256}.pdf`;
}

/** Where the seal of that PDF lies. */
export function sealKey(ref: AggregateRef): string {
  return `documents/${ref.tenant}/${ref.id}.seal.json`;
}
