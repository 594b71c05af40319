import { describe, expect, it } from 'vitest';
import { E_INVOICE_FORMATS } from '../../../shared/documents/en16931/formats.ts';
import { readEInvoice } from '../../../shared/documents/en16931/read.ts';
import { writeXml } from '../../../shared/documents/en16931/write.ts';
import { pdfKey } from '../../../shared/journal/keys.ts';
import { BUYER, openBusiness, orderOf, placeAndInvoice, SELLER } from '../../kit/goods.ts';
import { type House, openHouse } from '../../kit/house.ts';
import { GOLDEN } from '../../shared/documents/en16931/golden-documents.ts';
import { readPdf } from '../../shared/documents/pdf-reader.ts';

const TAXABLE = {
  ...SELLER,
  vat_id: 'DE136695976',
  email: 'billing@example.com',
  iban: 'DE89370400440532013000',
};
const READY = {
  ...TAXABLE,
  contact: { name: 'Billing', phone: '+49 30 1234567' },
  endpoint: { scheme: '9930', id: 'DE136695976' },
};
/** Beyond the Union, where we do not know what the law asks for: on paper it may name no number. */
const SWISS = {
  ...SELLER,
  ...{ address: { ...SELLER.address, country: 'CH' }, tax_number: null },
  ...{ accounting_currency: null, tax_rates: { standard: '8.1', reduced: '2.6' } },
};
const PUBLIC_BUYER = {
  ...BUYER,
  buyer_reference: '04011000-1234512345-06',
  endpoint: { scheme: '0204', id: '04011000-1234512345-06' },
};

async function houseWith(seller: object, customer?: unknown) {
  const house = await openHouse();
  const { customer: known } = await openBusiness(house, { ...seller });
  const { invoice } = await placeAndInvoice(house, orderOf(customer ?? known));

  return { house, invoice };
}

const xmlOf = (house: House, invoice: string, format = 'cii') =>
  house.get('/v1/invoices/{invoice_id}/xml', { params: { invoice_id: invoice }, query: { format } });
const reportOf = (house: House, invoice: string) =>
  house.get('/v1/invoices/{invoice_id}/validation', { params: { invoice_id: invoice } });
const validate = (house: House, body: string, type = 'application/xml') =>
  house.ask({ method: 'POST', route: '/v1/documents/validate', body, headers: { 'content-type': type } });

describe('an invoice as XML', () => {
  it('says the same in every format once seller and buyer have told all that the formats ask for', async () => {
    const { house, invoice } = await houseWith(READY, PUBLIC_BUYER);

    const answers = await Promise.all(E_INVOICE_FORMATS.map((format) => xmlOf(house, invoice, format)));
    const read = answers.map(({ body }) => readEInvoice(body)).map((each) => each.ok && each.value.invoice);

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(answers[0]?.headers['content-type']).toBe('application/xml; charset=utf-8');
    expect(read[0]).toMatchObject({
      number: 'INV-2026-00001',
      buyerReference: '04011000-1234512345-06',
      totals: { netMinor: 3_980n, taxMinor: 756n, dueMinor: 4_736n },
    });
    for (const each of read) expect(each).toEqual(read[0]);
  });

  it('that is corrected is 384 in every format and names what it replaces', async () => {
    const { house, invoice } = await houseWith(READY, PUBLIC_BUYER);
    const params = { invoice_id: invoice };
    const { body } = await house.post(
      '/v1/invoices/{invoice_id}/correct',
      { reference: 'PO 4711' },
      { params },
    );
    await house.drain();

    const answers = await Promise.all(E_INVOICE_FORMATS.map((format) => xmlOf(house, body.id, format)));
    const read = answers
      .map((answer) => readEInvoice(answer.body))
      .map((each) => each.ok && each.value.invoice);

    expect(read[0]).toMatchObject({
      ...{ type: '384', number: 'INV-2026-00002', orderReference: 'PO 4711' },
      preceding: [{ number: 'INV-2026-00001', date: '2026-11-23' }],
    });
    for (const each of read) expect(each).toEqual(read[0]);
  });

  it('is refused with document.not_compliant in a format that asks for more, and the sentence names what', async () => {
    const { house, invoice } = await houseWith(TAXABLE);

    const plain = await xmlOf(house, invoice);
    const answer = await xmlOf(house, invoice, 'xrechnung_ubl');

    expect(plain.status).toBe(200);
    expect(answer).toMatchObject({ status: 422, body: { code: 'document.not_compliant' } });
    expect(answer.body.detail).toContain('BR-DE-15 at BT-10');
    expect(answer.body.hint).toContain('Add it');
  });

  it('is what the PDF carries', async () => {
    const { house, invoice } = await houseWith(TAXABLE);

    const xml = await xmlOf(house, invoice);
    const pdf = await house.ports.documents.get(pdfKey({ tenant: house.tenant, id: invoice }));

    expect(pdf && readPdf(pdf).attachments).toEqual({ 'factur-x.xml': xml.body });
  });

  it('is told of no invoice that does not exist', async () => {
    const { house } = await houseWith(TAXABLE);

    expect(await xmlOf(house, 'inv_00000000000000000000000000')).toMatchObject({ status: 404 });
    expect(await reportOf(house, 'inv_00000000000000000000000000')).toMatchObject({
      body: { code: 'invoice.not_found' },
    });
  });
});

