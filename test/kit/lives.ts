/** Lives of subscriptions as chance makes them: started, billed, changed, paused, discounted and ended, told as commits. */
import fc from 'fast-check';
import type { BillCommand, BilledPeriodData } from '../../shared/domain/billing/bill.ts';
import type { BilledLine } from '../../shared/domain/billing/billed-line.ts';
import type { SpendMinimum } from '../../shared/domain/billing/minimum-spend.ts';
import type { Interval } from '../../shared/domain/billing/rhythm.ts';
import { rhythmFrom } from '../../shared/domain/billing/rhythm.ts';
import { perUnit } from '../../shared/domain/pricing/models.ts';
import type { SubscriptionCommand } from '../../shared/domain/subscriptions/commands.ts';
import type { SubscriptionFact } from '../../shared/domain/subscriptions/facts.ts';
import type { KnownSubscription, Subscription } from '../../shared/domain/subscriptions/states.ts';
import type { SubscriptionTerms } from '../../shared/domain/subscriptions/terms.ts';
import { subscriptions } from '../../shared/domain/subscriptions.ts';
import { encode } from '../../shared/journal/codec.ts';
import { fold } from '../../shared/kernel/decider.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import { addDays, addToInstant } from '../../shared/kernel/time.ts';
import type { RawItem } from '../checker/books.ts';
import { TERMS } from '../shared/domain/subscription-sample.ts';

/** What a life is told in, for those who may not know the rules. */
export type LifeFact = SubscriptionFact;
export type Bill = BilledPeriodData;
export type Line = BilledLine;

/** What happened at once. */
export type Told = { readonly at: Instant; readonly facts: readonly SubscriptionFact[] };

/** A life until an instant. */
export type Life = { readonly told: readonly Told[]; readonly state: Subscription; readonly now: Instant };

/** Something that is asked for after some days; what is refused changes nothing. */
type Step = {
  readonly days: number;
  readonly hours: number;
  readonly what:
    | 'change'
    | 'change_later'
    | 'pause'
    | 'resume'
    | 'suspend'
    | 'reinstate'
    | 'coupon'
    | 'cancel'
    | 'reactivate'
    | 'wait';
  readonly quantity: number;
  readonly minor: number;
  readonly anew: boolean;
  readonly end: 'period_end' | 'now' | 'date';
  readonly credit: 'none' | 'credit' | 'refund' | 'offset';
};

const INTERVALS: readonly Interval[] = ['week', 'month', 'month', 'month', 'quarter', 'year'];

/** What the terms of a life are drawn from. */
export const TERMS_OF = fc.record({
  interval: fc.constantFrom(...INTERVALS),
  charge: fc.constantFrom('in_advance' as const, 'in_advance' as const, 'in_arrears' as const),
  changeDay: fc.constantFrom('new' as const, 'old' as const, 'both' as const),
  stacking: fc.constantFrom('chained' as const, 'original' as const),
  lowered: fc.constantFrom('carry_forward' as const, 'credit_note' as const),
  trial: fc.constantFrom(0, 0, 0, 7, 20),
  day: fc.integer({ min: 0, max: 60 }),
  anchorDay: fc.option(fc.integer({ min: 1, max: 31 })),
  alignment: fc.constantFrom('anniversary' as const, 'calendar' as const),
  merged: fc.boolean(),
  minor: fc.integer({ min: 1, max: 99_999 }),
  zone: fc.constantFrom('Europe/Berlin', 'UTC', 'America/New_York', 'Pacific/Kiritimati'),
});

/** What happens in a life. */
export const STEP: fc.Arbitrary<Step> = fc.record({
  days: fc.integer({ min: 0, max: 70 }),
  hours: fc.integer({ min: 0, max: 23 }),
  what: fc.constantFrom<Step['what']>(
    ...(['change', 'change', 'change_later', 'pause', 'resume', 'resume', 'coupon'] as const),
    ...([
      'wait',
      'cancel',
      'reactivate',
      'reactivate',
      'suspend',
      'suspend',
      'reinstate',
      'reinstate',
    ] as const),
  ),
  quantity: fc.integer({ min: 1, max: 9 }),
  minor: fc.integer({ min: 1, max: 99_999 }),
  anew: fc.boolean(),
  end: fc.constantFrom('period_end' as const, 'now' as const, 'date' as const),
  credit: fc.constantFrom('none' as const, 'credit' as const, 'refund' as const, 'offset' as const),
});

/** Lives of two years. */
export const LIVES: fc.Arbitrary<Life> = fc
  .tuple(TERMS_OF, fc.array(STEP, { minLength: 4, maxLength: 16 }))
  .map(([drawn, steps]) => lived(termsFrom(drawn), steps));

/** A minimum of whole periods of the plan, as it must be. */
export const MINIMUM: fc.Arbitrary<Omit<SpendMinimum, 'interval'>> = fc.record({
  count: fc.integer({ min: 1, max: 4 }),
  amount: fc.integer({ min: 1, max: 999_999 }).map(amountOf),
  covers: fc.constantFrom('all' as const, 'fixed' as const),
  earlyEnd: fc.constantFrom('prorated' as const, 'full' as const, 'none' as const),
});

