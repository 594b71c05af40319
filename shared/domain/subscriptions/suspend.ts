/**
 * The service of a subscription, suspended and reinstated: an axis of its own beside its life. Unless the plan charges it
 * all the same, days without service are given back on the next bill, and no period begins while they last.
 */
import { ok, refuse, type Result } from '../../kernel/result.ts';
import { type CivilDate, type Instant, laterDay, localDate } from '../../kernel/time.ts';
import { isBehind } from '../billing/owed.ts';
import { isWithheldFree } from '../billing/withheld.ts';
import type { SubscriptionFact } from './facts.ts';
import { goneOn } from './pause.ts';
import { chargedFrom, runningPeriod } from './running.ts';
import type { KnownSubscription } from './states.ts';

/** Where suspended days are charged, periods go on as they did. */
const NOTHING_MOVED = { rhythm: null, due: null };

type Facts = Result<readonly SubscriptionFact[]>;

/**
 * From today on, a local day. Refusals: `subscription.already_suspended`, `subscription.paused`, `subscription.not_active`,
 * and, where the days are not charged, `subscription.change_scheduled`, `subscription.minimum_promised`,
 * `subscription.cancelled` where it ends only behind the running period, and `subscription.behind`.
 */
export function suspended(
  state: KnownSubscription,
  { reason, at }: { readonly reason: string; readonly at: Instant },
): Facts {
  const on = firstDayOf(state, at);
  const from = isWithheldFree(state) ? standsStillFrom(state, on) : null;
  const refused = refusedNow(state) ?? (from === null ? undefined : refusedFree(state, { from, at }));

  return refused ?? ok([{ type: 'subscription.suspended', data: { reason, on, from, at } }]);
}

/**
 * From today on: the days until then are not charged. Refusals: `subscription.not_suspended`, `subscription.behind`, and
 * `subscription.cancelled` where the end was asked for meanwhile and lies behind the days that are charged.
 */
export function reinstated(state: KnownSubscription, at: Instant): Facts {
  const { suspension, pausedFrom, cancellation } = state;
  if (!suspension)
    return refuse('subscription.not_suspended', 'The service of this subscription is not suspended.');
  const on = laterDay(localDate(at, state.zone), suspension.on);
  if (pausedFrom === null)
    return ok([{ type: 'subscription.reinstated', data: { on, ...NOTHING_MOVED, at } }]);
  if (cancellation && (cancellation.endsOn > pausedFrom || on > pausedFrom))
    return refuse('subscription.cancelled', 'This subscription is cancelled.', {
      hint: 'Withdraw the cancellation first.',
    });
  const gone = goneOn(state, on);

  return gone.ok ? ok([{ type: 'subscription.reinstated', data: { ...gone.value, at } }]) : gone;
}

/** The day from which no period is charged while the service is suspended: the end of the running one, or its beginning where nothing of it is owed. */
export function standsStillFrom(state: KnownSubscription, on: CivilDate): CivilDate {
  const { charge, usage } = state;
  const { start, end } = runningPeriod(state, on);

  return charge === 'in_arrears' && on <= start && !usage ? start : end;
}

/**
 * Today, and no day that is withheld already, that was over when the clock of whoever billed said so, or that a change of today has
 * left with the old terms for good.
 */
function firstDayOf(state: KnownSubscription, at: Instant): CivilDate {
  const { zone, unserved = [], withheld = [] } = state;
  const today = localDate(at, zone);

  return [...unserved, ...withheld]
    .map(({ end }) => end)
    .reduce(laterDay, laterDay(today, chargedFrom(state) ?? today));
}

function refusedNow({ suspension, status }: KnownSubscription) {
  if (suspension)
    return refuse('subscription.already_suspended', 'The service of this subscription is suspended already.');
  if (status === 'paused')
    return refuse('subscription.paused', 'This subscription is paused; resume it first.');

  return status === 'active'
    ? undefined
    : refuse('subscription.not_active', 'This subscription has not begun to be charged.');
}

function refusedFree(
  state: KnownSubscription,
  { from, at }: { readonly from: CivilDate; readonly at: Instant },
) {
  const { scheduled, spending, cancellation, charge } = state;
  if (scheduled)
    return refuse('subscription.change_scheduled', 'A change waits for the end of the period.', {
      hint: 'Withdraw the change first.',
    });
  if (spending)
    return refuse(
      'subscription.minimum_promised',
      'A minimum was promised for days that would not be charged; this is not offered.',
    );
  if (cancellation && cancellation.endsOn > from)
    return refuse('subscription.cancelled', 'This subscription is cancelled.', {
      hint: 'Cancel it now, or with its period.',
    });

  return charge === 'in_advance' && isBehind(state, at)
    ? refuse('subscription.behind', 'A period that has begun is not billed yet; ask again in a moment.')
    : undefined;
}
