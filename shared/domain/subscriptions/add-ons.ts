/**
 * Add-ons: what is sold on top of a subscription, its host. An add-on that recurs is a subscription of its own on the grid of
 * its host, so that it is billed, prorated, explained and reckoned again as any other; it pauses and ends with its host.
 * One that is charged once stands on the next bill of the host.
 */
import { ok, refuse, type Result } from '../../kernel/result.ts';
import { type CivilDate, daysBetween, type Instant, laterDay, localDate } from '../../kernel/time.ts';
import { changeBill, firstObstacle } from '../billing.ts';
import type { BilledPeriodData } from '../billing/bill.ts';
import { type OneOffCharge, oneOffLines } from '../billing/one-off.ts';
import { isWholePeriods, periodAt, periodIndexOn, type Rhythm } from '../billing/rhythm.ts';
import { refusedPhases } from '../pricing/phases.ts';
import { requestMet } from '../requests.ts';
import { refusedWhileAwaited } from './awaiting.ts';
import { ADD_ONS_MAX, attachedOf, isAllowed } from './attached.ts';
import { firstBillOf } from './boundary.ts';
import { addOnTerms, isOnGrid } from './add-on-terms.ts';
import { CHARGES_MAX } from './charges.ts';
import type { AddOnCommand } from './commands.ts';
import { subscriptionStory } from './evolve.ts';
import type { SubscriptionFact } from './facts.ts';
import { refusedSuspended } from './pause.ts';
import { previewHash } from './preview.ts';
import { START_DAYS_MAX, started } from './start.ts';
import type { KnownSubscription, Subscription } from './states.ts';
import { noSubscription } from './unknown.ts';

/** An add-on as it would be told, with the bill that shows it first. */
export type PlannedAddOn = {
  readonly facts: readonly SubscriptionFact[];
  readonly bill: BilledPeriodData | null;
};

/** The facts of an add-on, told by its host; refuses one whose preview does not hold any more with `subscription.preview_stale`. */
export function addOnAdded(
  host: KnownSubscription,
  command: AddOnCommand,
): Result<readonly SubscriptionFact[]> {
  const met = requestMet(host.requests, command.request);
  if (met) return met;
  const planned = plannedAddOn(host, command);
  if (!planned.ok) return planned;
  if (command.agreed !== null && command.agreed !== previewHash(planned.value.bill))
    return refuse('subscription.preview_stale', 'The preview that was agreed to does not hold any more.', {
      hint: 'Ask for a new preview and agree to that one.',
    });

  return ok(planned.value.facts);
}

/** What an add-on would tell and bill; the same for its preview and for itself. */
export function plannedAddOn(host: KnownSubscription, command: AddOnCommand): Result<PlannedAddOn> {
  const refused = refusedHost(host) ?? refusedOffer(host, command);
  if (refused) return refused;

  return command.offer.kind === 'one_off' ? plannedOnce(host, command) : plannedRecurring(host, command);
}

/** The add-on is no add-on's host, and follows nothing that stands still or ends. */
function refusedHost(host: KnownSubscription) {
  if (host.host !== undefined)
    return refuse('add_on.of_add_on', 'This subscription is an add-on itself; add it to its host.');
  const awaited = refusedWhileAwaited(host, { do: 'add_add_on' });
  if (awaited) return awaited;
  if (host.status === 'paused')
    return refuse('subscription.paused', 'This subscription is paused; resume it first.');
  if (host.suspension) return refusedSuspended();
  if (host.cancellation) return refuse('subscription.cancelled', 'This subscription is cancelled.');
  if (host.scheduled && !isOnGrid(host.rhythm, host.scheduled.target))
    return refuse('subscription.change_scheduled', 'A change to another rhythm waits for its day.', {
      hint: 'Withdraw the change first.',
    });

  return undefined;
}

function refusedOffer(
  { rhythm, currency, priceBasis }: KnownSubscription,
  { plan, offer, allowed, sold }: AddOnCommand,
) {
  const at = { pointer: '#/plan' };
  if (offer.kind === undefined) return refuse('add_on.is_plan', 'This plan is not an add-on; order it.', at);
  if (!isAllowed(allowed, plan))
    return refuse('add_on.not_allowed', 'The plan of this subscription does not allow this add-on.', at);
  if (offer.priceBasis !== priceBasis)
    return refuse(
      'add_on.price_basis_differs',
      'The prices of an add-on contain the tax where those of its host do, and nowhere else.',
      at,
    );
  if (offer.kind === 'add_on' && !isWholePeriods(offer, rhythm))
    return refuse('add_on.rhythm_unfit', 'A period of an add-on is made of whole periods of its host.', at);

  return refusedPhases(offer, { ...sold, currency });
}

