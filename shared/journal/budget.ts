/**
 * The budget of facts: one line for every fact there is. It is data; a test holds the measured sizes, the wake-ups of
 * `topology.ts` and the projections of `shared/views` against it.
 */
import { BILLING_BUDGET } from './budget-billing.ts';
import { INTAKE_BUDGET } from './budget-intake.ts';
import { MONEY_BUDGET } from './budget-money.ts';
import type { FactBudget } from './fact-budget.ts';

/** Every fact, by type. */
export const BUDGET: Readonly<Record<string, FactBudget>> = {
  ...MONEY_BUDGET,
  ...INTAKE_BUDGET,
  ...BILLING_BUDGET,
};
