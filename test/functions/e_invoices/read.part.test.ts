import { expect, it } from 'vitest';
import { E_INVOICE_FORMATS } from '../../../shared/documents/en16931/formats.ts';
import { readEInvoice } from '../../../shared/documents/en16931/read.ts';
import { pdfKey } from '../../../shared/journal/keys.ts';
import { squeezed } from '../../documents/printed.ts';
import { BUYER, openBusiness, orderOf, placeAndInvoice, SELLER } from '../../kit/goods.ts';
import { openHouse } from '../../kit/house.ts';
import { readPdf } from '../../shared/documents/pdf-reader.ts';

const READY = {
  ...SELLER,
  vat_id: 'DE136695976',
  email: 'billing@example.com',
  iban: 'DE89370400440532013000',
  contact: { name: 'Billing', phone: '+49 30 1234567' },
  endpoint: { scheme: '9930', id: 'DE136695976' },
};
const PUBLIC_BUYER = {
  ...BUYER,
  buyer_reference: '04011000-1234512345-06',
  endpoint: { scheme: '0204', id: '04011000-1234512345-06' },
};
const LINES = [
  { description: 'Lamp', quantity: '4', unit: 'pc', unit_price: '25.00' },
  { description: 'Book', quantity: '3', unit: 'pc', unit_price: '3.33', tax: 'reduced' },
];

/** 9.99 at 7 percent is 0.70; 3.33 is 0.2331, so the three thirds bear 0.23, 0.24 and 0.23. */
const THIRDS = [
  ['CN-2026-00001', 23n, '0.23', '3.56'],
  ['CN-2026-00002', 24n, '0.24', '3.57'],
  ['CN-2026-00003', 23n, '0.23', '3.56'],
] as const;

/** Credits a third of the books three times; answers the notes. */
async function creditedInThirds() {
  const house = await openHouse();
  await openBusiness(house, READY);
  const { invoice } = await placeAndInvoice(house, orderOf(PUBLIC_BUYER, { lines: LINES }));
  const notes: string[] = [];
  for (const _ of THIRDS) {
    const body = { reason: 'returned', lines: [{ line: 2, amount: '3.33' }] };
    const told = await house.post('/v1/invoices/{invoice_id}/credit_notes', body, {
      params: { invoice_id: invoice },
    });
    notes.push(told.body.id);
    await house.drain();
  }

  return { house, notes };
}

it('a credit note in part reads back from every e-invoice and from its PDF: number, original, line, tax, total', async () => {
  const { house, notes } = await creditedInThirds();

  for (const [index, [number, taxMinor, tax, total]] of THIRDS.entries()) {
    const id = notes[index] ?? '';
    for (const format of E_INVOICE_FORMATS) {
      const told = await house.get('/v1/credit_notes/{credit_note_id}/xml', {
        params: { credit_note_id: id },
        query: { format },
      });
      const read = readEInvoice(told.body);

      expect(read.ok && read.value.findings).toEqual([]);
      expect(read.ok && read.value.invoice).toMatchObject({
        ...{ number, type: '381', preceding: [{ number: 'INV-2026-00001', date: '2026-11-23' }] },
        lines: [{ name: 'Book', quantity: '1', price: '3.33', netMinor: 333n, category: 'S', rate: '7' }],
        taxes: [{ category: 'S', rate: '7', baseMinor: 333n, taxMinor }],
        totals: { netMinor: 333n, taxMinor, grossMinor: 333n + taxMinor, dueMinor: 333n + taxMinor },
      });
    }
    const { pages, attachments } = readPdf(
      (await house.ports.documents.get(pdfKey({ tenant: house.tenant, id }))) ?? new Uint8Array(),
    );
    const text = squeezed(pages.join(''));

    for (const said of [number, 'INV-2026-00001', 'Book', '3.33', tax, `EUR ${total}`])
      expect(text).toContain(squeezed(said));
    expect(text).not.toContain('Lamp');
    expect(attachments['factur-x.xml']).toContain(`<ram:ID>${number}</ram:ID>`);
  }
});
