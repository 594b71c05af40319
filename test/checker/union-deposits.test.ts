import { expect, test } from 'vitest';
import { type Data, readJournal } from './books.ts';
import { deductedRows } from './union-deposits.ts';

/** What is taken off for a deposit of 100.00 for Denmark, of which half was paid; the final invoice says something else. */
function takenOff(rule: string, rate: string): readonly Data[] {
  const row = { country: 'DK', supply: 'goods', rate };
  const taxes = [{ rate, baseMinor: '10000', taxMinor: `${rate}00` }];
  const unionSales = { rule, rows: [{ ...row, netMinor: '10000', taxMinor: `${rate}00` }] };
  const facts = [
    { type: 'invoice.issued', data: { kind: 'deposit', taxes, unionSales } },
    { type: 'invoice.deducted', data: { final: 'inv_f', netsMinor: ['5000'] } },
  ];
  const body = JSON.stringify({ at: '2026-11-23T09:00:01.000Z', facts });
  const journal = readJournal([{ pk: 'ten_a#inv_d', sk: 1, hash: '', body }], []);
  const claimed = { rows: [], deducted: [{ ...row, netMinor: '1', taxMinor: '1' }] };
  const data = { deducts: [{ invoice: 'inv_d' }], unionSales: claimed };

  return deductedRows({ tenant: 'ten_a', data }, { journal });
}

test('what was returned with a deposit is taken off by what is deducted, whatever the final invoice says', () => {
  expect(takenOff('registered', '25')).toEqual([
    { country: 'DK', supply: 'goods', rate: '25', netMinor: '5000', taxMinor: '1250' },
  ]);
});

test('a deposit that was taxed at home takes nothing off', () => {
  expect(takenOff('below_threshold', '19')).toEqual([]);
});
