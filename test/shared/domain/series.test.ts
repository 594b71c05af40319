import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  MANIFEST_DOCUMENTS_MAX,
  type Numbered,
  numberOf,
  OPEN_MANIFESTS_MAX,
  type SeriesFact,
  series,
} from '../../../shared/domain/series.ts';
import { fold } from '../../../shared/kernel/decider.ts';
import { given } from '../../kit/decider.ts';

const documentOf = (id: number, issueDate = '2026-11-23'): Numbered => ({
  id: `inv_${id}`,
  content: `hash-${id}`,
  issueDate,
});

const numbering = (documents: readonly Numbered[], finished: readonly string[] = []) =>
  ({ do: 'number', documents, finished }) as const;

const assigned = (first: number, documents: readonly Numbered[], forget = 0): SeriesFact => ({
  type: 'numbers.assigned',
  data: { first, documents, forget },
});

test('the documents of a batch get consecutive numbers in their order', () => {
  const { state } = given(series, [assigned(1, [documentOf(1), documentOf(2)])]);

  expect([numberOf(state, 'inv_1')?.number, numberOf(state, 'inv_2')?.number]).toEqual([1, 2]);
});

test('a document that a recent manifest numbered keeps its number', () => {
  const before = given(series, [assigned(1, [documentOf(1)])]);

  const facts = before.when(numbering([documentOf(1), documentOf(2)]));

  expect(facts).toEqual([assigned(2, [documentOf(2)])]);
});

test('the first document of a year has the number one', () => {
  const before = given(series, [assigned(1, [documentOf(1, '2026-12-31')])]);

  const facts = before.when(numbering([documentOf(2, '2027-01-01')], ['inv_1']));

  expect(facts).toEqual([assigned(1, [documentOf(2, '2027-01-01')], 1)]);
});

test('a series that never begins again goes on counting in the new year, and says which count that is', () => {
  const before = given(series, [assigned(1, [documentOf(1, '2026-12-31')])]);

  const facts = before.when({ ...numbering([documentOf(2, '2027-01-01')], ['inv_1']), reset: 'never' });

  expect(facts).toEqual([
    {
      type: 'numbers.assigned',
      data: { ...assigned(2, [documentOf(2, '2027-01-01')], 1).data, run: '2026' },
    },
  ]);
});

test('a series that begins again with each month has the number one on its first day', () => {
  const before = given(series, [assigned(1, [documentOf(1, '2026-11-30')])]);
  const monthly = (id: number, date: string) => ({
    ...numbering([documentOf(id, date)]),
    reset: 'monthly' as const,
  });

  expect(before.when(monthly(2, '2026-11-30'))).toMatchObject([{ data: { first: 2 } }]);
  expect(before.when(monthly(2, '2026-12-01'))).toMatchObject([{ data: { first: 1, run: '2026-12' } }]);
});

test('a change from months to years goes on counting, and begins anew with the next year', () => {
  const december = {
    type: 'numbers.assigned' as const,
    data: { ...assigned(1, [documentOf(1, '2026-12-01')]).data, run: '2026-12' },
  };
  const before = given(series, [december]);

  expect(before.when(numbering([documentOf(2, '2026-12-02')]))).toMatchObject([
    { data: { first: 2, run: '2026-12' } },
  ]);
  const [fact] = before.when(numbering([documentOf(2, '2027-01-01')]));
  expect(fact?.data).toEqual(assigned(1, [documentOf(2, '2027-01-01')]).data);
});

test('a document dated before the last numbered one is dated anew', () => {
  const before = given(series, [assigned(1, [documentOf(1)])]);

  expect(before.refusal(numbering([documentOf(2, '2026-11-22')]))).toBe('series.date_passed');
});

test('a manifest numbers documents of one year only', () => {
  const documents = [documentOf(1, '2026-12-31'), documentOf(2, '2027-01-01')];

  expect(given(series).refusal(numbering(documents))).toBe('series.spans_mixed');
});

test('a manifest numbers a bounded batch', () => {
  const documents = Array.from({ length: MANIFEST_DOCUMENTS_MAX + 1 }, (_, index) => documentOf(index));

  expect(given(series).refusal(numbering(documents))).toBe('series.batch_too_large');
  expect(given(series).refusal(numbering(documents.slice(1)))).toBe('none');
});

test('too many unfinished manifests stop the series until one is finished', () => {
  const open = Array.from({ length: OPEN_MANIFESTS_MAX }, (_, index) =>
    assigned(index + 1, [documentOf(index)]),
  );
  const before = given(series, open);

  expect(before.refusal(numbering([documentOf(99)]))).toBe('series.unfinished');
  expect(before.refusal(numbering([documentOf(99)], ['inv_0']))).toBe('none');
});

test('a manifest is forgotten only behind those before it', () => {
  const before = given(series, [assigned(1, [documentOf(1)]), assigned(2, [documentOf(2)])]);

  const facts = before.when(numbering([documentOf(3)], ['inv_2']));

  expect(facts).toEqual([assigned(3, [documentOf(3)], 0)]);
});

test('whatever batches come, the numbers of a year have no gap and none is given twice', () => {
  void fc.assert(
    fc.property(
      fc.array(fc.uniqueArray(fc.nat(40), { minLength: 1, maxLength: 8 }), { maxLength: 12 }),
      (batches) => {
        let state = series.initial;
        const numbers = new Map<string, number>();
        for (const batch of batches) {
          const fresh = batch.map((id) => documentOf(id)).filter(({ id }) => !numbers.has(id));
          const decided = series.decide(state, numbering(fresh, [...numbers.keys()]));
          if (!decided.ok) throw new Error(decided.refusal.code);
          state = fold(series, decided.value, state);
          for (const { id } of fresh) numbers.set(id, numberOf(state, id)?.number ?? 0);
        }

        const given = [...numbers.values()].sort((a, b) => a - b);
        expect(given).toEqual(given.map((_, index) => index + 1));
      },
    ),
  );
});
