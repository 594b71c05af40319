import { beforeAll, expect, test } from 'vitest';
import { seal, toItem } from '../../shared/journal/commit.ts';
import type { Commit } from '../../shared/ports.ts';
import { openHouse } from '../kit/house.ts';
import { openShop, sell } from '../kit/union-shop.ts';
import { type Data, readJournal } from './books.ts';
import type { Snapshot } from './snapshot.ts';
import { checkUnionSales } from './union-sales.ts';

let commits: readonly Commit[];

/** Three sales to France: two below the threshold, and the one that passes it. */
beforeAll(async () => {
  const house = await openHouse();
  const { consumer } = await openShop(house);
  for (const price of ['4000.00', '4500.00', '2000.00']) await sell(house, consumer, price);
  commits = house.journal.stream;
});

/** What the checker says of the history with the facts of a type changed. */
function said(type: string, change: (data: Data) => Data): readonly string[] {
  const spoiled = commits.map((commit) => {
    const facts = commit.facts.map((fact) =>
      fact.type === type ? { ...fact, data: change(fact.data as Data) } : fact,
    );
    return toItem(seal({ ...commit, facts }, ''));
  });
  const snapshot = { documents: null } as unknown as Snapshot; // all that this part looks at beside the journal
  const violations = new Set<string>();
  const report = ({ says }: { says: string }) => void violations.add(says);
  checkUnionSales({ journal: readJournal(spoiled, []), snapshot, report });

  return [...violations];
}

test('nothing is wrong with what was counted', () => {
  expect(said('union_turnover.counted', (data) => data)).toEqual([]);
});

test.each([
  [
    'an amount that is not that of the document',
    'union_turnover.counted',
    (data: Data) => ({ ...data, amountMinor: 1n }),
    'it states another amount than was counted',
  ],
  [
    'a rule that the count does not bear',
    'union_turnover.counted',
    (data: Data) => ({ ...data, rule: 'below_threshold' }),
    'it is taxed by the rule below_threshold, but the count says threshold_passed',
  ],
  [
    'a document that is counted twice',
    'union_turnover.counted',
    (data: Data) => ({ ...data, document: 'inv_1' }),
    'it is counted twice',
  ],
  [
    'a record of a sale that was not counted',
    'union_sale.placed',
    (data: Data) => ({ ...data, document: 'inv_1' }),
    'it records a sale that was not counted',
  ],
])('%s is found', (_, type, change, says) => {
  expect(said(type, change)).toContain(says);
});
