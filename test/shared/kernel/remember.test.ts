import { describe, expect, it } from 'vitest';
import { REMEMBERED_MAX, remembering } from '../../../shared/kernel/remember.ts';

describe('A function that remembers', () => {
  it('is asked once for each key', () => {
    const asked: string[] = [];
    const length = remembering((key) => {
      asked.push(key);
      return key.length;
    });

    expect([length('abc'), length('ab'), length('abc')]).toEqual([3, 2, 3]);
    expect(asked).toEqual(['abc', 'ab']);
  });

  it('remembers that the answer was no, or nought', () => {
    let asked = 0;
    const isLong = remembering((key) => {
      asked += 1;
      return key.length > 3;
    });

    expect([isLong('a'), isLong('a')]).toEqual([false, false]);
    expect(asked).toBe(1);
  });

  it('begins anew when it is full, and answers the same', () => {
    let asked = 0;
    const twice = remembering((key) => {
      asked += 1;
      return `${key}${key}`;
    });
    for (let key = 0; key <= REMEMBERED_MAX; key += 1) twice(String(key));

    expect(twice('0')).toBe('00');
    expect(asked).toBe(REMEMBERED_MAX + 2);
  });

  it('remembers no key that was a fault', () => {
    const fails = remembering((key: string): string => {
      throw new Error(key);
    });

    expect(() => fails('a')).toThrow('a');
    expect(() => fails('a')).toThrow('a');
  });
});
