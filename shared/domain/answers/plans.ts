/** What the API tells of plans: from the state to the wire. */
import type { Plan as PlanBody } from '../../contracts/catalog.ts';
import { warningsOf } from '../plans.ts';
import type { Plan } from '../plans/states.ts';
import type { TermRules } from '../subscriptions/terms.ts';
import { answerPlanMinimum } from './minimum-spends.ts';
import { answerPlanPrices } from './prices.ts';

/** A plan as answered. */
export function answerPlan(id: string, plan: Exclude<Plan, { status: 'none' }>): PlanBody {
  return {
    id,
    object: 'plan',
    version: plan.version,
    name: plan.name,
    description: plan.description,
    kind: plan.kind ?? 'plan',
    add_ons: plan.addOns ? [...plan.addOns] : null,
    legal_entity: plan.entity,
    interval: plan.interval,
    interval_count: plan.count,
    charge: plan.charge,
    trial_days: plan.trialDays,
    rules: {
      stub_before_anchor: plan.rules.stub,
      stub_merged_below_days: plan.rules.mergedBelow ?? null,
      proration_edge: plan.rules.changeDay,
      proration_unit: plan.rules.unit ?? 'day',
      suspension_billed: plan.rules.suspensionBilled ? 'yes' : 'no',
      negative_change: plan.rules.negative ?? 'carry_forward',
      coupon_stacking: plan.rules.stacking,
    },
    price_basis: plan.priceBasis ?? 'net',
    prices: answerPlanPrices(plan.prices),
    phases: (plan.phases ?? []).map(({ periods, prices }) => ({ periods, prices: answerPlanPrices(prices) })),
    setup: (plan.setup ?? []).map(([currency, amount]) => ({ currency, amount })),
    meters: (plan.meters ?? []).map(({ prices = [], ...meter }) => ({
      ...meter,
      prices: answerPlanPrices(prices),
    })),
    grace_hours: plan.graceHours ?? 0,
    warnings: warningsOf(plan).map((warning) => ({ ...warning })),
    tax: plan.tax,
    supply: plan.supply ?? 'services',
    term: plan.term ? answerPlanTerm(plan.term) : null,
    minimum_spend: answerPlanMinimum(plan.minimum),
    published_at: plan.publishedAt,
  };
}

function answerPlanTerm({ interval, count, renewal, noticeDays }: TermRules) {
  return { interval, interval_count: count, renewal, notice_days: noticeDays };
}
