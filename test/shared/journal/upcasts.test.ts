import { expect, it } from 'vitest';
import { upcast, versionOf } from '../../../shared/journal/upcasts.ts';

/** A fact that was once written without a currency, and before that with a price in words. */
const STEPS = {
  'order.placed': {
    1: (data: unknown) => ({ price: Number((data as { words: string }).words.split(' ').length) }),
    2: (data: unknown) => ({ ...(data as object), currency: 'EUR' }),
  },
};

it('an older fact is lifted step by step to what is written today', () => {
  const lifted = upcast({ type: 'order.placed', v: 1, data: { words: 'one two three' } }, STEPS, 3);

  expect(lifted).toEqual({ type: 'order.placed', v: 3, data: { price: 3, currency: 'EUR' } });
});

it('postings and type of an older fact stay as they were', () => {
  const books = { entity: 'le', currency: 'EUR', date: '2026-11-23', entries: [] };

  expect(upcast({ type: 'order.placed', v: 2, data: {}, books }, STEPS, 3)).toMatchObject({
    type: 'order.placed',
    books,
  });
});

it('a fact of today is left alone', () => {
  const fact = { type: 'order.placed', v: versionOf('order.placed'), data: { a: 1 } };

  expect(upcast(fact)).toBe(fact);
});

it('a fact that is newer than this code, unknown, or without its step is a fault', () => {
  expect(() => upcast({ type: 'order.placed', v: 9, data: {} }, STEPS, 3)).toThrow('newer');
  expect(() => upcast({ type: 'order.placed', v: 1, data: {} }, {}, 2)).toThrow('no step');
  expect(() => upcast({ type: 'order.eaten', v: 1, data: {} })).toThrow('does not name order.eaten');
});
