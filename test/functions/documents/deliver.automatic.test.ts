import { describe, expect, test } from 'vitest';
import { memoryMail } from '../../../shared/adapters/memory-mail.ts';
import { pdfKey } from '../../../shared/journal/keys.ts';
import type { MailOutcome } from '../../../shared/ports.ts';
import { ADDRESS, BUYER, openBusiness, orderOf, placeAndInvoice } from '../../kit/goods.ts';
import { type House, openHouse, queueEventOf } from '../../kit/house.ts';

const SELLER = { delivery: 'by_email', vat_id: 'DE136695976' };

/** A house whose seller mails everything; each mail comes to the next of the outcomes, then to being sent. */
async function houseThatMails(
  of: {
    readonly seller?: Readonly<Record<string, unknown>>;
    readonly wish?: unknown;
    readonly outcomes?: MailOutcome[];
  } = {},
) {
  const mail = memoryMail();
  const outcomes = [...(of.outcomes ?? [])];
  const measured: string[] = [];
  const house = await openHouse({
    around: (ports) => ({
      mail: { send: async (message) => outcomes.shift() ?? mail.send(message) },
      observer: {
        ...ports.observer,
        metric: (name) => {
          measured.push(name);
        },
      },
    }),
  });
  const { entity, customer } = await openBusiness(house, of.seller ?? SELLER);
  if (of.wish !== undefined) await changeCustomer(house, customer, { invoice_delivery: of.wish });

  return { house, mail, entity, customer, measured };
}

async function changeCustomer(house: House, customer: string, body: object) {
  const route = '/v1/customers/{customer_id}';
  const told = await house.ask({ method: 'PATCH', route, params: { customer_id: customer }, body });
  expect(told.status).toBe(200);
}

const logOf = async (house: House, invoice: string) =>
  (await house.get('/v1/invoices/{invoice_id}/deliveries', { params: { invoice_id: invoice } })).body.data;

describe('a seller that delivers by email', () => {
  test('has an invoice mailed by itself, once, with its PDF', async () => {
    const { house, mail, customer, measured } = await houseThatMails();

    const { invoice } = await placeAndInvoice(house, orderOf(customer));

    const pdf = await house.ports.documents.get(pdfKey({ tenant: house.tenant, id: invoice }));
    expect(mail.sent).toMatchObject([
      { to: BUYER.email, attachments: [{ fileName: 'INV-2026-00001.pdf', bytes: pdf }] },
    ]);
    expect(await logOf(house, invoice)).toMatchObject([{ send: 1, automatic: true, status: 'sent' }]);
    expect(measured).not.toContain('DeliveriesFailed');
  });

  test('has nothing mailed before the PDF is there, and once however often printing is told', async () => {
    const { house, mail, customer } = await houseThatMails();
    const told = await house.post('/v1/orders', orderOf(customer));
    const invoice = String(told.body.invoices[0]);
    await house.drain(['documents.render']);
    const bodies = house.letters.filter(({ to }) => to === 'documents.render').map(({ body }) => body);
    expect(mail.sent).toEqual([]);
    expect(await logOf(house, invoice)).toEqual([]);

    await house.drain();
    await house.wake('documents.render', queueEventOf(bodies));
    await house.wake('documents.render', queueEventOf(bodies));
    await house.drain();

    expect(mail.sent).toHaveLength(1);
    expect(await logOf(house, invoice)).toHaveLength(1);
  });

  test('has a credit note mailed as its invoice was', async () => {
    const { house, mail, customer } = await houseThatMails();
    const { invoice } = await placeAndInvoice(house, orderOf(customer));

    const params = { invoice_id: invoice };
    await house.post('/v1/invoices/{invoice_id}/credit_notes', { reason: 'returned' }, { params });
    await house.drain();

    expect(mail.sent.map(({ attachments }) => attachments.map(({ fileName }) => fileName))).toEqual([
      ['INV-2026-00001.pdf'],
      ['CN-2026-00001.pdf'],
    ]);
  });

  test('is not followed where somebody asked for the mail before the PDF was there', async () => {
    const { house, mail, customer } = await houseThatMails();
    const told = await house.post('/v1/orders', orderOf(customer));
    const invoice = String(told.body.invoices[0]);
    await house.drain(['documents.render']);
    const params = { invoice_id: invoice };
    await house.post('/v1/invoices/{invoice_id}/send', undefined, { params, key: 'by hand' });

    await house.drain();

    expect(mail.sent).toHaveLength(1);
    expect(await logOf(house, invoice)).toMatchObject([{ automatic: false, status: 'sent' }]);
  });

  test('may begin and end at any time, for documents to come', async () => {
    const { house, mail, entity, customer } = await houseThatMails({ seller: {} });
    const route = '/v1/legal_entities/{legal_entity_id}';
    const turn = (delivery: string) =>
      house.ask({ method: 'PATCH', route, params: { legal_entity_id: entity }, body: { delivery } });
    await placeAndInvoice(house, orderOf(customer));

    expect((await turn('by_email')).body).toMatchObject({ delivery: 'by_email', retention_years: null });
    await placeAndInvoice(house, orderOf(customer));
    await turn('on_request');
    await placeAndInvoice(house, orderOf(customer));

    expect(mail.sent.map(({ subject }) => subject)).toEqual([expect.stringContaining('INV-2026-00002')]);
  });
});

