/** Random lives of subscriptions: what was sold, how it changed, what was used, and all bills that came of it. */
import fc from 'fast-check';
import type { BilledLine } from '../../shared/domain/billing/billed-line.ts';
import { chargedWindows } from '../../shared/domain/billing/late.ts';
import type { UsageTaken, UsageWindow } from '../../shared/domain/billing/metering.ts';
import { fromDecimal } from '../../shared/kernel/rational.ts';
import { paidOf } from '../../shared/domain/pricing/amounts.ts';
import { subscriptions } from '../../shared/domain/subscriptions.ts';
import { usageOwed } from '../../shared/domain/subscriptions/bill.ts';
import type { SubscriptionFact } from '../../shared/domain/subscriptions/facts.ts';
import type { SubscriptionCommand } from '../../shared/domain/subscriptions/commands.ts';
import type { KnownSubscription } from '../../shared/domain/subscriptions/states.ts';
import { fold } from '../../shared/kernel/decider.ts';
import { addDays } from '../../shared/kernel/time.ts';
import { billAt, billedIn, started } from '../shared/domain/subscription-sample.ts';
import { decimals, dimensions, prices, quantities, REGIONS } from './prices.ts';

/** Steps of a life; each is some days long, and behind each the subscription is billed. */
const STEPS_MAX = 10;

