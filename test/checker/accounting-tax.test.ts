import { beforeAll, expect, test } from 'vitest';
import { encode } from '../../shared/journal/codec.ts';
import { seal, toItem } from '../../shared/journal/commit.ts';
import type { Commit } from '../../shared/ports.ts';
import { openBusiness, orderOf } from '../kit/goods.ts';
import { openHouse } from '../kit/house.ts';
import { checkAccountingTax } from './accounting-tax.ts';
import { type Data, readJournal } from './books.ts';
import type { Snapshot } from './snapshot.ts';

let commits: readonly Commit[];

/** An invoice in dollars, taken back in two pieces; a rate of the day before it, and one of a week ago. */
beforeAll(async () => {
  const house = await openHouse();
  const { customer } = await openBusiness(house);
  for (const [date, rate] of [
    ['2026-11-17', '0.9100'],
    ['2026-11-20', '0.9216'],
  ])
    await house.post('/v1/exchange_rates', { currency: 'USD', date, rate, source: 'ECB' });
  house.clock.advance({ minutes: 5 });
  const order = await house.post('/v1/orders', orderOf(customer, { currency: 'USD' }));
  await house.drain();
  const params = { invoice_id: order.body.invoices[0] };
  for (const body of [{ reason: 'returned', lines: [{ line: 1, amount: '3.33' }] }, { reason: 'returned' }]) {
    await house.post('/v1/invoices/{invoice_id}/credit_notes', body, { params });
    await house.drain();
  }
  commits = house.journal.stream;
});

/** What the checker says of the history with one member of the stated taxes of a kind of document changed. */
function said(type: string, change: (stated: Data) => Data | undefined): readonly string[] {
  const spoiled = commits.map((commit) => {
    const facts = commit.facts.map((fact) => {
      const { accountingTax, ...rest } = fact.data as { accountingTax?: Data };
      if (fact.type !== type || !accountingTax) return fact;
      const changed = change(accountingTax);
      return { ...fact, data: { ...rest, ...(changed && { accountingTax: changed }) } };
    });
    return toItem(seal({ ...commit, facts }, ''));
  });
  const snapshot = { documents: null } as unknown as Snapshot; // all that this part looks at beside the journal
  const violations: string[] = [];
  const report = ({ invariant, says }: { invariant: string; says: string }) =>
    void violations.push(`${invariant} ${says}`);
  checkAccountingTax({ journal: readJournal(spoiled, []), snapshot, report });

  return violations;
}

const off = (stated: Data) => ({ ...stated, taxMinor: (stated.taxMinor as bigint) + 1n });

test('nothing is wrong with what was issued', () => {
  expect(encode(commits)).toContain('accountingTax');
  expect(said('invoice.issued', (stated) => stated)).toEqual([]);
});

test.each([
  ['a unit too much', off, 'I-10 its tax in accounting currency is not the tax at the rate'],
  ['no tax in accounting currency', () => undefined, 'I-10 it does not state its tax in EUR'],
  [
    'another currency',
    (stated: Data) => ({ ...stated, currency: 'PLN' }),
    'I-10 it states its tax in another currency than EUR',
  ],
  [
    'a rate that nobody recorded',
    (stated: Data) => ({ ...stated, source: 'Somebody' }),
    'I-10 its exchange rate was not recorded before',
  ],
  [
    'a rate of an earlier day',
    (stated: Data) => ({ ...stated, ratedOn: '2026-11-17' }),
    'I-10 a later exchange rate was passed over',
  ],
  [
    'a rate too old',
    (stated: Data) => ({ ...stated, ratedOn: '2026-11-15' }),
    'I-10 its exchange rate is too old',
  ],
  [
    'a rate to come',
    (stated: Data) => ({ ...stated, ratedOn: '2026-11-24' }),
    'I-10 its exchange rate is of a day to come',
  ],
])('an invoice with %s is noticed', (_, change, says) => {
  expect(said('invoice.issued', change)).toContain(says);
});

test.each([
  ['a unit too much', off, 'I-11 its tax in accounting currency is not what is left of that of its invoice'],
  [
    'another rate',
    (stated: Data) => ({ ...stated, rate: '0.9217' }),
    'I-11 it is not converted at the rate of its invoice',
  ],
  [
    'no tax in accounting currency',
    () => undefined,
    'I-11 it states its tax in other currencies than its invoice',
  ],
])('a credit note with %s is noticed', (_, change, says) => {
  expect(said('credit_note.issued', change)).toContain(says);
});
