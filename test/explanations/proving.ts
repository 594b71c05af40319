/** That explanations are enough to reckon every line again, by code that shares nothing with the engine. */
import { deepStrictEqual } from 'node:assert';
import fc from 'fast-check';
import type { BilledLine } from '../../shared/domain/billing/billed-line.ts';
import { netOf } from '../../shared/domain/billing/lines.ts';
import { explainBilledLine } from '../../shared/domain/explaining.ts';
import { minorOf } from '../checker/arithmetic.ts';
import { explainedNet } from '../checker/evaluator.ts';
import { billsOf, lives } from './lives.ts';

/** What there has to be among many lives: each kind of line, each model, and lines with coupons. */
const WANTED = [
  ...[
    'whole',
    'part',
    'credit',
    'carried',
    'brought',
    'usage',
    'correction',
    'one_off',
    'true_up',
    'withheld',
    'noted',
  ],
  ...['flat', 'per_unit', 'graduated', 'volume', 'package', 'percentage', 'matrix', 'with coupons'],
];

/** How often what occurred, `lives`, `bills` and `lines` among them. */
export type Occurred = ReadonlyMap<string, number>;

/** Lives so many lives and explains all their bills; throws at the first line that cannot be reckoned again from its explanation. */
export function proveLives(of: { readonly seed: number; readonly count: number }): Occurred {
  const occurred = new Map<string, number>();
  const count = (name: string, by = 1) => occurred.set(name, (occurred.get(name) ?? 0) + by);
  fc.assert(
    fc.property(lives, (life) => {
      const bills = billsOf(life);
      count('lives');
      count('bills', bills.length);
      if (bills.some((lines) => lines.every(({ kind }) => kind === 'credit'))) count('noted');
      for (const line of bills.flat()) {
        assertReckoned(line, life.currency);
        count('lines');
        count(line.kind);
        if (line.isWithheld) count('withheld');
        if (line.sold) count(line.sold.price.model);
        if (line.coupons.length > 0) count('with coupons');
      }
    }),
    { seed: of.seed, numRuns: of.count },
  );

  return occurred;
}

/** What never occurred of what has to. */
export function missingIn(occurred: Occurred): readonly string[] {
  return WANTED.filter((name) => !occurred.has(name));
}

function assertReckoned(line: BilledLine, currency: string): void {
  const cause = { subscription: 'sub_sample', period: 0 };
  const explanation = explainBilledLine(line, { currency, cause });
  const told = minorOf({ amount: explanation.net, currency });
  const context = `${line.kind} ${JSON.stringify(explanation)}`;
  deepStrictEqual(told, netOf(line), context);
  deepStrictEqual(explainedNet(explanation), netOf(line), context);
}
