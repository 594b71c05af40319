/** What is wrong between rows of an import that can each be read. */
import { refuse } from '../../kernel/result.ts';
import type { Finding } from '../imports.ts';
import { finding, type ReadRow } from './rows.ts';

/** Of rows that can be read, those whose external id an earlier one has. */
export function repeatedIn(rows: readonly (ReadRow | undefined)[]): readonly Finding[] {
  const ids = rows.map((row) => row?.externalId);

  return rows.flatMap((row, index) =>
    row && ids.indexOf(row.externalId) !== index ? [finding(index, repeated().refusal)] : [],
  );
}

/** Rows in a currency whose debits are not its credits; a row that is refused leaves its currency unbalanced. */
export function unbalancedIn(rows: readonly (ReadRow | undefined)[]): readonly Finding[] {
  const sums = new Map<string, bigint>();
  for (const row of rows)
    if (row?.kind === 'opening_balances')
      sums.set(row.currency, (sums.get(row.currency) ?? 0n) + row.amountMinor);

  return rows.flatMap((row, index) =>
    row && (sums.get(row.currency) ?? 0n) !== 0n ? [finding(index, unbalanced(row.currency).refusal)] : [],
  );
}

function repeated() {
  return refuse('import.external_id_repeated', 'An earlier row has the same external id.', {
    pointer: 'external_id',
  });
}

function unbalanced(currency: string) {
  return refuse('import.unbalanced', `The debits in ${currency} do not come to its credits.`, {
    pointer: 'currency',
  });
}
