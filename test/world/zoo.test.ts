import { afterAll, expect, test } from 'vitest';
import { historyIn, type Mode } from './modes.ts';
import { wrongWith } from './proof.ts';
import { type Bug, ZOO } from './zoo.ts';

/** Histories that a planted bug may survive. */
const SEEDS_MAX = 80;

const table: string[] = [];

const CASES = ZOO.flatMap((bug) => bug.seenIn.map((mode) => ({ bug, mode, name: bug.name })));

test.each(CASES)('it is caught that $name ($mode)', { timeout: 120_000 }, async ({ bug, mode }) => {
  const caught = await catchIn(mode, bug);

  table.push(`${bug.name} | ${mode} | seed ${caught?.seed ?? '-'} | ${caught?.invariants.join(' ') ?? '-'}`);
  expect(caught?.invariants.filter((each) => bug.caughtBy.includes(each)) ?? []).not.toEqual([]);
});

test('at least twelve bugs are planted', () => {
  expect(ZOO.length).toBeGreaterThanOrEqual(12);
});

afterAll(() => {
  process.stdout.write(`planted bug | histories | first seen at | by\n${table.join('\n')}\n`);
});

async function catchIn(mode: Mode, bug: Bug) {
  for (let seed = 1; seed <= SEEDS_MAX; seed += 1) {
    const wrong = await wrongWith(await historyIn(mode, seed, { bug }), { repeats: false });
    await new Promise((resolve) => setImmediate(resolve));
    if (wrong.length > 0) return { seed, invariants: [...new Set(wrong.map(({ invariant }) => invariant))] };
  }

  return undefined;
}
