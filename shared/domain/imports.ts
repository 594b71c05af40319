/**
 * Imports: a table that another system left, checked as a whole and taken over row by row. What the check saw is hashed;
 * whoever applies it names that hash, and is turned away once the facts behind it have moved on.
 */
import type { Decider } from '../kernel/decider.ts';
import { derivedId } from '../kernel/hash.ts';
import { PREFIX } from '../kernel/ids.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { CivilDate, Instant } from '../kernel/time.ts';

/** What can be taken over. */
export type ImportKind = 'subscriptions' | 'open_items' | 'opening_balances';

/** A cell by the name of its column. */
export type Cell = readonly [column: string, text: string];

/** A row as it was sent, with a point as decimal sign. */
export type ImportedRow = readonly Cell[];

/** Why a row cannot be taken over. */
export type Finding = {
  /** Counted from 1. */
  readonly row: number;
  readonly field: string | null;
  readonly code: string;
  readonly message: string;
};

/** A table, whose it is and the day whose figures it states. */
export type ImportTable = {
  readonly kind: ImportKind;
  readonly entity: string;
  readonly asOf: CivilDate;
  readonly rows: readonly ImportedRow[];
};

/** An import. */
export type Import =
  | { readonly status: 'none' }
  | (ImportTable & {
      readonly status: 'checked' | 'applied' | 'partly_applied';
      readonly hash: string;
      readonly findings: readonly Finding[];
      readonly createdAt: Instant;
    });

/** An import that exists. */
export type KnownImport = Exclude<Import, { status: 'none' }>;

/** What can be asked. */
export type ImportCommand =
  | {
      readonly do: 'check';
      readonly table: ImportTable;
      readonly hash: string;
      readonly findings: readonly Finding[];
      readonly at: Instant;
    }
  | { readonly do: 'apply'; readonly findings: readonly Finding[]; readonly at: Instant };

/** What becomes true. */
export type ImportFact =
  | {
      readonly type: 'import.checked';
      readonly data: ImportTable & {
        readonly hash: string;
        readonly findings: readonly Finding[];
        readonly at: Instant;
      };
    }
  | {
      readonly type: 'import.applied';
      /** The rows that were not taken over. */
      readonly data: { readonly findings: readonly Finding[]; readonly at: Instant };
    };

/** The rules of one import. */
export const imports: Decider<Import, ImportCommand, ImportFact> = {
  name: 'imports',
  headVersion: 1,
  initial: { status: 'none' },
  decide(state, command) {
    const { at, findings } = command;
    if (command.do === 'check') {
      if (state.status !== 'none') return ok([]);
      const { table, hash } = command;
      return ok([{ type: 'import.checked', data: { ...table, hash, findings, at } }]);
    }
    if (state.status === 'none') return refuse('import.not_found', 'There is no such import.');
    const isTold = state.status !== 'checked' && JSON.stringify(state.findings) === JSON.stringify(findings);

    return ok(isTold ? [] : [{ type: 'import.applied', data: { findings, at } }]);
  },
  evolve(state, fact) {
    if (fact.type === 'import.checked') {
      const { at: createdAt, ...checked } = fact.data;
      return { ...checked, status: 'checked', createdAt };
    }
    if (state.status === 'none') return state;
    const { findings } = fact.data;

    return { ...state, status: findings.length === 0 ? 'applied' : 'partly_applied', findings };
  },
};

const PREFIX_OF = {
  subscriptions: PREFIX.subscription,
  open_items: PREFIX.openItem,
  opening_balances: PREFIX.openingBalance,
} as const;

/** The id of what a row becomes: of one external id there is one, whatever is sent how often. */
export function importedId(
  tenant: string,
  of: Pick<ImportTable, 'kind' | 'entity'> & { readonly externalId: string },
): string {
  return derivedId(PREFIX_OF[of.kind], tenant, 'imported', of.entity, of.externalId);
}

/** Where something comes from: the import, and the row by its external id and the hash of all it says. */
export type Origin = { readonly import: string; readonly externalId: string; readonly content: string };
