import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openClock } from '../../../infra/local/clock.ts';
import { openFolder } from '../../../infra/local/folder.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countinghouse-folder-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the data folder', () => {
  test('is emptied by a fresh start, except for what follows from the sources alone', () => {
    mkdirSync(join(folder, 'assembly'));
    mkdirSync(join(folder, 'dynamo'));

    openFolder(folder, true);

    expect(readdirSync(folder).toSorted()).toEqual(['assembly', 'lock']);
  });

  test('that a killed start locked can be opened again', () => {
    writeFileSync(join(folder, 'lock'), '4194304');

    expect(() => openFolder(folder, false)).not.toThrow();
  });

  test('that cannot be made is told in one sentence', () => {
    writeFileSync(join(folder, 'file'), '');

    expect(() => openFolder(join(folder, 'file', 'inside'), false)).toThrow(
      /^The data folder .* cannot be made/,
    );
  });

  test('with a damaged file is told in one sentence', () => {
    writeFileSync(join(folder, 'clock.json'), '{"offset');

    expect(() => openClock(join(folder, 'clock.json'))).toThrow(/clock\.json is damaged; start with --fresh/);
  });
});

describe('the local clock', () => {
  test('never goes back and keeps its offset', () => {
    const clock = openClock(join(folder, 'clock.json'));
    const later = clock.now() + 86_400_000;

    clock.moveTo(later);
    clock.moveTo(later - 3_600_000);

    expect(clock.now()).toBeGreaterThanOrEqual(later);
    expect(openClock(join(folder, 'clock.json'), -1).offsetMilliseconds()).toBe(clock.offsetMilliseconds());
  });
});
