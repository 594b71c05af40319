import { beforeAll, expect, test } from 'vitest';
import { toItem } from '../../shared/journal/commit.ts';
import { openBusiness, orderOf, placeAndInvoice } from '../kit/goods.ts';
import { openHouse } from '../kit/house.ts';
import type { RawItem } from './books.ts';
import { check } from './check.ts';

const NOW = '2026-11-24T10:00:00.000Z';

/** An invoice that is corrected. */
async function lived(): Promise<readonly RawItem[]> {
  const house = await openHouse({ start: '2026-11-23T10:00:00.000Z' });
  const { customer } = await openBusiness(house);
  const { invoice } = await placeAndInvoice(house, orderOf(customer));
  await house.post('/v1/invoices/{invoice_id}/correct', {}, { params: { invoice_id: invoice } });
  await house.drain();

  return house.journal.stream.map(toItem);
}

const told = (of: readonly RawItem[]) =>
  check({
    ...{ items: of, isOrdered: true, provider: null, log: [], documents: null, texts: [], canaries: [] },
    ...{ secrets: [], now: NOW, isAtRest: true, isFaultless: true, left: 0 },
  }).flatMap(({ invariant, says }) => (invariant === 'I-53' ? [says] : []));

const without = (type: string) => items.filter(({ body }) => !body.includes(`"type":"${type}"`));
const spoiled = (from: string | RegExp, to: string) =>
  items.map((item) => ({ ...item, body: item.body.replace(from, to) }));

let items: readonly RawItem[];
beforeAll(async () => {
  items = await lived();
});

test('a corrected invoice that replaces what is credited is right', () => {
  expect(told(items)).toEqual([]);
});

test('a corrected invoice that nobody asked for is noticed', () => {
  expect(told(without('invoice.correction_requested'))).toContain('nobody asked for it');
});

test('an item that is owed though what it replaces was never credited is noticed', () => {
  expect(told(without('credit.added'))).toEqual(['it was owed before what it replaces was credited']);
});

test('a corrected invoice that names another number than it replaces is noticed', () => {
  expect(told(spoiled(/("corrects":\{[^}]*"number":)"[^"]*"/, '$1"INV-2026-00009"'))).toContain(
    'it names another number than that of the invoice it replaces',
  );
});

test('a corrected invoice that was never issued is noticed', () => {
  expect(told(items.filter(({ body }) => !/"type":"invoice.issued".*"corrects":/.test(body)))).toEqual([
    'it was taken back, and no corrected invoice was issued',
  ]);
});
