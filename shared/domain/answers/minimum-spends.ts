/** What the API tells of minimum spends. */
import type { OpenCommitment, PlanMinimumSpend } from '../../contracts/commitments.ts';
import { formatMoney, money } from '../../kernel/money.ts';
import type { CivilDate } from '../../kernel/time.ts';
import { commitmentOn, promisedIn } from '../billing/minimum-spend.ts';
import type { PlanMinimum } from '../plans/states.ts';
import type { KnownSubscription } from '../subscriptions/states.ts';

/** What a plan asks for, as answered. */
export function answerPlanMinimum(minimum: PlanMinimum | undefined): PlanMinimumSpend | null {
  if (!minimum) return null;
  const { interval, count, covers, earlyEnd, amounts } = minimum;

  return {
    ...{ interval, interval_count: count, covers, early_end: earlyEnd },
    amounts: amounts.map(([currency, amount]) => ({ currency, amount })),
  };
}

/** The commitment period that a day lies in, as answered; null where nothing was promised. */
export function answerCommitment(state: KnownSubscription, today: CivilDate): OpenCommitment | null {
  const running = state.spending && commitmentOn(state.spending, today);
  if (!running) return null;
  const { start, end, minimum, spentMinor } = running;
  const committedMinor = promisedIn(running, state).minor;
  const leftMinor = committedMinor > spentMinor ? committedMinor - spentMinor : 0n;
  const shown = (minor: bigint) => ({
    amount: formatMoney(money(minor, state.currency)),
    currency: state.currency,
  });

  return {
    ...{ starts_on: start, ends_on: end, covers: minimum.covers, early_end: minimum.earlyEnd },
    amount: minimum.amount,
    ...{ committed: shown(committedMinor), used: shown(spentMinor), left: shown(leftMinor) },
  };
}
