/** Woken by subscription.ordered, which an order with plan lines says; records subscription.created, once for each line that names a plan. */
import { soldIn } from '../../shared/domain/billing/lines.ts';
import { legalEntities } from '../../shared/domain/legal-entities.ts';
import type { LegalEntity } from '../../shared/domain/legal-entities/states.ts';
import { orderLines, orders, subscriptionOfLine } from '../../shared/domain/orders.ts';
import { keptRules } from '../../shared/domain/billing/proration.ts';
import type { OrderLine, PlacedOrder } from '../../shared/domain/orders/states.ts';
import type { PlanOffer } from '../../shared/domain/plans/offer.ts';
import { phasesOf } from '../../shared/domain/pricing/phases.ts';
import { addOnRhythm } from '../../shared/domain/subscriptions/add-on-terms.ts';
import { attachedOf } from '../../shared/domain/subscriptions/attached.ts';
import { setupCharge } from '../../shared/domain/subscriptions/charges.ts';
import { beginningOf, byHand } from '../../shared/domain/subscriptions/start.ts';
import type { SubscriptionTerms } from '../../shared/domain/subscriptions/terms.ts';
import { subscriptions } from '../../shared/domain/subscriptions.ts';
import { type Delivery, DONE, type Outcome } from '../../shared/edge/delivery.ts';
import { actingOn, commitOf, eachOf, onQueue } from '../../shared/edge/queue.ts';
import { create, load, stateOf } from '../../shared/execute.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import { type CivilDate, localDate } from '../../shared/kernel/time.ts';
import { offerAt } from '../../shared/flows/offering.ts';
import { joinRoster } from '../../shared/flows/rosters.ts';
import type { AggregateRef, Commit, Ports } from '../../shared/ports.ts';

type Started = {
  readonly ref: AggregateRef;
  readonly line: OrderLine & { readonly plan: string; readonly number: number };
};

async function start(delivery: Delivery, ports: Ports): Promise<Outcome> {
  const commit = await commitOf(delivery.message, ports);
  if (!commit) return { end: 'wait', reason: 'the commit is not readable yet' };
  const order = stateOf(orders, commit) ?? (await load(ports.journal, orders, commit)).state;
  if (order.status === 'none') return DONE;

  const agreed: Agreed[] = [];
  let unclear: Outcome | undefined;
  for (const started of linesWithPlan(commit, order)) {
    const to = started.line.begin?.addOnTo;
    const host = agreed.find(({ started: { line } }) => line.number === to)?.terms;
    const terms = await termsOf({ ...started, host }, order, ports);
    if (!terms.ok) {
      const { code, message } = terms.refusal;
      unclear = { end: 'park', code, reason: `line ${started.line.number}: ${message}` };
      break;
    }
    agreed.push({ started, terms: terms.value });
  }
  const gathering = agreed.flatMap((each) => (each.terms.grouping === 'by_billing_day' ? [idOf(each)] : []));
  const joining = actingOn('subscriptions.start', delivery, ports);
  await joinRoster({ ...order, tenant: commit.tenant, subscriptions: gathering, acting: joining }, ports);
  for (const each of agreed) {
    const acting = actingOn('subscriptions.start', delivery, ports);
    const terms = { ...attached(each, agreed), order: commit.id };
    const ref = { tenant: commit.tenant, id: idOf(each) };
    const done = await create(ports.journal, subscriptions, {
      ref,
      command: { do: 'start', terms, at: acting.at },
      acting,
    });
    if (!done.ok) return { end: 'park', code: done.refusal.code, reason: done.refusal.message };
  }

  return unclear ?? DONE;
}

type Terms = Omit<SubscriptionTerms, 'order'>;
type Agreed = { readonly started: Started; readonly terms: Terms };

function idOf({ started: { ref, line } }: Agreed, number = line.number): string {
  return subscriptionOfLine(ref.tenant, ref.id, number);
}

/** An add-on names its host, and a host the add-ons that begin with it. */
function attached(own: Agreed, all: readonly Agreed[]): Terms {
  const { terms, started } = own;
  const to = started.line.begin?.addOnTo;
  if (to !== undefined) return { ...terms, host: idOf(own, to) };
  const addOns = all.flatMap((each) =>
    each.started.line.begin?.addOnTo === started.line.number ? [attachedOf(idOf(each), each.terms)] : [],
  );

  return addOns.length === 0 ? terms : { ...terms, addOns };
}

function linesWithPlan(ref: Commit, order: PlacedOrder): readonly Started[] {
  return orderLines(order).flatMap((line, index) =>
    line.plan === null ? [] : [{ ref, line: { ...line, plan: line.plan, number: index + 1 } }],
  );
}

