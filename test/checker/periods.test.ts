import { beforeAll, expect, test } from 'vitest';
import { toItem } from '../../shared/journal/commit.ts';
import { openBusiness } from '../kit/goods.ts';
import { openHouse } from '../kit/house.ts';
import type { RawItem } from './books.ts';
import { check } from './check.ts';

const NOW = '2026-11-24T10:00:00.000Z';

/** October is closed, and money that came in October is told of a day later. */
async function lived(): Promise<readonly RawItem[]> {
  const house = await openHouse({ start: '2026-11-23T10:00:00.000Z' });
  const { entity, customer } = await openBusiness(house);
  const params = { period: '2026-10' };
  await house.post('/v1/ledger/periods/{period}/close', { legal_entity: entity }, { params });
  house.clock.set(NOW);
  const amount = { amount: '50.00', currency: 'EUR' };
  await house.post('/v1/payments', { customer, amount, received_on: '2026-10-20', reference: 'late' });
  await house.drain();

  return house.journal.stream.map(toItem);
}

const told = (items: readonly RawItem[]) =>
  check({
    ...{ items, isOrdered: true, provider: null, log: [], documents: null, texts: [], canaries: [] },
    ...{ secrets: [], now: NOW, isAtRest: true, isFaultless: true, left: 0 },
  }).flatMap(({ invariant, says }) => (invariant === 'I-52' ? [says] : []));

const spoiled = (from: string, to: string) =>
  items.map((item) => ({ ...item, body: item.body.replace(from, to) }));

let items: readonly RawItem[];
beforeAll(async () => {
  items = await lived();
});

test('a posting that comes late stands on the first open day, with its own day beside it', () => {
  expect(told(items)).toEqual([]);
});

test('a posting on a day that was closed is noticed', () => {
  expect(told(spoiled('"date":"2026-11-01"', '"date":"2026-10-31"'))).toContain(
    '2026-10-31 was closed when it was posted',
  );
});

test('a posting that was moved though its own day was open is noticed', () => {
  expect(told(spoiled('"originalDate":"2026-10-20"', '"originalDate":"2026-11-20"'))).toEqual([
    'it was moved from 2026-11-20 to 2026-11-01, which no closing asks for',
  ]);
});
