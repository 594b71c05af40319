import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryViews } from '../../../shared/adapters/memory-views.ts';
import { addToInstant } from '../../../shared/kernel/time.ts';
import { EMPTY_MONTHS_MAX, type ListPosition, listPage, listRow } from '../../../shared/views/lists.ts';

const NOW = '2026-11-23T09:00:00.000Z';
const LIST = { tenant: 'ten_a', list: 'orders' };

async function viewsWith(created: readonly string[]) {
  const views = memoryViews();
  for (const [index, createdAt] of created.entries()) {
    await views.put(listRow({ ...LIST, id: `ord_${index}`, createdAt, version: 1, data: { index } }));
  }

  return views;
}

/** Every page there is, and how many there were. */
async function walk(views: ReturnType<typeof memoryViews>, limit: number, now = NOW) {
  const seen: string[] = [];
  let position: ListPosition | null = null;
  let pages = 0;
  do {
    const page: Awaited<ReturnType<typeof listPage>> = await listPage(
      views,
      { ...LIST, limit, now },
      position,
    );
    expect(page.rows.length).toBeLessThanOrEqual(limit);
    seen.push(...page.rows.map(({ sk }) => sk));
    position = page.next;
    pages += 1;
  } while (position);

  return { seen, pages };
}

describe('a list', () => {
  it('gives each row once, newest first, whatever the rows and the size of the pages', async () => {
    const hoursBack = fc.array(fc.integer({ min: 0, max: 24 * 365 * 2 }), { maxLength: 60 });

    await fc.assert(
      fc.asyncProperty(hoursBack, fc.integer({ min: 1, max: 20 }), async (hours, limit) => {
        const created = hours.map((back) => addToInstant(NOW, { hours: -back }));
        const { seen, pages } = await walk(await viewsWith(created), limit);

        expect(seen).toEqual(
          created
            .map((at, index) => `${at}#ord_${index}`)
            .sort()
            .reverse(),
        );
        expect(pages).toBe(Math.max(1, Math.ceil(created.length / limit)));
      }),
      { numRuns: 100, seed: 20261123 },
    );
  });

  it('keeps one row of an object, the newest', async () => {
    const views = await viewsWith([NOW]);
    await views.put(listRow({ ...LIST, id: 'ord_0', createdAt: NOW, version: 3, data: 'new' }));
    await views.put(listRow({ ...LIST, id: 'ord_0', createdAt: NOW, version: 2, data: 'old' }));

    expect((await listPage(views, { ...LIST, limit: 10, now: NOW }, null)).rows).toMatchObject([
      { version: 3, data: 'new' },
    ]);
  });

  it('looks back over a bounded number of empty months', async () => {
    const far = await viewsWith([NOW, addToInstant(NOW, { days: -31 * (EMPTY_MONTHS_MAX - 2) })]);
    const farther = await viewsWith([NOW, addToInstant(NOW, { days: -31 * (EMPTY_MONTHS_MAX + 2) })]);

    expect((await walk(far, 1)).seen).toHaveLength(2);
    expect((await walk(farther, 1)).seen).toHaveLength(1);
  });

  it('goes on over gaps that are each bounded, however long they are together', async () => {
    const gap = -31 * (EMPTY_MONTHS_MAX - 4);
    const created = [0, 1, 2, 3].map((gaps) => addToInstant(NOW, { days: gap * gaps }));

    expect((await walk(await viewsWith(created), 10)).seen).toHaveLength(4);
  });

  it('of another tenant or of another name is another list', async () => {
    const views = await viewsWith([NOW]);

    for (const other of [
      { ...LIST, tenant: 'ten_b' },
      { ...LIST, list: 'invoices' },
    ]) {
      expect((await listPage(views, { ...other, limit: 10, now: NOW }, null)).rows).toEqual([]);
    }
  });

  it('holds what is dated tomorrow on the last day of a month', async () => {
    const views = await viewsWith(['2026-12-01']);

    expect((await walk(views, 10, '2026-11-30T12:00:00.000Z')).seen).toHaveLength(1);
  });
});
