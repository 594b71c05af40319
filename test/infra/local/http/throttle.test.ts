import { expect, test } from 'vitest';
import { makeGate } from '../../../../infra/local/http/throttle.ts';

test('a gate lets a burst pass and then the rate', () => {
  const passes = makeGate({ ratePerSecond: 2, burst: 3 });

  const atOnce = [passes(0), passes(0), passes(0), passes(0)];
  const later = [passes(500), passes(500), passes(10_000), passes(10_000), passes(10_000), passes(10_000)];

  expect(atOnce).toEqual([true, true, true, false]);
  expect(later).toEqual([true, false, true, true, true, false]);
});

test('a gate without settings is open', () => {
  expect(makeGate(null)(0)).toBe(true);
});
