import { expect, test } from 'vitest';
import type { PlaceRule, UnionSaleRow, UnionSales } from '../../../../shared/domain/tax/union-sale.ts';
import { unionRowsDeducted } from '../../../../shared/domain/tax/union-sales.ts';

/** Half of a deposit of 100.00 that is for Denmark, at the rate that it was taxed with. */
function deducted(rule: PlaceRule, rate: string): readonly UnionSaleRow[] {
  const taxMinor = 100n * BigInt(rate);
  const row = { country: 'DK', supply: 'goods', rate, netMinor: 10_000n, taxMinor } as const;
  const unionSales: UnionSales = { rule, year: 2026, rows: [row] };

  return unionRowsDeducted({ unionSales }, [{ rate, netMinor: 5_000n, taxMinor: taxMinor / 2n }]);
}

test.each(['registered', 'threshold_passed', 'preceding_year_passed'] as const)(
  'a deposit that was returned, since %s, is taken off the return of its final invoice by what is deducted',
  (rule) => {
    expect(deducted(rule, '25')).toEqual([
      { country: 'DK', supply: 'goods', rate: '25', netMinor: 5_000n, taxMinor: 1_250n },
    ]);
  },
);

test('a deposit that was taxed at home below the threshold was in no return, and nothing of it is taken off one', () => {
  expect(deducted('below_threshold', '19')).toEqual([]);
});
