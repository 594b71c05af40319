/**
 * The periods of a seller's books: months are closed forwards, so that all up to one are closed together, and opened again
 * one by one from the newest, with a reason. A posting that belongs into a closed month is dated the first open day.
 */
import type { Decider } from '../../kernel/decider.ts';
import { ok, refuse } from '../../kernel/result.ts';
import type { CivilDate, Instant } from '../../kernel/time.ts';
import { addDays, addMonthsAnchored } from '../../kernel/time.ts';

/** Changes that the head remembers; the journal holds all. */
export const CHANGES_MAX = 36;

/** A month as `2026-10`. */
export type Month = string;

/** A month that was closed, or opened again and why. */
export type PeriodChange = {
  readonly do: 'close' | 'reopen';
  readonly month: Month;
  readonly reason: string | null;
  readonly at: Instant;
};

/** The periods of a seller; `through` is the last closed day, null where all are open. */
export type Periods = {
  readonly through: CivilDate | null;
  /** Newest last. */
  readonly changes: readonly PeriodChange[];
};

/** What can be asked. */
export type PeriodsCommand = PeriodChange & { readonly entity: string };

/** What becomes true. Each fact says by itself through which day the books are closed, for whoever dates a posting. */
export type PeriodsFact = {
  readonly type: 'period.closed' | 'period.reopened';
  readonly data: {
    readonly entity: string;
    readonly month: Month;
    readonly through: CivilDate | null;
    readonly reason: string | null;
    readonly at: Instant;
  };
};

/** The rules of a seller's periods. */
export const periods: Decider<Periods, PeriodsCommand, PeriodsFact> = {
  name: 'periods',
  headVersion: 1,
  initial: { through: null, changes: [] },
  decide(state, { do: what, entity, month, reason, at }) {
    const last = lastDayOf(month);
    const isClosed = state.through !== null && last <= state.through;
    if (what === 'close') {
      if (isClosed) return ok([]);
      return ok([{ type: 'period.closed', data: { entity, month, through: last, reason, at } }]);
    }
    if (!isClosed) {
      const former = state.changes.at(-1);
      const isRepeated = former?.do === 'reopen' && former.month === month && former.reason === reason;
      return isRepeated ? ok([]) : refuse('period.not_closed', 'This month is not closed.');
    }
    if (last !== state.through)
      return refuse('period.closed_after', 'A later month is closed; open that one first.');
    const through = addDays(`${month}-01`, -1);

    return ok([{ type: 'period.reopened', data: { entity, month, through, reason, at } }]);
  },
  evolve(state, { type, data: { month, through, reason, at } }) {
    const change = { do: type === 'period.closed' ? 'close' : 'reopen', month, reason, at } as const;

    return { through, changes: [...state.changes, change].slice(-CHANGES_MAX) };
  },
};

/** The last day of a month. */
export function lastDayOf(month: Month): CivilDate {
  return addDays(addMonthsAnchored(`${month}-01`, 1), -1);
}
