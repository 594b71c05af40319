import { expect, test } from 'vitest';
import { runMany, seedsOf, told } from './many.ts';

const SEEDS = seedsOf({ from: 601, count: 130 });

test('calm: every history ends as it must', { timeout: 240_000 }, async () => {
  const tally = await runMany('calm', SEEDS);

  process.stdout.write(`${told('calm', tally)}\n`);
  expect(tally.histories).toBe(SEEDS.length);
});
