/** A credit note is found by its number in its series, as an invoice is, without a look at any list. */
import { beforeEach, expect, test } from 'vitest';
import type { Ports } from '../../shared/ports.ts';
import { made, openBusiness, orderOf, placeAndInvoice, SELLER } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';

const ROUTE = '/v1/credit_notes';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});

/** Sells and takes back; answers the number of the credit note and its id. */
async function takenBack(customer: string, more: object = {}) {
  const { invoice } = await placeAndInvoice(house, orderOf(customer, { ...more }));
  const params = { invoice_id: invoice };
  const { body } = await house.post(
    '/v1/invoices/{invoice_id}/credit_notes',
    { reason: 'wrong' },
    { params },
  );
  await house.drain();
  const note = await house.get('/v1/credit_notes/{credit_note_id}', { params: { credit_note_id: body.id } });

  return { id: String(body.id), number: String(note.body.number), invoice };
}

/** Lists that nobody can page through. */
const withoutLists: Partial<Ports> = {
  views: new Proxy({} as Ports['views'], {
    get: () => () => Promise.reject(new Error('a list was paged through')),
  }),
};

const listed = (query: Record<string, string>) =>
  house.ask({ method: 'GET', route: ROUTE, query }, withoutLists);

test('each of several, under the pattern of its day', async () => {
  const { entity, customer } = await openBusiness(house, { credit_note_numbers: 'CN-{year}-{number:5}' });
  const notes = [await takenBack(customer), await takenBack(customer)];
  const params = { legal_entity_id: entity };
  const body = { credit_note_numbers: 'GS-{year}-{number:5}' };
  await house.ask({ method: 'PATCH', route: '/v1/legal_entities/{legal_entity_id}', params, body });
  notes.push(await takenBack(customer));

  expect(notes.map(({ number }) => number)).toEqual(['CN-2026-00001', 'CN-2026-00002', 'GS-2026-00003']);
  for (const { id, number, invoice } of notes)
    expect(await listed({ number })).toMatchObject({
      status: 200,
      body: { data: [{ id, number, invoice }], next_cursor: null },
    });
});

test('of the seller that is asked for, where two have the same number', async () => {
  const first = await openBusiness(house);
  const one = await takenBack(first.customer);
  const second = await made(house.post('/v1/legal_entities', SELLER));
  const other = await takenBack(first.customer, { legal_entity: second });

  expect(other.number).toBe(one.number);
  const { body } = await listed({ number: one.number, legal_entity: second });
  expect(body.data).toMatchObject([{ id: other.id }]);
  expect((await listed({ number: one.number })).body.data).toHaveLength(2);
  expect((await listed({ number: one.number, invoice: other.invoice })).body.data).toMatchObject([
    { id: other.id },
  ]);
});

test('where each customer has a count of its own', async () => {
  const { customer } = await openBusiness(house, {
    ...{ number_scope: 'customer', number_reset: 'never', invoice_numbers: '{customer:3}-{number:3}' },
    credit_note_numbers: 'C{customer:3}-{number:3}',
  });
  const note = await takenBack(customer);

  expect(note.number).toMatch(/^C001-\d{3}$/);
  expect((await listed({ number: note.number })).body.data).toMatchObject([{ id: note.id }]);
});

test('and one that nobody bears is looked for in the list, which has none', async () => {
  const { customer } = await openBusiness(house);
  await takenBack(customer);

  expect((await house.get(ROUTE, { query: { number: 'CN-2026-99999' } })).body.data).toEqual([]);
});
