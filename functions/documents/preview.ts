/** Woken by the pro forma of an order or of a subscription's next bill, and the receipt of a payment; prints them without a number, a fact or a posting. */
import { documentRoutes } from '../../shared/contracts/documents.ts';
import { type NextInvoice, nextInvoiceRoutes } from '../../shared/contracts/next-invoices.ts';
import { documentAssets } from '../../shared/documents/assets.ts';
import { composeParties, composeProForma, postalOf } from '../../shared/documents/compose.ts';
import type { FrozenContent } from '../../shared/documents/content.ts';
import { freeze } from '../../shared/documents/freeze.ts';
import { logoKey } from '../../shared/documents/logo.ts';
import { printDocument } from '../../shared/documents/pdf.ts';
import { freezeReceipt } from '../../shared/documents/receipt.ts';
import { customers } from '../../shared/domain/customers.ts';
import { answerNextInvoice } from '../../shared/domain/answers/next-invoices.ts';
import { draftBills, newestProfile } from '../../shared/domain/drafting/bills.ts';
import { draftOrder } from '../../shared/domain/drafting.ts';
import type { Draft, DraftFrame } from '../../shared/domain/drafting/draft.ts';
import { legalEntities } from '../../shared/domain/legal-entities.ts';
import type { LegalEntity } from '../../shared/domain/legal-entities/states.ts';
import { orderLines, orders } from '../../shared/domain/orders.ts';
import { invoiceOfOrder } from '../../shared/domain/orders/invoicing.ts';
import { payments } from '../../shared/domain/payments.ts';
import { dayReceived } from '../../shared/domain/payments/payment.ts';
import { receiptOf } from '../../shared/domain/payments/receipt.ts';
import { receivedOf } from '../../shared/domain/receivables/story.ts';
import { STORY_BEGIN } from '../../shared/domain/receivables.ts';
import { noSubscription } from '../../shared/domain/subscriptions/unknown.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, onHttp } from '../../shared/edge/http.ts';
import { load } from '../../shared/execute.ts';
import { type BuyerProfile, buyerOf, partyOf, saleOf } from '../../shared/flows/buying.ts';
import { withForeseenCredits } from '../../shared/flows/foreseeing-credits.ts';
import { nextBills } from '../../shared/flows/foreseeing.ts';
import type { Obligation } from '../../shared/flows/obligation.ts';
import { draftInUnion } from '../../shared/flows/placing-sales.ts';
import { storyOf } from '../../shared/flows/posting.ts';
import { previewKey } from '../../shared/journal/keys.ts';
import { sha256Hex } from '../../shared/kernel/hash.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import { addToInstant, type Instant, localDate } from '../../shared/kernel/time.ts';
import type { Ports } from '../../shared/ports.ts';

/** How long a link to the PDF opens. */
const LINK_SECONDS = 300;

type Plain = Call<undefined, undefined>;
type Seller = Exclude<LegalEntity, { status: 'none' }>;
type Drafted = { readonly draft: Draft; readonly profile: BuyerProfile };

let fonts: ReturnType<typeof documentAssets> | undefined;

/** The same day and the same order give the same bytes under the same key, so that asking again costs nothing. */
async function proForma(call: Plain, ports: Ports): Promise<Result<Answer>> {
  const { tenant } = call;
  const id = call.params.order_id ?? '';
  const { state: order } = await load(ports.journal, orders, { tenant, id });
  if (order.status === 'none') return refuse('order.not_found', 'There is no such order.');
  if (orderLines(order).every(({ plan }) => plan !== null))
    return refuse(
      'order.nothing_to_invoice',
      'The order has nothing but subscriptions, which are billed by period.',
    );
  const { state: seller } = await load(ports.journal, legalEntities, { tenant, id: order.entity });
  if (seller.status === 'none') return refuse('order.not_found', 'There is no such order.');
  const obligation = {
    sale: saleOf(tenant, order, orderLines(order)),
    entity: order.entity,
    draft: (frame: DraftFrame) => draftOrder(order, { ...frame, id, delivery: null }),
    invoice: invoiceOfOrder(tenant, id, 'placed'),
  };
  const drafted = await draftedAs(obligation, { seller, now: call.acting.at }, ports);

  return drafted.ok ? printProForma(call, { ...drafted.value, id, seller }, ports) : drafted;
}

/** What a subscription is invoiced next, reckoned as of the instant from which it is owed. */
async function nextInvoice(call: Plain, ports: Ports): Promise<Result<Answer>> {
  const { tenant, acting } = call;
  const id = call.params.subscription_id ?? '';
  const found = await nextBills({ tenant, id }, acting.at, ports);
  if (!found.ok) return found;
  const { bill, bills, gathering } = found.value;
  const { state: seller } = await load(ports.journal, legalEntities, { tenant, id: bill.entity });
  if (seller.status === 'none') return noSubscription();
  const obligation = {
    sale: saleOf(tenant, { ...bill, profile: newestProfile(bills) }, bills),
    entity: bill.entity,
    draft: (frame: DraftFrame) => draftBills(bills, { ...frame, gathering: gathering ?? '' }),
    invoice: bill.invoice,
  };
  const drafted = await draftedAs(obligation, { seller, now: bill.at }, ports);
  if (!drafted.ok) return drafted;
  const printed = await printProForma(call, { ...drafted.value, id, seller }, ports);
  if (!printed.ok) return printed;
  const link = printed.value.body as NextInvoice['pro_forma']; // made by linkTo

  return ok({ body: answerNextInvoice(id, { bill, bills, draft: drafted.value.draft, link }) });
}

