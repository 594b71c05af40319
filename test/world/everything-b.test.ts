import { expect, test } from 'vitest';
import { runMany, seedsOf, told } from './many.ts';

const SEEDS = seedsOf({ from: 301, count: 210 });

test('everything: every history ends as it must', { timeout: 240_000 }, async () => {
  const tally = await runMany('everything', SEEDS);

  process.stdout.write(`${told('everything', tally)}\n`);
  expect(tally.histories).toBe(SEEDS.length);
});
