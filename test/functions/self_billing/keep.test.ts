import { describe, expect, it } from 'vitest';
import { readEInvoice } from '../../../shared/documents/en16931/read.ts';
import { pdfKey } from '../../../shared/journal/keys.ts';
import { found } from '../../kit/found.ts';
import { ADDRESS, agreedWith, made, selfBilledOf, SUPPLIER } from '../../kit/goods.ts';
import type { House } from '../../kit/house.ts';
import { bill, billed, booksOf, FRENCH, named, partners, show } from '../../kit/self-billed.ts';
import { readPdf } from '../../shared/documents/pdf-reader.ts';

const xmlOf = (house: House, id: string, format: string) =>
  house.get('/v1/self_billed_invoices/{self_billed_invoice_id}/xml', {
    params: named(id),
    query: { format },
  });

const typesIn = (house: House) => house.journal.stream.flatMap(({ facts }) => facts.map(({ type }) => type));

describe('a self-billed invoice', () => {
  it('is an invoice of the supplier to us, under a number of our series for them', async () => {
    const { house, entity, supplier, agreement } = await partners();

    const id = await billed(house, agreement);
    const second = await billed(house, agreement, { tax: 'reduced' });

    expect(await show(house, id)).toMatchObject({
      ...{ object: 'self_billed_invoice', number: 'SB-2026-00001', agreement },
      ...{ legal_entity: entity, customer: supplier, issue_date: '2026-11-23', due_date: '2026-12-07' },
      taxes: [{ category: 'S', rate: '19', tax: { amount: '47.50' } }],
      ...{ total: { amount: '297.50' }, reverse_charge: null },
    });
    expect(await show(house, second)).toMatchObject({ number: 'SB-2026-00002', total: { amount: '267.50' } });
    expect(await found(house)).toEqual([]);
  });

  it('is a payable with input tax, which nobody is asked to pay to us', async () => {
    const { house, agreement } = await partners();

    await billed(house, agreement);

    expect(booksOf(house)).toEqual({
      purchased_supplies: 25_000n,
      input_tax: 4_750n,
      payables: -29_750n,
    });
    expect(typesIn(house)).not.toContain('item.opened');
    expect(typesIn(house)).not.toContain('payment.intended');
  });

  it('of a supplier in another member state reverses the charge: we owe its tax and deduct it', async () => {
    const { house, agreement } = await partners({ supplier: FRENCH });

    const id = await billed(house, agreement);

    expect(await show(house, id)).toMatchObject({
      taxes: [{ category: 'AE', rate: '0' }],
      total: { amount: '250.00' },
      reverse_charge: { rate: '19', tax: { amount: '47.50' } },
    });
    expect(booksOf(house)).toEqual({
      purchased_supplies: 25_000n,
      input_tax: 4_750n,
      output_tax: -4_750n,
      payables: -25_000n,
    });
    expect(await found(house)).toEqual([]);
  });

  it('of a small enterprise bears no tax', async () => {
    const { house, agreement } = await partners({ agreed: { is_small_business: true } });

    const id = await billed(house, agreement);

    expect(await show(house, id)).toMatchObject({ taxes: [{ category: 'E' }], total: { amount: '250.00' } });
    expect(booksOf(house)).toEqual({ purchased_supplies: 25_000n, payables: -25_000n });
    expect(await found(house)).toEqual([]);
  });

  it('of a small enterprise without a VAT id names its tax number and why there is no tax', async () => {
    const supplier = { vat_id: null, tax_number: '12/345/67890' };
    const { house, agreement } = await partners({ supplier, agreed: { is_small_business: true } });

    const id = await billed(house, agreement);

    const { body } = await xmlOf(house, id, 'ubl');
    expect(body).toContain('<cbc:CompanyID>12/345/67890</cbc:CompanyID>');
    expect(body).toContain('§ 19 UStG');
    expect(await found(house)).toEqual([]);
  });

  it('costs a buyer that is a small enterprise the tax, which it cannot deduct', async () => {
    const small = { small_business: true };
    const { house, agreement } = await partners({ seller: small });

    await billed(house, agreement);

    expect(booksOf(house)).toEqual({ purchased_supplies: 29_750n, payables: -29_750n });
    expect(await found(house)).toEqual([]);
  });

  it('asked for twice under one key is issued once', async () => {
    const { house, agreement } = await partners();
    const asked = { route: '/v1/self_billed_invoices', body: selfBilledOf(agreement), key: 'once' };

    const first = await house.ask({ method: 'POST', ...asked });
    await house.drain();
    const again = await house.ask({ method: 'POST', ...asked });
    await house.drain();

    expect(again.body.id).toBe(first.body.id);
    expect(typesIn(house).filter((type) => type === 'self_billed_invoice.issued')).toHaveLength(1);
  });
});