describe('a customer', () => {
  test('may want invoices at an address of their own, with the XML beside the PDF', async () => {
    const wish = { channel: 'default', email: 'invoices@example.com', with_xml: true };
    const { house, mail, customer } = await houseThatMails({ wish });

    await placeAndInvoice(house, orderOf(customer));

    expect(mail.sent).toMatchObject([
      {
        to: 'invoices@example.com',
        attachments: [
          { fileName: 'INV-2026-00001.pdf' },
          { fileName: 'INV-2026-00001.xml', contentType: 'application/xml' },
        ],
      },
    ]);
    const xml = new TextDecoder().decode(mail.sent[0]?.attachments[1]?.bytes);
    expect(xml).toContain('CrossIndustryInvoice');
    expect(xml).toContain('INV-2026-00001');
  });

  test('may want none', async () => {
    const { house, mail, customer } = await houseThatMails({ wish: { channel: 'none' } });

    const { invoice } = await placeAndInvoice(house, orderOf(customer));

    expect(mail.sent).toEqual([]);
    expect(await logOf(house, invoice)).toEqual([]);
  });

  test('may want them though the seller mails nobody else', async () => {
    const { house, mail, customer } = await houseThatMails({ seller: {}, wish: { channel: 'by_email' } });

    await placeAndInvoice(house, orderOf(customer));

    expect(mail.sent).toHaveLength(1);
  });

  test('who wants none any more is not mailed what was issued before, and nobody is alarmed', async () => {
    const { house, mail, customer, measured } = await houseThatMails();
    const told = await house.post('/v1/orders', orderOf(customer));
    await house.drain(['documents.deliver']);
    await changeCustomer(house, customer, { invoice_delivery: { channel: 'none' } });

    await house.drain();

    expect(mail.sent).toEqual([]);
    expect(await logOf(house, String(told.body.invoices[0]))).toMatchObject([
      { status: 'failed', failure_code: 'not_wanted' },
    ]);
    expect(measured).not.toContain('DeliveriesFailed');
  });
});

describe('a mail that nobody asked for and that does not get through', () => {
  test('stands in the log with its reason, rings, and can be sent once the cause is repaired', async () => {
    const { house, mail, entity, measured } = await houseThatMails();
    const customer = await house.post('/v1/customers', { name: 'Example Reader', address: ADDRESS });
    const id = String(customer.body.id);
    const { invoice } = await placeAndInvoice(house, orderOf(id, { legal_entity: entity }));
    expect(await logOf(house, invoice)).toMatchObject([
      { automatic: true, status: 'failed', failure_code: 'address_missing' },
    ]);
    expect(measured.filter((name) => name === 'DeliveriesFailed')).toHaveLength(1);

    await changeCustomer(house, id, { invoice_delivery: { email: 'invoices@example.com' } });
    const params = { invoice_id: invoice };
    const asked = await house.post('/v1/invoices/{invoice_id}/send', undefined, { params, key: 'again' });
    await house.drain();

    expect(asked.status).toBe(202);
    expect(mail.sent).toMatchObject([{ to: 'invoices@example.com' }]);
    expect(await logOf(house, invoice)).toMatchObject([
      { status: 'failed' },
      { automatic: false, status: 'sent' },
    ]);
  });

  test('is tried again while the transport is busy, and then given up with its reason', async () => {
    const outcomes = Array.from({ length: 20 }, () => ({ status: 'busy', code: 'throttled' }) as const);
    const { house, mail, customer, measured } = await houseThatMails({ outcomes });

    const { invoice } = await placeAndInvoice(house, orderOf(customer));

    expect(mail.sent).toEqual([]);
    expect(await logOf(house, invoice)).toMatchObject([{ status: 'failed', failure_code: 'throttled' }]);
    expect(measured.filter((name) => name === 'DeliveriesFailed')).toHaveLength(1);
  });

  test('is told as unknown where nobody knows, and is not repeated', async () => {
    const outcomes: MailOutcome[] = [{ status: 'unknown', code: 'no_answer' }];
    const { house, mail, customer, measured } = await houseThatMails({ outcomes });

    const { invoice } = await placeAndInvoice(house, orderOf(customer));

    expect(mail.sent).toEqual([]);
    expect(await logOf(house, invoice)).toMatchObject([{ status: 'unknown', failure_code: 'no_answer' }]);
    expect(measured).toContain('DeliveriesFailed');
  });

  test('is not sent with a PDF that is not the one that was sealed', async () => {
    const { house, mail, customer } = await houseThatMails();
    const told = await house.post('/v1/orders', orderOf(customer));
    const invoice = String(told.body.invoices[0]);
    await house.drain(['documents.deliver']);
    const bodies = house.letters.filter(({ to }) => to === 'documents.deliver').map(({ body }) => body);
    const { documents } = house.ports;
    const get = async (key: string) => {
      const bytes = await documents.get(key);
      return key.endsWith('.pdf') ? bytes?.with(100, 0) : bytes;
    };

    await house.wake('documents.deliver', queueEventOf(bodies), { documents: { ...documents, get } });

    expect(mail.sent).toEqual([]);
    expect(await logOf(house, invoice)).toMatchObject([
      { status: 'failed', failure_code: 'document_changed' },
    ]);
  });
});
