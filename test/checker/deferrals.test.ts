import { beforeAll, expect, test } from 'vitest';
import { toItem } from '../../shared/journal/commit.ts';
import { openBusiness, orderOf } from '../kit/goods.ts';
import { openHouse } from '../kit/house.ts';
import { idOf, type RawItem } from './books.ts';
import { check } from './check.ts';

const RATES = { tax_rates: { standard: '19', reduced: '7' } };
const LAST = '2029-03-05T10:00:00.000Z';

/** Fourteen months of a year and a month, changed and taken back in parts, with the hourly look only now and then. */
async function lived(): Promise<readonly RawItem[]> {
  const house = await openHouse({ start: '2028-01-10T10:00:00.000Z' });
  const { customer } = await openBusiness(house, RATES);
  const ids: string[] = [];
  for (const [interval, amount] of [
    ['year', '1200.00'],
    ['month', '31.10'],
  ]) {
    const prices = [{ currency: 'EUR', amount }];
    const plan = (await house.post('/v1/plans', { name: 'Reading room', interval, prices })).body.id;
    const lines = [{ description: 'Reading room', quantity: '3', plan }];
    const order = await house.post('/v1/orders', orderOf(customer, { lines }));
    await house.drain();
    ids.push(order.body.subscriptions[0]);
  }
  const at = async (instant: string) => {
    house.clock.set(instant);
    for (const name of ['billing.run', 'ledger.recognise'] as const) {
      await house.wake(name, {});
      await house.drain();
    }
  };
  const params = { invoice_id: idOf('inv', house.tenant, ids[0] ?? '', 'period', '0') };
  for (const [instant, amount] of [
    ['2028-01-31T10:00:00.000Z', '100.01'],
    ['2028-06-30T23:30:00.000Z', '0.07'],
  ]) {
    await at(instant ?? '');
    const body = { reason: 'goodwill', lines: [{ line: 1, amount }] };
    await house.post('/v1/invoices/{invoice_id}/credit_notes', body, { params });
    await house.drain();
  }
  const change = { params: { subscription_id: ids[1] ?? '' } };
  await house.post('/v1/subscriptions/{subscription_id}/change', { quantity: '1' }, change);
  await house.drain();
  for (const instant of ['2028-09-30T22:00:00.000Z', '2028-12-01T10:00:00.000Z']) await at(instant);
  // The year ends within itself; the month while credit waits for a later bill.
  for (const [id, when] of [
    [ids[0], 'now'],
    [ids[1], 'period_end'],
  ])
    await house.post(
      '/v1/subscriptions/{subscription_id}/cancel',
      { at: when },
      { params: { subscription_id: id ?? '' } },
    );
  await house.drain();
  for (const instant of ['2028-12-12T10:00:00.000Z', LAST]) await at(instant);

  return house.journal.stream.map(toItem);
}

const told = (items: readonly RawItem[]) =>
  check({
    ...{ items, isOrdered: true, provider: null, log: [], documents: null, texts: [], canaries: [] },
    ...{ secrets: [], now: LAST, isAtRest: true, isFaultless: true, left: 0 },
  }).filter(({ invariant }) => invariant === 'I-45' || invariant === 'I-19');

/** Another word in the only or the last item that holds the first. */
function spoiled(items: readonly RawItem[], from: RegExp, to: string): readonly RawItem[] {
  const index = items.findLastIndex(({ body }) => from.test(body));

  return items.map((item, place) =>
    place === index ? { ...item, body: item.body.replace(from, to) } : item,
  );
}

let items: readonly RawItem[];
beforeAll(async () => {
  items = await lived();
});

test('months, changes and credit notes leave at each posting what is unearned, to the cent', () => {
  expect(items.filter(({ body }) => body.includes('"revenue.recognised"')).length).toBeGreaterThan(10);
  expect(items.filter(({ body }) => body.includes('"deferral.credited"')).length).toBeGreaterThan(2);
  expect(items.filter(({ body }) => body.includes('"deferral.ended"')).length).toBeGreaterThan(1);
  expect(told(items)).toEqual([]);
});

test.each([
  ['a month that recognises another amount', /("type":"revenue\.recognised".*?"amountMinor":")\d+/, '$19'],
  ['an end on another day', /("type":"deferral\.ended".*?"on":")\d{4}/, '$12031'],
  ['a note that moves another amount', /("type":"deferral\.credited".*?"amountMinor":")\d+/, '$19'],
])('%s is noticed', (_, from, to) => {
  const last = items.filter(({ pk }) => pk.includes('#dfr_'));
  const others = items.filter(({ pk }) => !pk.includes('#dfr_'));

  const wrong = spoiled(last, from, to);

  expect(wrong).not.toEqual(last);
  expect(told([...others, ...wrong])).not.toEqual([]);
});

test('a month that nobody recognised is noticed once there was time to', () => {
  const last = items.findLastIndex(({ pk, body }) => pk.includes('#dfr_') && body.includes('recognised'));

  expect(told(items.filter((_, index) => index !== last))).not.toEqual([]);
});

test('an end that no deferral was told of is noticed once there was time to', () => {
  const kept = items.filter(({ pk, body }) => !(pk.includes('#dfr_') && body.includes('"deferral.ended"')));

  expect(told(kept).some(({ says }) => says.includes('is still deferred after the end'))).toBe(true);
});
