import { expect, it } from 'vitest';
import { depositShares } from './deposits.ts';

it('a deposit is shared among the rates that are above nothing, whatever a negative line leaves of others', () => {
  const bases = new Map([
    ['E 0', -10n],
    ['S 19', 9_154n],
  ]);

  // 10.2 percent of 108.83 are 11.10, all of them at 19 percent: 9.33 and 1.77.
  expect([...depositShares({ percent: '10.2' }, { bases, currency: 'EUR', isGross: false })]).toEqual([
    ['S 19', { base: 933n, tax: 177n }],
  ]);
});
