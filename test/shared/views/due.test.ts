import { describe, expect, it } from 'vitest';
import { memoryViews } from '../../../shared/adapters/memory-views.ts';
import { derivedId } from '../../../shared/kernel/hash.ts';
import type { Views } from '../../../shared/ports.ts';
import {
  closedDueRow,
  DUE_SHARDS,
  dueSubscriptions,
  nextDueAfter,
  openDueRow,
} from '../../../shared/views/due.ts';

const TENANT = 'ten_sample';
const FIRST = { shard: 0, after: null };
const ASKED = {
  tenant: TENANT,
  until: '2026-03-01T00:00:00.000Z',
  target: null,
  parkedToo: false,
  limit: 100,
};

const id = (name: string | number) => derivedId('sub', String(name));
const opened = (subscription: string, rest: Partial<Parameters<typeof openDueRow>[0]> = {}) => {
  const due = { version: 1, dueAt: '2026-02-27T23:00:00.000Z', start: '2026-02-28', retryAt: null };
  return openDueRow({ tenant: TENANT, subscription, ...due, ...rest });
};

async function viewsWith(...rows: readonly Parameters<Views['put']>[0][]): Promise<Views> {
  const views = memoryViews();
  for (const row of rows) await views.put(row);

  return views;
}

describe('what is due', () => {
  it('is whatever is owed by now, however long ago', async () => {
    const views = await viewsWith(
      opened(id('old'), { dueAt: '2019-02-27T23:00:00.000Z' }),
      opened(id('now'), { dueAt: ASKED.until }),
      opened(id('later'), { dueAt: '2026-03-01T00:00:00.001Z' }),
      { ...opened(id('foreign')), pk: 'ten_other#due#0' },
    );

    const page = await dueSubscriptions(views, ASKED, FIRST);

    expect([...page.subscriptions].sort()).toEqual([id('old'), id('now')].sort());
    expect(page.next).toBeNull();
  });

  it('leaves out what was billed, in whichever order the versions are projected', async () => {
    const open = opened(id('a'));
    const closed = closedDueRow({
      tenant: TENANT,
      subscription: id('a'),
      version: 2,
      dueAt: '2026-02-27T23:00:00.000Z',
      at: ASKED.until,
    });

    for (const rows of [
      [open, closed],
      [closed, open],
    ]) {
      expect(await dueSubscriptions(await viewsWith(...rows), ASKED, FIRST)).toEqual({
        subscriptions: [],
        next: null,
      });
    }
    expect(closed.expiresAt).toBe(Date.parse('2026-03-05T00:00:00.000Z') / 1_000);
  });

  it('leaves out what begins after the target date', async () => {
    const views = await viewsWith(
      opened(id('a'), { start: '2026-02-27' }),
      opened(id('b'), { start: '2026-02-28' }),
    );

    const page = await dueSubscriptions(views, { ...ASKED, target: '2026-02-27' }, FIRST);

    expect(page.subscriptions).toEqual([id('a')]);
  });

  it('takes what is parked when its time has come, or when asked to', async () => {
    const views = await viewsWith(
      opened(id('waits'), { retryAt: '2026-03-01T00:00:00.001Z' }),
      opened(id('again'), { retryAt: '2026-03-01T00:00:00.000Z' }),
    );

    const usual = await dueSubscriptions(views, ASKED, FIRST);
    const asked = await dueSubscriptions(views, { ...ASKED, parkedToo: true }, FIRST);

    expect(usual.subscriptions).toEqual([id('again')]);
    expect([...asked.subscriptions].sort()).toEqual([id('again'), id('waits')].sort());
  });

  it('comes page by page without a gap or a repetition', async () => {
    const ids = Array.from({ length: 137 }, (_, index) => id(index));
    const views = await viewsWith(...ids.map((each) => opened(each)));

    const found: string[] = [];
    let from: typeof FIRST | { shard: number; after: string | null } | null = FIRST;
    for (let pages = 0; from !== null && pages < 50; pages += 1) {
      const page: Awaited<ReturnType<typeof dueSubscriptions>> = await dueSubscriptions(
        views,
        { ...ASKED, limit: 10 },
        from,
      );
      found.push(...page.subscriptions);
      from = page.next;
    }

    expect([...found].sort()).toEqual([...ids].sort());
    expect(from).toBeNull();
  });

  it('is found behind thousands of rows that are closed', async () => {
    const closed = Array.from({ length: 1_300 }, (_, index) => ({
      ...closedDueRow({
        tenant: TENANT,
        subscription: id(index),
        version: 2,
        dueAt: '2026-02-01T00:00:00.000Z',
        at: ASKED.until,
      }),
      pk: `${TENANT}#due#3`,
    }));
    const views = await viewsWith(...closed, { ...opened(id('a')), pk: `${TENANT}#due#3` });

    expect((await dueSubscriptions(views, { ...ASKED, limit: 1 }, FIRST)).subscriptions).toEqual([id('a')]);
  });

  it('is spread evenly over its partitions', () => {
    const counts = new Map<string, number>();
    for (let index = 0; index < 8_000; index += 1) {
      const { pk } = opened(id(index));
      counts.set(pk, (counts.get(pk) ?? 0) + 1);
    }

    expect(counts.size).toBe(DUE_SHARDS);
    for (const count of counts.values()) expect(count).toBeGreaterThan(800);
  });
});

describe('the next instant at which something is due', () => {
  const NOW = '2026-03-01T00:00:00.000Z';

  it.each([
    ['is none where nothing is', [], undefined],
    ['is not what is due already', [opened(id('old'))], undefined],
    [
      'is the earliest of all shards',
      Array.from({ length: 40 }, (_, day) =>
        opened(id(day), { dueAt: `2026-03-${String(31 - (day % 30)).padStart(2, '0')}T00:00:00.000Z` }),
      ),
      '2026-03-02T00:00:00.000Z',
    ],
    [
      'is when a parked one is tried again, however old it is',
      [
        opened(id('parked'), { retryAt: '2026-03-01T05:00:00.000Z' }),
        opened(id('next'), { dueAt: '2026-03-09T00:00:00.000Z' }),
      ],
      '2026-03-01T05:00:00.000Z',
    ],
    [
      'is never what was billed',
      [
        closedDueRow({
          tenant: TENANT,
          subscription: id('billed'),
          version: 2,
          dueAt: '2026-03-02T00:00:00.000Z',
          at: NOW,
        }),
        opened(id('next'), { dueAt: '2026-03-09T00:00:00.000Z' }),
      ],
      '2026-03-09T00:00:00.000Z',
    ],
  ])('%s', async (_, rows, expected) => {
    expect(await nextDueAfter(await viewsWith(...rows), TENANT, NOW)).toBe(expected);
  });
});
