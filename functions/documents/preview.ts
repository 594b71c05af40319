/** Woken by the pro forma of an order and the receipt of a payment; prints them without a number, a fact or a posting. */
import { documentRoutes } from '../../shared/contracts/documents.ts';
import { documentAssets } from '../../shared/documents/assets.ts';
import { composeParties, composeProForma, postalOf } from '../../shared/documents/compose.ts';
import type { FrozenContent } from '../../shared/documents/content.ts';
import { freeze } from '../../shared/documents/freeze.ts';
import { logoKey } from '../../shared/documents/logo.ts';
import { printDocument } from '../../shared/documents/pdf.ts';
import { freezeReceipt } from '../../shared/documents/receipt.ts';
import { customers } from '../../shared/domain/customers.ts';
import { type Draft, draftOrder } from '../../shared/domain/drafting.ts';
import { type LegalEntity, legalEntities } from '../../shared/domain/legal-entities.ts';
import { orderLines, orders, type PlacedOrder } from '../../shared/domain/orders.ts';
import { payments } from '../../shared/domain/payments.ts';
import { receiptOf } from '../../shared/domain/payments/receipt.ts';
import { receivedOf } from '../../shared/domain/receivables/story.ts';
import { STORY_BEGIN } from '../../shared/domain/receivables.ts';
import { decidedBy } from '../../shared/domain/tax/engine.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, onHttp } from '../../shared/edge/http.ts';
import { load } from '../../shared/execute.ts';
import { type BuyerProfile, buyerOf, partyOf, saleOf } from '../../shared/flows/buying.ts';
import { storyOf } from '../../shared/flows/posting.ts';
import { previewKey } from '../../shared/journal/keys.ts';
import { sha256Hex } from '../../shared/kernel/hash.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import { addToInstant, localDate } from '../../shared/kernel/time.ts';
import type { Ports } from '../../shared/ports.ts';

/** How long a link to the PDF opens. */
const LINK_SECONDS = 300;

type Plain = Call<undefined, undefined>;
type Seller = Exclude<LegalEntity, { status: 'none' }>;
type Ordered = { readonly id: string; readonly order: PlacedOrder; readonly seller: Seller };

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
  const drafted = await draftOf(call, { id, order, seller }, ports);
  if (!drafted.ok) return drafted;
  const { draft, profile } = drafted.value;
  const buyer = { ...partyOf(profile), postal: postalOf(profile.address) };
  const content = freeze(composeProForma(draft, { seller, buyer, buyerReference: profile.buyer_reference }));

  return print(call, { id, content, name: 'pro-forma' }, ports);
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
  const receivedOn = localDate(payment.settledAt, seller.zone);
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

async function draftOf(
  { tenant, acting }: Plain,
  { id, order, seller }: Ordered,
  ports: Ports,
): Promise<Result<{ readonly draft: Draft; readonly profile: BuyerProfile }>> {
  const classes = order.lines.map(([, , , tax]) => tax);
  const today = localDate(acting.at, seller.zone);
  const buyer = await buyerOf(saleOf(tenant, order, classes), { seller, today }, ports);
  if (!buyer.ok) return buyer;
  const { profile, tax } = buyer.value;
  const frame = { seller, buyer: tax, now: acting.at };
  const draft = await decidedBy(ports.taxEngine, (decide) =>
    draftOrder(order, { ...frame, decide, id, delivery: null }),
  );

  return draft.ok ? ok({ draft: draft.value, profile }) : draft;
}

async function linkTo(
  { tenant, acting }: Plain,
  of: { readonly name: string; readonly pdf: Uint8Array },
  ports: Ports,
): Promise<Result<Answer>> {
  const sha256 = sha256Hex(of.pdf);
  const key = previewKey(tenant, sha256);
  await ports.documents.put(key, of.pdf, 'application/pdf');
  const url = await ports.documents.link(key, LINK_SECONDS, of.name);
  const expiresAt = addToInstant(acting.at, { seconds: LINK_SECONDS });

  return ok({ body: { url, expires_at: expiresAt, sha256 } });
}

export const handler = onHttp('documents.preview', [
  endpoint(documentRoutes.proForma, proForma),
  endpoint(documentRoutes.receipt, receipt),
]);
