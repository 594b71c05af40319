import { expect, it } from 'vitest';
import { provePrints, proveSales } from './proving.ts';
import { missingIn } from './tallying.ts';

const SEED = 20_261_123;

it('120 random sales of every kind say the same in draft, ledger, words and e-invoices, and end at zero when they are taken back', {
  timeout: 60_000,
}, () => {
  const tally = proveSales({ count: 120, seed: SEED });

  expect(missingIn(tally)).toEqual([]);
});

it('what 5 of them lead to says in print its number, lines, taxes and totals, and carries its e-invoice', async () => {
  expect(await provePrints({ count: 5, seed: SEED })).toBeGreaterThanOrEqual(10);
});
