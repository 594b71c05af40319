import { beforeAll, expect, test } from 'vitest';
import { archivedObjects } from '../../../infra/local/archived.ts';
import { toItem } from '../../../shared/journal/commit.ts';
import { check } from '../../checker/check.ts';
import { openBusiness, orderOf } from '../../kit/goods.ts';
import { type House, openHouse } from '../../kit/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  const { customer } = await openBusiness(house);
  for (let count = 0; count < 2; count += 1) {
    const told = await house.post('/v1/orders', orderOf(customer));
    await house.drain();
    const params = { invoice_id: String(told.body.invoices[0]) };
    await house.post('/v1/invoices/{invoice_id}/credit_notes', { reason: 'returned' }, { params });
    await house.drain();
  }
});

/** What the checker says where the store gives what `spoil` makes of each object. */
async function foundOver(spoil: (key: string, bytes: Uint8Array) => Uint8Array | undefined) {
  const items = house.journal.stream.map(toItem);
  const get = async (key: string) => {
    const bytes = await house.ports.documents.get(key);
    return bytes && spoil(key, bytes);
  };
  const snapshot = {
    ...{ items, isOrdered: true, provider: null, log: [], texts: [], canaries: [], secrets: [] },
    documents: { get: await archivedObjects(items, { get }) },
    ...{ now: house.clock.now(), isAtRest: true, isFaultless: true, left: 0 },
  };

  return check(snapshot).map(({ invariant, about, says }) => `${invariant} ${about}: ${says}`);
}

/** Key and printed number of the second credit note's objects. */
function secondNote() {
  const issued = house.journal.stream.filter(({ facts }) => facts[0]?.type === 'credit_note.issued')[1];
  const { content } = (issued?.facts[0]?.data ?? {}) as { content?: string };
  const archived = `documents/${house.tenant}/${issued?.id}`;

  return {
    pdf: `${archived}.pdf`,
    seal: `${archived}.seal.json`,
    frozen: `frozen/${house.tenant}/${content}.json`,
  };
}

const flipped = (bytes: Uint8Array, place: number) => bytes.with(place, (bytes[place] ?? 0) ^ 1);

test('books whose documents are as they were archived are found healthy', async () => {
  expect(await foundOver((_, bytes) => bytes)).toEqual([]);
});

test.each([
  ['pdf', 'its PDF is not what was sealed'],
  ['seal', 'its seal was changed'],
  ['frozen', 'its frozen content was changed'],
] as const)('a byte that is flipped in the %s names the document by its number', async (kind, says) => {
  const spoiled = secondNote()[kind];

  for (const part of [0.1, 0.5, 0.9]) {
    const found = await foundOver((key, bytes) =>
      key === spoiled ? flipped(bytes, Math.floor(bytes.length * part)) : bytes,
    );

    expect(found).toEqual([expect.stringMatching(new RegExp(`^I-09 crn_\\w+ CN-2026-00002: ${says}$`))]);
  }
});

test.each([
  ['pdf', 'its PDF is missing'],
  ['seal', 'its PDF was never sealed'],
  ['frozen', 'its frozen content is missing'],
] as const)('a %s that is gone names the document by its number', async (kind, says) => {
  const spoiled = secondNote()[kind];

  const found = await foundOver((key, bytes) => (key === spoiled ? undefined : bytes));

  expect(found.join('\n')).toContain(`CN-2026-00002: ${says}`);
});
