import { beforeAll, expect, test } from 'vitest';
import { toItem } from '../../shared/journal/commit.ts';
import { openMetered, runAt } from '../kit/metered.ts';
import type { RawItem } from './books.ts';
import { check } from './check.ts';

const LAST = '2026-09-10T10:00:00.000Z';

/** A quarter that is short of its minimum, a pause, and an end within the third one. */
async function lived(): Promise<readonly RawItem[]> {
  const { house, subscription } = await openMetered({
    ...{ charge: 'in_advance', meters: [] },
    minimum_spend: { interval: 'quarter', amounts: [{ currency: 'EUR', amount: '100.00' }] },
  });
  const params = { subscription_id: subscription };
  await runAt(house, '2026-04-02T10:00:00.000Z');
  await house.post('/v1/subscriptions/{subscription_id}/pause', undefined, { params });
  await runAt(house, '2026-05-11T10:00:00.000Z');
  await house.post('/v1/subscriptions/{subscription_id}/resume', undefined, { params });
  await runAt(house, '2026-08-10T10:00:00.000Z');
  await house.post('/v1/subscriptions/{subscription_id}/cancel', { at: 'now' }, { params });
  await house.drain();
  await runAt(house, LAST);

  return house.journal.stream.map(toItem);
}

const told = (items: readonly RawItem[]) =>
  check({
    ...{ items, isOrdered: true, provider: null, log: [], documents: null, texts: [], canaries: [] },
    ...{ secrets: [], now: LAST, isAtRest: true, isFaultless: true, left: 0 },
  }).flatMap(({ invariant, says }) => (invariant === 'I-62' ? [says] : []));

/** The items with other words in the last one that holds a true-up. */
function spoiled(items: readonly RawItem[], from: RegExp, to: string): readonly RawItem[] {
  const place = items.findLastIndex(({ body }) => body.includes('"kind":"true_up"'));

  return items.map((item, at) => (at === place ? { ...item, body: item.body.replace(from, to) } : item));
}

let items: readonly RawItem[];
beforeAll(async () => {
  items = await lived();
});

test('three commitment periods come to what was promised for their days', () => {
  expect(items.filter(({ body }) => body.includes('"kind":"true_up"'))).toHaveLength(3);
  expect(told(items)).toEqual([]);
});

test('a true-up of another amount is noticed', () => {
  const wrong = spoiled(items, /("kind":"true_up".*?"listMinor":")\d+/, '$17');

  expect(told(wrong).some((says) => says.includes('is trued up by'))).toBe(true);
});

test('a true-up that is not billed is noticed once there was time to', () => {
  const wrong = spoiled(items, /"kind":"true_up"/, '"kind":"one_off"');

  expect(told(wrong).some((says) => says.includes('is still to be trued up by'))).toBe(true);
});
