import { describe, expect, test } from 'vitest';
import { memoryMail } from '../../../shared/adapters/memory-mail.ts';
import type { MailOutcome } from '../../../shared/ports.ts';
import { type House, openHouse } from '../../kit/house.ts';

const ADDRESS = { line1: 'Example Street 1', postal_code: '10115', city: 'Berlin', country: 'DE' };
const EMAIL = 'buyer@example.com';

/** A house whose customer has an invoice; each mail comes to the next of the outcomes, then to being sent. */
async function withInvoice(
  of: { readonly email?: string | null; readonly outcomes?: readonly (MailOutcome | 'sent')[] } = {},
) {
  const mail = memoryMail();
  const outcomes = [...(of.outcomes ?? [])];
  const house = await openHouse({
    around: () => ({
      mail: {
        send: async (message) => {
          const next = outcomes.shift();
          return next === undefined || next === 'sent' ? mail.send(message) : next;
        },
      },
    }),
  });
  const body = {
    ...{ name: 'Example\r\nTrading', address: ADDRESS, tax_number: '37/123/45678' },
    ...{ zone: 'Europe/Berlin', currency: 'EUR' },
  };
  await house.post('/v1/legal_entities', { ...body, name: 'Example Trading' });
  const email = of.email === undefined ? EMAIL : of.email;
  const customer = await house.post('/v1/customers', {
    name: 'Example Buyers',
    address: ADDRESS,
    language: 'de',
    email,
  });
  const order = await house.post('/v1/orders', {
    customer: customer.body.id,
    currency: 'EUR',
    lines: [{ description: 'Something', quantity: '1', unit_price: '10.00', tax: 'zero' }],
  });
  await house.drain();
  const invoice = String(order.body.invoices[0]);

  return { house, mail, invoice, customer: String(customer.body.id) };
}

const at = (invoice: string) => ({ params: { invoice_id: invoice } });
const send = (house: House, invoice: string, key = 'first') =>
  house.post('/v1/invoices/{invoice_id}/send', undefined, { ...at(invoice), key });
const deliveriesOf = async (house: House, invoice: string) =>
  (await house.get('/v1/invoices/{invoice_id}/deliveries', at(invoice))).body.data;

describe('an invoice that is to be sent', () => {
  test('reaches the customer in the language of the document, with its PDF, once', async () => {
    const { house, mail, invoice } = await withInvoice();

    const asked = await send(house, invoice);
    const again = await send(house, invoice);
    await house.drain();

    expect(asked).toMatchObject({ status: 202, body: { status: 'requested', send: 1 } });
    expect(again.body).toEqual(asked.body);
    expect(mail.sent).toMatchObject([
      {
        to: EMAIL,
        subject: expect.stringMatching(/^Rechnung .* von Example Trading$/),
        text: expect.stringContaining('anbei erhalten Sie die Rechnung'),
        attachments: [{ fileName: expect.stringMatching(/\.pdf$/), contentType: 'application/pdf' }],
      },
    ]);
    expect(await deliveriesOf(house, invoice)).toMatchObject([{ send: 1, status: 'sent' }]);
  });

  test('is sent again when somebody asks again', async () => {
    const { house, mail, invoice } = await withInvoice();
    await send(house, invoice);
    await house.drain();

    await send(house, invoice, 'second');
    await house.drain();

    expect(mail.sent).toHaveLength(2);
    expect(await deliveriesOf(house, invoice)).toHaveLength(2);
  });

  test('leaves no address in the facts', async () => {
    const { house, invoice } = await withInvoice();
    await send(house, invoice);
    await house.drain();

    const facts = house.journal.stream.filter(({ id }) => id.startsWith('dlv_'));
    expect(facts.length).toBeGreaterThan(2);
    expect(JSON.stringify(facts)).not.toContain(EMAIL);
  });
});

describe('a mail', () => {
  test('whose answer is lost is not repeated', async () => {
    const outcomes = [{ status: 'unknown', code: 'no_answer' }] as const;
    const { house, mail, invoice } = await withInvoice({ outcomes });
    await send(house, invoice);
    await house.drain();

    expect(mail.sent).toEqual([]);
    expect(await deliveriesOf(house, invoice)).toMatchObject([
      { status: 'unknown', failure_code: 'no_answer' },
    ]);
  });

  test('that a busy transport did not take is handed over again', async () => {
    const outcomes = [{ status: 'busy', code: 'transport_busy' }] as const;
    const { house, mail, invoice } = await withInvoice({ outcomes });
    await send(house, invoice);
    await house.drain();

    expect(mail.sent).toHaveLength(1);
    expect(await deliveriesOf(house, invoice)).toMatchObject([{ status: 'sent' }]);
  });

  test('that is refused fails with its reason', async () => {
    const outcomes = [{ status: 'refused', code: 'transport_refused' }] as const;
    const { house, invoice } = await withInvoice({ outcomes });
    await send(house, invoice);
    await house.drain();

    expect(await deliveriesOf(house, invoice)).toMatchObject([
      { status: 'failed', failure_code: 'transport_refused' },
    ]);
  });

  test('whose claim outlived its worker is unknown, and not repeated', async () => {
    const { house, mail, invoice } = await withInvoice();
    await send(house, invoice);
    await house.drain(['documents.deliver']);
    const [letter] = house.letters.filter(({ to }) => to === 'documents.deliver');
    const event = { Records: [{ messageId: '1', body: letter?.body, attributes: {} }] };
    const crash = { send: () => Promise.reject(new Error('the process ends')) };
    await house.wake('documents.deliver', event, { mail: crash });

    await house.drain();

    expect(mail.sent).toEqual([]);
    expect(await deliveriesOf(house, invoice)).toMatchObject([
      { status: 'unknown', failure_code: 'interrupted' },
    ]);
  });

  test('to a customer who was erased meanwhile is not sent, and the log says so', async () => {
    const { house, mail, invoice, customer } = await withInvoice();
    await send(house, invoice);
    await house.post('/v1/customers/{customer_id}/erase', undefined, { params: { customer_id: customer } });
    await house.drain();

    expect(mail.sent).toEqual([]);
    expect(await deliveriesOf(house, invoice)).toMatchObject([
      { status: 'failed', failure_code: 'customer_erased' },
    ]);
  });
});

describe('a wish is refused', () => {
  test('where the customer has no address', async () => {
    const { house, invoice } = await withInvoice({ email: null });

    expect(await send(house, invoice)).toMatchObject({
      status: 422,
      body: { code: 'delivery.address_missing' },
    });
  });

  test('where the customer was erased', async () => {
    const { house, invoice, customer } = await withInvoice();
    await house.post('/v1/customers/{customer_id}/erase', undefined, { params: { customer_id: customer } });

    expect(await send(house, invoice)).toMatchObject({ status: 422, body: { code: 'customer.erased' } });
  });

  test('while another mail is on its way', async () => {
    const { house, invoice } = await withInvoice();
    await send(house, invoice);

    expect(await send(house, invoice, 'second')).toMatchObject({
      status: 409,
      body: { code: 'delivery.in_progress' },
    });
  });

  test('where there is no such document', async () => {
    const { house } = await withInvoice();
    const note = { params: { credit_note_id: 'crn_none' } };

    expect(await send(house, 'inv_none')).toMatchObject({ status: 404, body: { code: 'invoice.not_found' } });
    expect(await house.post('/v1/credit_notes/{credit_note_id}/send', undefined, note)).toMatchObject({
      status: 404,
      body: { code: 'credit_note.not_found' },
    });
  });
});
