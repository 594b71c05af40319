/** Woken by delivery.requested; mails the PDF to the customer and records document.sent, or why it was not. */
import { documentMail } from '../../shared/documents/mail.ts';
import type { FrozenContent } from '../../shared/documents/content.ts';
import { customers } from '../../shared/domain/customers.ts';
import { attachmentOf, examinedOf } from '../../shared/documents/prepared.ts';
import type { DeliveryWish } from '../../shared/domain/handling.ts';
import type { DeliveryFact, Send, SendNews } from '../../shared/domain/deliveries.ts';
import { AUTOMATIC, deliveries, sendIn } from '../../shared/domain/deliveries.ts';
import { creditNotes, invoices } from '../../shared/domain/invoices.ts';
import { selfBilledCreditNotes, selfBilledInvoices } from '../../shared/domain/self-billing/documents.ts';
import { type Delivery, DONE, type Outcome } from '../../shared/edge/delivery.ts';
import { actingOn, commitOf, eachOf, onQueue, RECEIVES_MAX } from '../../shared/edge/queue.ts';
import type { Acting } from '../../shared/execute.ts';
import { execute, factsOf, load } from '../../shared/execute.ts';
import { pdfKey } from '../../shared/journal/keys.ts';
import type { Story } from '../../shared/kernel/decider.ts';
import { PREFIX } from '../../shared/kernel/ids.ts';
import { sealOf, sumOf } from '../../shared/flows/archiving.ts';
import { type Frozen, readFrozen } from '../../shared/flows/freezing.ts';
import type { AggregateRef, MailOutcome, Ports } from '../../shared/ports.ts';

type Requested = Extract<DeliveryFact, { type: 'delivery.requested' }>['data'];
type Task = { readonly ref: AggregateRef; readonly wish: Requested; readonly acting: Acting };

async function deliver(delivery: Delivery, ports: Ports): Promise<Outcome> {
  const commit = await commitOf(delivery.message, ports);
  const wish = commit && factsOf<DeliveryFact>(commit).find((fact) => fact.type === 'delivery.requested');
  if (!commit || !wish) return { end: 'wait', reason: 'the request is not readable yet' };
  const acting = actingOn('documents.deliver', delivery, ports);
  const task: Task = { ref: { tenant: commit.tenant, id: commit.id }, wish: wish.data, acting };
  const { state } = await load(ports.journal, deliveries, task.ref);
  const send = sendIn(state, task.wish.send);
  // Whoever claimed it was interrupted, or is still at it and will tell more than this.
  if (send?.status === 'intended') return note(task, { is: 'unknown', code: 'interrupted' }, ports);
  if (send?.status !== 'requested') return DONE;

  const pdf = await ports.documents.get(pdfKey({ tenant: commit.tenant, id: task.wish.document }));
  if (pdf) return handOver(task, pdf, ports);
  if (delivery.receives < RECEIVES_MAX) return { end: 'wait', reason: 'the PDF is not there yet' };

  return note(task, { is: 'failed', code: 'document_missing' }, ports);
}

async function handOver(task: Task, pdf: Uint8Array, ports: Ports): Promise<Outcome> {
  const { ref, wish, acting } = task;
  const document = { tenant: ref.tenant, id: wish.document };
  const seal = await sealOf(document, ports.documents);
  if (seal && seal.pdf.sha256 !== sumOf(pdf).sha256)
    return note(task, { is: 'failed', code: 'document_changed' }, ports);
  const to = await addressOf(task, ports);
  if (to.address === null) return note(task, { is: 'failed', code: to.code }, ports);
  const frozen = await frozenOf(document, ports);
  const content = frozen.content as FrozenContent; // frozen by the function that issued it
  const isSelfBilled = frozen.kind.startsWith('self_billed_');
  const xml = to.withXml ? attachmentOf(examinedOf(frozen, wish.number).semantic) : null;
  const key = `${ref.id}:${wish.send}`;
  const mail = {
    ...documentMail({ content, number: wish.number, pdf, xml, isSelfBilled }),
    key,
    to: to.address,
  };
  const news = { is: 'intended', profile: to.profile } as const;
  const command = { do: 'note', send: wish.send, news, at: acting.at } as const;
  const claimed = await execute(ports.journal, deliveries, { ref, command, acting });
  // Without a commit of ours somebody else holds the claim.
  if (!claimed.ok || !claimed.value.commit) return { end: 'wait', reason: 'somebody else has it' };

  return note(task, newsOf(await ports.mail.send(mail)), ports);
}

