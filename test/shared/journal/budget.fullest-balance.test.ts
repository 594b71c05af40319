import { expect, test } from 'vitest';
import { itemBytes } from '../../../shared/adapters/item-size.ts';
import {
  BOUGHT_HEADROOM,
  type GrantedPart,
  GRANTS_MAX,
  type OpenBalance,
  PARTS_MAX,
} from '../../../shared/domain/prepaid/balance.ts';
import { prepaidBalances } from '../../../shared/domain/prepaid.ts';
import { BUDGET } from '../../../shared/journal/budget.ts';
import { seal, toItem } from '../../../shared/journal/commit.ts';
import { MINOR_MAX } from '../../../shared/kernel/money.ts';
import type { StoredFact } from '../../../shared/ports.ts';

const AT = '2026-11-23T11:00:00.000Z';
const idOf = (prefix: string, index: number) => `${prefix}_${String(index).padStart(26, '0')}`;
const names = (prefix: string) => Array.from({ length: 5 }, (_, index) => idOf(prefix, index));

const part = (index: number): GrantedPart => ({
  ...{ grant: idOf('grt', index), priority: 100, validFrom: '2026-11-23', at: AT, amountMinor: MINOR_MAX },
  ...{ expiresOn: '2026-12-23', expiresAt: AT },
  ...(index < GRANTS_MAX
    ? { limit: { plans: names('pln'), meters: names('m') } }
    : { bought: { invoice: idOf('inv', index), voucher: 'multi_purpose' } }),
});

test('the balance of the most grants, given and bought, stays within its bytes when it is used and when it lapses', () => {
  const parts = Array.from({ length: GRANTS_MAX + BOUGHT_HEADROOM }, (_, index) => part(index));
  const state: OpenBalance = {
    ...{ status: 'open', entity: idOf('le', 1), customer: idOf('cus', 1), currency: 'EUR', dueAt: AT },
    grants: parts.map(({ amountMinor: restMinor, ...terms }) => ({ ...terms, restMinor })),
  };
  const used = { invoice: idOf('inv', 1), parts: parts.slice(0, PARTS_MAX), amountMinor: MINOR_MAX, at: AT };
  const lapsed = parts.map(({ grant, amountMinor }) => ({ grant, amountMinor }));

  expect(bytesOf('prepaid.consumed', used, state)).toBeLessThan(BUDGET['prepaid.consumed']?.bytesMax ?? 0);
  expect(
    bytesOf('prepaid.expired', { parts: lapsed, amountMinor: MINOR_MAX, at: AT }, { ...state, grants: [] }),
  ).toBeLessThan(BUDGET['prepaid.expired']?.bytesMax ?? 0);
});

function bytesOf(type: string, data: StoredFact['data'], state: OpenBalance): number {
  const head = { v: prepaidBalances.headVersion, state };
  const acting = { at: AT, cause: idOf('inv', 1), actor: 'invoices.issue', trace: 't'.repeat(64) };
  const facts = [{ type, v: 1, data }];
  const commit = { tenant: idOf('ten', 1), id: idOf('ppb', 1), version: 1_000, facts, head, ...acting };

  return itemBytes(toItem(seal(commit, '')));
}
