import { beforeEach, describe, expect, it } from 'vitest';
import { pdfKey } from '../../shared/journal/keys.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import { BUYER, made, openBusiness, orderOf, placeAndInvoice } from '../kit/goods.ts';
import { HOSTILE_TEXTS } from '../kit/hostile-texts.ts';
import { type House, openHouse } from '../kit/house.ts';
import { readPdf } from '../shared/documents/pdf-reader.ts';

const QR_IBAN = 'CH4431999123000889012';
const PLAIN_IBAN = 'CH9300762011623852957';
const DAY = '2026-11-23';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});

/** Books what came, and lets everything follow. */
async function transfer(reference: string, more: Readonly<Record<string, unknown>> = {}, key?: string) {
  const body = { amount: { amount: '47.36', currency: 'EUR' }, received_on: DAY, reference, ...more };
  const told = await house.post('/v1/payments', body, key === undefined ? {} : { key });
  await house.drain();

  return told;
}

async function sold(seller: Readonly<Record<string, unknown>> = {}) {
  const { entity, customer } = await openBusiness(house, seller);
  const { invoice } = await placeAndInvoice(house, orderOf(customer, { legal_entity: entity }));

  return { entity, customer, invoice };
}

const show = async (invoice: string) =>
  (await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: invoice } })).body;

/** The reference as the payer reads it on the bill. */
async function printedReference(id: string): Promise<string> {
  const bytes = await house.ports.documents.get(pdfKey({ tenant: house.tenant, id }));
  const [found = ''] =
    /\d\d(?: \d{5}){5}|RF\d\d(?: [0-9A-Z]{1,4})+/.exec(readPdf(bytes ?? new Uint8Array()).pages.join('\n')) ??
    [];

  return found;
}

const openOf = async (customer: string) => {
  const told = await house.get('/v1/customers/{customer_id}/accounts', { params: { customer_id: customer } });

  return told.body.data[0];
};

async function changed(entity: string, body: Readonly<Record<string, unknown>>): Promise<void> {
  const route = '/v1/legal_entities/{legal_entity_id}';
  const told = await house.ask({ method: 'PATCH', route, params: { legal_entity_id: entity }, body });
  expect(told.status).toBe(200);
}

const rowsNamed = (name: string) =>
  house.ports.views
    .scan({ index: 0, of: 1 })
    .then(({ items }) => items.filter(({ pk }) => pk.split('#')[1] === name));

