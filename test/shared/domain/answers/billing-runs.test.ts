import { expect, test } from 'vitest';
import { answerRunRow } from '../../../../shared/domain/answers/billing-runs.ts';
import { NO_TOTALS } from '../../../../shared/kernel/net-totals.ts';

const OPENED = '2026-04-01T00:00:00.000Z';

/** A run of three pages of 100, of which so many pages are done, the last at an instant. */
const row = (pages: number, lastAt: string | null) =>
  answerRunRow('run_00000000000000000000000001', {
    run: {
      ...{ kind: 'manual', targetDate: null, until: OPENED, status: 'planned' },
      ...{ pages: 3, planned: 300, openedAt: OPENED, plannedAt: OPENED },
    },
    progress: {
      ...{ pages, billed: pages * 100, unchanged: 0, failed: 0, failures: [], totals: NO_TOTALS, lastAt },
      differences: { subscriptions: 0, firstBills: 0, delta: [] },
    },
  }).pace;

test.each([
  [0, null, null],
  [
    1,
    '2026-04-01T00:00:30.000Z',
    { subscriptions_per_minute: 200, expected_end: '2026-04-01T00:01:30.000Z' },
  ],
  [
    2,
    '2026-04-01T00:02:00.000Z',
    { subscriptions_per_minute: 100, expected_end: '2026-04-01T00:03:00.000Z' },
  ],
  [3, '2026-04-01T00:03:00.000Z', { subscriptions_per_minute: 100, expected_end: null }],
])('after %s of three pages a run tells its pace and when it will be done', (pages, lastAt, pace) => {
  expect(row(pages, lastAt)).toEqual(pace);
});
