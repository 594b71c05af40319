/**
 * Proof of coverage: each day that a subscription is to be charged for is invoiced once, or pending, or excluded, with the
 * reason; each event of usage lies in one window. Whatever lies in none is a leak, whatever lies in two is billed twice.
 */
import { dayIn, daysFrom, daysLater } from './arithmetic.ts';
import { type Data, type Fact, isParked, list, part, text, whole } from './books.ts';
import { type Given, nowIn } from './snapshot.ts';
import { periodOf } from './rhythm.ts';
import { type Days, EVER, type Excluded, type Timeline, timelineOf } from './timeline.ts';

/** Days or events by what became of them. */
export type Parts = Map<string, number>;

/** What the coverage of all subscriptions comes to. */
export type Coverage = {
  readonly subscriptions: number;
  readonly days: Parts;
  readonly events: Parts;
  /** What is covered by nothing, or more than once. */
  readonly leaks: readonly Leak[];
};

/** Days that are not covered as they must be; `what` names the charge. */
export type Leak = Days & { readonly subscription: string; readonly what: string; readonly says: string };

/** Periods that are looked at from a rhythm's first on. */
const PERIODS_MAX = 10_000;

type Books = Pick<Given, 'journal' | 'snapshot'>;
type Place = Books & {
  readonly created: Fact;
  readonly facts: readonly Fact[];
  readonly life: Timeline;
  readonly today: string;
  readonly found: { readonly days: Parts; readonly events: Parts; readonly leaks: Leak[] };
};

/** I-51. */
export function checkCoverage({ journal, snapshot, report }: Given): void {
  for (const { subscription, what, start, end, says } of coverageOf({ journal, snapshot }).leaks) {
    report({ invariant: 'I-51', about: subscription, says: `${what} from ${start} to ${end} ${says}` });
  }
}

/** What became of each day and each event. */
export function coverageOf({ journal, snapshot }: Books): Coverage {
  const found = { days: new Map<string, number>(), events: new Map<string, number>(), leaks: [] as Leak[] };
  const subscriptions = journal.ofType('subscription.created');
  for (const created of subscriptions) {
    const facts = journal.of(created.tenant, created.id);
    const life = timelineOf(created, facts);
    const today = dayIn(nowIn(snapshot, created.tenant), life.zone);
    const place = { journal, snapshot, created, facts, life, today, found };
    const lines = facts.flatMap(linesTold);
    coverDays(lines, place);
    const due = measuredUntil(facts);
    for (const meter of new Set(life.measured.map((each) => each.meter)))
      coverMeter({ meter, due }, lines, place);
    coverEvents(lines, place);
  }

  return { subscriptions: subscriptions.length, ...found };
}

/** What a bill charges and gives back, or a change by credit notes beside its bill. */
function linesTold({ type, data }: Fact): readonly Data[] {
  if (type === 'subscription.changed') return list(part(data, 'settlement') ?? {}, 'lines');

  return type === 'subscription.billed' ? list(data, 'lines') : [];
}

/** The days of the fixed charge. What was charged and given back again counts as never charged. */
function coverDays(lines: readonly Data[], place: Place): void {
  const { life, today } = place;
  const charges = lines.filter((line) => ['whole', 'part'].includes(text(line, 'kind')));
  const credits = lines.filter((line) => text(line, 'kind') === 'credit');
  const spans = [...charges.map((line) => spanOf(line, 1)), ...credits.map((line) => spanOf(line, -1))];
  const shared = life.shared.map((day) => ({ start: day, end: daysLater(day, 1), count: 1 }));
  const tail = tailOf(spans, life);
  const pending = pendingFrom(tail, place);
  const starts = [life.startsOn, ...charges.map((line) => text(line, 'start'))].sort();
  const until = daysLater(pending === undefined ? tail : today, 1);
  const aheads = life.excluded.flatMap(({ ahead }) => (ahead ? [ahead.until] : []));
  const told = [...charges, ...credits].map((line) => text(line, 'end'));
  const ends = [until, ...aheads, daysLater(today, 1), ...told].sort();
  const edges = [tail, ...aheads, ...life.excluded.flatMap(bounds), ...[...spans, ...shared].flatMap(bounds)];
  for (const days of piecesOf(edges, starts[0] ?? today, ends.at(-1) ?? today)) {
    const count = countIn(spans, days);
    const excluded = excludingOf(life.excluded, days);
    // Of a day that a change shares, the old terms keep what they charged ahead though the service is suspended on it.
    const kept = excluded?.ahead ? countIn(shared, days) : 0;
    if (excluded) coverExcluded({ ...days, count: count - kept, excluded }, place);
    else if (count === 0 && days.start >= tail) coverPending({ ...days, pending }, place);
    else if (count === 1 + countIn(shared, days)) add(place.found.days, 'invoiced', days);
    else leak(place, { ...days, what: 'the charge', says: timesOf(count) });
  }
}