/** The snapshot: what the plan offered when the order was placed, as the order asked for it, anchored on the order's day in the customer's zone, or else the seller's. */
async function termsOf(
  { ref, line, host }: Started & { readonly host: Terms | undefined },
  order: PlacedOrder,
  ports: Ports,
): Promise<Result<Terms>> {
  const { entity, customer, currency, dueDays, language, placedAt } = order;
  const [offer, seller] = await Promise.all([
    offerAt(
      ports.journal,
      { tenant: ref.tenant, id: line.plan },
      { entity, currency, at: placedAt, agreedPrice: line.begin?.agreedPrice },
    ),
    load(ports.journal, legalEntities, { tenant: ref.tenant, id: entity }),
  ]);
  if (!offer.ok) return offer;
  const zone = order.zone === undefined ? zoneOf(seller.state) : ok(order.zone);
  if (!zone.ok) return zone;

  const ordered = localDate(placedAt, zone.value);
  const { startsOn, rhythm } = host
    ? { startsOn: host.startsOn, rhythm: addOnRhythm(host.rhythm, { ...offer.value, from: host.startsOn }) }
    : beginningOf(ordered, line.begin, offer.value);
  const agreed = {
    ...soldBy(offer.value, line),
    ...offeredBy(offer.value, { line, language, startsOn, rhythm }),
    ...reducedBy({ ref, line }),
    line: line.number,
    customer,
    entity,
    currency,
    dueDays,
    language,
    ...activatedBy(line, { ordered, offer: offer.value, host }),
    ...(line.begin?.activation?.on !== 'first_payment' && groupedBy(line, order)),
  };

  return ok({ ...agreed, zone: zone.value, startsOn, rhythm });
}

/** What its activation waits for; by hand, how it is laid out from whichever day that is. */
function activatedBy(
  { begin }: Started['line'],
  {
    ordered,
    offer,
    host,
  }: { readonly ordered: CivilDate; readonly offer: PlanOffer; readonly host: Terms | undefined },
): Pick<Terms, 'activation'> {
  // An add-on is activated with its host.
  if (host?.activation?.on === 'hand')
    return { activation: byHand({ ...WITH_HOST, startsOn: host.activation.agreedOn }, { ordered, offer }) };
  if (!begin?.activation) return {};

  return {
    activation: begin.activation.on === 'hand' ? byHand(begin, { ordered, offer }) : begin.activation,
  };
}

const WITH_HOST = { alignment: 'anniversary', anchorDay: null, trialDays: 0 } as const;

/** A group that is named gathers; else the line says, or the order. */
function groupedBy({ begin }: Started['line'], order: PlacedOrder) {
  const { grouping, group } = begin ?? {};
  if (group === undefined && (grouping ?? order.grouping) !== 'by_billing_day') return {};

  return { grouping: 'by_billing_day' as const, ...(group !== undefined && { invoiceGroup: group }) };
}

function soldBy(
  { version: planVersion, price, isAgreed }: PlanOffer,
  { plan, description, quantity, begin }: Started['line'],
) {
  const { dimensions } = begin ?? {};

  return soldIn({ plan, planVersion, description, price, quantity, dimensions, isAgreed });
}

/** The coupons that were agreed on with the order. */
function reducedBy({ ref, line }: Started): Pick<SubscriptionTerms, 'coupons'> {
  const { tenant } = ref;
  const subscription = subscriptionOfLine(tenant, ref.id, line.number);
  const coupons = line.begin?.coupons?.map((coupon, index) => ({
    ...coupon,
    id: derivedId('cpn', tenant, subscription, 'ordered', String(index + 1)),
  }));

  return coupons ? { coupons } : {};
}

/** What the offer says beside its price. */
function offeredBy(
  { priceBasis, phases, setup, charge, rules, tax, supply, metering, term, minimum }: PlanOffer,
  of: Pick<SubscriptionTerms, 'language' | 'startsOn' | 'rhythm'> & Pick<Started, 'line'>,
) {
  const { description, begin } = of.line;
  const promised = begin?.minimum ?? minimum;

  return {
    charge,
    ...(priceBasis && { priceBasis }),
    rules: keptRules(rules),
    tax,
    ...(supply && { supply }),
    ...(metering && { metering }),
    ...(setup !== undefined && { charges: [setupCharge(setup, { ...of, description })] }),
    ...(phases && { phases: phasesOf(phases, of.rhythm) }),
    ...(term && { commitment: term }),
    ...(promised && { minimum: promised }),
  };
}

function zoneOf(seller: LegalEntity): Result<string> {
  return seller.status === 'none'
    ? refuse('legal_entity.unknown', 'There is no such legal entity.')
    : ok(seller.zone);
}

export const handler = onQueue('subscriptions.start', eachOf(start));
