/** Woken by POST /v1/orders; records order.placed, once per idempotency key, with everything the invoice will need. */
import type { NewOrder } from '../../shared/contracts/orders.ts';
import { orderRoutes } from '../../shared/contracts/orders.ts';
import type { TaxBuyer } from '../../shared/contracts/tax.ts';
import { answerOrder, readConditions, readDelivery } from '../../shared/domain/answers/orders.ts';
import { customers } from '../../shared/domain/customers.ts';
import type { InvoiceGrouping } from '../../shared/domain/gatherings.ts';
import { legalEntities, onlyEntity } from '../../shared/domain/legal-entities.ts';
import { isReady } from '../../shared/domain/legal-entities/tax-ids.ts';
import { orders } from '../../shared/domain/orders.ts';
import type { Order, OrderTerms, PlacedOrder } from '../../shared/domain/orders/states.ts';
import { believedBuyer } from '../../shared/domain/tax/parties.ts';
import { tenants } from '../../shared/domain/tenants.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, obligationOf, onHttp } from '../../shared/edge/http.ts';
import { registrationOf } from '../../shared/domain/customers/registering.ts';
import { partOf } from '../../shared/domain/tax/territories.ts';
import { createWithProfile } from '../../shared/edge/profiles.ts';
import { create, load, loadEnough, replay } from '../../shared/execute.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import { PREFIX } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import { vatIdCountry } from '../../shared/kernel/vat-ids.ts';
import { refusedInvoice } from '../../shared/flows/accepting.ts';
import { alignedLines } from '../../shared/flows/aligning.ts';
import { offeredLines } from '../../shared/flows/offering-lines.ts';
import { refusedAddOns } from '../../shared/flows/hosting.ts';
import type { Ports } from '../../shared/ports.ts';

type PlaceCall = Call<NewOrder, undefined>;
type Buyer = {
  readonly id: string;
  readonly profile: number;
  readonly language: string;
  readonly dueDays: number;
  readonly billingDay: number | null;
  readonly grouping: InvoiceGrouping;
  /** Null where the seller's holds. */
  readonly zone: string | null;
  readonly tax: TaxBuyer;
};
type Seller = {
  readonly id: string;
  readonly state: Extract<Awaited<ReturnType<typeof sellerState>>, { status: 'active' }>;
};

async function place(call: PlaceCall, ports: Ports): Promise<Result<Answer>> {
  const ref = {
    tenant: call.tenant,
    id: derivedId(PREFIX.order, call.tenant, ...obligationOf(call, orderRoutes.place)),
  };
  if (typeof call.body.customer !== 'string') {
    // What was answered before writes no personal data again: it may have been erased since.
    const known = await replay(ports.journal, orders, { ref, acting: call.acting }, ABSENT);
    if (known.ok) return placed(call, ref.id, known.value);
    if (known.refusal !== ABSENT.refusal) return known;
  }
  const terms = await termsOf(call, { order: ref.id }, ports);
  const done = terms.ok
    ? await create(ports.journal, orders, {
        ref,
        command: { do: 'place', terms: terms.value, at: call.acting.at },
        acting: call.acting,
      })
    : await replay(ports.journal, orders, { ref, acting: call.acting }, terms);

  return done.ok ? placed(call, ref.id, done.value) : done;
}

function placed(
  call: PlaceCall,
  id: string,
  { state, replayed }: { readonly state: Order; readonly replayed: boolean },
): Result<Answer> {
  return ok({
    body: answerOrder(call.tenant, id, state as PlacedOrder), // an order that was created is placed
    version: 1,
    replayed,
    headers: { location: `/v1/orders/${id}` },
  });
}

const ABSENT = refuse('order.not_found', 'There is no such order.');

/** The terms, every part resolved and checked; whatever could stop the invoice later is refused here. */
async function termsOf(
  call: PlaceCall,
  of: { readonly order: string },
  ports: Ports,
): Promise<Result<OrderTerms>> {
  const seller = await sellerOf(call, ports);
  if (!seller.ok) return seller;
  const asked = await offeredLines(call.body.lines, offeredTo(call, seller.value), ports.journal);
  if (!asked.ok) return asked;
  const buyer =
    typeof call.body.customer === 'string'
      ? await knownBuyer(call, call.body.customer, ports)
      : inlineBuyer(call, call.body.customer);
  if (!buyer.ok) return buyer;
  const about = { tenant: call.tenant, seller: seller.value.state, now: call.acting.at };
  const { zone } = buyer.value;
  const place = { ...about.seller, ...(zone !== null && { zone }) };
  const aligned = { ...about, seller: place, customer: buyer.value };
  const lines = await alignedLines(asked.value, aligned, ports.journal);
  if (!lines.ok) return lines;
  const unfit = await refusedAddOns(lines.value, { ...aligned, at: about.now }, ports.journal);
  if (unfit) return unfit;

  const terms = assemble(call.body, { seller: seller.value, buyer: buyer.value, lines: lines.value });
  const refused = await refusedInvoice(terms, { ...about, order: of.order, buyer: buyer.value.tax }, ports);
  if (refused) return refused;
  if (typeof call.body.customer === 'string') return ok(terms);

  const profile = await registerInline(call, call.body.customer, ports);

  return profile.ok ? ok({ ...terms, profile: profile.value }) : profile;
}

