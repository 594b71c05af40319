/** The PDF of an issued document as it is handed out: by a short-lived link. */
import { pdfKey } from '../journal/keys.ts';
import { fileNameOf } from '../kernel/file-names.ts';
import { ok, refuse } from '../kernel/result.ts';
import { addToInstant } from '../kernel/time.ts';
import type { AggregateRef, Ports } from '../ports.ts';
import { sealOf } from './archiving.ts';

/** How long a link to a PDF opens. */
const LINK_SECONDS = 300;

/** A link to the PDF of a document, refused with `document.in_progress` until it is printed. */
export async function linkToPdf(
  of: { readonly ref: AggregateRef; readonly number: string; readonly now: string },
  { documents }: Pick<Ports, 'documents'>,
) {
  const key = pdfKey(of.ref);
  const seal = await sealOf(of.ref, documents);
  // A seal is written after its PDF.
  if (!seal && !(await documents.get(key)))
    return refuse('document.in_progress', 'The PDF is being made; ask again in a moment.');
  const url = await documents.link(key, LINK_SECONDS, `${fileNameOf(of.number)}.pdf`);
  const expiresAt = addToInstant(of.now, { seconds: LINK_SECONDS });

  return ok({ body: { url, expires_at: expiresAt, sha256: seal?.pdf.sha256 ?? null } });
}