describe('the document', () => {
  it('is 389 with the supplier as seller in CII and UBL, and reads back the same', async () => {
    const { house, agreement } = await partners();
    const id = await billed(house, agreement, { reference: 'Statement 10' });

    const answers = await Promise.all(['cii', 'ubl'].map((format) => xmlOf(house, id, format)));
    const read = answers.map(({ body }) => readEInvoice(body)).map((each) => each.ok && each.value.invoice);

    expect(read[0]).toMatchObject({
      ...{ type: '389', number: 'SB-2026-00001', orderReference: 'Statement 10' },
      seller: { name: 'Sample Agency KG', vatId: 'DE136695976' },
      buyer: { name: 'Sample Library GmbH' },
      totals: { dueMinor: 29_750n },
    });
    expect(read[1]).toEqual(read[0]);
  });

  it.each([
    ['at home', {}],
    ['abroad', FRENCH],
  ])('goes by Peppol %s under the specification for self-billing, which names it', async (_, supplier) => {
    const endpoint = { scheme: '9930', id: 'DE136695976' };
    const { house, agreement } = await partners({
      seller: { endpoint },
      supplier: { ...supplier, endpoint },
    });
    const id = await billed(house, agreement, { reference: 'Statement 10' });

    const { body } = await xmlOf(house, id, 'peppol');
    const read = readEInvoice(body);

    expect(body).toContain('urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0</cbc:ProfileID>');
    expect(read.ok && read.value).toMatchObject({
      specification: 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:selfbilling:3.0',
      profile: 'peppol_self_billing',
      invoice: { type: '389' },
    });
  });

  it('is not sent by Peppol to who has no address there', async () => {
    const { house, agreement } = await partners();

    const { status, body } = await xmlOf(house, await billed(house, agreement), 'peppol');

    expect([status, body.code]).toEqual([422, 'document.not_compliant']);
    expect(body.detail).toContain('PEPPOL-EM at BT-34');
  });

  it.each([
    ['de', 'Gutschrift'],
    ['en', 'Self-billing'],
    ['fr', 'Autofacturation'],
    ['es', 'Facturación por el destinatario'],
    ['it', 'Autofatturazione'],
    ['nl', 'Factuur uitgereikt door afnemer'],
  ])('is titled as the law has it in %s: %s', async (language, title) => {
    const { house, agreement } = await partners({ supplier: { language } });
    const id = await billed(house, agreement);

    const pdf = await house.ports.documents.get(pdfKey({ tenant: house.tenant, id }));
    const { pages, attachments } = readPdf(pdf ?? new Uint8Array());

    expect(pages[0]?.replaceAll('\n', ' ')).toContain(title);
    expect(Object.values(attachments).join()).toContain('<ram:TypeCode>389</ram:TypeCode>');
  });

  it('is linked as a PDF', async () => {
    const { house, agreement } = await partners();
    const id = await billed(house, agreement);

    const told = await house.get('/v1/self_billed_invoices/{self_billed_invoice_id}/pdf', {
      params: named(id),
    });

    expect(told.status).toBe(200);
    expect(told.body.sha256).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('an agreement that ends', () => {
  const ending = (house: House, agreement: string, ended_on: string) =>
    house.ask({
      method: 'POST',
      route: '/v1/self_billing_agreements/{self_billing_agreement_id}/end',
      params: { self_billing_agreement_id: agreement },
      body: { ended_on },
    });

  it('covers supplies until its last day, whenever they are invoiced, and none after it', async () => {
    const { house, agreement } = await partners();

    const told = await ending(house, agreement, '2026-10-31');
    expect(told).toMatchObject({ status: 200, body: { ended_on: '2026-10-31' } });
    expect((await bill(house, agreement, { supplied_on: '2026-10-31' })).status).toBe(202);
    expect(await bill(house, agreement, { supplied_on: '2026-11-01' })).toMatchObject({
      status: 422,
      body: { code: 'self_billing.agreement_ended', errors: [{ pointer: '#/supplied_on' }] },
    });
  });

  it('ends once: the same day is no news, another one is refused', async () => {
    const { house, agreement } = await partners();
    await ending(house, agreement, '2026-12-31');

    expect((await ending(house, agreement, '2026-12-31')).status).toBe(200);
    expect(await ending(house, agreement, '2027-01-31')).toMatchObject({
      status: 422,
      body: { code: 'self_billing_agreement.ended_already' },
    });
  });

  it('ends no earlier than it holds, and is one that is known', async () => {
    const { house, agreement } = await partners({ agreed: { agreed_on: '2026-02-01' } });

    expect((await ending(house, agreement, '2026-01-31')).body.code).toBe(
      'self_billing_agreement.day_out_of_range',
    );
    expect((await ending(house, 'sba_00000000000000000000000000', '2026-12-31')).body.code).toBe(
      'self_billing_agreement.not_found',
    );
  });
});

describe('nobody is invoiced for', () => {
  const FOREIGN = { self_billing_agreement_id: 'sba_00000000000000000000000000' };

  it('who has not agreed to it beforehand', async () => {
    const { house, agreement } = await partners({ agreed: { agreed_on: '2026-11-24' } });

    const unknown = await bill(house, FOREIGN.self_billing_agreement_id);
    const early = await bill(house, agreement);

    expect([unknown.status, unknown.body.code]).toEqual([422, 'self_billing.not_agreed']);
    expect([early.status, early.body.code]).toEqual([422, 'self_billing.agreed_later']);
  });

  it.each([
    ['is a consumer', { kind: 'consumer', vat_id: null }, 'self_billing.supplier_no_business'],
    ['has no VAT id', { vat_id: null }, 'self_billing.supplier_without_vat_id'],
    [
      'has a tax number alone and is abroad',
      { ...FRENCH, vat_id: null, tax_number: '12/345' },
      'self_billing.supplier_without_vat_id',
    ],
  ])('who %s', async (_, supplier, code) => {
    const { house } = await partners();
    const id = await made(house.post('/v1/customers', { ...SUPPLIER, ...supplier }));

    const told = await house.post('/v1/self_billing_agreements', agreedWith(id));

    expect([told.status, told.body.code]).toEqual([422, code]);
  });

  it.each([
    ['outside the Union', { address: { ...ADDRESS, country: 'US' } }, {}],
    ['who sends goods from another member state', FRENCH, { supply: 'goods' }],
  ])('%s, whose tax is not decided here', async (_, supplier, more) => {
    const { house, agreement } = await partners({ supplier });

    const told = await bill(house, agreement, more);

    expect([told.status, told.body.code]).toEqual([422, 'self_billing.tax_not_offered']);
  });

  it('in another currency than that of our accounts', async () => {
    const { house, agreement } = await partners();

    const told = await bill(house, agreement, { currency: 'USD' });

    expect([told.status, told.body.code]).toEqual([422, 'self_billing.currency_not_offered']);
  });

  it('who is not known, and an agreement or an invoice that is not there is not shown', async () => {
    const { house, agreement } = await partners();
    const nobody = await house.post(
      '/v1/self_billing_agreements',
      agreedWith('cus_00000000000000000000000000'),
    );
    const route = '/v1/self_billing_agreements/{self_billing_agreement_id}';
    const shown = await house.get(route, { params: { self_billing_agreement_id: agreement } });
    const missing = await house.get(route, { params: FOREIGN });
    const unmade = await show(house, 'sbi_00000000000000000000000000');

    expect(nobody.body.code).toBe('customer.unknown');
    expect(shown.body).toMatchObject({ id: agreement, agreed_on: '2026-01-01', due_days: 14 });
    expect([missing.status, missing.body.code]).toEqual([404, 'self_billing_agreement.not_found']);
    expect(unmade.code).toBe('self_billed_invoice.not_found');
  });
});
