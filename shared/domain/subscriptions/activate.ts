/** Activating by hand: the first day of service is set, and everything else is reckoned from it. */
import { ok, refuse, type Result } from '../../kernel/result.ts';
import {
  type CivilDate,
  daysBetween,
  earlierDay,
  type Instant,
  laterDay,
  localDate,
  startOfDay,
} from '../../kernel/time.ts';
import { addOnRhythm } from './add-on-terms.ts';
import { begunBy } from './beginning.ts';
import type { ActivateCommand } from './commands.ts';
import { evolveKnown } from './evolve.ts';
import type { SubscriptionFact } from './facts.ts';
import { beginningOf, endOfOnlyTerm, START_DAYS_MAX } from './start.ts';
import type { KnownSubscription } from './states.ts';
import type { ByHand } from './terms.ts';

/**
 * Sets the first day once: a repetition, and one that asks for the day it has, changes nothing. Refusals:
 * `subscription.not_by_hand`, `subscription.start_is_set`, `subscription.start_out_of_range`.
 */
export function activated(
  state: KnownSubscription,
  { on: asked, host, at }: ActivateCommand,
): Result<readonly SubscriptionFact[]> {
  const { activation, startSetAt, startsOn: former, zone } = state;
  const on = host?.startsOn ?? asked;
  if (activation?.on !== 'hand')
    return refuse('subscription.not_by_hand', 'This subscription is not activated by hand.');
  if (startSetAt !== undefined)
    return on === undefined || on === former
      ? ok([])
      : refuse('subscription.start_is_set', `This subscription is activated; its first day is ${former}.`);
  const today = localDate(at, zone);
  const startsOn = on ?? laterDay(activation.agreedOn ?? today, today);
  const earliest = earliestStart(activation);
  if (startsOn < earliest || daysBetween(today, startsOn) > START_DAYS_MAX)
    return refuse(
      'subscription.start_out_of_range',
      `It begins on ${earliest} at the earliest, and at most ${START_DAYS_MAX} days from today.`,
      { pointer: '#/on' },
    );

  return ok(setOn(state, { layout: activation.layout, startsOn, host, at }));
}

/** It cannot begin before it was ordered, unless that was agreed on. */
export function earliestStart({ orderedOn, agreedOn }: ByHand): CivilDate {
  return earlierDay(orderedOn, agreedOn ?? orderedOn);
}

type Start = Pick<ByHand, 'layout'> & {
  readonly startsOn: CivilDate;
  readonly host: ActivateCommand['host'];
  readonly at: Instant;
};

/** The day, and what has become true by it: the trial or the charged time has begun, and a term that nothing follows has its end. */
function setOn(state: KnownSubscription, { layout, startsOn, host, at }: Start): readonly SubscriptionFact[] {
  const { interval, count } = state.rhythm;
  const plan = { interval, count, trialDays: layout.trialDays, rules: layout };
  const rhythm = host
    ? addOnRhythm(host.rhythm, { ...plan, from: startsOn })
    : beginningOf(startsOn, { ...layout, startsOn }, plan).rhythm;
  const nextDueAt = startOfDay(startsOn, state.zone);
  const set = { type: 'subscription.start_set', data: { startsOn, rhythm, nextDueAt, at } } as const;
  const then = evolveKnown(state, set);

  return [set, ...begunBy(then, at).facts, ...endOfOnlyTerm(then, at)];
}
