import { expect, test } from 'vitest';
import { runMany, seedsOf, told } from './many.ts';

const SEEDS = seedsOf({ from: 801, count: 210 });

test('without the sweeper: every history ends as it must', { timeout: 240_000 }, async () => {
  const tally = await runMany('without the sweeper', SEEDS);

  process.stdout.write(`${told('without the sweeper', tally)}\n`);
  expect(tally.histories).toBe(SEEDS.length);
});