describe('a transfer with the reference of a Swiss bill', () => {
  it.each([
    ['qr_reference', QR_IBAN, (text: string) => text],
    ['qr_reference', QR_IBAN, (text: string) => text.replaceAll(' ', '')],
    ['creditor_reference', PLAIN_IBAN, (text: string) => text],
    ['creditor_reference', PLAIN_IBAN, (text: string) => text.toLowerCase()],
  ])('pays the invoice that bears it: %s of %s', async (by, iban, as) => {
    const { invoice, customer } = await sold({ iban });

    const told = await transfer(as(await printedReference(invoice)));

    expect(told).toMatchObject({
      status: 201,
      body: { invoice, customer, matched: { by, invoice_was: 'open' }, status: 'settled' },
    });
    expect(await show(invoice)).toMatchObject({ payment_status: 'paid' });
  });

  it('is booked once under one key, however its invoice stands by then', async () => {
    const { invoice, customer } = await sold({ iban: QR_IBAN });
    const reference = await printedReference(invoice);

    const first = await transfer(reference, {}, 'same');
    const second = await transfer(reference, {}, 'same');

    expect(second.body).toEqual(first.body);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(await openOf(customer)).toMatchObject({ unapplied_cash: { amount: '0.00' } });
  });

  it('that comes again for a paid invoice is kept as unapplied cash, and the answer says why', async () => {
    const { invoice, customer } = await sold({ iban: QR_IBAN });
    const reference = await printedReference(invoice);
    await transfer(reference);

    const again = await transfer(reference);

    expect(again).toMatchObject({
      status: 201,
      body: { invoice, matched: { by: 'qr_reference', invoice_was: 'settled' } },
    });
    expect(await openOf(customer)).toMatchObject({
      unapplied_cash: { amount: '47.36' },
      cash: [{ payment: again.body.id, amount: { amount: '47.36' } }],
    });
  });

  it('is refused by name where its check digits are wrong, where nobody knows it, and where its currency is another', async () => {
    const { invoice } = await sold({ iban: QR_IBAN });
    const reference = (await printedReference(invoice)).replaceAll(' ', '');
    const last = (Number(reference.at(-1)) + 1) % 10;

    const wrong = await transfer(`${reference.slice(0, -1)}${last}`);
    const unknown = await transfer('210000000003139471430009017');
    const foreign = await transfer(reference, { amount: { amount: '47.36', currency: 'CHF' } });

    expect(
      [wrong, unknown, foreign].map(({ status, body }) => [status, body.code, body.errors[0].pointer]),
    ).toEqual([
      [422, 'payment.reference_malformed', '#/reference'],
      [422, 'payment.reference_unknown', '#/reference'],
      [422, 'payment.currency_differs', '#/amount/currency'],
    ]);
    expect(await show(invoice)).toMatchObject({ payment_status: 'open' });
  });

  it('of another tenant’s or another seller’s invoice is not known', async () => {
    const { invoice } = await sold({ iban: QR_IBAN });
    const reference = await printedReference(invoice);
    const second = await made(
      house.post('/v1/legal_entities', {
        name: 'Second',
        address: BUYER.address,
        zone: 'Europe/Berlin',
        currency: 'EUR',
      }),
    );

    const told = await transfer(reference, { legal_entity: second });
    const foreign = await openHouse();
    const { status, body } = await foreign.post('/v1/payments', {
      ...{ amount: { amount: '1.00', currency: 'EUR' }, received_on: DAY, reference },
    });

    expect(told).toMatchObject({ status: 422, body: { code: 'payment.reference_unknown' } });
    expect([status, body.code]).toEqual([422, 'payment.reference_unknown']);
  });

  it('costs one row of the views for an invoice that bears one, and nothing for any other', async () => {
    await sold({ iban: QR_IBAN });
    await sold({ iban: 'DE89370400440532013000' });
    await sold();

    expect(await rowsNamed('references')).toHaveLength(1);
  });
});

