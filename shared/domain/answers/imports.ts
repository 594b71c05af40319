/** How an import is answered. */
import type { Import as ImportBody } from '../../contracts/imports.ts';
import { formatMoney } from '../../kernel/money.ts';
import type { Finding, KnownImport } from '../imports.ts';
import type { ReadRow } from '../imports/rows.ts';

/** A row with what became of it. */
type AnsweredRow = {
  readonly externalId: string | null;
  readonly status: ImportBody['rows'][number]['status'];
  readonly object: string | null;
  readonly read: ReadRow | undefined;
  readonly finding: Finding | null;
};

/** An import with its rows as they stand. */
export function answerImport(id: string, state: KnownImport, rows: readonly AnsweredRow[]): ImportBody {
  return {
    id,
    object: 'import',
    kind: state.kind,
    status: state.status,
    legal_entity: state.entity,
    as_of: state.asOf,
    hash: state.hash,
    rows: rows.map(({ externalId, status, object, finding }, index) => ({
      row: index + 1,
      external_id: externalId,
      status,
      object_id: object,
      field: finding?.field ?? null,
      code: finding?.code ?? null,
      message: finding?.message ?? null,
    })),
    totals: totalsOf(rows),
    created_at: state.createdAt,
  };
}

function totalsOf(rows: readonly AnsweredRow[]): ImportBody['totals'] {
  const taken = rows.flatMap(({ status, read }) => (status === 'refused' || !read ? [] : [read]));
  const byCurrency = Map.groupBy(taken, ({ currency }) => currency);

  return [...byCurrency.keys()].toSorted().map((currency) => {
    const amounts = (byCurrency.get(currency) ?? []).map((row) =>
      row.kind === 'subscriptions' ? 0n : row.amountMinor,
    );
    const sumOf = (of: (minor: bigint) => boolean) =>
      amounts.filter(of).reduce((sum, minor) => sum + minor, 0n);
    const [debit, credit] = [sumOf((minor) => minor > 0n), -sumOf((minor) => minor < 0n)];
    const [stated, against, control] = [debit, credit, debit - credit].map((minor) =>
      formatMoney({ minor, currency }),
    );

    return {
      currency,
      rows: amounts.length,
      debit: stated ?? '',
      credit: against ?? '',
      control_sum: control ?? '',
    };
  });
}
