import { readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { prepared } from '../../shared/documents/prepared.ts';
import { SHOWCASE } from './showcase.ts';

const ROOT = new URL('../../', import.meta.url);
const BYTES_MAX = 120_000;

describe('what the README shows', () => {
  test.each(SHOWCASE)('$file is a document that would be given a number', ({ model }) => {
    expect(prepared(model)).toMatchObject({ ok: true });
  });

  test.each(SHOWCASE)('$file has its picture, small enough to load at once', ({ file }) => {
    const path = `.github/pictures/${file}.png`;

    expect(readFileSync(new URL('README.md', ROOT), 'utf8')).toContain(path);
    expect(statSync(new URL(path, ROOT)).size).toBeLessThanOrEqual(BYTES_MAX);
  });
});
