/** What a subscription would become by a change, every part of it resolved. */
import type { SubscriptionPreviewRequest } from '../contracts/subscription-changes.ts';
import { readPrice } from '../domain/answers/prices.ts';
import type { Sold } from '../domain/billing/billed-line.ts';
import { soldIn } from '../domain/billing/lines.ts';
import { offerOf } from '../domain/plans/offer.ts';
import type { Plan } from '../domain/plans/states.ts';
import type { KnownSubscription, Target } from '../domain/subscriptions/states.ts';
import { targetOfOffer } from '../domain/subscriptions/target.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Instant } from '../kernel/time.ts';
import type { Journal } from '../ports.ts';
import { planAt, planVersion } from './offering.ts';

type AskedChange = SubscriptionPreviewRequest & { readonly tenant: string; readonly now: Instant };

/**
 * What it becomes: the price of today's plan where another one is asked for, that of a version where one is named, or else what it
 * has. Refusals: those of `offerOf`, `subscription.tax_differs`, `subscription.price_basis_differs`.
 */
export async function targetOf(
  state: KnownSubscription,
  asked: AskedChange,
  journal: Journal,
): Promise<Result<Target>> {
  const quantity = asked.quantity ?? state.quantity;
  const dimensions = { ...state.dimensions, ...asked.dimensions };
  const named = Object.keys(dimensions).length > 0 && { dimensions };
  const anchorDay = asked.anchor_day ?? null;
  const agreed = asked.agreed_price && readPrice(asked.agreed_price, '#/agreed_price');
  if (agreed && !agreed.ok) return agreed;
  const price = agreed && { price: agreed.value, isAgreed: true };
  if ((asked.plan === undefined || asked.plan === state.plan) && asked.plan_version === undefined)
    return ok({ ...sameTerms(state, { quantity, ...named, ...price }), anchorDay });
  const id = asked.plan ?? state.plan;
  const of = { entity: state.entity, currency: state.currency, agreedPrice: price?.price };
  const offer = offerOf(await askedPlan(asked, id, journal), of);
  if (!offer.ok) {
    const pointer = asked.plan_version === undefined ? '#/plan' : '#/plan_version';
    return refuse(offer.refusal.code, offer.refusal.message, { ...offer.refusal, pointer });
  }

  return targetOfOffer(state, { plan: id, offer: offer.value, sold: { quantity, ...named }, anchorDay });
}

function sameTerms(
  state: KnownSubscription,
  asked: Pick<Sold, 'quantity' | 'dimensions'> & Partial<Sold>,
): Omit<Target, 'anchorDay'> {
  const { charge, rhythm, metering } = state;
  const { interval, count } = rhythm;
  const sold = soldIn({ ...state, ...asked });

  return { sold, interval, count, charge, ...(metering && { metering }) };
}

/** The version that the request names, or the one on sale. */
function askedPlan(asked: AskedChange, id: string, journal: Journal): Promise<Plan> {
  const ref = { tenant: asked.tenant, id };

  return asked.plan_version === undefined
    ? planAt(journal, ref, asked.now)
    : planVersion(journal, ref, asked.plan_version);
}
