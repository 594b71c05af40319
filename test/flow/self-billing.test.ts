import { expect, test } from 'vitest';
import { memoryMail } from '../../shared/adapters/memory-mail.ts';
import { found } from '../kit/found.ts';
import { agreedWith, made, SELLER, selfBilledOf, SUPPLIER } from '../kit/goods.ts';
import { openHouse } from '../kit/house.ts';
import { booksOf, named, show } from '../kit/self-billed.ts';

const INVOICE = '/v1/self_billed_invoices/{self_billed_invoice_id}';

type Shown = { readonly format: string; readonly is_available: boolean };

test('a commission is agreed on, invoiced by us, mailed to the supplier, lowered, paid, and objected to', async () => {
  const mail = memoryMail();
  const house = await openHouse({ around: () => ({ mail }) });
  await made(house.post('/v1/legal_entities', { ...SELLER, delivery: 'by_email' }));
  const { vat_id: _, ...supplier } = SUPPLIER;
  const customer = await made(house.post('/v1/customers', { ...supplier, tax_number: '12/345/67890' }));
  const agreement = await made(house.post('/v1/self_billing_agreements', agreedWith(customer)));
  const { body: asked } = await house.post('/v1/self_billed_invoices', selfBilledOf(agreement));
  await house.drain();
  const id: string = asked.id;

  const lines = [{ line: 1, amount: '50.00' }];
  const credit = await house.post(
    `${INVOICE}/credit_notes`,
    { reason: 'wrong', lines },
    { params: named(id) },
  );
  await house.drain();
  const open = (await house.get('/v1/payables')).body.data[0].open;
  const transfer = { amount: open, paid_on: '2026-11-23', reference: 'Commission' };
  await house.post(`${INVOICE}/payments`, transfer, { params: named(id) });
  await house.post(`${INVOICE}/objection`, { objected_on: '2026-11-23' }, { params: named(id) });
  await house.post(`${INVOICE}/send`, undefined, { params: named(id) });
  await house.drain();
  const note = { self_billed_credit_note_id: credit.body.id as string };
  const NOTE = '/v1/self_billed_credit_notes/{self_billed_credit_note_id}';
  await house.post(`${NOTE}/send`, undefined, { params: note });
  await house.drain();

  expect(open).toEqual({ amount: '238.00', currency: 'EUR' });
  expect(await show(house, id)).toMatchObject({
    ...{ objected_on: '2026-11-23', credit_notes: [credit.body.id] },
    payable: { open: { amount: '0.00' }, paid: { amount: '238.00' }, credited: { amount: '59.50' } },
  });
  expect((await house.get('/v1/payables')).body.data).toEqual([]);
  expect(booksOf(house)).toEqual({ purchased_supplies: 23_800n, bank: -23_800n });
  expect(mail.sent.map(({ to, subject }) => [to, subject])).toEqual([
    ['agency@example.com', 'Gutschrift SB-2026-00001 von Sample Library GmbH'],
    ['agency@example.com', 'Korrektur der Gutschrift SC-2026-00001 von Sample Library GmbH'],
    ['agency@example.com', 'Gutschrift SB-2026-00001 von Sample Library GmbH'],
    ['agency@example.com', 'Korrektur der Gutschrift SC-2026-00001 von Sample Library GmbH'],
  ]);
  expect(mail.sent[0]?.text).toContain('anbei erhalten Sie die Gutschrift SB-2026-00001');
  const invoiceLog = await house.get(`${INVOICE}/deliveries`, { params: named(id) });
  const noteLog = await house.get(`${NOTE}/deliveries`, { params: note });
  for (const { body } of [invoiceLog, noteLog])
    expect(body.data).toMatchObject([
      { automatic: true, status: 'sent' },
      { automatic: false, status: 'sent' },
    ]);
  const xml = await house.get(`${INVOICE}/xml`, { params: named(id), query: { format: 'cii' } });
  expect(xml.body).toContain('<ram:ID schemeID="FC">12/345/67890</ram:ID>');
  expect(await found(house)).toEqual([]);

  const report = await house.get(`${INVOICE}/validation`, { params: named(id) });
  expect(report).toMatchObject({
    status: 200,
    body: { is_valid: true, number: xml.body.match(/SB-[0-9-]+/)?.[0] },
  });
  const available = report.body.formats.map(({ format, is_available }: Shown) => [format, is_available]);
  expect(available).toContainEqual(['cii', true]);
});

test('what is not there is neither sent nor has it been', async () => {
  const house = await openHouse();
  const params = named('sbi_00000000000000000000000000');
  const note = { self_billed_credit_note_id: 'sbc_00000000000000000000000000' };
  const NOTE = '/v1/self_billed_credit_notes/{self_billed_credit_note_id}';

  const told = [
    await house.post(`${INVOICE}/send`, undefined, { params }),
    await house.get(`${INVOICE}/deliveries`, { params }),
    await house.post(`${NOTE}/send`, undefined, { params: note }),
    await house.get(`${NOTE}/deliveries`, { params: note }),
    await house.get(`${INVOICE}/validation`, { params }),
    await house.get(`${NOTE}/validation`, { params: note }),
  ];

  expect(told.map(({ body }) => body.code)).toEqual([
    'self_billed_invoice.not_found',
    'self_billed_invoice.not_found',
    'self_billed_credit_note.not_found',
    'self_billed_credit_note.not_found',
    'self_billed_invoice.not_found',
    'self_billed_credit_note.not_found',
  ]);
});
