import { expect, test } from 'vitest';
import { runMany, seedsOf, told } from './many.ts';

const SEEDS = seedsOf({ from: 1101, count: 130 });

test('without the resolver: every history ends as it must', { timeout: 240_000 }, async () => {
  const tally = await runMany('without the resolver', SEEDS);

  process.stdout.write(`${told('without the resolver', tally)}\n`);
  expect(tally.histories).toBe(SEEDS.length);
});
