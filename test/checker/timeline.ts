/** Which days of a subscription are to be charged, from the facts of its life alone: no bill is looked at. */
import { begunAs, isNeverBegun } from './activations.ts';
import { dayIn, daysLater } from './arithmetic.ts';
import { type Data, type Fact, list, part, text, whole } from './books.ts';
import { periodOf } from './rhythm.ts';

/** Days `[start, end)`. */
export type Days = { readonly start: string; readonly end: string };

/** Days that are not charged, and why. */
export type Excluded = Days & {
  readonly reason:
    | 'not_activated'
    | 'before_first_charge'
    | 'billed_elsewhere'
    | 'paused'
    | 'suspended'
    | 'after_end';
  /** Of days without service that were charged in advance: as far as they were, and how many facts were told when they were over. */
  readonly ahead?: { readonly until: string; readonly told: number };
};

/** Days on which a meter has a price. */
export type Measured = Days & { readonly meter: string };

/** What a life says of its days. */
export type Timeline = {
  readonly zone: string;
  readonly startsOn: string;
  readonly excluded: readonly Excluded[];
  readonly measured: readonly Measured[];
  /** Days that count twice, once for each time: days of changes that belong to the old and to the new. */
  readonly shared: readonly string[];
  readonly rhythm: Data;
  readonly charge: string;
  readonly graceHours: number;
  readonly cancellation: Data | undefined;
  readonly isEnded: boolean;
  /** Whether it waits for its first payment, and so is charged no further. */
  readonly isAwaiting: boolean;
  /** The code with which it is set aside; empty where it is not. */
  readonly parked: string;
};

/** Earlier than any day that is looked at. */
const NEVER = '0001-01-01';

/** Later than any day that is looked at. */
export const EVER = '9999-12-31';

/** Of one that waits to be activated by hand. */
const IDLE: readonly Excluded[] = [{ start: NEVER, end: EVER, reason: 'not_activated' }];

type Draft = {
  rhythm: Data;
  charge: string;
  rule: string;
  graceHours: number;
  isActive: boolean;
  isEnded: boolean;
  isAwaiting: boolean;
  parked: string;
  cancellation: Data | undefined;
  pausedFrom: string;
  pauses: Days[];
  suspension: Suspension | undefined;
  suspensions: (Days & Pick<Excluded, 'ahead'>)[];
  /** Whether days without service are not charged, and may be a part of a period. */
  isWithheldFree: boolean;
  isDivided: boolean;
  shared: string[];
  plan: string;
  meters: readonly string[];
  measuredFrom: string;
  measured: Measured[];
};

/** Since when there is no service, and from when on no period begins because of it. */
type Suspension = { readonly on: string; readonly from: string };

/** The timeline of the facts of one subscription, the first of which created it. */
export function timelineOf(created: Fact, facts: readonly Fact[]): Timeline {
  const { data } = begunAs(created, facts);
  const rhythm = part(data, 'rhythm') ?? {};
  const draft: Draft = {
    ...{ rhythm, charge: text(data, 'charge'), rule: ruleIn(part(data, 'rules')) },
    ...{
      graceHours: graceIn(data),
      isActive: false,
      isEnded: false,
      isAwaiting: false,
      parked: '',
      cancellation: undefined,
    },
    ...{ pausedFrom: '', pauses: [], shared: [], plan: planOf(data), meters: metersIn(data) },
    ...{ suspension: undefined, suspensions: [], ...rulesIn(part(data, 'rules')) },
    ...{ measuredFrom: text(data, 'billedUntil') || text(rhythm, 'start'), measured: [] },
  };
  for (const [index, fact] of facts.entries()) {
    follow(fact, draft);
    followService(fact, draft, index);
  }
  if (draft.pausedFrom !== '' && !draft.suspension) draft.pauses.push({ start: draft.pausedFrom, end: EVER });
  if (draft.suspension) addSuspension(draft, EVER, Number.POSITIVE_INFINITY);
  const end = endOf(draft);
  closeMeters(draft, measuredUntil(draft, text(data, 'zone')));
  const { charge, graceHours, cancellation, isEnded, isAwaiting, parked, shared, measured, pauses } = draft;
  const startsOn = text(data, 'startsOn');
  const isIdle = isNeverBegun(created, facts);

  return {
    ...{ zone: text(data, 'zone'), startsOn, measured: isIdle ? [] : measured, shared, rhythm: draft.rhythm },
    ...{ charge, graceHours, cancellation, isEnded, isAwaiting, parked },
    excluded: isIdle
      ? IDLE
      : [
          { start: NEVER, end: text(rhythm, 'start'), reason: 'before_first_charge' as const },
          {
            start: text(rhythm, 'start'),
            end: text(data, 'billedUntil'),
            reason: 'billed_elsewhere' as const,
          },
          ...pauses.map((days) => ({ ...days, end: lesser(days.end, end), reason: 'paused' as const })),
          ...draft.suspensions.map((days) => ({
            ...{ ...days, end: lesser(days.end, end), reason: 'suspended' as const },
          })),
          { start: end, end: EVER, reason: 'after_end' as const },
        ].filter((days) => days.start < days.end),
  };
}

