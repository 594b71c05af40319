/** Days on which the service was suspended, of a plan that does not charge them: given back where they were charged, else not charged. */
import { earlierDay, type CivilDate, laterDay, type Period } from '../../kernel/time.ts';
import type { KnownSubscription } from '../subscriptions/states.ts';
import type { BilledLine } from './billed-line.ts';
import { creditWithin, isOf } from './credits.ts';

/** Whether a suspension changes what is charged. */
export function isWithheldFree({ rules }: Pick<KnownSubscription, 'rules'>): boolean {
  return rules.suspensionBilled !== true;
}

/** What the running suspension gives back of the charges made in advance, as far as a day. */
export function openCredits(state: KnownSubscription, until: CivilDate): readonly BilledLine[] {
  const { suspension, charged } = state;
  if (!suspension || !isWithheldFree(state)) return [];

  return charged.flatMap((line) => withheldLine(line, { start: suspension.on, end: until }, state) ?? []);
}

/** What waits to be given back once a suspension has ended: days that follow on each other are one line, so they are rounded once. */
export function creditsAfter(state: KnownSubscription, until: CivilDate): readonly BilledLine[] {
  const { suspension, charged, unserved = [] } = state;
  if (!suspension || !isWithheldFree(state) || suspension.on >= until) return unserved;
  const joined = unserved.filter(({ end }) => end === suspension.on);
  const kept = unserved.filter(
    (each) => !(joined.includes(each) && charged.some((line) => isOf(line, each))),
  );
  const added = charged.flatMap((line) => {
    const start = joined.find((each) => isOf(line, each))?.start ?? suspension.on;
    return withheldLine(line, { start, end: until }, { ...state, unserved: kept }) ?? [];
  });

  return [...kept, ...added];
}

/** The days of periods charged in arrears that are not charged, the running suspension among them. */
export function daysWithheld(state: KnownSubscription): readonly Period[] {
  const { suspension, withheld = [], pausedFrom } = state;
  if (!suspension || !isWithheldFree(state) || pausedFrom === null) return withheld;

  return [...withheld, { start: suspension.on, end: laterDay(suspension.on, pausedFrom) }];
}

/** What is left of some days without others. */
export function daysWithout(days: Period, others: readonly Period[]): readonly Period[] {
  return others.reduce<readonly Period[]>(
    (left, { start, end }) =>
      left.flatMap((each) =>
        [
          { start: each.start, end: earlierDay(each.end, start) },
          { start: laterDay(each.start, end), end: each.end },
        ].filter((piece) => piece.start < piece.end),
      ),
    [days],
  );
}

/** A price that is not divided is for its period however much of it there was service. */
function withheldLine(
  line: BilledLine,
  days: Period,
  of: Pick<KnownSubscription, 'currency' | 'unserved'>,
): BilledLine | null {
  const credit = line.isUndivided ? null : creditWithin(line, days, of);

  return credit && { ...credit, isWithheld: true };
}