describe('the report on an invoice', () => {
  it('is the one it was issued with, and tells the formats it can be had in', async () => {
    const { house, invoice } = await houseWith(SWISS, { ...BUYER, address: SWISS.address });

    const { status, body } = await reportOf(house, invoice);

    expect(status).toBe(200);
    expect(body).toMatchObject({ object: 'document_validation', number: 'INV-2026-00001', is_valid: true });
    expect(body.findings.map(({ rule }: { rule: string }) => rule)).toEqual(['CH-SELLER-TAX-PAPER']);
    expect(body.formats.every(({ is_available }: { is_available: boolean }) => !is_available)).toBe(true);
  });
});

describe("anybody's e-invoice", () => {
  it.each(GOLDEN.slice(0, 3))('is found sound: $name', async ({ invoice }) => {
    const house = await openHouse();

    const { body } = await validate(house, writeXml(invoice, 'xrechnung_ubl'));

    expect(body).toMatchObject({
      object: 'validation_report',
      syntax: 'ubl',
      profile: 'xrechnung',
      is_valid: true,
    });
  });

  it('is told what is wrong with it', async () => {
    const house = await openHouse();
    const [first] = GOLDEN;
    const xml = first
      ? writeXml(first.invoice, 'cii').replace('>1900<', '>x<').replace('>19.00<', '>19.90<')
      : '';

    const { body } = await validate(house, xml);

    expect(body.is_valid).toBe(false);
    expect(body.findings).toContainEqual(
      expect.objectContaining({ rule: 'CH-VAT-EXACT', value: '19.90 ≠ 19.00' }),
    );
  });

  it.each([
    ['xml.doctype_refused', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['xml.entity_refused', '<a>&lol9;</a>'],
    ['xml.malformed', '<a>'],
    ['xml.not_an_invoice', '<a/>'],
    ['xml.too_deep', '<a>'.repeat(100)],
    ['xml.too_many', `<a>${'<b/>'.repeat(100_000)}</a>`],
    ['request.too_large', `<a>${'ä'.repeat(1_000_000)}</a>`],
  ])('that is hostile is refused with %s', async (code, xml) => {
    const house = await openHouse();

    expect((await validate(house, xml)).body.code).toBe(code);
  });

  it('that is not sent as XML is refused', async () => {
    const house = await openHouse();

    expect(await validate(house, '{}', 'application/json')).toMatchObject({ status: 415 });
  });
});
