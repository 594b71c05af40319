import { expect, test } from 'vitest';
import { sha256Hex } from '../../shared/kernel/hash.ts';
import { historyIn, MODES } from './modes.ts';
import { journalHash } from './snapshot.ts';

test.each(MODES)('the same seed makes the same journal: %s', { timeout: 60_000 }, async (mode) => {
  for (const seed of [7, 60, 1_234]) {
    const [first, second] = [await historyIn(mode, seed), await historyIn(mode, seed)];

    expect(journalHash(second.world)).toBe(journalHash(first.world));
    expect(second.world.steps).toBe(first.world.steps);
  }
});

test('another seed makes another journal', { timeout: 60_000 }, async () => {
  const [first, second] = [await historyIn('everything', 1), await historyIn('everything', 2)];

  expect(journalHash(second.world)).not.toBe(journalHash(first.world));
});

test('documents that are really printed come out the same', { timeout: 60_000 }, async () => {
  const print = async () => {
    const { world } = await historyIn('calm', 5, { isPrinted: true });
    const keys = world.twins.documents.keys().filter((key) => key.endsWith('.pdf'));
    const pdfs = await Promise.all(keys.map((key) => world.twins.documents.get(key)));
    return pdfs.map((pdf) => sha256Hex(pdf ?? ''));
  };

  const [first, second] = [await print(), await print()];

  expect(first.length).toBeGreaterThan(0);
  expect(second).toEqual(first);
});