const change = fc.record({
  do: fc.constant('change' as const),
  price: prices,
  quantity: quantities,
  dimensions,
  when: fc.constantFrom('now' as const, 'period_end' as const),
});
const coupon = fc.record({
  do: fc.constant('add_coupon' as const),
  off: fc.oneof(
    fc.integer({ min: 0, max: 100 }).map((value) => ({ percent: String(value) })),
    fc.integer({ min: 0, max: 500 }).map((value) => ({ amount: String(value) })),
  ),
  left: fc.option(fc.integer({ min: 1, max: 3 })),
});
const oneOff = fc.record({
  do: fc.constant('add_charge' as const),
  quantity: quantities,
  amount: fc.integer({ min: 1, max: 999 }).map((value) => `${value}.00`),
});
const cancel = fc.record({
  do: fc.constant('cancel' as const),
  when: fc.constantFrom('now' as const, 'period_end' as const),
  credit: fc.constantFrom('none' as const, 'credit' as const),
});
const action = fc.oneof(
  { weight: 4, arbitrary: change },
  { weight: 2, arbitrary: coupon },
  { weight: 2, arbitrary: oneOff },
  { weight: 1, arbitrary: fc.constantFrom({ do: 'pause' as const }, { do: 'resume' as const }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom({ do: 'suspend' as const, reason: 'Unpaid' }, { do: 'reinstate' as const }),
  },
  { weight: 1, arbitrary: cancel },
  { weight: 3, arbitrary: fc.constant({ do: 'nothing' as const }) },
);
const step = fc.record({
  days: fc.integer({ min: 1, max: 45 }),
  action,
  used: quantities,
  late: fc.option(quantities),
});

/** A life before it is lived. */
export const lives = fc.record({
  price: prices,
  quantity: quantities,
  dimensions,
  metered: fc.option(prices),
  currency: fc.constantFrom('EUR', 'JPY', 'KWD'),
  charge: fc.constantFrom('in_advance' as const, 'in_arrears' as const),
  interval: fc.constantFrom('month' as const, 'week' as const, 'quarter' as const),
  zone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/Los_Angeles'),
  unit: fc.constantFrom('day' as const, 'month30' as const, 'none' as const),
  changeDay: fc.constantFrom('new' as const, 'old' as const, 'both' as const),
  stacking: fc.constantFrom('chained' as const, 'original' as const),
  negative: fc.constantFrom('carry_forward' as const, 'credit_note' as const),
  anchor: fc.integer({ min: 0, max: 1_000 }).map((days) => addDays('2024-01-01', days)),
  minimum: fc.option(
    fc.record({
      amount: decimals,
      covers: fc.constantFrom('all' as const, 'fixed' as const, 'usage' as const),
    }),
  ),
  steps: fc.array(step, { minLength: 2, maxLength: STEPS_MAX }),
});

type Life = typeof lives extends fc.Arbitrary<infer Drawn> ? Drawn : never;
type Step = Life['steps'][number];

/** The lines of all bills of a life, bill by bill, and of what changes give back by credit notes. What the rules refuse does not happen. */
export function billsOf(life: Life): readonly (readonly BilledLine[])[] {
  let state = begun(life);
  let day = life.anchor;
  const bills: (readonly BilledLine[])[] = [];
  const act = (command: SubscriptionCommand) => {
    const decided = subscriptions.decide(state, command);
    if (!decided.ok) return;
    const next = fold(subscriptions, decided.value, state);
    if (next.status !== 'none') state = next;
    bills.push(...notedIn(decided.value), ...billedIn(decided.value).map(({ lines }) => lines));
  };
  const bill = (used: Step) => {
    const command = billAt(`${day}T12:00:00.000Z`);
    const usage = usageOwed(state, command).windows.map((window) => takenOf(window, used.used));
    const late = used.late === null ? [] : lateIn(state, bills.flat(), used.late);
    act({ ...command, usage, corrections: { windows: late, left: [] } });
  };
  for (const [index, each] of life.steps.entries()) {
    bill(each);
    act(commandOf(each, { state, at: `${day}T12:00:00.000Z`, key: `${index}` }));
    day = addDays(day, each.days);
    bill(each);
  }

  return bills;
}

function notedIn(facts: readonly SubscriptionFact[]): readonly (readonly BilledLine[])[] {
  return facts.flatMap((fact) =>
    fact.type === 'subscription.changed' && fact.data.settlement ? [fact.data.settlement.lines] : [],
  );
}

function begun({ minimum, metered, unit, changeDay, stacking, negative, ...terms }: Life): KnownSubscription {
  const lowered = negative === 'credit_note' && { negative };

  return started({
    ...terms,
    rules: { changeDay, stacking, ...(unit !== 'day' && { unit }), ...lowered },
    ...(minimum && { minimum: { interval: 'quarter', count: 1, earlyEnd: 'prorated', ...minimum } }),
    ...(metered && {
      metering: { graceHours: 0, meters: [{ code: 'calls', aggregation: 'sum', price: metered }] },
    }),
  });
}

/** What a window comes to; of a price in percent its whole value is one event, of a matrix all of it lies in one cell. */
function takenOf({ code, start, end, price }: UsageWindow, quantity: string): UsageTaken {
  const taken = { meter: code, start, end, quantity, events: 1, hash: '', obstacle: null };
  if (price.model === 'percentage') return { ...taken, paid: paidOf(price, [fromDecimal(quantity)]) };
  if (price.model !== 'matrix') return taken;
  const [region] = REGIONS;

  return { ...taken, cells: [{ values: [region], quantity }] };
}

/** The windows that were charged before, each with what is known of it by now. */
function lateIn(state: KnownSubscription, lines: readonly BilledLine[], quantity: string) {
  if (!state.usage) return [];
  const bills = [{ invoice: 'inv_sample', lines }];
  const windows = chargedWindows(bills, [{ meter: 'calls', start: '2024-01-01', end: '2030-01-01' }]);

  return windows.slice(-1).map((window) => ({ ...window, taken: takenOf(window, quantity) }));
}

function commandOf(
  { action: asked }: Step,
  of: { readonly state: KnownSubscription; readonly at: string; readonly key: string },
): SubscriptionCommand {
  const { state, at, key } = of;
  const request = { key, fingerprint: '' };
  const { plan, planVersion, description, charge, rhythm } = state;
  switch (asked.do) {
    case 'nothing':
      return { ...billAt(at), usage: 'unread' };
    case 'change': {
      const { price, quantity, dimensions: where, when } = asked;
      const sold = { plan, planVersion: planVersion + 1, description, price, quantity, dimensions: where };
      const { interval, count } = rhythm;
      const target = { sold, interval, count, charge, anchorDay: null };
      return { ...billAt(at), do: 'change', when, target, agreed: null, request };
    }
    case 'add_coupon':
      return {
        do: 'add_coupon',
        coupon: { id: key, name: key, off: asked.off, left: asked.left },
        at,
        request,
      };
    case 'add_charge':
      return {
        do: 'add_charge',
        charge: { id: key, description: 'Set-up', quantity: asked.quantity, amount: asked.amount },
        at,
        request,
      };
    case 'cancel':
      return { ...asked, at };
    case 'suspend':
      return { ...asked, at };
    default:
      return { do: asked.do, at };
  }
}