function newsOf(outcome: MailOutcome): SendNews {
  switch (outcome.status) {
    case 'sent':
      return { is: 'sent', reference: outcome.reference };
    case 'refused':
      return { is: 'failed', code: outcome.code };
    case 'busy':
      return { is: 'postponed', code: outcome.code };
    case 'unknown':
      return { is: 'unknown', code: outcome.code };
  }
}

async function note(task: Task, news: SendNews, ports: Ports): Promise<Outcome> {
  const { ref, wish, acting } = task;
  const command = { do: 'note', send: wish.send, news, at: ports.clock.now() } as const;
  const done = await execute(ports.journal, deliveries, { ref, command, acting });
  const send = done.ok ? sendIn(done.value.state, wish.send) : undefined;
  const isOpen = send?.status === 'requested';
  if (done.ok && done.value.commit && isTrouble(send)) ports.observer.metric('DeliveriesFailed', 1, {});

  return isOpen ? { end: 'wait', reason: 'the mail could not be handed over yet' } : DONE;
}

/** Somebody has to look at it, unless nobody wants the mail any more. */
function isTrouble(send: Send | undefined): boolean {
  return send?.status === 'unknown' || (send?.status === 'failed' && !UNWANTED.has(send.code ?? ''));
}

const UNWANTED: ReadonlySet<string> = new Set(['customer_erased', 'not_wanted']);

type Address =
  | { readonly address: string; readonly profile: number; readonly withXml: boolean }
  | { readonly address: null; readonly code: string };

/** As the customer wants it by now; who wants no invoices by mail any more gets those that somebody asked for. */
async function addressOf({ ref: log, wish }: Task, ports: Ports): Promise<Address> {
  const ref = { tenant: log.tenant, id: wish.customer };
  const { state } = await load(ports.journal, customers, ref);
  const stored = state.status === 'active' ? await ports.profiles.get(ref, state.profile) : undefined;
  if (state.status !== 'active' || !stored) return { address: null, code: 'customer_erased' };
  const { email, invoice_delivery: own = null } = stored.data as DeliveryProfile; // written from CustomerProfile
  if (wish.key === AUTOMATIC && own?.channel === 'none') return { address: null, code: 'not_wanted' };
  const address = own?.email ?? email;

  return address === null
    ? { address, code: 'address_missing' }
    : { address, profile: state.profile, withXml: own?.with_xml ?? false };
}

type DeliveryProfile = {
  readonly email: string | null;
  /** Absent in profiles of old. */
  readonly invoice_delivery?: DeliveryWish | null;
};

async function frozenOf(ref: AggregateRef, ports: Ports): Promise<Frozen> {
  const { state } = await load(ports.journal, STORY_OF.get(ref.id.split('_')[0] ?? '') ?? creditNotes, ref);
  if (state.status === 'none') throw new Error(`${ref.id} is to be sent and was never issued`);

  return readFrozen(ref.tenant, state.content, ports);
}

/** What is read of any document. */
type IssuedStory = Story<
  { readonly status: 'none' } | { readonly status: 'issued'; readonly content: string },
  never
>;

/** The rules of each document by the prefix of its id. */
const STORY_OF: ReadonlyMap<string, IssuedStory> = new Map<string, IssuedStory>([
  [PREFIX.invoice, invoices],
  [PREFIX.creditNote, creditNotes],
  [PREFIX.selfBilledInvoice, selfBilledInvoices],
  [PREFIX.selfBilledCreditNote, selfBilledCreditNotes],
]);

export const handler = onQueue('documents.deliver', eachOf(deliver));
