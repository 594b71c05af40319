import { describe, expect, it } from 'vitest';
import { readEInvoice } from '../../../shared/documents/en16931/read.ts';
import { pdfKey } from '../../../shared/journal/keys.ts';
import { found } from '../../kit/found.ts';
import type { House } from '../../kit/house.ts';
import { billed, booksOf, FRENCH, named, partners, show } from '../../kit/self-billed.ts';
import { readPdf } from '../../shared/documents/pdf-reader.ts';

const ROUTE = '/v1/self_billed_invoices/{self_billed_invoice_id}/credit_notes';
const NOTE = '/v1/self_billed_credit_notes/{self_billed_credit_note_id}';

function ask(house: House, invoice: string, more = {}, key = `after ${house.journal.stream.length}`) {
  const body = { reason: 'wrong', ...more };

  return house.ask({ method: 'POST', route: ROUTE, params: named(invoice), body, key });
}

/** Has a credit note issued; answers its id. */
async function credited(house: House, invoice: string, more = {}) {
  const told = await ask(house, invoice, more);
  if (told.status !== 202) throw new Error(JSON.stringify(told.body));
  await house.drain();

  return told.body.id as string;
}

const noteOf = async (house: House, id: string) =>
  (await house.get(NOTE, { params: { self_billed_credit_note_id: id } })).body;

const xmlOf = (house: House, id: string, format: string) =>
  house.get(`${NOTE}/xml`, { params: { self_billed_credit_note_id: id }, query: { format } });

describe('a credit note to a self-billed invoice', () => {
  it('takes it back as a whole, under a number of its own series, and nothing is left in the books', async () => {
    const { house, entity, supplier, agreement } = await partners();
    const invoice = await billed(house, agreement);

    const id = await credited(house, invoice);

    expect(await noteOf(house, id)).toMatchObject({
      ...{ object: 'self_billed_credit_note', number: 'SC-2026-00001', invoice, reason: 'wrong' },
      ...{ legal_entity: entity, customer: supplier, total: { amount: '297.50' }, reverse_charge: null },
    });
    expect(await show(house, invoice)).toMatchObject({ credit_notes: [id], creditable: [] });
    expect(booksOf(house)).toEqual({});
    expect(await found(house)).toEqual([]);
  });

  it('takes it back in part, and what we owe and deduct is lowered with it', async () => {
    const { house, agreement } = await partners();
    const invoice = await billed(house, agreement);

    const id = await credited(house, invoice, { lines: [{ line: 1, amount: '100.00' }] });
    const second = await credited(house, invoice, { lines: [{ line: 1, quantity: '0.5' }] });

    expect(await noteOf(house, id)).toMatchObject({ total: { amount: '119.00' } });
    expect(await noteOf(house, second)).toMatchObject({
      number: 'SC-2026-00002',
      total: { amount: '89.25' },
    });
    expect((await show(house, invoice)).creditable).toEqual([
      { line: 1, net: { amount: '75.00', currency: 'EUR' } },
    ]);
    expect(booksOf(house)).toEqual({ purchased_supplies: 7_500n, input_tax: 1_425n, payables: -8_925n });
    expect(await found(house)).toEqual([]);
    const listed = await house.get('/v1/self_billed_credit_notes');
    expect(listed.body.data.map((row: { number: string }) => row.number).sort()).toEqual([
      'SC-2026-00001',
      'SC-2026-00002',
    ]);
  });

  it('takes back the tax that we owe in the place of the supplier', async () => {
    const { house, agreement } = await partners({ supplier: FRENCH });
    const invoice = await billed(house, agreement);

    const id = await credited(house, invoice, { lines: [{ line: 1, amount: '0.03' }] });
    await credited(house, invoice);

    expect(await noteOf(house, id)).toMatchObject({
      reverse_charge: { rate: '19', tax: { amount: '0.01' } },
    });
    expect(booksOf(house)).toEqual({});
    expect(await found(house)).toEqual([]);
  });

  it('never takes back more than was invoiced, however many ask at once', async () => {
    const { house, agreement } = await partners();
    const invoice = await billed(house, agreement);
    const lines = [{ line: 1, amount: '100.00' }];

    const told = await Promise.all(['a', 'b', 'c', 'd'].map((key) => ask(house, invoice, { lines }, key)));
    await house.drain();

    expect(told.map(({ status }) => status).sort()).toEqual([202, 202, 422, 422]);
    expect(told.find(({ status }) => status === 422)?.body.code).toBe('credit_note.amount_exceeds');
    expect((await show(house, invoice)).credit_notes).toHaveLength(2);
    expect(await found(house)).toEqual([]);
  });

  it('asked for twice under one key is issued once, and under the key of another is refused', async () => {
    const { house, agreement } = await partners();
    const invoice = await billed(house, agreement);

    const first = await ask(house, invoice, {}, 'once');
    await house.drain();
    const again = await ask(house, invoice, {}, 'once');
    const other = await ask(house, invoice, { reason: 'returned' }, 'once');

    expect([again.status, again.body.id]).toEqual([202, first.body.id]);
    expect([other.status, other.body.code]).toEqual([422, 'idempotency.key_reused']);
  });

  it('is not there where nobody asked for it, nor of an invoice that is not there', async () => {
    const { house } = await partners();

    const none = await ask(house, 'sbi_00000000000000000000000000');

    expect([none.status, none.body.code]).toEqual([404, 'self_billed_invoice.not_found']);
    expect((await noteOf(house, 'sbc_00000000000000000000000000')).code).toBe(
      'self_billed_credit_note.not_found',
    );
  });
});