async function sellerOf(call: PlaceCall, ports: Ports): Promise<Result<Seller>> {
  const named =
    call.body.legal_entity === undefined ? await onlySeller(call.tenant, ports) : ok(call.body.legal_entity);
  if (!named.ok) return named;
  const state = await sellerState({ tenant: call.tenant, id: named.value }, ports);
  if (state.status === 'none')
    return refuse('legal_entity.unknown', 'There is no such legal entity.', { pointer: '#/legal_entity' });

  return ok({ id: named.value, state });
}

async function onlySeller(tenant: string, ports: Ports) {
  const { state } = await load(ports.journal, tenants, { tenant, id: tenant });

  return onlyEntity(state.status === 'active' ? state.entities : []);
}

/** A seller that is not ready may have been made so a moment ago. */
async function sellerState(ref: { readonly tenant: string; readonly id: string }, ports: Ports) {
  return loadEnough(ports.journal, legalEntities, { ref, isEnough: isReady });
}

async function knownBuyer(call: PlaceCall, id: string, ports: Ports): Promise<Result<Buyer>> {
  const ref = { tenant: call.tenant, id };
  // Strongly: whoever changed an address and then orders wants that address on the invoice.
  const { state } = await load(ports.journal, customers, ref);
  const pointer = '#/customer';
  if (state.status === 'none') return refuse('customer.unknown', 'There is no such customer.', { pointer });
  if (state.status === 'erased')
    return refuse('customer.erased', 'The personal data of this customer was erased.', { pointer });

  const {
    kind,
    country,
    profile,
    language,
    dueDays,
    billingDay = null,
    grouping = 'by_subscription',
    zone = null,
  } = state;
  const tax = believedBuyer({
    kind,
    country,
    part: state.part ?? undefined,
    vatCountry: state.vat?.country ?? null,
  });

  return ok({ id, profile, language, dueDays, billingDay, grouping, zone, tax });
}

type Inline = Exclude<NewOrder['customer'], string>;

/** An inline customer's id follows from the order's key; it is registered once the order is known to be good. */
function inlineBuyer(call: PlaceCall, inline: Inline): Result<Buyer> {
  const id = inlineId(call);
  const { kind, address, vat_id, language, payment_terms_days: dueDays } = inline;
  const { billing_day: billingDay, invoice_grouping: grouping, zone } = inline;
  const { country } = address;
  const vatCountry = vat_id && vatIdCountry(vat_id);
  const tax = believedBuyer({ kind, country, part: partOf(address), vatCountry });

  return ok({ id, profile: 1, language, dueDays, billingDay, grouping, zone, tax });
}

function inlineId(call: PlaceCall): string {
  return derivedId(PREFIX.customer, call.tenant, ...obligationOf(call, orderRoutes.place));
}

async function registerInline(call: PlaceCall, inline: Inline, ports: Ports): Promise<Result<number>> {
  const ref = { tenant: call.tenant, id: inlineId(call) };
  const { profile, command } = registrationOf(inline, call.acting.at);
  const done = await createWithProfile(ports, customers, {
    ref,
    data: profile,
    command,
    isErased: (state) => state.status === 'erased',
    acting: call.acting,
  });
  if (!done.ok) return done;
  const { state } = done.value;

  // An earlier attempt with this key may have registered another version; its data is what the fact names.
  return state.status === 'none'
    ? refuse('customer.unknown', 'There is no such customer.')
    : ok(state.profile);
}

function assemble(
  body: NewOrder,
  { seller, buyer, lines }: { seller: Seller; buyer: Buyer; lines: OrderTerms['lines'] },
): OrderTerms {
  return {
    entity: seller.id,
    customer: buyer.id,
    profile: buyer.profile,
    currency: body.currency,
    lines,
    billing: body.billing,
    dueDays: body.payment_terms_days ?? buyer.dueDays,
    language: body.language ?? buyer.language,
    reference: body.reference,
    metadata: Object.entries(body.metadata),
    ...(buyer.grouping === 'by_billing_day' && { grouping: buyer.grouping }),
    ...(buyer.zone !== null && { zone: buyer.zone }),
    ...(body.price_basis === 'gross' && { priceBasis: body.price_basis }),
    ...readConditions(body),
    ...readDelivery(body),
  };
}

/** To whom the lines are offered, and when. */
function offeredTo({ tenant, body, acting }: PlaceCall, { id: entity, state }: Seller) {
  return {
    tenant,
    entity,
    zone: state.zone,
    currency: body.currency,
    priceBasis: body.price_basis,
    at: acting.at,
  };
}

export const handler = onHttp('orders.place', [endpoint(orderRoutes.place, place)]);
