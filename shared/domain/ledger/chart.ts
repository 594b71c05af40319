/** A seller's own chart: the numbers under which it keeps the accounts that postings name by their role. */
import type { Decider } from '../../kernel/decider.ts';
import { derivedId } from '../../kernel/hash.ts';
import type { Result } from '../../kernel/result.ts';
import { ok, refuse } from '../../kernel/result.ts';
import { accountNumberOf, type ChartNumbers, ROLES } from './roles.ts';

/** A chart; a seller that never changed a number has none of its own. */
export type Chart =
  | { readonly status: 'none' }
  | { readonly status: 'kept'; readonly entity: string; readonly numbers: ChartNumbers };

/** Gives accounts other numbers; roles that are not named keep theirs. */
export type ChartCommand = {
  readonly do: 'renumber';
  readonly entity: string;
  readonly numbers: ChartNumbers;
};

/** What becomes true: all numbers that differ from the default ones. Postings name roles, so none of them changes. */
export type ChartFact = {
  readonly type: 'chart.renumbered';
  readonly data: { readonly entity: string; readonly numbers: ChartNumbers };
};

/** The id of a seller's chart. */
export function chartOf(tenant: string, entity: string): string {
  return derivedId('cht', tenant, entity);
}

/** The rules of a chart: no number stands for two accounts. */
export const charts: Decider<Chart, ChartCommand, ChartFact> = {
  name: 'charts',
  headVersion: 1,
  initial: { status: 'none' },
  decide(state, { entity, numbers }): Result<readonly ChartFact[]> {
    const before = numbersIn(state);
    const after = { ...before, ...numbers };
    const used = ROLES.map((role) => accountNumberOf(role, after));
    if (new Set(used).size < used.length) {
      return refuse('chart.number_repeated', 'Two accounts cannot have the same number.', {
        pointer: '#/numbers',
      });
    }
    if (ROLES.every((role) => before[role] === after[role])) return ok([]);

    return ok([{ type: 'chart.renumbered', data: { entity, numbers: after } }]);
  },
  evolve: (_, { data }) => ({ status: 'kept', ...data }),
};

/** The numbers that differ from the default ones. */
export function numbersIn(chart: Chart): ChartNumbers {
  return chart.status === 'kept' ? chart.numbers : {};
}
