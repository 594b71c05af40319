import { describe, expect, it } from 'vitest';
import { Invoice as InvoiceBody, InvoiceRow } from '../../../shared/contracts/documents.ts';
import { LineExplanation } from '../../../shared/contracts/explanations.ts';
import { openBusiness, orderOf } from '../../kit/goods.ts';
import { type House, openHouse } from '../../kit/house.ts';

const NOWHERE = '0'.repeat(26);

async function houseWithInvoice() {
  const house = await openHouse();
  const { customer } = await openBusiness(house);
  const told = await house.post('/v1/orders', orderOf(customer));
  await house.drain();

  return { house, customer, invoice: told.body.invoices[0] as string };
}

const show = (house: House, id: string) =>
  house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: id } });
const credit = (house: House, id: string, body: object, more = {}) =>
  house.post('/v1/invoices/{invoice_id}/credit_notes', body, { params: { invoice_id: id }, ...more });
const pay = async (house: House, invoice: string, amount: string) => {
  await house.post('/v1/payments', {
    invoice,
    amount: { amount, currency: 'EUR' },
    received_on: '2026-11-23',
    reference: 'transfer',
  });
  await house.drain();
};

describe('an invoice', () => {
  it('is shown as its contract says', async () => {
    const { house, invoice } = await houseWithInvoice();

    const told = await show(house, invoice);

    expect(InvoiceBody.safeParse(told.body).error).toBeUndefined();
    expect(told.body).toMatchObject({
      payment_status: 'open',
      paid: { amount: '0.00' },
      credited: { amount: '0.00' },
      open: { amount: '47.36' },
      overdue: false,
    });
    const { data } = (await house.get('/v1/invoices')).body;
    expect(data).toHaveLength(1);
    expect(InvoiceRow.safeParse(data[0]).error).toBeUndefined();
  });

  it.each([
    ['10.00', 'partly_paid', '10.00', '37.36'],
    ['47.36', 'paid', '47.36', '0.00'],
    ['50.00', 'paid', '47.36', '0.00'],
  ])('of which %s was paid is %s', async (amount, payment_status, paid, open) => {
    const { house, invoice } = await houseWithInvoice();

    await pay(house, invoice, amount);

    expect((await show(house, invoice)).body).toMatchObject({
      payment_status,
      paid: { amount: paid },
      open: { amount: open },
    });
  });

  it('is overdue from the day after its last day, by the calendar of the seller', async () => {
    const { house, invoice } = await houseWithInvoice();

    house.clock.set('2026-12-07T22:59:59.999Z');
    expect((await show(house, invoice)).body).toMatchObject({ due_date: '2026-12-07', overdue: false });
    house.clock.set('2026-12-07T23:00:00.000Z');
    expect((await show(house, invoice)).body.overdue).toBe(true);
  });

  it('dated tomorrow, where tomorrow has begun, is listed today', async () => {
    const house = await openHouse({ start: '2026-11-30T20:00:00.000Z' });
    const { customer } = await openBusiness(house, {
      zone: 'Asia/Tokyo',
      address: { line1: 'x', postal_code: '1', city: 'y', country: 'DE' },
    });
    await house.post('/v1/orders', orderOf(customer));
    await house.drain();

    expect((await house.get('/v1/invoices')).body.data).toMatchObject([{ issue_date: '2026-12-01' }]);
  });

  it('that nobody issued is not found', async () => {
    const house = await openHouse();
    const params = { invoice_id: `inv_${NOWHERE}`, credit_note_id: `crn_${NOWHERE}` };
    const codes = [
      await house.get('/v1/invoices/{invoice_id}', { params }),
      await house.get('/v1/invoices/{invoice_id}/pdf', { params }),
      await house.get('/v1/credit_notes/{credit_note_id}', { params }),
      await house.get('/v1/credit_notes/{credit_note_id}/pdf', { params }),
      await credit(house, params.invoice_id, { reason: 'wrong' }),
    ].map(({ status, body }) => [status, body.code]);

    expect(codes).toEqual([
      [404, 'invoice.not_found'],
      [404, 'invoice.not_found'],
      [404, 'credit_note.not_found'],
      [404, 'credit_note.not_found'],
      [404, 'invoice.not_found'],
    ]);
  });
});

describe('the PDF', () => {
  it('that is being made is asked for again, and then opened by a link that ends', async () => {
    const house = await openHouse();
    const { customer } = await openBusiness(house);
    const invoice = (await house.post('/v1/orders', orderOf(customer))).body.invoices[0];
    await house.drain(['documents.render']);
    const ask = () => house.get('/v1/invoices/{invoice_id}/pdf', { params: { invoice_id: invoice } });

    const early = await ask();
    await house.drain();
    const late = await ask();

    expect(early).toMatchObject({
      status: 409,
      headers: { 'retry-after': '1' },
      body: { code: 'document.in_progress' },
    });
    expect(late.body).toMatchObject({ expires_at: '2026-11-23T09:05:00.000Z' });
    expect(late.body.url).toMatch(/^data:application\/pdf/);
  });
});

