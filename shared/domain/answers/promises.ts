/** Minimum spends from the wire to the rules. */
import type { PlanMinimumSpend } from '../../contracts/commitments.ts';
import type { AgreedMinimumSpend } from '../../contracts/minimum-spends.ts';
import type { SpendMinimum } from '../billing/minimum-spend.ts';
import type { PlanMinimum } from '../plans/states.ts';

/** What a plan asks for. */
export function readPlanMinimum({ amounts, ...terms }: PlanMinimumSpend): PlanMinimum {
  return { ...readTerms(terms), amounts: amounts.map(({ currency, amount }) => [currency, amount]) };
}

/** What one customer has promised. */
export function readAgreedMinimum({ amount, ...terms }: AgreedMinimumSpend): SpendMinimum {
  return { ...readTerms(terms), amount };
}

function readTerms({
  interval,
  interval_count: count,
  covers,
  early_end: earlyEnd,
}: Omit<AgreedMinimumSpend, 'amount'>): Omit<SpendMinimum, 'amount'> {
  return { interval, count, covers, earlyEnd };
}
