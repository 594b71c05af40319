/**
 * Migrations: the subscriptions of a plan taken to one of its versions. First it is planned, page by page, and nothing
 * changes; then what was planned is agreed to and applied, on a few or on all. A page's results are an aggregate of their own.
 */
import type { Decider } from '../kernel/decider.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { CivilDate, Instant } from '../kernel/time.ts';
import { addDays } from '../kernel/time.ts';
import { hashWith, type MigrationRow } from './migrations/row.ts';
import { addMoved, type MovedTotal } from './migrations/totals.ts';
import { type Request, requestMet } from './requests.ts';
import { WAITING_DAYS_MAX } from './subscriptions/boundary.ts';

/** Subscriptions on one page. */
export const MIGRATION_PAGE_MAX = 50;

/** Pages of one migration: a million subscriptions. */
export const MIGRATION_PAGES_MAX = 20_000;

/** Requests to apply that a migration remembers. */
const REQUESTS_MAX = 20;

/** Where planning goes on in the list of subscriptions; null months begin with the newest. */
export type MigrationCursor = { readonly month: string; readonly after: string | null } | 'newest';

/** What a migration is limited to; null names nothing. */
export type MigrationFilter = {
  readonly customers: readonly string[] | null;
  readonly currency: string | null;
};

/** What a migration was opened for. */
export type MigrationTerms = {
  readonly plan: string;
  readonly toVersion: number;
  /** The first period that begins on this day or later takes the version; null takes the next one. */
  readonly notBefore: CivilDate | null;
  readonly only: MigrationFilter;
};

/** The row that is applied next: the page, from 1, and the row on it, from 0. */
export type MigrationPlace = { readonly page: number; readonly row: number };

/** A migration that exists. */
export type KnownMigration = MigrationTerms & {
  readonly status: 'planning' | 'planned' | 'applying' | 'applied';
  readonly cursor: MigrationCursor | null;
  readonly pages: number;
  readonly planned: number;
  readonly leftOut: number;
  readonly totals: readonly MovedTotal[];
  readonly hash: string;
  readonly place: MigrationPlace;
  /** Rows that may still be applied; null is all of them. */
  readonly allowance: number | null;
  readonly applied: number;
  readonly stale: number;
  readonly appliedTotals: readonly MovedTotal[];
  readonly requests: readonly Request[];
  readonly openedAt: Instant;
};

/** A migration's life. */
export type Migration = { readonly status: 'none' } | KnownMigration;

/** Rows that were applied or found stale from a place on, and where it goes on; null is the end. */
export type MigrationStep = {
  readonly from: MigrationPlace;
  readonly to: MigrationPlace | null;
  readonly applied: number;
  readonly stale: number;
  /** Of what was applied. */
  readonly totals: readonly MovedTotal[];
};

/** What can be asked. */
export type MigrationCommand =
  | { readonly do: 'open'; readonly terms: MigrationTerms; readonly at: Instant }
  | {
      readonly do: 'advance';
      readonly page: number;
      readonly rows: readonly MigrationRow[];
      readonly cursor: MigrationCursor | null;
      readonly at: Instant;
    }
  | {
      readonly do: 'approve';
      readonly agreed: string;
      readonly first: number | null;
      readonly request: Request;
      readonly at: Instant;
    }
  | ({ readonly do: 'progress'; readonly at: Instant } & MigrationStep);

/** What becomes true. The page of a `migration.advanced` is its commit's version less one. */
export type MigrationFact =
  | { readonly type: 'migration.opened'; readonly data: MigrationTerms & { readonly at: Instant } }
  | {
      readonly type: 'migration.advanced';
      readonly data: {
        readonly page: number;
        readonly rows: readonly MigrationRow[];
        readonly cursor: MigrationCursor | null;
        readonly at: Instant;
      };
    }
  | {
      readonly type: 'migration.approved';
      readonly data: { readonly first: number | null; readonly request: Request; readonly at: Instant };
    }
  | { readonly type: 'migration.progressed'; readonly data: MigrationStep & { readonly at: Instant } };

