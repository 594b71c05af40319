/** What the API tells of migrations: from the state and the pages to the wire. */
import type { MigrationBody, MigrationRowBody } from '../../contracts/migrations.ts';
import type { MigrationResult } from '../migrations/pages.ts';
import type { MigrationRow } from '../migrations/row.ts';
import type { MovedTotal } from '../migrations/totals.ts';
import type { KnownMigration } from '../migrations.ts';
import { amountOf } from './payments.ts';

/** A migration as answered. */
export function answerMigration(id: string, state: KnownMigration): MigrationBody {
  const { plan, toVersion, notBefore, only, status, planned, leftOut, applied, stale } = state;
  const { customers, currency } = only;

  return {
    id,
    object: 'migration',
    plan,
    to_version: toVersion,
    when: notBefore ?? 'period_end',
    only: { ...(customers && { customers: [...customers] }), ...(currency !== null && { currency }) },
    status,
    counts: { planned, left_out: leftOut, applied, stale },
    totals: { planned: state.totals.map(movedOf), applied: state.appliedTotals.map(movedOf) },
    hash: status === 'planning' ? null : state.hash,
    opened_at: state.openedAt,
  };
}

/** A row with what became of it; undefined and null say that nothing did. */
export function answerMigrationRow(
  row: MigrationRow,
  result: MigrationResult | null | undefined,
): MigrationRowBody {
  const { subscription, customer, fromVersion: from_version } = row;
  const member = { subscription, customer, from_version };
  if (row.is === 'left_out')
    return { ...member, status: 'left_out', on: null, next_bill: null, causes: [], code: row.code };
  const code = result?.is === 'stale' ? result.code : null;

  return {
    ...member,
    status: result?.is ?? 'planned',
    on: row.on,
    next_bill: movedOf(row),
    causes: [...row.causes],
    code,
  };
}

function movedOf({ currency, oldMinor, newMinor }: MovedTotal) {
  return {
    old: amountOf(oldMinor, currency),
    new: amountOf(newMinor, currency),
    delta: amountOf(newMinor - oldMinor, currency),
  };
}