/** What was charged ahead of an end is given back or kept as its cancellation says; nothing else may be charged there. */
function coverExcluded(
  { count, excluded, ...days }: Days & { readonly count: number; readonly excluded: Excluded },
  place: Place,
): void {
  const { reason } = excluded;
  const isCharged = reason === 'suspended' && isStillCharged({ ...days, excluded }, place);
  const behind = isCharged
    ? chargedWithoutService(count, place.life)
    : chargedBehind({ count, reason }, place.life);
  const part = count === 0 && !isCharged ? `excluded: ${reason}` : behind;
  if (part !== undefined) add(place.found.days, part, days);
  else leak(place, { ...days, what: 'the charge', says: `${timesOf(count)}, though ${reason}` });
}

/** Whether days without service were charged ahead, and no bill of a period has come since that gives them back. */
function isStillCharged(
  { excluded: { ahead }, ...days }: Days & { readonly excluded: Excluded },
  { facts }: Place,
): boolean {
  if (!ahead || days.end > ahead.until) return false;
  const isOfPeriod = ({ type, data }: Fact) =>
    type === 'subscription.billed' && typeof data.change !== 'number' && typeof data.usage !== 'number';

  return !facts.some((fact, index) => index > ahead.told && isOfPeriod(fact));
}

function chargedWithoutService(count: number, { isEnded }: Timeline): string | undefined {
  if (count !== 1) return undefined;

  return isEnded ? 'excluded: given back at the end' : 'pending: to be given back';
}

function chargedBehind(
  { count, reason }: { readonly count: number; readonly reason: Excluded['reason'] },
  { charge, cancellation, isEnded }: Timeline,
): string | undefined {
  if (count !== 1 || reason !== 'after_end' || charge !== 'in_advance') return undefined;
  if (text(cancellation, 'credit') === 'none') return 'excluded: charged ahead and kept';

  return isEnded ? 'excluded: given back at the end' : 'pending: to be given back';
}

function coverPending(
  { pending, ...days }: Days & { readonly pending: string | undefined },
  place: Place,
): void {
  if (pending !== undefined) add(place.found.days, `pending: ${pending}`, days);
  else leak(place, { ...days, what: 'the charge', says: 'is not billed' });
}

/** The day behind the last that was charged, where no pause, no suspension and no end lies. */
function tailOf(spans: readonly Span[], { excluded, startsOn }: Timeline): string {
  const ends = spans.flatMap((span) => (countIn(spans, lastDayOf(span)) > 0 ? [span.end] : []));
  let tail = ends.sort().at(-1) ?? startsOn;
  for (const days of excluded.toSorted((a, b) => (a.start < b.start ? -1 : 1))) {
    if (days.start <= tail && tail < days.end && days.end !== EVER) tail = days.end;
  }

  return tail;
}

/** Why what begins on a day is not billed yet; undefined where it should be. */
function pendingFrom(day: string, { life, snapshot, journal, created }: Place): string | undefined {
  const { charge, graceHours, zone, parked, isAwaiting, startsOn } = life;
  const end = excludedBy(life.excluded, { start: day, end: daysLater(day, 1) });
  if (end !== undefined) return 'not due yet';
  const due = charge === 'in_advance' ? day : dueInArrears(day, life);
  const waited = new Date(Date.parse(nowIn(snapshot, created.tenant)) - graceHours * 3_600_000).toISOString();
  // What was charged ahead ends with its period, so the next one begins where one does.
  const isEnding = charge === 'in_arrears' && !life.isEnded;
  const isCutNow = isEnding && due === text(life.cancellation, 'endsOn');
  const isEarly = due > dayIn(waited, zone) || (isCutNow && text(life.cancellation, 'endsAt') > waited);
  if (isEarly) return isBoundary(day, life) ? 'not due yet' : undefined;
  if (isAwaiting && day > startsOn) return 'waits for the first payment';
  if (parked !== '') return `set aside, ${parked}`;
  if (isParked(journal, created.id)) return 'set aside for a person';

  return snapshot.isAtRest ? undefined : 'under way';
}

function isBoundary(day: string, { rhythm, excluded, startsOn }: Timeline): boolean {
  if (day === startsOn || excluded.some(({ end }) => end === day)) return true;
  const first = whole(rhythm, 'firstIndex');
  for (let index = first; index < first + PERIODS_MAX; index += 1) {
    const { start } = periodOf({ rhythm }, index);
    if (start >= day) return start === day;
  }

  return false;
}

