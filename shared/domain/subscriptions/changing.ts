/** What a change makes of a subscription: what is sold, its rhythm, its phases and what is measured. */
import { canonicalJson } from '../../kernel/hash.ts';
import type { CivilDate } from '../../kernel/time.ts';
import { soldIn } from '../billing/lines.ts';
import { splitOn } from '../billing/metering.ts';
import { type Rhythm, rhythmFrom } from '../billing/rhythm.ts';
import { phasesOn, priceAt } from '../pricing/phases.ts';
import type { Request } from '../requests.ts';
import { recounted } from './ends.ts';
import type { GoneOn } from './facts.ts';
import type { KnownSubscription, SubscriptionChange, Target } from './states.ts';

/** Requests that a subscription remembers. */
const REQUESTS_MAX = 10;

/** What a change makes of a subscription. */
export function changed(state: KnownSubscription, data: SubscriptionChange): Partial<KnownSubscription> {
  const { target, rhythm, due, split, request, on, settlement } = data;
  const sold = soldIn(state, priceAt(state, state.nextIndex));

  return {
    ...target.sold,
    ...(state.isAgreed && { isAgreed: target.sold.isAgreed ?? false }),
    charge: target.charge,
    scheduled: null,
    former: split === null ? state.former : [...state.former, { sold, ...split }],
    ...(rhythm && { rhythm }),
    // An end that is asked for already stays on its day, however many periods there are until then.
    ...(rhythm &&
      state.cancellation && {
        cancellation: recounted({ ...state, charge: target.charge, rhythm }, state.cancellation),
      }),
    ...(due && { nextDueAt: due.next }),
    ...(request && { requests: remembered(state, request) }),
    ...(settlement && { creditable: settlement.left }),
    ...measuredAfter(state, { target, rhythm, on }),
    ...(isSameOffer(state, target) ? begunAnew(state, rhythm) : endedPhases(state)),
  };
}

/** The periods that a change begins on a day; null where they go on as they are. */
export function rhythmAfter(
  state: KnownSubscription,
  {
    target,
    on,
    firstIndex,
  }: { readonly target: Target; readonly on: CivilDate; readonly firstIndex: number },
): Rhythm | null {
  return isSameGrid(state, target)
    ? null
    : rhythmFrom(on, { ...target, alignment: 'anniversary', firstIndex });
}

/** Whether a change leaves the periods as they are. */
export function isSameGrid(
  { rhythm }: KnownSubscription,
  { interval, count, anchorDay }: Pick<Target, 'interval' | 'count' | 'anchorDay'>,
): boolean {
  return (
    interval === rhythm.interval &&
    count === rhythm.count &&
    (anchorDay ?? rhythm.anchorDay) === rhythm.anchorDay
  );
}

/** Whether a change stays with the version of the plan and with its price, whose phases then go on. */
export function isSameOffer(
  { plan, planVersion, price }: KnownSubscription,
  { sold }: Pick<SubscriptionChange['target'], 'sold'>,
): boolean {
  const isSamePlan = sold.plan === plan && sold.planVersion === planVersion;

  return isSamePlan && canonicalJson(sold.price) === canonicalJson(price);
}

/** Introductory prices are for who begins with a plan: after a change to another one there are none. */
function endedPhases({ phases }: KnownSubscription): Partial<KnownSubscription> {
  return phases ? { phases: [] } : {};
}

/** Where the periods begin anew, the rhythm and the phases that go on in it. */
export function begunAnew({ phases }: KnownSubscription, rhythm: Rhythm | null): Partial<KnownSubscription> {
  return rhythm ? { rhythm, ...(phases && { phases: phasesOn(phases, rhythm) }) } : {};
}

/** How a subscription goes on once it stood still: what was used meanwhile is not charged. */
export function goingOn(
  state: KnownSubscription,
  { rhythm, due }: Pick<GoneOn, 'rhythm' | 'due'>,
): Partial<KnownSubscription> {
  const { usage } = state;
  const measured = usage && rhythm && { usage: { ...usage, from: rhythm.start } };

  return { ...begunAnew(state, rhythm), ...(due && { nextDueAt: due.next }), ...measured };
}

/** Usage stays one window where only the quantity changes. */
function measuredAfter(
  state: KnownSubscription,
  { target, rhythm, on }: Pick<SubscriptionChange, 'target' | 'rhythm' | 'on'>,
): Partial<KnownSubscription> {
  if (!state.metering && !target.metering) return {};
  const { plan, planVersion } = target.sold;
  const isSame = plan === state.plan && planVersion === state.planVersion && rhythm === null;

  return isSame ? {} : { metering: target.metering ?? null, usage: splitOn(state, on) };
}

/** The newest requests, with one more. */
export function remembered(state: KnownSubscription, request: Request): readonly Request[] {
  return [...state.requests, request].slice(-REQUESTS_MAX);
}
