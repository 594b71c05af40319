import { expect, test } from 'vitest';
import { runMany, seedsOf, told } from './many.ts';

const SEEDS = seedsOf({ from: 9_001, count: 25 });

test('orders of every form: every history ends as it must', { timeout: 240_000 }, async () => {
  const tally = await runMany('orders of every form', SEEDS);

  process.stdout.write(`${told('orders of every form', tally)}\n`);
  expect(tally.histories).toBe(SEEDS.length);
});
