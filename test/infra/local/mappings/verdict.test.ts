import { describe, expect, test } from 'vitest';
import { readVerdict } from '../../../../infra/local/mappings/verdict.ts';

const batch = new Set(['a', 'b', 'c']);

describe('the answer of a function that reports failed items', () => {
  test.each([
    ['null', null],
    ['nothing', undefined],
    ['an empty object', {}],
    ['a list that is null', { batchItemFailures: null }],
    ['an empty list', { batchItemFailures: [] }],
  ])('takes every message away when it is %s', (_, answer) => {
    expect(readVerdict(answer, batch, true)).toEqual({ kind: 'delivered' });
  });

  test.each([
    ['an empty identifier', { batchItemFailures: [{ itemIdentifier: '' }] }],
    ['a null identifier', { batchItemFailures: [{ itemIdentifier: null }] }],
    ['a misnamed identifier', { batchItemFailures: [{ identifier: 'a' }] }],
    ['an identifier of no item', { batchItemFailures: [{ itemIdentifier: 'z' }] }],
    ['no list', { batchItemFailures: 'a' }],
    ['no object', 'a'],
    ['a good identifier beside a bad one', { batchItemFailures: [{ itemIdentifier: 'a' }, {}] }],
  ])('fails the whole batch when it holds %s', (_, answer) => {
    expect(readVerdict(answer, batch, true).kind).toBe('failed');
  });

  test('keeps the named items and takes the others away', () => {
    const answer = { batchItemFailures: [{ itemIdentifier: 'b' }] };

    expect(readVerdict(answer, batch, true)).toEqual({ kind: 'partial', failed: new Set(['b']) });
  });

  test('means nothing where the mapping does not ask for reports', () => {
    const answer = { batchItemFailures: [{ itemIdentifier: 'b' }] };

    expect(readVerdict(answer, batch, false)).toEqual({ kind: 'delivered' });
  });
});
