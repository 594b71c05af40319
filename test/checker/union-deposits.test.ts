import { expect, test } from 'vitest';
import { type Data, readJournal } from './books.ts';
import { deductedRows, wrongDeductions } from './union-deposits.ts';

const DANISH = { country: 'DK', supply: 'goods', rate: '25' };

/** What is taken off for a deposit of 100.00 for Denmark, of which half was paid; the final invoice says something else. */
function takenOff(rule: string, rate: string): readonly Data[] {
  const { final, journal } = deducting(rule, rate);

  return deductedRows(final, { journal });
}

function deducting(rule: string, rate: string, returned?: readonly Data[]) {
  const row = { country: 'DK', supply: 'goods', rate };
  const taxes = [{ rate, baseMinor: '10000', taxMinor: `${rate}00` }];
  const unionSales = { rule, rows: [{ ...row, netMinor: '10000', taxMinor: `${rate}00` }] };
  const facts = [
    { type: 'invoice.issued', data: { kind: 'deposit', issueDate: '2026-11-23', taxes, unionSales } },
    { type: 'invoice.deducted', data: { final: 'inv_f', netsMinor: ['5000'] } },
  ];
  const body = JSON.stringify({ at: '2026-11-23T09:00:01.000Z', facts });
  const journal = readJournal([{ pk: 'ten_a#inv_d', sk: 1, hash: '', body }], []);
  const claimed = { rows: [], deducted: [{ ...row, netMinor: '1', taxMinor: '1' }] };
  const data = { deducts: [{ invoice: 'inv_d', returned }], unionSales: claimed };

  return { journal, final: { tenant: 'ten_a', data } };
}

test('what was returned with a deposit is taken off by what is deducted, whatever the final invoice says', () => {
  expect(takenOff('registered', '25')).toEqual([
    { country: 'DK', supply: 'goods', rate: '25', netMinor: '5000', taxMinor: '1250', on: '2026-11-23' },
  ]);
});

test('a deposit that was taxed at home takes nothing off', () => {
  expect(takenOff('below_threshold', '19')).toEqual([]);
});

test.each<[string, string, readonly Data[] | undefined, number]>([
  ['as the deposit brought it in', 'registered', [{ ...DANISH, netMinor: '5000', taxMinor: '1250' }], 0],
  ['a cent less', 'registered', [{ ...DANISH, netMinor: '5000', taxMinor: '1249' }], 1],
  ['not at all, since its own tax is due at home', 'registered', undefined, 1],
  [
    'though the deposit was in no return',
    'below_threshold',
    [{ ...DANISH, netMinor: '1', taxMinor: '1' }],
    1,
  ],
])('a final invoice that takes it back %s', (_, rule, returned, found) => {
  const { final, journal } = deducting(rule, '25', returned);

  expect(wrongDeductions(final, { journal })).toHaveLength(found);
});
