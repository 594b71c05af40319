/** Changes that wait for the beginning of a period, and the first bill behind it. */
import { type CivilDate, startOfDay } from '../../kernel/time.ts';
import { PERIODS_PER_WAKE_MAX, periodBill } from '../billing.ts';
import type { BillCommand, BilledPeriodData } from '../billing/bill.ts';
import { periodAt } from '../billing/rhythm.ts';
import { billed } from './bill.ts';
import type { ChangeCommand } from './commands.ts';
import { evolveKnown } from './evolve.ts';
import type { SubscriptionFact } from './facts.ts';
import type { KnownSubscription } from './states.ts';

type Later = Exclude<SubscriptionFact, { readonly type: 'subscription.created' }>;

/** Days that a change may wait for, so that daily periods up to then can be reckoned. */
export const WAITING_DAYS_MAX = 400;

/** Times that what is owed is reckoned up to a boundary: each takes as many periods as a commit may. */
const WAKES_MAX = Math.ceil(WAITING_DAYS_MAX / PERIODS_PER_WAKE_MAX) + 3;

/** Whether a subscription that has not begun yet begins before its change is wanted. */
export function isBegunBefore({ rhythm }: KnownSubscription, { notBefore }: ChangeCommand): boolean {
  return notBefore !== undefined && rhythm.start < notBefore;
}

/** The change that waits for the next period's beginning, or for the first one from a day on, with the bill behind it. */
export function atBoundary(
  state: KnownSubscription,
  command: ChangeCommand,
): { readonly facts: readonly Later[]; readonly bill: BilledPeriodData | null } {
  const { target, request, at } = command;
  const { index, on } = boundaryOf(state, command);
  const fact: Later = { type: 'subscription.change_scheduled', data: { target, index, on, request, at } };

  return { facts: [fact], bill: firstBillOf(evolveKnown(state, fact), command, on) };
}

function boundaryOf(state: KnownSubscription, { notBefore }: ChangeCommand) {
  const isRunning = state.status === 'active' && state.charge === 'in_arrears';
  let index = isRunning ? state.nextIndex + 1 : state.nextIndex;
  let on = periodAt(state.rhythm, index).start;
  for (let step = 0; step < WAITING_DAYS_MAX && notBefore !== undefined && on < notBefore; step += 1) {
    index += 1;
    on = periodAt(state.rhythm, index).start;
  }

  return { index, on };
}

/** The first bill behind a boundary, told by the very rules that will make it; null where none will be. */
export function firstBillOf(
  state: KnownSubscription,
  command: Omit<BillCommand, 'target' | 'run'>,
  on: CivilDate,
): BilledPeriodData | null {
  const asked = { ...command, target: null, run: null, at: startOfDay(on, state.zone) };
  let now: KnownSubscription = { ...state, parked: null };
  let last: BilledPeriodData | null = null;
  for (let wake = 0; wake < WAKES_MAX; wake += 1) {
    const facts = billed(now, asked) as readonly Later[]; // billing never creates
    if (facts.length === 0) break;
    now = facts.reduce(evolveKnown, now);
    last = facts.findLast((fact) => fact.type === 'subscription.billed')?.data ?? last;
  }

  return now.charge === 'in_advance' ? last : periodBill(now, { ...asked, at: now.nextDueAt });
}
