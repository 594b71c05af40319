/** Which version of a plan is meant: the one on sale at an instant, or one that is named. */
import type { Plan, PlanOffer } from '../domain/plans.ts';
import { offerOf, PLAN_VERSIONS_MAX, plans } from '../domain/plans.ts';
import type { Price } from '../domain/pricing/models.ts';
import type { OrderLine } from '../domain/orders.ts';
import { refusedPhases } from '../domain/pricing/phases.ts';
import { refusedStart } from '../domain/subscriptions/start.ts';
import { load, stateOf } from '../execute.ts';
import type { Refusal } from '../kernel/refusal.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import { type Instant, localDate } from '../kernel/time.ts';
import type { AggregateRef, Journal } from '../ports.ts';

/**
 * The version that was on sale at `at`: the newest published by then. An order and the subscriptions that it starts later
 * ask with the instant of the order, so both see the same version whatever was published in between. A plan that a
 * clock running ahead dated later offers its first version.
 */
export async function planAt(journal: Journal, ref: AggregateRef, at: Instant): Promise<Plan> {
  let { state } = await load(journal, plans, ref);
  for (let step = 1; step < PLAN_VERSIONS_MAX && isTooNew(state, at); step += 1) {
    state = await planVersion(journal, ref, versionOf(state) - 1);
  }

  return state;
}

/** What a plan offered to a seller and currency at an instant. Refusals: those of `offerOf`. */
export async function offerAt(
  journal: Journal,
  ref: AggregateRef,
  of: {
    readonly entity: string;
    readonly currency: string;
    readonly at: Instant;
    readonly agreedPrice?: Price;
  },
): Promise<Result<PlanOffer>> {
  return offerOf(await planAt(journal, ref, of.at), of);
}

/**
 * The tax class and supply that a line of an order takes from its plan. Refuses, at the line, a plan that is not sold so, a quantity that has
 * no amount at one of its prices, and a first day too far away.
 */
export async function taxOfPlan(
  { plan, quantity, begin }: Pick<OrderLine, 'quantity' | 'begin'> & { readonly plan: string },
  of: { readonly tenant: string; readonly zone: string; readonly pointer: string } & Omit<
    Parameters<typeof offerAt>[2],
    'agreedPrice'
  >,
  journal: Journal,
): Promise<Result<Pick<OrderLine, 'tax' | 'supply'>>> {
  const { tenant, currency, at, zone } = of;
  const offer = await offerAt(journal, { tenant, id: plan }, { ...of, agreedPrice: begin?.agreedPrice });
  if (!offer.ok) return refusedAt(of.pointer, offer);
  const refused =
    refusedPhases(offer.value, { quantity, currency, dimensions: begin?.dimensions }) ??
    refusedStart(begin?.startsOn ?? null, localDate(at, zone));
  if (refused) return refusedAt(of.pointer, refused);
  const { tax, supply = 'services' } = offer.value;

  return ok({ tax, supply });
}

function refusedAt(line: string, { refusal }: { readonly refusal: Refusal }) {
  return refuse(refusal.code, refusal.message, { ...refusal, pointer: `${line}/plan` });
}

/** A version of a plan by its number; `none` where there is no such plan or version. */
export async function planVersion(journal: Journal, ref: AggregateRef, version: number): Promise<Plan> {
  const commit = await journal.at(ref, version);

  return (commit && stateOf(plans, commit)) ?? plans.initial;
}

function versionOf(plan: Plan): number {
  return plan.status === 'none' ? 0 : plan.version;
}

function isTooNew(plan: Plan, at: Instant): boolean {
  return plan.status === 'published' && plan.version > 1 && plan.publishedAt > at;
}
