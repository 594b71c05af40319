import { expect, it } from 'vitest';
import { depositBases } from './deposits.ts';

it('a deposit is shared among the rates that are above nothing, whatever a negative line leaves of others', () => {
  const bases = new Map([
    ['E 0', -10n],
    ['S 19', 9_154n],
  ]);

  // 10.2 percent of 108.83 are 11.10, all of them at 19 percent: 9.33 and 1.77.
  expect([...depositBases({ percent: '10.2' }, { bases, currency: 'EUR' })]).toEqual([['S 19', 933n]]);
});