/** Lives of two years in which a minimum is promised, and now and then another plan asks for another one, or for none. */
export const PROMISES: fc.Arbitrary<Life> = fc
  .tuple(
    TERMS_OF.filter(({ interval }) => interval !== 'week'),
    fc.array(STEP, { minLength: 4, maxLength: 16 }),
    fc.option(MINIMUM, { freq: 4 }),
    fc.option(MINIMUM),
  )
  .map(([drawn, steps, minimum, later]) => {
    const { interval } = drawn;
    const terms = { ...termsFrom(drawn), ...(minimum && { minimum: { ...minimum, interval } }) };
    return lived(terms, steps, { later: later && { ...later, interval } });
  });

type Drawn = typeof TERMS_OF extends fc.Arbitrary<infer Value> ? Value : never;

/** The terms of a life. */
export function termsFrom(drawn: Drawn): SubscriptionTerms {
  const { interval, charge, trial, day, anchorDay, alignment, merged, minor, zone } = drawn;
  const startsOn = addDays('2026-01-15', day);
  const grid = { interval, count: 1, alignment, anchorDay: interval === 'week' ? null : anchorDay };
  const rhythm = rhythmFrom(addDays(startsOn, trial), { ...grid, firstIndex: 0 });

  return {
    ...TERMS,
    ...{ zone, charge, startsOn, price: perUnit(amountOf(minor)), rules: rulesFrom(drawn) },
    rhythm: { ...rhythm, merged: merged && rhythm.start < rhythm.anchor },
  };
}

function rulesFrom({ changeDay, stacking, lowered }: Drawn): SubscriptionTerms['rules'] {
  return { changeDay, stacking, ...(lowered === 'credit_note' && { negative: lowered }) };
}

/** Rules that bill otherwise: what they make of facts behind so many commits, and what a bill is asked with. */
export type OtherRules = {
  readonly told: (facts: readonly SubscriptionFact[], commits: number) => readonly SubscriptionFact[];
  readonly asked: (life: Life) => Partial<BillCommand>;
};

/** A life of its steps. */
export function lived(
  terms: SubscriptionTerms,
  steps: readonly Step[],
  { later, rules }: { readonly later?: SpendMinimum | null; readonly rules?: OtherRules } = {},
): Life {
  let now: Instant = addToInstant(`${terms.startsOn}T10:00:00.000Z`, { hours: 1 });
  let state: Subscription = subscriptions.initial;
  const told: Told[] = [];
  const ask = (command: SubscriptionCommand) => {
    const decided = subscriptions.decide(state, command);
    if (!decided.ok || decided.value.length === 0) return;
    const facts = rules ? rules.told(decided.value, told.length) : decided.value;
    told.push({ at: now, facts });
    state = fold(subscriptions, facts, state);
  };
  const bill = () => {
    for (let before = -1; before !== told.length; ) {
      before = told.length;
      ask({ do: 'bill', ...BILL, at: now, ...rules?.asked({ told, state, now }) });
    }
  };
  ask({ do: 'start', terms, at: now });
  bill();
  for (const [index, step] of steps.entries()) {
    now = addToInstant(now, { days: step.days, hours: step.hours });
    bill();
    if (state.status === 'none') continue;
    const command = commandOf(step, { state, now, key: String(index) });
    // Every third other plan keeps what was promised.
    const isAnother = later !== undefined && command?.do === 'change' && index % 3 > 0;
    if (command) ask(isAnother ? { ...command, target: { ...command.target, minimum: later } } : command);
    bill();
  }
  now = addToInstant(now, { days: 30 });
  bill();

  return { told, state, now };
}

/** Whoever asks to bill in these lives. */
export const BILL = { tenant: 'ten_sample', subscription: 'sub_sample', target: null, run: null, profile: 3 };

function commandOf(
  step: Step,
  { state, now: at, key }: { readonly state: KnownSubscription; readonly now: Instant; readonly key: string },
): SubscriptionCommand | null {
  const request = { key, fingerprint: key };
  switch (step.what) {
    case 'change':
    case 'change_later': {
      const when = step.what === 'change' ? 'now' : 'period_end';
      return { do: 'change', ...BILL, at, when, target: targetOf(step, state), agreed: null, request };
    }
    case 'coupon': {
      const off = step.anew ? { percent: '12.5' } : { amount: amountOf(Math.ceil(step.minor / 20)) };
      return { do: 'add_coupon', coupon: { id: key, name: 'Sample', off, left: step.quantity }, at, request };
    }
    case 'cancel': {
      const on = addDays(at.slice(0, 10), 1 + step.quantity * 5);
      const day = step.end === 'date' ? { on } : {};
      return { do: 'cancel', when: step.end, ...day, credit: step.credit, at };
    }
    case 'wait':
      return null;
    case 'suspend':
      return { do: step.what, reason: 'Unpaid', at };
    default:
      return { do: step.what, at };
  }
}

function targetOf({ quantity, minor, anew }: Step, state: KnownSubscription) {
  const { plan, description, charge, rhythm } = state;
  const { interval, count } = rhythm;
  const price = perUnit(amountOf(minor));
  const sold = { plan, planVersion: state.planVersion + 1, description, price, quantity: String(quantity) };
  const isMonths = interval !== 'day' && interval !== 'week';

  return { sold, interval, count, charge, anchorDay: anew && isMonths ? 1 + (minor % 31) : null };
}

function amountOf(minor: number): string {
  return `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}`;
}

/** The items that hold commits; their hashes are not looked at. */
export function itemsOf(told: readonly Told[]): readonly RawItem[] {
  return told.map(({ at, facts }, index) => ({
    ...{ pk: 'ten_sample#sub_sample', sk: index + 1, body: encode({ at, facts }), hash: '' },
  }));
}