function dueInArrears(day: string, { rhythm, excluded }: Timeline): string {
  // Days without service are left out of the bill of their period, which is due when it would be.
  const stop = excluded.find(({ start, reason }) => start > day && reason !== 'suspended')?.start ?? EVER;
  const first = whole(rhythm, 'firstIndex');
  for (let index = first; index < first + PERIODS_MAX; index += 1) {
    const { end } = periodOf({ rhythm }, index);
    if (end > day) return [end, stop].sort()[0] ?? end;
  }

  return stop;
}

/** The windows of a meter lie side by side over the days on which it has a price. */
function coverMeter(
  { meter, due }: { readonly meter: string; readonly due: string },
  lines: readonly Data[],
  place: Place,
): void {
  const windows = windowsOf(meter, lines);
  const spans = place.life.measured.filter((each) => each.meter === meter);
  for (const days of piecesOf([due, ...[...windows, ...spans].flatMap(bounds)], '', EVER)) {
    const count = countIn(windows, days);
    const isMeasured = spans.some((span) => span.start <= days.start && days.end <= span.end);
    const isRight = isMeasured ? count === 1 || (count === 0 && days.start >= due) : count === 0;
    if (!isRight) leak(place, { ...days, what: `usage of ${meter}`, says: timesOf(count) });
  }
}

/**
 * The day before which all usage was due with a bill of a period: in arrears with its own, in advance with that before. A
 * bill that is made while somebody asks for a change reads no usage, and leaves it to the next.
 */
function measuredUntil(facts: readonly Fact[]): string {
  const asked = new Set(
    facts.flatMap(({ type, version, data }) =>
      type === 'subscription.changed' && part(data, 'request') ? [version] : [],
    ),
  );
  const due = facts.flatMap(({ type, version, data }) => {
    const isOfPeriod =
      type === 'subscription.billed' &&
      typeof data.change !== 'number' &&
      data.usage === undefined &&
      !asked.has(version);
    const isAhead = text(data, 'suppliedOn') === text(data, 'start');
    return isOfPeriod ? [text(data, isAhead ? 'start' : 'end')] : [];
  });

  return due.sort().at(-1) ?? '';
}

/** Each event lies in one window, or will, or is not charged. */
function coverEvents(lines: readonly Data[], place: Place): void {
  const { created, life, snapshot, found } = place;
  const own = snapshot.usage?.get(`${created.tenant} ${created.id}`) ?? [];
  for (const { meter, at } of own) {
    const day = dayIn(at, life.zone);
    const days = { start: day, end: daysLater(day, 1) };
    const count = countIn(windowsOf(meter, lines), days);
    const isMeasured = life.measured.some(
      (each) => each.meter === meter && countIn([{ ...each, count: 1 }], days) > 0,
    );
    if (count > 1) leak(place, { ...days, what: `an event of ${meter}`, says: timesOf(count) });
    const reason = excludedBy(life.excluded, days) ?? 'no price';
    const part = count > 0 ? 'invoiced' : isMeasured ? 'pending: not due yet' : `excluded: ${reason}`;
    found.events.set(part, (found.events.get(part) ?? 0) + 1);
  }
}

type Span = Days & { readonly count: number };

function windowsOf(meter: string, lines: readonly Data[]): readonly Span[] {
  return lines
    .filter((line) => text(line, 'kind') === 'usage' && text(part(line, 'usage'), 'meter') === meter)
    .map((line) => spanOf(line, 1));
}

function spanOf(line: Data, count: number): Span {
  return { start: text(line, 'start'), end: text(line, 'end'), count };
}

function lastDayOf({ end }: Days): Days {
  return { start: daysLater(end, -1), end };
}

function bounds({ start, end }: Days): readonly string[] {
  return [start, end];
}

/** The days between edges that follow on each other. */
function piecesOf(edges: readonly string[], from: string, to: string): readonly Days[] {
  const within = [...new Set([from, ...edges, to])]
    .filter((edge) => from <= edge && edge <= to && edge !== '')
    .sort();

  return within.slice(1).map((end, index) => ({ start: within[index] ?? end, end }));
}

function countIn(spans: readonly Span[], { start, end }: Days): number {
  return spans.reduce((sum, span) => (span.start <= start && end <= span.end ? sum + span.count : sum), 0);
}

function excludedBy(excluded: readonly Excluded[], days: Days): Excluded['reason'] | undefined {
  return excludingOf(excluded, days)?.reason;
}

function excludingOf(excluded: readonly Excluded[], { start, end }: Days): Excluded | undefined {
  return excluded.find((days) => days.start <= start && end <= days.end);
}

function add(parts: Parts, name: string, { start, end }: Days): void {
  parts.set(name, (parts.get(name) ?? 0) + daysFrom(start, end));
}

function leak({ created, found }: Place, days: Omit<Leak, 'subscription'>): void {
  found.leaks.push({ subscription: created.id, ...days });
}

function timesOf(count: number): string {
  return count === 0 ? 'is not billed' : `is billed ${count} times`;
}
