import { expect, test } from 'vitest';
import { memoryJournal } from '../../../shared/adapters/memory-journal.ts';
import { memoryViews } from '../../../shared/adapters/memory-views.ts';
import { accountId, accounts } from '../../../shared/domain/receivables.ts';
import { execute } from '../../../shared/execute.ts';
import { derivedId } from '../../../shared/kernel/hash.ts';
import { accountRows, accountsOf } from '../../../shared/views/accounts.ts';

const TENANT = derivedId('ten', 'view');
const CUSTOMER = derivedId('cus', 'view');

test('an account is found by its customer from its first commit on, and moves no row after that', async () => {
  const [journal, views] = [memoryJournal(), memoryViews()];
  const at = '2026-11-23T10:00:00.000Z';
  const acting = { actor: 'test', cause: 'test', trace: 'test', at };
  const holders = ['EUR', 'USD'].map((currency) => ({
    entity: derivedId('le', 'view'),
    customer: CUSTOMER,
    currency,
  }));
  const counts: number[] = [];
  for (const holder of holders) {
    for (const invoice of ['inv_1', 'inv_2']) {
      const item = { invoice, number: invoice, dueDate: '2026-12-07', grossMinor: 1n };
      const command = {
        do: 'open_item',
        ...holder,
        ...item,
        at,
        date: '2026-11-23',
        searched: null,
      } as const;
      const done = await execute(journal, accounts, {
        ref: { tenant: TENANT, id: accountId(TENANT, holder) },
        command,
        acting,
      });
      const rows = done.ok && done.value.commit ? accountRows(done.value.commit) : [];
      counts.push(rows.length);
      for (const row of rows) await views.put(row);
    }
  }

  expect(counts).toEqual([1, 0, 1, 0]);
  expect(await accountsOf(views, TENANT, CUSTOMER)).toEqual(
    holders.map((holder) => ({ ...holder, account: accountId(TENANT, holder) })),
  );
  expect(await accountsOf(views, TENANT, derivedId('cus', 'other'))).toEqual([]);
});
