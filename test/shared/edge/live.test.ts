import { afterEach, beforeEach, expect, it } from 'vitest';
import { memoryJournal } from '../../../shared/adapters/memory-journal.ts';
import { live } from '../../../shared/edge/live.ts';
import { epochMilliseconds } from '../../../shared/kernel/time.ts';
import type { Woken } from '../../../shared/edge/woken.ts';

const ENVIRONMENT = {
  STAGE: 'local',
  JOURNAL_TABLE: 'j',
  VIEWS_TABLE: 'v',
  PROFILES_TABLE: 'p',
  USAGE_TABLE: 'u',
  DOCUMENTS_BUCKET: 'd',
  QUEUE_URL_PREFIX: 'q',
  SECRET_PREFIX: 's',
  PROVIDERS: '',
  PUBLIC_URL: 'http://x',
};
const OFFSET = Symbol.for('countinghouse.clock-offset-milliseconds');

beforeEach(() => void Object.assign(process.env, ENVIRONMENT));
afterEach(() => {
  for (const name of Object.keys(ENVIRONMENT)) delete process.env[name];
  Reflect.deleteProperty(globalThis, OFFSET);
});

const asking: Woken<'journal' | 'views' | 'now', unknown> = {
  name: 'orders.read',
  with: (ports) => async (what) =>
    what === 'now' ? ports.clock.now() : ports[what].scan({ index: 0, of: 1 }),
};

it('a function has the parts it was given, and any other fails by name', async () => {
  const handler = live(asking, [() => ({ journal: memoryJournal() })]);

  expect(await handler('journal')).toEqual({ items: [] });
  await expect(handler('views')).rejects.toThrow('orders.read may not touch views');
});

it('without its environment a function does not start', () => {
  delete process.env.JOURNAL_TABLE;

  expect(() => live(asking, [])).toThrow('JOURNAL_TABLE');
});

it('the local cloud moves the clock, and nobody else does', async () => {
  const now = async () => epochMilliseconds(String(await live(asking, [])('now')));
  const day = 86_400_000;
  const before = await now();
  Reflect.set(globalThis, OFFSET, 100 * day);

  expect(Math.round(((await now()) - before) / day)).toBe(100);
  process.env.STAGE = 'live';
  expect(Math.round(((await now()) - before) / day)).toBe(0);
});
