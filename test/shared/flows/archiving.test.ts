import { beforeAll, expect, test } from 'vitest';
import { memoryDocuments } from '../../../shared/adapters/memory-documents.ts';
import { archive, sealOf } from '../../../shared/flows/archiving.ts';
import { pdfKey, sealKey } from '../../../shared/journal/keys.ts';
import { sha256Hex } from '../../../shared/kernel/hash.ts';
import { openBusiness, orderOf, placeAndInvoice } from '../../kit/goods.ts';
import { openHouse } from '../../kit/house.ts';

const REF = { tenant: 'ten_a', id: 'inv_1' };
const printed = (pdf: string) => ({
  number: 'INV-1',
  content: 'hash',
  pdf: new TextEncoder().encode(pdf),
  xml: '<a/>',
  retainedUntil: '2034-12-31',
});

test('a seal tells length and SHA-256 of the stored PDF and of the XML in it', async () => {
  const documents = memoryDocuments();

  await archive(REF, printed('%PDF'), documents);

  expect(await sealOf(REF, documents)).toMatchObject({
    number: 'INV-1',
    pdf: { sha256: sha256Hex('%PDF'), bytes: 4 },
    xml: { sha256: sha256Hex('<a/>'), bytes: 4 },
  });
});

test('a document that was printed before, and not sealed, is sealed as it is stored', async () => {
  const documents = memoryDocuments();
  await documents.put(pdfKey(REF), new TextEncoder().encode('as it was'), 'application/pdf');

  await archive(REF, printed('printed by a newer release'), documents);

  expect((await sealOf(REF, documents))?.pdf.sha256).toBe(sha256Hex('as it was'));
});

test('PDF and seal are locked until the retention is over everywhere', async () => {
  const documents = memoryDocuments();

  await archive(REF, printed('%PDF'), documents);

  expect([pdfKey(REF), sealKey(REF)].map(documents.lockedUntil)).toEqual([
    '2035-01-02T00:00:00.000Z',
    '2035-01-02T00:00:00.000Z',
  ]);
});

let told: Awaited<ReturnType<typeof invoiceAfterErasure>>;
async function invoiceAfterErasure() {
  const locks = new Map<string, string | undefined>();
  const house = await openHouse({
    around: ({ documents }) => ({
      documents: {
        ...documents,
        put: async (key, bytes, contentType, until) => {
          locks.set(key, until);
          return documents.put(key, bytes, contentType, until);
        },
      },
    }),
  });
  const { customer } = await openBusiness(house);
  const { invoice } = await placeAndInvoice(house, orderOf(customer));
  const params = { invoice_id: invoice };
  const before = await house.get('/v1/invoices/{invoice_id}/pdf', { params });
  await house.post('/v1/customers/{customer_id}/erase', undefined, { params: { customer_id: customer } });
  await house.drain();

  return { house, invoice, locks, before };
}
beforeAll(async () => {
  told = await invoiceAfterErasure();
});

test('everything that is kept of an invoice is locked for as long as the invoice says', async () => {
  const { house, invoice, locks } = told;
  const { body } = await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: invoice } });

  expect(body.retained_until).toBe('2034-12-31');
  expect([...locks.keys()].map((key) => key.replace(/.*\./, '')).toSorted()).toEqual(['json', 'json', 'pdf']);
  expect(new Set(locks.values())).toEqual(new Set(['2035-01-02T00:00:00.000Z']));
});

test('the erasure of the customer removes neither document nor retention, and the link tells the archived sum', async () => {
  const { house, invoice, before } = told;
  const params = { invoice_id: invoice };

  const after = await house.get('/v1/invoices/{invoice_id}/pdf', { params });
  const pdf = await house.ports.documents.get(pdfKey({ tenant: house.tenant, id: invoice }));

  expect(after.body.sha256).toBe(before.body.sha256);
  expect(after.body.sha256).toBe(sha256Hex(pdf ?? ''));
  expect((await house.get('/v1/invoices/{invoice_id}', { params })).body.retained_until).toBe('2034-12-31');
});
