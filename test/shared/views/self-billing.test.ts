import { expect, test } from 'vitest';
import { memoryViews } from '../../../shared/adapters/memory-views.ts';
import type { Commit, ViewRow } from '../../../shared/ports.ts';
import { openPayables, type SelfBilledListed, selfBilledRows } from '../../../shared/views/self-billing.ts';
import { issued } from '../domain/self-billing/sample.ts';

/** The row of what is owed of an invoice that is due on the day. */
function payable(id: string, dueDate: string, openMinor: bigint): ViewRow {
  const commit = { tenant: 'ten_1', id, version: 2, at: '2026-11-23T10:00:00.000Z' } as Commit; // as much as rows need
  const [, row] = selfBilledRows(commit, { ...issued([10_000n]), dueDate }, openMinor);
  if (!row) throw new Error('it has a row');

  return row;
}

test('what is settled is forgotten a few days later, what is open stays', () => {
  expect(payable('sbi_a', '2026-12-01', 1n)).not.toHaveProperty('expiresAt');
  expect(payable('sbi_a', '2026-12-01', 0n)).toMatchObject({
    expiresAt: Date.parse('2026-11-27T10:00:00.000Z') / 1_000,
  });
});

test('what is open is told by the day it is due, page by page, wherever it lies', async () => {
  const views = memoryViews();
  const days = ['05', '02', '09', '01', '07', '03', '08', '06', '04'];
  for (const [index, day] of days.entries())
    await views.put(payable(`sbi_${'abcdefghi'[index]}`, `2026-12-${day}`, day === '03' ? 0n : 1n));
  const told: string[] = [];
  let place: string | null = null;
  do {
    const question = { tenant: 'ten_1', limit: 2, dueBy: '2026-12-08', isWanted: () => true };
    const page: Awaited<ReturnType<typeof openPayables>> = await openPayables(views, question, place);
    told.push(...page.rows.map(({ data }) => (data as SelfBilledListed).dueDate.slice(-2)));
    place = page.next;
  } while (place !== null);

  expect(told).toEqual(['01', '02', '04', '05', '06', '07', '08']);
});