/** What a settled payment paid, as its account tells it today. */
async function receipt(call: Plain, ports: Ports): Promise<Result<Answer>> {
  const { tenant, acting } = call;
  const id = call.params.payment_id ?? '';
  const { state: payment } = await load(ports.journal, payments, { tenant, id });
  if (payment.status === 'none') return refuse('payment.not_found', 'There is no such payment.');
  if (payment.status !== 'settled')
    return refuse('payment.not_settled', 'There is a receipt once the payment is settled.');
  const story = await storyOf(ports.journal, { tenant, id: payment.account }, STORY_BEGIN);
  if (receivedOf(story.facts, id) === undefined)
    return refuse('payment.in_progress', 'The payment is being booked; ask again in a moment.');
  const [{ state: seller }, { state: customer }] = await Promise.all([
    load(ports.journal, legalEntities, { tenant, id: payment.entity }),
    load(ports.journal, customers, { tenant, id: payment.customer }),
  ]);
  if (seller.status === 'none' || customer.status === 'none')
    return refuse('payment.not_found', 'There is no such payment.');
  const stored = await ports.profiles.get({ tenant, id: payment.customer }, customer.profile);
  if (!stored) return refuse('customer.erased', 'The personal data that the receipt needs was erased.');
  const profile = stored.data as BuyerProfile; // written from CustomerProfile
  const { language } = customer;
  const parties = composeParties({ seller, buyer: partyOf(profile) }, language);
  const issueDate = localDate(acting.at, seller.zone);
  const receivedOn = dayReceived(payment, seller.zone);
  const told = receiptOf(id, payment, story.facts);
  const content = freezeReceipt({ ...told, language, parties, issueDate, receivedOn });

  return print(call, { id, content, name: 'receipt' }, ports);
}

async function print(
  call: Plain,
  of: { readonly id: string; readonly content: FrozenContent; readonly name: string },
  ports: Ports,
): Promise<Result<Answer>> {
  const { id, content, name } = of;
  const logo = content.logo && (await ports.documents.get(logoKey(call.tenant, content.logo.sha256)));
  fonts ??= documentAssets();
  const pdf = await printDocument({ content, number: id, eInvoice: null, logo }, fonts);

  return linkTo(call, { name: `${name}-${id}.pdf`, pdf }, ports);
}

/** A draft of what is owed, made for an instant, less the credits that it would use; nothing of it is recorded. */
async function draftedAs(
  {
    entity,
    sale,
    draft,
    invoice,
  }: Pick<Obligation, 'entity' | 'sale' | 'draft'> & { readonly invoice: string },
  { seller, now }: { readonly seller: Seller; readonly now: Instant },
  ports: Ports,
): Promise<Result<Drafted>> {
  const buyer = await buyerOf(sale, { seller, today: localDate(now, seller.zone) }, ports);
  if (!buyer.ok) return buyer;
  const { profile, tax } = buyer.value;
  const frame = { seller, buyer: tax, now };
  const placing = { tenant: sale.tenant, entity, seller };
  const drafted = await draftInUnion((decide) => draft({ ...frame, decide }), placing, ports);

  if (!drafted.ok) return drafted;
  const paid = await withForeseenCredits(drafted.value, { ...placing, invoice }, ports);

  return paid.ok ? ok({ draft: paid.value, profile }) : paid;
}

function printProForma(
  call: Plain,
  { draft, profile, id, seller }: Drafted & { readonly id: string; readonly seller: Seller },
  ports: Ports,
): Promise<Result<Answer>> {
  const buyer = { ...partyOf(profile), postal: postalOf(profile.address) };
  const content = freeze(composeProForma(draft, { seller, buyer, buyerReference: profile.buyer_reference }));

  return print(call, { id, content, name: 'pro-forma' }, ports);
}

async function linkTo(
  { tenant, acting }: Plain,
  of: { readonly name: string; readonly pdf: Uint8Array },
  ports: Ports,
): Promise<Result<Answer>> {
  const sha256 = sha256Hex(of.pdf);
  const key = previewKey(tenant, sha256);
  const expiresAt = addToInstant(acting.at, { seconds: LINK_SECONDS });
  // No document of record: it names a person, so it is locked no longer than its link opens, and then forgotten.
  await ports.documents.put(key, of.pdf, 'application/pdf', expiresAt);
  const url = await ports.documents.link(key, LINK_SECONDS, of.name);

  return ok({ body: { url, expires_at: expiresAt, sha256 } });
}

export const handler = onHttp('documents.preview', [
  endpoint(documentRoutes.proForma, proForma),
  endpoint(documentRoutes.receipt, receipt),
  endpoint(nextInvoiceRoutes.nextInvoice, nextInvoice),
]);
