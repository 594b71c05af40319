/** Woken by issued invoices and credit notes; prints the PDF from the frozen bytes, with the e-invoice in it, and stores it once. */
import { documentAssets } from '../../shared/documents/assets.ts';
import type { FrozenContent } from '../../shared/documents/content.ts';
import { logoKey } from '../../shared/documents/logo.ts';
import { printDocument } from '../../shared/documents/pdf.ts';
import { attachmentOf, examinedOf } from '../../shared/documents/prepared.ts';
import type { CreditNoteFact, InvoiceFact } from '../../shared/domain/invoices.ts';
import type { Delivery, Outcome } from '../../shared/edge/queue.ts';
import { commitOf, DONE, eachOf, onQueue } from '../../shared/edge/queue.ts';
import { factsOf } from '../../shared/execute.ts';
import { pdfKey } from '../../shared/journal/keys.ts';
import { readFrozen } from '../../shared/flows/numbering.ts';
import type { Commit, Ports } from '../../shared/ports.ts';

let fonts: ReturnType<typeof documentAssets> | undefined;

async function render(delivery: Delivery, ports: Ports): Promise<Outcome> {
  const commit = await commitOf(delivery.message, ports);
  const issued = commit && issuedDocument(commit);
  if (!issued) return { end: 'wait', reason: 'the document is not readable yet' };

  fonts ??= documentAssets();
  const frozen = await readFrozen(commit.tenant, issued.content, ports);
  const content = frozen.content as FrozenContent; // frozen by the function that issued it
  const eInvoice = attachmentOf(examinedOf(frozen, issued.number).semantic);
  const logo = content.logo && (await ports.documents.get(logoKey(commit.tenant, content.logo.sha256)));
  const pdf = await printDocument({ content, number: issued.number, eInvoice, logo }, fonts);
  await ports.documents.put(pdfKey(commit), pdf, 'application/pdf');

  return DONE;
}

/** Number and content hash of the document, from the very commit that issued it. */
function issuedDocument(commit: Commit) {
  const issued = factsOf<InvoiceFact | CreditNoteFact>(commit).find((fact) => ISSUED.has(fact.type));

  return issued && 'content' in issued.data
    ? { number: issued.data.number, content: issued.data.content }
    : undefined;
}

const ISSUED: ReadonlySet<string> = new Set(['invoice.issued', 'credit_note.issued']);

export const handler = onQueue('documents.render', eachOf(render));
