/** Woken by issued invoices and credit notes; prints the PDF from the frozen bytes, with the e-invoice in it, and archives it once; records delivery.requested where it is to be mailed by itself. */
import { documentAssets } from '../../shared/documents/assets.ts';
import type { FrozenContent } from '../../shared/documents/content.ts';
import { logoKey } from '../../shared/documents/logo.ts';
import { printDocument } from '../../shared/documents/pdf.ts';
import { attachmentOf, examinedOf } from '../../shared/documents/prepared.ts';
import { AUTOMATIC, deliveries, deliveryLogOf } from '../../shared/domain/deliveries.ts';
import type { CreditNoteFact, InvoiceFact } from '../../shared/domain/invoices/states.ts';
import { type Delivery, DONE, type Outcome } from '../../shared/edge/delivery.ts';
import { actingOn, commitOf, eachOf, onQueue } from '../../shared/edge/queue.ts';
import { execute, factsOf } from '../../shared/execute.ts';
import { invariant } from '../../shared/kernel/invariant.ts';
import { archive, retentionOf } from '../../shared/flows/archiving.ts';
import { readFrozen } from '../../shared/flows/freezing.ts';
import type { AggregateRef, Commit, Ports } from '../../shared/ports.ts';

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
  const ref = { tenant: commit.tenant, id: commit.id };
  const { number, content: hash } = issued;
  const printed = { number, content: hash, pdf, xml: eInvoice, retainedUntil: retentionOf(frozen) };
  await archive(ref, printed, ports.documents);
  if (frozen.delivery !== undefined) await askForMail(ref, { issued, delivery }, ports);

  return DONE;
}

/** The document's own wish to be mailed, written once and only after there is something to send. */
async function askForMail(
  ref: AggregateRef,
  of: { readonly issued: IssuedDocument; readonly delivery: Delivery },
  ports: Ports,
): Promise<void> {
  const { number, customer } = of.issued;
  const acting = actingOn('documents.render', of.delivery, ports);
  const command = {
    do: 'request',
    parcel: { document: ref.id, number, customer },
    key: AUTOMATIC,
    at: acting.at,
  } as const;
  const log = { tenant: ref.tenant, id: deliveryLogOf(ref.tenant, ref.id) };
  const asked = await execute(ports.journal, deliveries, { ref: log, command, acting });
  invariant(asked.ok, `${log.id} refuses the mail that its document asks for`);
}

type IssuedDocument = { readonly number: string; readonly content: string; readonly customer: string };

/** What the very commit that issued the document says of it. */
function issuedDocument(commit: Commit): IssuedDocument | undefined {
  const issued = factsOf<InvoiceFact | CreditNoteFact>(commit).find((fact) => ISSUED.has(fact.type));

  return issued && 'content' in issued.data
    ? { number: issued.data.number, content: issued.data.content, customer: issued.data.customer }
    : undefined;
}

const ISSUED: ReadonlySet<string> = new Set([
  'invoice.issued',
  'credit_note.issued',
  'self_billed_invoice.issued',
  'self_billed_credit_note.issued',
]);

export const handler = onQueue('documents.render', eachOf(render));