function follow({ type, data }: Fact, draft: Draft): void {
  switch (type) {
    case 'subscription.activated':
      draft.isActive = true;
      draft.isAwaiting = false;
      break;
    case 'subscription.payment_awaited':
      draft.isAwaiting = true;
      break;
    case 'subscription.changed':
      followChange(data, draft);
      break;
    case 'subscription.paused':
      draft.pausedFrom = text(data, 'from');
      break;
    case 'subscription.resumed':
      followResumption(data, draft);
      break;
    case 'subscription.cancellation_scheduled':
      draft.cancellation = data;
      break;
    case 'subscription.cancellation_withdrawn':
      draft.cancellation = undefined;
      draft.rhythm = part(data, 'rhythm') ?? draft.rhythm;
      break;
    case 'subscription.ended':
      draft.isEnded = true;
      draft.isAwaiting = false;
      break;
    case 'subscription.parked':
      draft.parked = text(data, 'code');
      break;
    case 'subscription.released':
      draft.parked = '';
      break;
  }
}

/** Days without service, of a plan that does not charge them; what is not divided is charged as far as its period goes. */
function followService({ type, data }: Fact, draft: Draft, told: number): void {
  if (type === 'subscription.suspended') {
    draft.suspension = { on: text(data, 'on'), from: text(data, 'from') };
    if (draft.isWithheldFree) draft.pausedFrom = text(data, 'from');
  }
  if (type !== 'subscription.reinstated' || !draft.suspension) return;
  addSuspension(draft, text(data, 'on'), told);
  const rhythm = part(data, 'rhythm');
  if (rhythm) {
    closeMeters(draft, draft.suspension.from);
    draft.measuredFrom = text(rhythm, 'start');
    draft.rhythm = rhythm;
  }
  draft.suspension = undefined;
  draft.pausedFrom = '';
}

function addSuspension(draft: Draft, end: string, told: number): void {
  const { suspension, suspensions, isDivided, isWithheldFree, charge } = draft;
  if (!suspension || !isWithheldFree) return;
  const start = isDivided ? suspension.on : suspension.from;
  const ahead = charge === 'in_advance' && { ahead: { until: suspension.from, told } };
  if (start < end) suspensions.push({ start, end, ...ahead });
}

/** To whom the day of a change or an end belongs: where a price is not divided, to what comes behind it. */
function ruleIn(rules: Data | undefined): string {
  return text(rules, 'unit') === 'none' ? 'new' : text(rules, 'changeDay');
}

function rulesIn(rules: Data | undefined) {
  return { isWithheldFree: rules?.suspensionBilled !== true, isDivided: text(rules, 'unit') !== 'none' };
}

function followChange(data: Data, draft: Draft): void {
  const target = part(data, 'target');
  const [sold, on] = [part(target, 'sold'), text(data, 'on')];
  const isNewRhythm = part(data, 'rhythm') !== undefined;
  // What was asked for within a period has a request; what waited for a boundary shares no day.
  const isWithin = draft.isActive && part(data, 'request') !== undefined;
  if (isWithin && draft.isDivided && draft.rule === 'both') draft.shared.push(on);
  if (isNewRhythm || planOf(sold) !== draft.plan) {
    closeMeters(draft, on);
    draft.meters = metersIn(target);
    draft.measuredFrom = greater(on, draft.measuredFrom);
  }
  draft.plan = planOf(sold);
  draft.rhythm = part(data, 'rhythm') ?? draft.rhythm;
  draft.charge = text(target, 'charge');
  draft.graceHours = Math.max(draft.graceHours, graceIn(target));
}

/** Who resumes before the pause has begun was never away. */
function followResumption(data: Data, draft: Draft): void {
  const rhythm = part(data, 'rhythm');
  if (rhythm) {
    draft.pauses.push({ start: draft.pausedFrom, end: text(rhythm, 'start') });
    closeMeters(draft, draft.pausedFrom);
    draft.measuredFrom = text(rhythm, 'start');
    draft.rhythm = rhythm;
  }
  draft.pausedFrom = '';
}

function closeMeters(draft: Draft, until: string): void {
  const days = { start: draft.measuredFrom, end: until };
  if (days.start < days.end) draft.measured.push(...draft.meters.map((meter) => ({ meter, ...days })));
}

/** The first day behind the last that is charged. */
function endOf({ rhythm, charge, cancellation, rule }: Draft): string {
  if (!cancellation) return EVER;
  const endsOn = text(cancellation, 'endsOn');
  if (charge === 'in_arrears') return endsOn;
  const periods = whole(cancellation, 'periods');
  const last =
    periods > whole(rhythm, 'firstIndex') ? periodOf({ rhythm }, periods - 1).end : text(rhythm, 'start');

  return lesser(rule === 'new' ? endsOn : daysLater(endsOn, 1), last);
}

/** Nothing is measured behind the end or in a pause; the day of an end within a day is measured up to it. */
function measuredUntil({ cancellation, pausedFrom }: Draft, zone: string): string {
  const pause = pausedFrom === '' ? EVER : pausedFrom;
  if (!cancellation) return pause;
  const endsOn = text(cancellation, 'endsOn');
  const midnight = new Date(Date.parse(text(cancellation, 'endsAt')) - 1).toISOString();
  const isWithin = dayIn(midnight, zone) >= endsOn;

  return lesser(isWithin ? daysLater(endsOn, 1) : endsOn, pause);
}

function graceIn(data: Data | undefined): number {
  return whole(part(data, 'metering'), 'graceHours');
}

function metersIn(data: Data | undefined): readonly string[] {
  return list(part(data, 'metering') ?? {}, 'meters').map((meter) => text(meter, 'code'));
}

function planOf(sold: Data | undefined): string {
  return `${text(sold, 'plan')} ${whole(sold, 'planVersion')}`;
}

function lesser(a: string, b: string): string {
  return a < b ? a : b;
}

function greater(a: string, b: string): string {
  return a < b ? b : a;
}
