import { expect, it } from 'vitest';
import { memoryClock } from '../../../shared/adapters/memory-system.ts';
import { memoryViews } from '../../../shared/adapters/memory-views.ts';
import { epochMilliseconds } from '../../../shared/kernel/time.ts';

const PK = 'ten_1#due#0';
const ROWS = 40;

it('rows that have expired are gone some time after, and those that stay are all there', async () => {
  const clock = memoryClock('2026-11-01T00:00:00.000Z');
  const views = memoryViews(clock.now);
  const expiresIn = (days: number) => epochMilliseconds(clock.now()) / 1_000 + days * 86_400;
  await views.put({ pk: PK, sk: 'open', version: 1, data: {} });
  for (let row = 0; row < ROWS; row += 1) {
    await views.put({ pk: PK, sk: `closed ${row}`, version: 1, data: {}, expiresAt: expiresIn(4) });
    clock.advance({ days: 1 });
  }

  const { items } = await views.query({ pk: PK, limit: 100 });
  const keys = items.map(({ sk }) => sk);

  expect(keys).toContain('open');
  expect(keys).toContain(`closed ${ROWS - 1}`);
  expect(keys).not.toContain('closed 0');
  expect(keys.length).toBeLessThan(ROWS / 2);
});
