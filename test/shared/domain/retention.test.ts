import { expect, test } from 'vitest';
import { handledAs } from '../../../shared/domain/handling.ts';
import type { Deduction } from '../../../shared/domain/invoices/deductions.ts';
import { lockedUntil, retainedUntil } from '../../../shared/domain/retention.ts';

test.each([
  ['DE', '2026-01-01', null, '2034-12-31'],
  ['DE', '2026-12-31', null, '2034-12-31'],
  ['DE', '2014-12-31', null, '2024-12-31'],
  ['DE', '2015-01-01', null, '2023-12-31'],
  ['FR', '2026-06-30', null, '2036-12-31'],
  ['AT', '2028-02-29', null, '2038-12-31'],
  ['DE', '2026-06-30', 12, '2038-12-31'],
  ['DE', '2026-06-30', 3, '2034-12-31'],
  ['FR', '2026-06-30', 9, '2036-12-31'],
] as const)(
  "a document of %s issued on %s, with %s years of the seller's own, is kept until %s",
  (country, issueDate, own, until) => {
    expect(retainedUntil({ country, issueDate, own })).toBe(until);
  },
);

test('a lock ends when the last day is over everywhere', () => {
  expect(lockedUntil('2034-12-31')).toBe('2035-01-02T00:00:00.000Z');
});

test.each([
  ['on_request', null, undefined],
  ['by_email', null, 'by_email'],
  ['by_email', 'default', 'by_email'],
  ['by_email', 'none', undefined],
  ['on_request', 'default', undefined],
  ['on_request', 'by_email', 'by_email'],
] as const)(
  'a seller that delivers %s to a customer who wants %s has documents delivered: %s',
  (delivery, channel, wanted) => {
    const seller = { country: 'DE', handling: { delivery, retentionYears: null } };
    const wish = channel && { channel, email: null, with_xml: false };

    expect(handledAs(seller, { issueDate: '2026-11-23' }, wish).delivery).toBe(wanted);
  },
);

test.each([
  ['registered', '2036-12-31'],
  ['threshold_passed', '2036-12-31'],
  ['below_threshold', '2034-12-31'],
] as const)('a German document of the one-stop shop (%s) is kept until %s', (rule, until) => {
  const unionSales = { rule, year: 2026, rows: [] };

  expect(handledAs({ country: 'DE' }, { issueDate: '2026-11-23', unionSales }).retainedUntil).toBe(until);
});

test('a final invoice at home that takes back what its deposit brought into the one-stop shop is kept as long', () => {
  const row = { country: 'DK', supply: 'goods', rate: '25', netMinor: 5_000n, taxMinor: 1_250n } as const;
  const deposit = { invoice: 'inv_d', number: 'R1', issueDate: '2026-11-10', ...NO_SUMS };
  const kept = (deducts: readonly Deduction[]) =>
    handledAs({ country: 'DE' }, { issueDate: '2026-11-23', deducts }).retainedUntil;

  expect(kept([{ ...deposit, returned: [row] }])).toBe('2036-12-31');
  expect(kept([deposit])).toBe('2034-12-31');
});

const NO_SUMS = { netMinor: 0n, taxMinor: 0n, grossMinor: 0n };
