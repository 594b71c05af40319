/** What every view store promises, whatever it is kept in. */
import { describe, expect, test } from 'vitest';
import {
  LimitExceeded,
  SCAN_PAGE_MAX,
  VIEW_QUERY_MAX,
  VIEW_ROW_BYTES_MAX,
} from '../../shared/adapters/limits.ts';
import type { ViewQuery, ViewRow, Views } from '../../shared/ports.ts';

const KEYS = ['a', 'b', 'c', 'd', 'e', 'f'];

/** Runs the contract against fresh views that `make` gives. */
export function viewsContract(name: string, make: () => Promise<Views>): void {
  describe(`the views in ${name}`, () => {
    guarding(make);
    querying(make);
    ordering(make);
    removing(make);
  });
}

function guarding(make: () => Promise<Views>): void {
  test('a row is read as it was put', async () => {
    const views = await make();
    const row = {
      ...rowOf('a', 3),
      data: { openMinor: 12n, name: 'Grüße', none: null },
      expiresAt: 1_900_000_000,
    };

    expect(await views.put(row)).toBe('written');

    expect(await views.get('list', 'a')).toEqual(row);
    expect(await views.get('list', 'b')).toBeUndefined();
    expect(await views.get('other', 'a')).toBeUndefined();
  });

  test('in whatever order versions arrive, the newest stays', async () => {
    const views = await make();
    const orders = permutationsOf([1, 2, 3, 4]);

    for (const [index, order] of orders.entries()) {
      for (const version of order) await views.put({ ...rowOf(`row-${index}`, version), data: { version } });
    }

    for (const index of orders.keys()) {
      expect(await views.get('list', `row-${index}`)).toEqual({
        ...rowOf(`row-${index}`, 4),
        data: { version: 4 },
      });
    }
  });

  test('a version that arrives again or late is stale', async () => {
    const views = await make();
    await views.put(rowOf('a', 2));

    expect(await views.put(rowOf('a', 2))).toBe('stale');
    expect(await views.put(rowOf('a', 1))).toBe('stale');
    expect(await views.put(rowOf('a', 3))).toBe('written');
  });

  test('a newer version takes an expiry away when it has none', async () => {
    const views = await make();
    await views.put({ ...rowOf('a', 1), expiresAt: 1_900_000_000 });

    await views.put(rowOf('a', 2));

    expect(await views.get('list', 'a')).toEqual(rowOf('a', 2));
  });

  test('a row that is too heavy, has no version or half a key is refused', async () => {
    const views = await make();
    const heavy = { ...rowOf('a', 1), data: { text: 'x'.repeat(VIEW_ROW_BYTES_MAX) } };

    await expect(views.put(heavy)).rejects.toThrow(LimitExceeded);
    await expect(views.put(rowOf('a', 0))).rejects.toThrow(RangeError);
    await expect(views.put(rowOf('', 1))).rejects.toThrow(RangeError);
  });
}

