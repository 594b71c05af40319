import { expect, test } from 'vitest';
import { isSameValue } from '../../../shared/kernel/same.ts';

test.each<[string, unknown, unknown, boolean]>([
  ['amounts', 1n, 1n, true],
  ['an amount and a number', 1n, 1, false],
  ['records, whatever the order of their members', { a: 1n, b: ['x'] }, { b: ['x'], a: 1n }, true],
  ['a member that is undefined and one that is left out', { a: undefined }, {}, true],
  ['a member that is null and one that is left out', { a: null }, {}, false],
  ['lists in another order', ['x', 'y'], ['y', 'x'], false],
  ['a list and a longer one', ['x'], ['x', 'y'], false],
  ['a list and a record', [], {}, false],
  ['records with another member deep inside', { a: { b: [{ c: 1n }] } }, { a: { b: [{ c: 2n }] } }, false],
])('%s', (_, one, other, isSame) => {
  expect(isSameValue(one, other)).toBe(isSame);
  expect(isSameValue(other, one)).toBe(isSame);
});
