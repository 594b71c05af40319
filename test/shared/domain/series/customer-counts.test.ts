import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  customerCounts,
  customerOrdinals,
  type PlaceTaken,
  placeOf,
  type TakePlace,
} from '../../../../shared/domain/series/customer-counts.ts';
import { fold } from '../../../../shared/kernel/decider.ts';
import { given } from '../../../kit/decider.ts';

const take = (document: string, more: Partial<TakePlace> = {}): TakePlace => ({
  do: 'take',
  ordinal: 3,
  document,
  kind: 'invoice',
  issueDate: '2026-11-26',
  reset: 'yearly',
  ...more,
});

/** What is known after each of the commands was carried out. */
function taken(...commands: readonly TakePlace[]): readonly PlaceTaken[] {
  const facts: PlaceTaken[] = [];
  for (const command of commands) {
    const decided = customerCounts.decide(fold(customerCounts, facts), command);
    if (decided.ok) facts.push(...decided.value);
  }

  return facts;
}

const numbersOf = (facts: readonly PlaceTaken[]) => facts.map(({ data }) => data.number);

test('a customer counts its own documents, each kind by itself', () => {
  const facts = taken(take('inv_1'), take('inv_2'), take('crn_1', { kind: 'credit_note' }), take('inv_3'));

  expect(numbersOf(facts)).toEqual([1, 2, 1, 3]);
});

test('a document that asks again keeps its place', () => {
  const before = given(customerCounts, taken(take('inv_1'), take('inv_2')));

  expect(before.when(take('inv_1'))).toEqual([]);
  expect(placeOf(before.state, 'inv_1')).toMatchObject({ number: 1 });
});

test('a customer keeps the ordinal with which its first document came', () => {
  expect(taken(take('inv_1'), take('inv_2', { ordinal: 9 })).map(({ data }) => data.ordinal)).toEqual([3, 3]);
});

test('a document of December that is issued after one of January counts in December', () => {
  const facts = taken(
    take('inv_1', { issueDate: '2026-12-30' }),
    take('inv_2', { issueDate: '2027-01-01' }),
    take('inv_3', { issueDate: '2026-12-31' }),
    take('inv_4', { issueDate: '2027-01-02' }),
  );

  expect(numbersOf(facts)).toEqual([1, 1, 2, 2]);
});

test('whatever the order, the numbers of a kind and a year are 1 to N', () => {
  const some = fc.record({
    document: fc.integer({ min: 1, max: 30 }),
    kind: fc.constantFrom('invoice' as const, 'credit_note' as const),
    year: fc.constantFrom('2026', '2027'),
  });

  void fc.assert(
    fc.property(fc.array(some, { maxLength: 60 }), (asked) => {
      const facts = taken(
        ...asked.map(({ document, kind, year }) =>
          take(`${kind} ${document}`, { kind, issueDate: `${year}-05-01` }),
        ),
      );
      const counts = Map.groupBy(facts, ({ data }) => `${data.kind} ${data.span}`);
      for (const count of counts.values())
        expect(numbersOf(count)).toEqual(count.map((_, index) => index + 1));
      expect(new Set(facts.map(({ data }) => data.document)).size).toBe(facts.length);
    }),
  );
});

test('each customer has the next ordinal, and the same when it asks again', () => {
  const one = { type: 'customer_ordinal.given' as const, data: { customer: 'cus_1', ordinal: 1 } };
  const before = given(customerOrdinals, [one]);

  expect(before.when({ do: 'give', customer: 'cus_1' })).toEqual([]);
  expect(before.when({ do: 'give', customer: 'cus_2' })).toMatchObject([{ data: { ordinal: 2 } }]);
});