function querying(make: () => Promise<Views>): void {
  const cases: readonly [string, Partial<ViewQuery>, string, string?][] = [
    ['a whole partition', {}, 'abcdef'],
    ['a range, both ends included', { from: 'b', to: 'd' }, 'bcd'],
    ['from a key on', { from: 'd' }, 'def'],
    ['from a key that is not there', { from: 'bb' }, 'cdef'],
    ['up to a key', { to: 'b' }, 'ab'],
    ['an empty beginning', { from: '' }, 'abcdef'],
    ['a range that is crossed', { from: 'd', to: 'b' }, ''],
    ['a range of one key', { from: 'c', to: 'c' }, 'c'],
    ['descending', { descending: true }, 'fedcba'],
    ['a range, descending', { from: 'b', to: 'd', descending: true }, 'dcb'],
    ['the first two', { limit: 2 }, 'ab', 'b'],
    ['the last two', { limit: 2, descending: true }, 'fe', 'e'],
    ['behind a key', { after: 'b' }, 'cdef'],
    ['behind a key that is gone', { after: 'bb' }, 'cdef'],
    ['behind a key, descending', { after: 'b', descending: true }, 'a'],
    ['behind the last key', { after: 'f' }, ''],
    ['behind a key before the range', { after: 'a', from: 'c' }, 'cdef'],
    ['behind the end of the range', { after: 'e', to: 'd' }, ''],
    ['behind the range, descending', { after: 'b', from: 'c', descending: true }, ''],
    ['before the range, descending', { after: 'f', to: 'c', descending: true }, 'cba'],
    ['behind a bound of the range', { after: 'c', from: 'c', to: 'e' }, 'de'],
    ['behind a bound of the range, descending', { after: 'e', from: 'c', to: 'e', descending: true }, 'dc'],
    ['a page that ends with the range', { limit: 2, from: 'b', to: 'c' }, 'bc'],
    ['a page in the middle', { limit: 2, after: 'b' }, 'cd', 'd'],
    ['a page in the middle, descending', { limit: 2, after: 'e', descending: true }, 'dc', 'c'],
  ];

  test.each(cases)('a question answers: %s', async (_, question, keys, next) => {
    const views = await make();
    for (const key of KEYS) await views.put(rowOf(key, 1));
    await views.put({ ...rowOf('c', 1), pk: 'other' });

    const page = await views.query({ pk: 'list', limit: 10, ...question });

    expect(page.items.map(({ sk }) => sk).join('')).toBe(keys);
    expect(page.next).toBe(next);
  });

  test('pages follow on one another until there is no next one', async () => {
    const views = await make();
    for (const key of KEYS) await views.put(rowOf(key, 1));

    const pages = await pagesOf(views, { pk: 'list', limit: 2 });

    expect(pages).toEqual(['ab', 'cd', 'ef']);
  });

  test('heavy rows do not shorten a page', async () => {
    const views = await make();
    const data = { text: 'x'.repeat(VIEW_ROW_BYTES_MAX - 1_000) };
    for (let index = 0; index < 8; index += 1) await views.put({ ...rowOf(`heavy-${index}`, 1), data });

    const page = await views.query({ pk: 'list', limit: 8 });

    expect(page.items).toHaveLength(8);
    expect(page.next).toBeUndefined();
  });

  test('a question asks for at least one row and not for too many', async () => {
    const views = await make();

    await expect(views.query({ pk: 'list', limit: 0 })).rejects.toThrow(RangeError);
    await expect(views.query({ pk: 'list', limit: VIEW_QUERY_MAX + 1 })).rejects.toThrow(LimitExceeded);
  });
}

function ordering(make: () => Promise<Views>): void {
  test('keys are in the order of their bytes, beyond the basic plane too', async () => {
    const views = await make();
    const keys = ['A', 'Z', 'a', 'ä', '\uff5e', '😀', '#1', '#10', '#2'];
    for (const key of keys) await views.put(rowOf(key, 1));

    const { items } = await views.query({ pk: 'list', limit: 20 });

    expect(items.map(({ sk }) => sk)).toEqual(['#1', '#10', '#2', 'A', 'Z', 'a', 'ä', '\uff5e', '😀']);
  });
}

function removing(make: () => Promise<Views>): void {
  test('a row that is removed is gone, and may be put again in any version', async () => {
    const views = await make();
    await views.put(rowOf('a', 5));

    await views.remove('list', 'a');
    await views.remove('list', 'a');

    expect(await views.get('list', 'a')).toBeUndefined();
    expect(await views.put(rowOf('a', 1))).toBe('written');
  });

  test('the segments of a scan hold every row once, though rows are removed on the way', async () => {
    const views = await make();
    const rows = Array.from({ length: SCAN_PAGE_MAX * 2 + 50 }, (_, index) => ({
      ...rowOf(`row-${index}`, 1),
      pk: `list-${index % 7}`,
    }));
    await Promise.all(rows.map((row) => views.put(row)));

    const found: ViewRow[] = [];
    for (const index of [0, 1, 2]) found.push(...(await drained(views, { index, of: 3 })));

    expect(found.map(keyOf).sort()).toEqual(rows.map(keyOf).sort());
    expect((await views.scan({ index: 0, of: 1 })).items).toEqual([]);
  });
}

async function drained(views: Views, segment: { index: number; of: number }): Promise<readonly ViewRow[]> {
  const found: ViewRow[] = [];
  let after: string | undefined;
  do {
    const page = await views.scan(segment, after);
    for (const { pk, sk } of page.items) await views.remove(pk, sk);
    found.push(...page.items);
    after = page.next;
  } while (after !== undefined);

  return found;
}

async function pagesOf(views: Views, query: ViewQuery): Promise<readonly string[]> {
  const pages: string[] = [];
  let after: string | undefined;
  do {
    const page = await views.query(after === undefined ? query : { ...query, after });
    pages.push(page.items.map(({ sk }) => sk).join(''));
    after = page.next;
  } while (after !== undefined);

  return pages;
}

function rowOf(sk: string, version: number): ViewRow {
  return { pk: 'list', sk, version, data: { totalMinor: 5n } };
}

function keyOf({ pk, sk }: ViewRow): string {
  return `${pk} ${sk}`;
}

function permutationsOf(items: readonly number[]): readonly (readonly number[])[] {
  if (items.length <= 1) return [items];

  return items.flatMap((item) =>
    permutationsOf(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}