describe('the document', () => {
  it('is 261 with the supplier as seller in CII and UBL, names its invoice, and reads back the same', async () => {
    const { house, agreement } = await partners();
    const id = await credited(house, await billed(house, agreement), {
      lines: [{ line: 1, amount: '100.00' }],
    });

    const answers = await Promise.all(['cii', 'ubl'].map((format) => xmlOf(house, id, format)));
    const read = answers.map(({ body }) => readEInvoice(body)).map((each) => each.ok && each.value.invoice);

    expect(answers[1]?.body).toContain('<CreditNote ');
    expect(read[0]).toMatchObject({
      ...{ type: '261', number: 'SC-2026-00001' },
      preceding: [{ number: 'SB-2026-00001', date: '2026-11-23' }],
      seller: { name: 'Sample Agency KG' },
      totals: { dueMinor: 11_900n },
    });
    expect(read[1]).toEqual(read[0]);
  });

  it('is refused by name as XRechnung, which does not list the type', async () => {
    const { house, agreement } = await partners();
    const id = await credited(house, await billed(house, agreement));

    const { status, body } = await xmlOf(house, id, 'xrechnung_cii');

    expect([status, body.code]).toEqual([422, 'document.not_compliant']);
    expect(body.detail).toContain('BR-DE-17 at BT-3');
  });

  it('goes by Peppol under the specification for self-billing', async () => {
    const endpoint = { scheme: '9930', id: 'DE136695976' };
    const { house, agreement } = await partners({ seller: { endpoint }, supplier: { endpoint } });
    const id = await credited(house, await billed(house, agreement, { reference: 'Statement 10' }));

    const { body } = await xmlOf(house, id, 'peppol');

    expect(body).toContain('<CreditNote ');
    expect(body).toContain('poacc:selfbilling:3.0</cbc:CustomizationID>');
    expect(body).toContain('<cbc:CreditNoteTypeCode>261</cbc:CreditNoteTypeCode>');
  });

  it.each([
    ['de', 'Korrektur der Gutschrift', 'Der Leistungsempfänger schuldet'],
    ['en', 'Self-billing credit note', 'The customer owes'],
    ['fr', 'Avoir – Autofacturation', 'Le client doit'],
    ['es', 'Factura rectificativa – Facturación por el destinatario', 'El destinatario debe'],
    ['it', 'Nota di credito – Autofatturazione', 'Il cliente deve'],
    ['nl', 'Creditfactuur – Factuur uitgereikt door afnemer', 'De afnemer is'],
  ])('is titled in %s as what it is, and credits the supplier nothing', async (language, title, terms) => {
    const { house, agreement } = await partners({ supplier: { language } });
    const id = await credited(house, await billed(house, agreement));

    const pdf = await house.ports.documents.get(pdfKey({ tenant: house.tenant, id }));
    const { pages, attachments } = readPdf(pdf ?? new Uint8Array());
    const text = pages[0]?.replaceAll('\n', ' ');

    expect(text).toContain(title);
    expect(text).toContain(terms);
    expect(text).toContain('SB-2026-00001');
    expect(Object.values(attachments).join()).toContain('<ram:TypeCode>261</ram:TypeCode>');
  });
});