describe('a transfer whose words tell the number of an invoice', () => {
  it('pays it, whatever stands around the number', async () => {
    const { invoice, customer } = await sold();
    const { number } = await show(invoice);

    const told = await transfer(`Rechnung ${number.toLowerCase()} - vielen Dank!`);

    expect(told.body).toMatchObject({
      ...{ invoice, customer },
      matched: { by: 'invoice_number', invoice_was: 'open' },
    });
    expect(await show(invoice)).toMatchObject({ payment_status: 'paid' });
  });

  it('finds any one of many', async () => {
    const { entity, customer } = await openBusiness(house);
    const invoices: string[] = [];
    for (let count = 0; count < 12; count += 1)
      invoices.push((await placeAndInvoice(house, orderOf(customer, { legal_entity: entity }))).invoice);

    for (const invoice of invoices) {
      const { number } = await show(invoice);
      expect((await transfer(number)).body).toMatchObject({ invoice });
    }
    expect(await openOf(customer)).toMatchObject({
      open: { amount: '0.00' },
      unapplied_cash: { amount: '0.00' },
    });
  });

  it('is refused where it tells two, or the same number of two sellers, until the seller is named', async () => {
    const { entity, customer, invoice } = await sold();
    const { invoice: next } = await placeAndInvoice(house, orderOf(customer, { legal_entity: entity }));
    const { invoice: others } = await sold({ name: 'Second' });
    const [one, two] = [(await show(invoice)).number, (await show(next)).number];

    const both = await transfer(`${one} ${two}`, { legal_entity: entity });
    const either = await transfer(one);
    const named = await transfer(one, { legal_entity: entity });

    expect((await show(others)).number).toBe(one);
    expect([both, either].map(({ status, body }) => [status, body.code])).toEqual([
      [422, 'payment.reference_ambiguous'],
      [422, 'payment.reference_ambiguous'],
    ]);
    expect(named.body).toMatchObject({ invoice });
  });

  it('is answered again under its key though a second seller has the number by then', async () => {
    const { invoice } = await sold();
    const { number } = await show(invoice);
    const first = await transfer(number, {}, 'same');
    await sold({ name: 'Second' });

    const again = await transfer(number, {}, 'same');

    expect(again.body).toEqual(first.body);
    expect((await transfer(number)).body.code).toBe('payment.reference_ambiguous');
  });

  it('finds an invoice of before the seller numbered by another pattern', async () => {
    const { entity, customer, invoice } = await sold();
    const { number } = await show(invoice);
    await changed(entity, { invoice_numbers: 'RE-{year}-{number:5}' });
    const later = await placeAndInvoice(house, orderOf(customer, { legal_entity: entity }));

    expect((await transfer(`thanks for ${number}`)).body).toMatchObject({ invoice });
    expect((await transfer((await show(later.invoice)).number)).body).toMatchObject({
      invoice: later.invoice,
    });
  });

  it.each([
    ['monthly', 'M-{year}-{month}-{number}', 'yearly', 'Y-{year}-{number}'],
    ['yearly', 'Y-{year}-{number}', 'never', 'N-{year}-{number}'],
    ['never', 'N-{year}-{number}', 'monthly', 'M-{year}-{month}-{number}'],
    ['never', 'N-{number}', 'never', 'R-{number}'],
  ])('finds each invoice of a seller that began %s as %s and goes on %s as %s', async (...counted) => {
    const [reset, pattern, nextReset, nextPattern] = counted;
    const notes = { credit_note_numbers: 'C-{year}-{month}-{number}' };
    const counting = { ...notes, number_reset: reset, invoice_numbers: pattern };
    const { entity, customer } = await openBusiness(house, counting);
    const sold: string[] = [];
    const sell = async (count: number) => {
      for (let index = 0; index < count; index += 1)
        sold.push((await placeAndInvoice(house, orderOf(customer, { legal_entity: entity }))).invoice);
    };
    await sell(3);
    house.clock.set('2026-12-01T10:00:00.000Z');
    await sell(1);
    await changed(entity, { number_reset: nextReset, invoice_numbers: nextPattern });
    await sell(2);
    house.clock.set('2027-01-02T10:00:00.000Z');
    await sell(2);
    house.clock.set('2027-02-02T10:00:00.000Z');
    await sell(1);

    for (const invoice of sold) {
      const { number } = await show(invoice);
      const listed = await house.get('/v1/invoices', { query: { number } });
      expect([number, (await transfer(`your ${number}`)).body.invoice]).toEqual([number, invoice]);
      expect(listed.body).toMatchObject({ data: [{ id: invoice, number }], next_cursor: null });
    }
  });

  it('finds an invoice of before the pattern had another width', async () => {
    const { entity, customer, invoice } = await sold();
    const { number } = await show(invoice);
    await changed(entity, {
      invoice_numbers: number.replace(/\d{4}/, '{year}').replace(/\d+$/, '{number:8}'),
    });

    expect((await transfer(number)).body).toMatchObject({ invoice, customer });
  });

  it('is refused where it tells none, and whatever it is made of', async () => {
    await sold();
    for (const { text, refused } of HOSTILE_TEXTS) {
      const told = await transfer(text(140));

      expect([text(140), told.status, told.body.code]).toEqual([
        text(140),
        422,
        refused === 'everywhere' ? 'request.invalid' : 'payment.reference_unknown',
      ]);
    }
  });

  it('may not name both an invoice and a customer, and what it names goes before its words', async () => {
    const { invoice, customer } = await sold();

    const both = await transfer('x', { invoice, customer });
    const named = await transfer('INV-2026-99999', { invoice });

    expect(both).toMatchObject({ status: 422, body: { code: 'request.invalid' } });
    expect(named.body).toMatchObject({ invoice, matched: null, reference: 'INV-2026-99999' });
    expect((await transfer('x', { invoice: derivedId('inv', 'none') })).body.code).toBe('invoice.unknown');
  });
});