function plannedRecurring(host: KnownSubscription, command: AddOnCommand): Result<PlannedAddOn> {
  const { tenant, addOn, request, at, profile } = command;
  const { addOns = [] } = host;
  if (addOns.length >= ADD_ONS_MAX)
    return refuse('add_on.too_many', `A subscription has at most ${ADD_ONS_MAX} add-ons at once.`);
  const on = firstDayOf(host, command);
  if (!on.ok) return on;
  const terms = addOnTerms(host, { ...command, host: command.subscription, from: on.value });
  const own = started(terms, at).reduce<Subscription>(subscriptionStory.evolve, subscriptionStory.initial);
  if (own.status === 'none') return noSubscription();
  const obstacle = firstObstacle(own, command);
  if (obstacle) return refuse(obstacle.code, obstacle.reason);

  return ok({
    facts: [
      { type: 'subscription.add_on_added', data: { addOn: attachedOf(addOn, terms), terms, request, at } },
    ],
    bill: firstBillOf(own, { tenant, subscription: addOn, profile, at }, terms.rhythm.start),
  });
}

function firstDayOf(host: KnownSubscription, { start, at }: AddOnCommand): Result<CivilDate> {
  const today = localDate(at, host.zone);
  if (start === 'now') return ok(laterDay(today, host.startsOn));
  if (start === 'period_end') return ok(nextBoundary(host.rhythm, today));
  if (start < today || daysBetween(today, start) > START_DAYS_MAX)
    return refuse(
      'add_on.date_out_of_range',
      `An add-on begins today or at most ${START_DAYS_MAX} days from now.`,
      { pointer: '#/at' },
    );

  return ok(laterDay(start, host.startsOn));
}

function nextBoundary(rhythm: Rhythm, today: CivilDate): CivilDate {
  return today < rhythm.start ? rhythm.start : periodAt(rhythm, periodIndexOn(rhythm, today)).end;
}

/** What is charged once, with the next bill of the host and as it is taxed. */
function plannedOnce(host: KnownSubscription, command: AddOnCommand): Result<PlannedAddOn> {
  const { tenant, subscription, offer, request, at, profile } = command;
  if (offer.tax !== host.tax || offer.supply !== host.supply)
    return refuse('subscription.tax_differs', 'The add-on is taxed differently; order it as a new one.', {
      pointer: '#/plan',
    });
  if ((host.charges ?? []).length >= CHARGES_MAX)
    return refuse('charge.too_many', `At most ${CHARGES_MAX} charges wait for a bill of a subscription.`);
  const today = localDate(at, host.zone);
  if (command.start !== 'now' && command.start !== 'period_end')
    return refuse('add_on.date_out_of_range', 'What is charged once is charged with the next bill.', {
      pointer: '#/at',
    });
  const on = command.start === 'now' ? today : nextBoundary(host.rhythm, today);
  const charge = onceCharged(command, on);
  const asked = { tenant, subscription, target: null, run: null, profile, at };
  // The preview has no request that its charge could be named by.
  const lines = oneOffLines({ ...host, charges: [{ ...charge, id: command.plan }] });
  const span = { start: on, end: lines[0]?.end ?? on };
  const bill = changeBill({ ...host, creditMinor: 0n }, asked, { lines, span });

  return ok({ facts: [{ type: 'subscription.charge_added', data: { charge, request, at } }], bill });
}

function onceCharged({ addOn: id, plan, offer, sold }: AddOnCommand, on: CivilDate): OneOffCharge {
  const { price, name: description, version: planVersion } = offer;
  const own = { id, description, on, plan, planVersion };
  // A plan that is charged once has no other price.
  const amount = 'amount' in price ? price.amount : '0';

  return { ...own, amount, quantity: price.model === 'flat' ? '1' : sold.quantity };
}

/** An add-on has ended by itself or with its host. */
export function addOnRemoved(
  { addOns = [] }: KnownSubscription,
  { addOn, at }: { readonly addOn: string; readonly at: Instant },
): readonly SubscriptionFact[] {
  return addOns.some(({ subscription }) => subscription === addOn)
    ? [{ type: 'subscription.add_on_removed', data: { addOn, at } }]
    : [];
}
