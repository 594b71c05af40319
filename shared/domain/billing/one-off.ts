/** What is charged once beside the periods: whole, whatever day it is, and lowered by no coupon. */
import { addDays, type CivilDate } from '../../kernel/time.ts';
import { perUnit } from '../pricing/models.ts';
import type { BilledLine, Sold } from './billed-line.ts';
import { chargeLine } from './lines.ts';

/** What is charged once: a quantity at an amount for one unit, in major units, for a day. */
export type OneOffCharge = {
  readonly id: string;
  readonly description: string;
  readonly quantity: string;
  readonly amount: string;
  readonly on: CivilDate;
  /** The add-on that it is the price of; absent where it is of none. */
  readonly plan?: string;
  readonly planVersion?: number;
};

/** The lines of the charges that wait. */
export function oneOffLines(
  of: Pick<Sold, 'plan' | 'planVersion'> & {
    readonly charges?: readonly OneOffCharge[];
    readonly currency: string;
  },
): readonly BilledLine[] {
  const { charges = [], plan, planVersion, currency } = of;

  return charges.map(({ id, description, quantity, amount, on, ...own }) => {
    const day = { start: on, end: addDays(on, 1) };
    const sold = { plan, planVersion, ...own, description, price: perUnit(amount), quantity };
    return { ...chargeLine(sold, { span: day, whole: day, currency }), kind: 'one_off', charge: id };
  });
}

/** The charges that wait once a bill is made, without those that it has. */
export function chargesAfter(
  charges: readonly OneOffCharge[],
  lines: readonly BilledLine[],
): readonly OneOffCharge[] {
  const billed = new Set(lines.map(({ charge }) => charge));

  return charges.filter(({ id }) => !billed.has(id));
}
