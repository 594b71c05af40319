/** What the API tells of plans, subscriptions and runs: from the state to the wire. */
import type { BillingRun, BillingRunStatus } from '../../contracts/billing.ts';
import type { Plan as PlanBody } from '../../contracts/catalog.ts';
import type { Subscription as SubscriptionBody } from '../../contracts/subscriptions.ts';
import { periodAt } from '../billing.ts';
import type { Plan } from '../plans.ts';
import type { KnownRun, PageResult, RunFailure } from '../runs.ts';
import type { Cancellation, KnownSubscription, Parking } from '../subscriptions.ts';

/** A plan as answered. */
export function answerPlan(id: string, plan: Exclude<Plan, { status: 'none' }>): PlanBody {
  return {
    id,
    object: 'plan',
    version: plan.version,
    name: plan.name,
    description: plan.description,
    legal_entity: plan.entity,
    interval: plan.interval,
    prices: plan.prices.map(([currency, amount]) => ({ currency, amount })),
    tax: plan.tax,
    supply: plan.supply ?? 'services',
    published_at: plan.publishedAt,
  };
}

/** A subscription as answered. */
export function answerSubscription(id: string, state: KnownSubscription): SubscriptionBody {
  return {
    id,
    object: 'subscription',
    status: state.status,
    order: state.order,
    order_line: state.line,
    customer: state.customer,
    legal_entity: state.entity,
    plan: state.plan,
    plan_version: state.planVersion,
    description: state.description,
    quantity: state.quantity,
    unit_price: state.unitPrice,
    currency: state.currency,
    tax: state.tax,
    interval: state.interval,
    anchor_date: state.anchor,
    time_zone: state.zone,
    payment_terms_days: state.dueDays,
    language: state.language as SubscriptionBody['language'], // was parsed by the same enum at intake
    billed_periods: state.nextIndex,
    current_period: state.nextIndex === 0 ? null : { ...periodAt(state, state.nextIndex - 1) },
    next_billing_at: nextBillingAt(state),
    cancellation: state.cancellation && answerCancellation(state.cancellation),
    parked: state.parked && answerParking(state.parked),
    created_at: state.createdAt,
    ended_at: state.endedAt,
  };
}

function nextBillingAt({ status, cancellation, nextIndex, nextDueAt }: KnownSubscription): string | null {
  const isLast = cancellation !== null && nextIndex >= cancellation.periods;

  return status === 'ended' || isLast ? null : nextDueAt;
}

/** What the pages of a run came to so far. */
export type RunProgress = Omit<PageResult, 'failures'> & {
  readonly pages: number;
  readonly failed: number;
  readonly failures: readonly RunFailure[];
};

/** A run in a list. */
export function answerRunRow(
  id: string,
  { run, progress }: { readonly run: Omit<KnownRun, 'cursor'>; readonly progress: RunProgress },
): Omit<BillingRun, 'failures'> {
  const { billed, unchanged, failed } = progress;

  return {
    id,
    object: 'billing_run',
    kind: run.kind,
    status: runStatusOf(run, progress.pages),
    target_date: run.targetDate,
    until: run.until,
    counts: { planned: run.planned, billed, unchanged, failed },
    opened_at: run.openedAt,
  };
}

/** A run as answered; `progress` names at most so many failures as the contract shows. */
export function answerRun(
  id: string,
  { run, progress }: { readonly run: KnownRun; readonly progress: RunProgress },
): BillingRun {
  return {
    ...answerRunRow(id, { run, progress }),
    failures: progress.failures.map((failure) => ({ ...failure })),
  };
}

function runStatusOf(run: Pick<KnownRun, 'status' | 'pages'>, finishedPages: number): BillingRunStatus {
  if (run.status !== 'planned') return run.status;

  return finishedPages >= run.pages ? 'finished' : 'billing';
}

function answerCancellation({ when, endsOn, credit }: Cancellation) {
  return { at: when, ends_on: endsOn, credit };
}

function answerParking({ code, reason, retryAt }: Parking) {
  return { code, reason, retry_at: retryAt };
}