/** The rules of one migration. */
export const migrations: Decider<Migration, MigrationCommand, MigrationFact> = {
  name: 'migrations',
  headVersion: 1,
  initial: { status: 'none' },
  decide(state, command) {
    if (command.do === 'open') return opened(state, command);
    if (state.status === 'none') return refuse('migration.not_found', 'There is no such migration.');
    if (command.do === 'approve') return approved(state, command);
    const { do: _, ...data } = command;
    if ('page' in data) {
      const isNext = state.cursor !== null && data.page === state.pages + 1;
      const cursor = data.page >= MIGRATION_PAGES_MAX ? null : data.cursor;
      return ok(isNext ? [{ type: 'migration.advanced', data: { ...data, cursor } }] : []);
    }
    const { page, row } = state.place;
    const isNext = state.status === 'applying' && data.from.page === page && data.from.row === row;

    return ok(isNext ? [{ type: 'migration.progressed', data }] : []);
  },
  evolve(state, fact) {
    if (fact.type === 'migration.opened') return begun(fact.data);
    if (state.status === 'none') return state;
    if (fact.type === 'migration.advanced') return advanced(state, fact.data);
    if (fact.type === 'migration.progressed') return progressed(state, fact.data);
    const { first, request } = fact.data;
    const requests = [...state.requests, request].slice(-REQUESTS_MAX);
    const allowance = first === null || state.allowance === null ? null : state.allowance + first;

    return { ...state, status: 'applying', allowance, requests };
  },
};

function opened(
  state: Migration,
  { terms, at }: Extract<MigrationCommand, { readonly do: 'open' }>,
): Result<readonly MigrationFact[]> {
  if (terms.notBefore !== null && terms.notBefore > addDays(at.slice(0, 10), WAITING_DAYS_MAX - 1)) {
    return refuse('migration.date_too_far', `A migration waits for ${WAITING_DAYS_MAX - 1} days at most.`, {
      pointer: '#/when',
    });
  }

  return ok(state.status === 'none' ? [{ type: 'migration.opened', data: { ...terms, at } }] : []);
}

/** An approval holds for exactly what was planned. */
function approved(
  state: KnownMigration,
  { agreed, first, request, at }: Extract<MigrationCommand, { readonly do: 'approve' }>,
): Result<readonly MigrationFact[]> {
  const met = requestMet(state.requests, request);
  if (met) return met;
  if (state.status === 'planning') {
    return refuse('migration.unplanned', 'The migration is not planned to its end yet.', {
      hint: 'Wait until its status is `planned`.',
    });
  }
  if (agreed !== state.hash) {
    return refuse('migration.agreed_differs', 'This is not the hash of what was planned.', {
      pointer: '#/agreed',
      hint: 'Read the migration and its rows, and send its `hash`.',
    });
  }

  return ok(state.status === 'applied' ? [] : [{ type: 'migration.approved', data: { first, request, at } }]);
}

function begun({ at, ...terms }: MigrationTerms & { readonly at: Instant }): KnownMigration {
  return {
    ...terms,
    status: 'planning',
    cursor: 'newest',
    pages: 0,
    planned: 0,
    leftOut: 0,
    totals: [],
    hash: hashWith('', []),
    place: { page: 1, row: 0 },
    allowance: 0,
    applied: 0,
    stale: 0,
    appliedTotals: [],
    requests: [],
    openedAt: at,
  };
}

function advanced(
  state: KnownMigration,
  { page, rows, cursor }: Extract<MigrationFact, { readonly type: 'migration.advanced' }>['data'],
): KnownMigration {
  const moved = rows.filter((row) => row.is === 'planned');

  return {
    ...state,
    status: cursor === null ? 'planned' : 'planning',
    cursor,
    pages: page,
    planned: state.planned + moved.length,
    leftOut: state.leftOut + rows.length - moved.length,
    totals: addMoved(state.totals, moved),
    hash: hashWith(state.hash, rows),
  };
}

function progressed(state: KnownMigration, step: MigrationStep): KnownMigration {
  const applied = state.applied + step.applied;
  const stale = state.stale + step.stale;
  const allowance = state.allowance === null ? null : state.allowance - step.applied - step.stale;
  const isDone = step.to === null || applied + stale === state.planned;
  const isResting = allowance !== null && allowance <= 0;

  return {
    ...state,
    status: isDone ? 'applied' : isResting ? 'planned' : 'applying',
    place: step.to ?? { page: state.pages + 1, row: 0 },
    allowance,
    applied,
    stale,
    appliedTotals: addMoved(state.appliedTotals, step.totals),
  };
}
