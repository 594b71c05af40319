/** What the API tells of subscriptions: from the state to the wire. */
import type { Subscription as SubscriptionBody } from '../../contracts/subscriptions.ts';
import { formatMoney, money } from '../../kernel/money.ts';
import { type Instant, localDate } from '../../kernel/time.ts';
import { billedPeriod } from '../billing/owed.ts';
import { periodAt } from '../billing/rhythm.ts';
import { earliestStart } from '../subscriptions/activate.ts';
import type { Cancellation, KnownSubscription, Parking } from '../subscriptions/states.ts';
import { cancellableOn, noticeBy } from '../subscriptions/term.ts';
import { answerCommitment } from './minimum-spends.ts';
import { answerPrice } from './prices.ts';

/** A subscription as answered. */
export function answerSubscription(
  id: string,
  { state, at }: { readonly state: KnownSubscription; readonly at: Instant },
): SubscriptionBody {
  const { price, cancellation, parked } = state;
  const isBare = price.model === 'per_unit' && price.minimum === null;

  return {
    id,
    object: 'subscription',
    status: state.status,
    order: state.order,
    order_line: state.line,
    ...answerAttached(state),
    customer: state.customer,
    legal_entity: state.entity,
    plan: state.plan,
    plan_version: state.planVersion,
    description: state.description,
    quantity: state.quantity,
    dimensions: { ...state.dimensions },
    unit_price: isBare ? price.amount : null,
    price: answerPrice(price),
    price_basis: state.priceBasis ?? 'net',
    price_agreed: state.isAgreed ?? false,
    ...answerPhases(state),
    currency: state.currency,
    tax: state.tax,
    ...answerRhythm(state),
    payment_terms_days: state.dueDays,
    language: state.language as SubscriptionBody['language'], // was parsed by the same enum at intake
    ...answerProgress(state),
    minimum_spend: answerCommitment(state, localDate(at, state.zone)),
    cancellation: cancellation && answerCancellation(cancellation),
    ...answerTerm(state, at),
    parked: parked && answerParking(parked),
    created_at: state.createdAt,
    ended_at: state.endedAt,
  };
}

function answerActivation({
  activation,
  awaited,
  startSetAt,
}: KnownSubscription): SubscriptionBody['activation'] {
  if (!activation) return null;
  const { on } = activation;
  if (on === 'first_payment')
    return { on, limit_hours: activation.limitHours, pay_by: awaited?.until ?? null };
  const own = { agreed_start: activation.agreedOn, not_before: earliestStart(activation) };

  return { on, ...own, activated_at: startSetAt ?? null };
}

function answerAttached({ host, addOns = [] }: KnownSubscription) {
  return {
    host: host ?? null,
    add_ons: addOns.map(({ subscription, plan, from }) => ({ subscription, plan, from })),
  };
}

/** The introductory prices that are left, each with the first day that it does not hold for any more. */
function answerPhases({ phases = [], rhythm, nextIndex }: KnownSubscription) {
  const left = phases.filter(({ until }) => until > nextIndex);

  return {
    phases: left.map(({ until, price }) => ({
      price: answerPrice(price),
      until: periodAt(rhythm, until - 1).end,
    })),
  };
}

function answerRhythm({ rhythm, charge, startsOn, zone }: KnownSubscription) {
  return {
    interval: rhythm.interval,
    interval_count: rhythm.count,
    charge,
    start_date: startsOn,
    charged_from: rhythm.start,
    anchor_date: rhythm.anchor,
    anchor_day: rhythm.anchorDay,
    time_zone: zone,
  };
}

function answerProgress(state: KnownSubscription) {
  const { nextIndex, rhythm, scheduled, currency, coupons } = state;
  const isNewRhythm = nextIndex <= rhythm.firstIndex;

  return {
    activation: answerActivation(state),
    end_reason: state.status === 'ended' ? (state.endReason ?? ('cancelled' as const)) : null,
    invoice_grouping: state.grouping ?? ('by_subscription' as const),
    invoice_group: state.invoiceGroup ?? null,
    billed_periods: nextIndex,
    current_period: isNewRhythm ? null : billedPeriod(state, nextIndex - 1),
    next_billing_at: state.dueOn === null ? null : state.nextDueAt,
    scheduled_change: scheduled && {
      plan: scheduled.target.sold.plan,
      plan_version: scheduled.target.sold.planVersion,
      quantity: scheduled.target.sold.quantity,
      on: scheduled.on,
    },
    paused_from: state.status === 'active' ? null : state.pausedFrom,
    ...answerService(state),
    coupons: coupons
      .filter(({ left }) => left !== 0)
      .map(({ id, name, off, left }) => ({ id, name, off, periods_left: left })),
    pending_charges: (state.charges ?? []).map(({ id, description, quantity, amount, on }) => ({
      ...{ id, description, quantity, on },
      unit_amount: amount,
    })),
    credit: amountOf(state.creditMinor, currency),
  };
}

function answerService({ suspension, status }: KnownSubscription) {
  const granted = status === 'pending' ? ('not_begun' as const) : ('granted' as const);

  return {
    service: suspension ? ('suspended' as const) : granted,
    suspension: suspension ? { reason: suspension.reason, from: suspension.on } : null,
  };
}

function answerTerm(state: KnownSubscription, at: Instant) {
  const { commitment, term, status, cancellation, zone } = state;
  const by = noticeBy(state);
  const isBound = cancellation === null && (status === 'active' || status === 'paused');

  return {
    term:
      commitment && term && by
        ? { number: term.number, ends_on: term.end, renewal: commitment.renewal, notice_by: by }
        : null,
    cancellable_on: isBound ? cancellableOn(state, localDate(at, zone)) : null,
  };
}

function amountOf(minor: bigint, currency: string) {
  return { amount: formatMoney(money(minor, currency)), currency };
}

function answerCancellation({ when, endsOn, credit }: Cancellation) {
  return { at: when, ends_on: endsOn, credit };
}

function answerParking({ code, reason, retryAt }: Parking) {
  return { code, reason, retry_at: retryAt };
}
