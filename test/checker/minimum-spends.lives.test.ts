import fc from 'fast-check';
import { expect, test } from 'vitest';
import { itemsOf, type Life, PROMISES } from '../kit/lives.ts';
import { check } from './check.ts';

const SEED = 20_261_126;

/** What is wrong with the minimum spend of a life, by the checker's own reckoning. */
function toldOf({ told, now }: Life): readonly string[] {
  return check({
    ...{ items: itemsOf(told), isOrdered: true, provider: null, log: [], documents: null, texts: [] },
    ...{ canaries: [], secrets: [], now, isAtRest: true, isFaultless: true, left: 0 },
  }).flatMap(({ invariant, says }) => (invariant === 'I-62' ? [says] : []));
}

test('whatever happens in a life of two years, its commitment periods are trued up to the cent', () => {
  fc.assert(
    fc.property(PROMISES, (life) => {
      expect(toldOf(life)).toEqual([]);
    }),
    { seed: SEED, numRuns: 300 },
  );
});
