import { describe, expect, test } from 'vitest';
import { passes } from '../../../../infra/local/mappings/filter.ts';

const record = { eventName: 'INSERT', body: { amount: 12, kind: 'order.placed', tags: ['a', 'b'] } };

describe('a filter', () => {
  test('lets everything pass when there is none', () => {
    expect(passes(record, [])).toBe(true);
  });

  test.each([
    [{ eventName: ['INSERT'] }, true],
    [{ eventName: ['MODIFY', 'REMOVE'] }, false],
    [{ body: { kind: [{ prefix: 'order.' }] } }, true],
    [{ body: { kind: [{ suffix: '.paid' }] } }, false],
    [{ body: { amount: [{ numeric: ['>', 10, '<=', 12] }] } }, true],
    [{ body: { amount: [{ numeric: ['>', 12] }] } }, false],
    [{ body: { missing: [{ exists: false }] } }, true],
    [{ body: { kind: [{ 'anything-but': ['order.placed'] }] } }, false],
    [{ body: { tags: ['b'] } }, true],
    [{ eventName: ['INSERT'], body: { amount: [13] } }, false],
    [{ $or: [{ eventName: ['REMOVE'] }, { body: { amount: [12] } }] }, true],
  ])('%j lets the record pass: %s', (pattern, isPassed) => {
    expect(passes(record, [JSON.stringify(pattern)])).toBe(isPassed);
  });

  test('refuses a rule that it does not know rather than lose messages by it', () => {
    expect(() => passes(record, [JSON.stringify({ eventName: [{ wildcard: '*' }] })])).toThrow(
      'does not know the filter rule',
    );
  });
});