describe('a credit note', () => {
  it('takes an open invoice back as a whole', async () => {
    const { house, invoice } = await houseWithInvoice();

    const asked = await credit(house, invoice, { reason: 'wrong' });
    await house.drain();

    expect(asked).toMatchObject({ status: 202, body: { status: 'requested', invoice } });
    const note = await house.get('/v1/credit_notes/{credit_note_id}', {
      params: { credit_note_id: asked.body.id },
    });
    expect(note.body).toMatchObject({
      number: 'CN-2026-00001',
      reason: 'wrong',
      remainder: 'credit',
      net: { amount: '39.80' },
      total: { amount: '47.36' },
    });
    expect((await show(house, invoice)).body).toMatchObject({
      payment_status: 'credited',
      credit_note: asked.body.id,
    });
    expect((await house.get('/v1/credit_notes')).body.data).toMatchObject([{ id: asked.body.id, invoice }]);
    const pdf = await house.get('/v1/credit_notes/{credit_note_id}/pdf', {
      params: { credit_note_id: asked.body.id },
    });
    expect(pdf.status).toBe(200);
  });

  it('of a partly paid invoice leaves what was paid as paid', async () => {
    const { house, invoice } = await houseWithInvoice();
    await pay(house, invoice, '10.00');

    await credit(house, invoice, { reason: 'returned' });
    await house.drain();

    expect((await show(house, invoice)).body).toMatchObject({
      open: { amount: '0.00' },
      paid: { amount: '10.00' },
      credited: { amount: '37.36' },
    });
  });

  it('is asked for once: another request is refused, and a key reused for another is told so', async () => {
    const { house, invoice } = await houseWithInvoice();

    await credit(house, invoice, { reason: 'wrong' }, { key: 'a' });
    const again = await credit(house, invoice, { reason: 'wrong' }, { key: 'a' });
    const reused = await credit(house, invoice, { reason: 'returned' }, { key: 'a' });
    const second = await credit(house, invoice, { reason: 'wrong' }, { key: 'b' });
    await house.drain();

    expect([again.status, again.headers['idempotency-replayed']]).toEqual([202, 'true']);
    expect([reused.body.code, second.body.code]).toEqual([
      'idempotency.key_reused',
      'invoice.already_credited',
    ]);
    expect(house.journal.stream.filter(({ id }) => id.startsWith('crn_'))).toHaveLength(1);
  });

  it('keeps no key of its sender, which may name somebody', async () => {
    const { house, invoice } = await houseWithInvoice();

    await credit(house, invoice, { reason: 'wrong' }, { key: 'reader@example.com wants it' });

    const kept = JSON.stringify(house.journal.stream, (_, value) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    expect(kept).not.toContain('reader@example.com wants it');
  });
});

describe('the explanation of a line', () => {
  const explain = (house: House, invoice: string, line: string) =>
    house.get('/v1/invoices/{invoice_id}/lines/{line}/explanation', {
      params: { invoice_id: invoice, line },
    });

  it('of an order tells quantity, price and rounding, as its contract says', async () => {
    const { house, invoice } = await houseWithInvoice();

    const told = await explain(house, invoice, '1');

    expect(LineExplanation.safeParse(told.body).error).toBeUndefined();
    expect(told.body).toMatchObject({
      rule: 'quantity_times_price',
      quantity: '2',
      price: { model: 'per_unit', amount: '19.90' },
      net: '39.80',
      rounding: { rule: 'half_away_from_zero', places: 2, exact: '39.8' },
      sentence: '2 × 19.90 EUR is 39.80 EUR.',
    });
  });

  it('of a changed subscription tells the days, the credit and what is carried forward', async () => {
    const house = await openHouse({ start: '2026-04-01T09:00:00.000Z' });
    const { customer } = await openBusiness(house);
    const prices = [{ currency: 'EUR', amount: '60' }];
    const plan = (await house.post('/v1/plans', { name: 'Desk', interval: 'month', prices })).body.id;
    const line = { description: 'Desk', quantity: '2', plan };
    const order = await house.post('/v1/orders', { customer, currency: 'EUR', lines: [line] });
    await house.drain();
    const params = { subscription_id: order.body.subscriptions[0] };
    house.clock.set('2026-04-21T09:00:00.000Z');

    await house.post('/v1/subscriptions/{subscription_id}/change', { quantity: '1' }, { params });
    await house.drain();
    const { data } = (await house.get('/v1/invoices')).body;
    const [changed] = data.filter(({ issue_date }: { issue_date: string }) => issue_date === '2026-04-21');
    const told = [
      await explain(house, changed.id, '1'),
      await explain(house, changed.id, '2'),
      await explain(house, changed.id, '3'),
    ];

    expect((await show(house, changed.id)).body).toMatchObject({
      total: { amount: '0.00' },
      payment_status: 'paid',
    });
    expect(told.map(({ body }) => LineExplanation.safeParse(body).error)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(told.map(({ body }) => [body.rule, body.net, body.days?.counted, body.days?.of])).toEqual([
      ['credit_for_unused', '-40.00', 10, 30],
      ['part_of_period', '20.00', 10, 30],
      ['carried_forward', '20.00', undefined, undefined],
    ]);
    expect(told[0]?.body).toMatchObject({
      plan: { id: plan, version: 1 },
      cause: { change: 1 },
      given_back_of: { list: '120.00' },
    });
    expect(house.dead).toEqual([]);
  });

  it('is stored with the document: other rules of later days change nothing of it', async () => {
    const { house, invoice } = await houseWithInvoice();
    const before = await explain(house, invoice, '1');

    house.clock.set('2027-11-23T09:00:00.000Z');

    expect((await explain(house, invoice, '1')).body).toEqual(before.body);
  });

  it.each(['0', '2', 'one', '01'])('of a line %s that there is not is not found', async (line) => {
    const { house, invoice } = await houseWithInvoice();

    expect(await explain(house, invoice, line)).toMatchObject({
      status: 404,
      body: { code: 'invoice_line.not_found' },
    });
  });

  it('of an invoice that nobody issued is not found', async () => {
    const house = await openHouse();

    expect((await explain(house, `inv_${NOWHERE}`, '1')).body.code).toBe('invoice.not_found');
  });
});
