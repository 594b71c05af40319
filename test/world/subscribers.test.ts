import { expect, test } from 'vitest';
import { runMany, seedsOf, told } from './many.ts';

const SEEDS = seedsOf({ from: 7_001, count: 85 });

test('subscriptions that change: every history ends as it must', { timeout: 240_000 }, async () => {
  const tally = await runMany('subscriptions that change', SEEDS);

  process.stdout.write(`${told('subscriptions that change', tally)}\n`);
  expect(tally.histories).toBe(SEEDS.length);
});
