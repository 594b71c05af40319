import { describe, expect, it } from 'vitest';
import { type CreditGrant, type GrantedPart, PARTS_MAX } from '../../../../shared/domain/prepaid/balance.ts';
import { consumed } from '../../../../shared/domain/prepaid/consuming.ts';

const AT = '2026-11-23T09:00:00.000Z';
const TERMS = { priority: 50, validFrom: '2026-11-23', expiresOn: null, expiresAt: null, at: AT };
const BOUGHT: CreditGrant = {
  ...{ ...TERMS, grant: 'grt_bought', restMinor: 1_000n },
  bought: { invoice: 'inv_0', voucher: 'multi_purpose' },
};
const GIVEN = Array.from(
  { length: PARTS_MAX },
  (_, index): GrantedPart => ({ ...TERMS, grant: `grt_${index}`, amountMinor: 100n }),
);
const OF = { invoice: 'inv_1', limitMinor: 5_000n, on: '2026-11-23', at: AT, kept: GIVEN };

describe('twenty grants of an invoice', () => {
  it('that lower what is taxed leave bought credits their place to pay', () => {
    expect(consumed({ grants: [BOUGHT] }, { ...OF, position: 'after_tax' })).toMatchObject({
      amountMinor: 1_000n,
      parts: [{ grant: 'grt_bought' }],
    });
  });

  it('are all of them where all credits pay', () => {
    expect(consumed({ grants: [BOUGHT] }, OF).parts).toEqual([]);
  });
});
