/** What became of the rows of a migration's pages: an aggregate for each page. */
import type { Decider } from '../../kernel/decider.ts';
import { derivedId } from '../../kernel/hash.ts';
import { PREFIX } from '../../kernel/ids.ts';
import { ok } from '../../kernel/result.ts';

/** What became of a row: applied, or stale, with the reason where it could not be planned any more. */
export type MigrationResult = { readonly is: 'applied' } | { readonly is: 'stale'; readonly code: string };

/** A page's results so far: of its first rows, in their order; those left out are counted in. */
export type MigrationPage =
  | { readonly status: 'none' }
  | { readonly status: 'known'; readonly results: readonly (MigrationResult | null)[] };

/** Records what became of rows, from the row on that none is known of yet. */
export type MigrationPageCommand = {
  readonly do: 'record';
  readonly migration: string;
  readonly page: number;
  readonly from: number;
  readonly results: readonly (MigrationResult | null)[];
};

/** What becomes true of a page. */
export type MigrationPageFact = {
  readonly type: 'migration.page_applied';
  readonly data: Omit<MigrationPageCommand, 'do'>;
};

/** The id of a page's results. */
export function pageOfMigration(tenant: string, migration: string, page: number): string {
  return derivedId(PREFIX.migrationPage, tenant, migration, String(page));
}

/** The rules of one page: the first result of each row stands. */
export const migrationPages: Decider<MigrationPage, MigrationPageCommand, MigrationPageFact> = {
  name: 'migration_pages',
  headVersion: 1,
  initial: { status: 'none' },
  decide(state, { do: _, ...data }) {
    const known = state.status === 'none' ? 0 : state.results.length;

    return ok(data.from === known ? [{ type: 'migration.page_applied', data }] : []);
  },
  evolve(state, { data }) {
    const former = state.status === 'none' ? [] : state.results;

    return { status: 'known', results: [...former, ...data.results] };
  },
};
