import { expect, test } from 'vitest';
import { runMany, seedsOf, told } from './many.ts';

const SEEDS = seedsOf({ from: 1251, count: 170 });

test('webhooks told once: every history ends as it must', { timeout: 240_000 }, async () => {
  const tally = await runMany('webhooks told once', SEEDS);

  process.stdout.write(`${told('webhooks told once', tally)}\n`);
  expect(tally.histories).toBe(SEEDS.length);
});
