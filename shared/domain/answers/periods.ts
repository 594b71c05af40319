/** How the periods of a seller are answered. */
import type { Periods as PeriodsBody } from '../../contracts/periods.ts';
import { addDays, addToInstant } from '../../kernel/time.ts';
import type { Periods } from '../ledger/periods.ts';

/** After so long whatever was under way when a month was closed has been recorded: longer than any function runs. */
export const SETTLING_SECONDS = 120;

/** The periods of a seller. */
export function answerPeriods(entity: string, { through, changes }: Periods): PeriodsBody {
  const closed = through === null ? undefined : changes.findLast((change) => change.do === 'close');

  return {
    legal_entity: entity,
    closed_through: through,
    open_from: through === null ? null : addDays(through, 1),
    final_from: closed ? addToInstant(closed.at, { seconds: SETTLING_SECONDS }) : null,
    changes: changes.map(({ do: change, month, reason, at }) => ({ change, month, reason, at })),
  };
}
