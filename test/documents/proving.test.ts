import { expect, it } from 'vitest';
import { provePrints, proveSales } from './proving.ts';

const SEED = 20_261_123;

it('300 random sales say the same in draft, ledger, words and e-invoices, and end at zero when they are taken back, paid early or not', () => {
  const tally = proveSales({ count: 300, seed: SEED });

  expect(tally.invoices).toBeGreaterThan(250);
  expect(tally.discounts).toBeGreaterThan(100);
  expect(tally.creditNotes).toBeGreaterThan(tally.invoices);
});

it('10 of them in print say their number, lines, taxes and totals, and carry their e-invoice', async () => {
  expect(await provePrints({ count: 10, seed: SEED })).toBeGreaterThanOrEqual(10);
});
