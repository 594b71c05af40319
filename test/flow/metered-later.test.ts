/** A subscription that comes to be metered by a change that billing applies late. */
import { expect, it } from 'vitest';
import { made } from '../kit/goods.ts';
import { billedLines, foundIn, METERED, openMetered, runAt, use } from '../kit/metered.ts';

it('is billed for what it used since then, though billing comes late to the boundary and to the period behind it', async () => {
  const opened = await openMetered({ meters: [] });
  const { house, subscription } = opened;
  const metered = await made(house.post('/v1/plans', { ...METERED, name: 'Metered lookups' }));
  const change = { plan: metered, at: 'period_end' };
  const params = { subscription_id: subscription };
  const asked = await house.post('/v1/subscriptions/{subscription_id}/change', change, {
    params,
    key: 'change',
  });
  expect(asked.status).toBe(200);
  await runAt(house, '2026-01-15T10:00:00.000Z');
  await runAt(house, '2026-03-05T10:00:00.000Z');
  expect(await use(opened, ['2026-02-10T10:00:00.000Z', '100'])).toEqual(['recorded']);

  await runAt(house, '2026-04-02T10:00:00.000Z');

  const used = billedLines(opened)
    .flat()
    .filter(([kind]) => kind === 'usage' || kind === 'correction');
  expect(used).toEqual([
    ['usage', '2026-02-01', '2026-03-01', '0', '0'],
    ['usage', '2026-03-01', '2026-04-01', '0', '0'],
    ['correction', '2026-02-01', '2026-03-01', '100', '500'],
  ]);
  expect(await foundIn(house)).toEqual([]);
});
