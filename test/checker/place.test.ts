import { expect, test } from 'vitest';
import { type Data, readJournal } from './books.ts';
import { checkPlaces } from './place.ts';
import type { Snapshot } from './snapshot.ts';

const item = (kind: string, country: string, by = 'third_party') => ({ kind, country, by, on: '2026-11-23' });
const ADDRESS = item('billing_address', 'FR', 'customer');
const PROVEN = {
  ...{ outcome: 'proven', rule: 'two_items', country: 'FR' },
  proving: [ADDRESS, item('bank', 'FR')],
  others: [item('sim', 'ES')],
};

/** What the checker says of an invoice that stands on this. */
function said(place: Data, told: readonly Data[] = [item('bank', 'FR'), item('sim', 'ES')], to = 'FR') {
  const fact = (id: string, type: string, data: Data, second: number) => ({
    ...{ pk: `ten_a#${id}`, sk: second, hash: '' },
    body: JSON.stringify({ at: `2026-11-23T09:00:0${second}.000Z`, facts: [{ type, data }] }),
  });
  const unionSales = { rule: 'registered', rows: [{ country: to, supply: 'electronic' }] };
  const items = [
    fact('cus_a', 'customer.registered', { kind: 'consumer' }, 1),
    fact('cus_a', 'customer.place_evidenced', { evidence: told }, 2),
    fact('inv_a', 'invoice.issued', { customer: 'cus_a', unionSales, place }, 3),
  ];
  const snapshot = { documents: null } as unknown as Snapshot; // all that this part looks at beside the journal
  const violations: string[] = [];
  const report = ({ says }: { says: string }) => void violations.push(says);
  checkPlaces({ journal: readJournal(items, []), snapshot, report });

  return violations;
}

test('nothing is wrong with a place that two items prove against a third', () => {
  expect(said(PROVEN)).toEqual([]);
});

test.each<[string, Data, string]>([
  [
    'a proof by one',
    { ...PROVEN, proving: [ADDRESS] },
    'its place is contradictory by the evidence that it names',
  ],
  [
    'a place that more items name than the one proven',
    { ...PROVEN, others: [item('sim', 'ES'), item('ip_geolocation', 'ES'), item('other', 'ES')] },
    'its place is proven elsewhere by the evidence that it names',
  ],
  [
    'one item of the customer where one is to do',
    { outcome: 'proven', rule: 'one_item', country: 'FR', proving: [ADDRESS], others: [] },
    'one item proves it that no third party told',
  ],
  [
    'evidence that nobody told',
    { ...PROVEN, others: [item('fixed_line', 'IT')] },
    'it names evidence that nobody told before',
  ],
])('%s is found', (_, place, says) => {
  expect(said(place)).toContain(says);
});

test('a tax of another country is found', () => {
  expect(said(PROVEN, undefined, 'ES')).toEqual(['it is taxed in another country']);
});
