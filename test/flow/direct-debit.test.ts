/** Invoices that are announced as SEPA direct debits, from the mandate to the printed page. */
import { beforeEach, describe, expect, test } from 'vitest';
import { readEInvoice } from '../../shared/documents/en16931/read.ts';
import { customers } from '../../shared/domain/customers.ts';
import { execute } from '../../shared/execute.ts';
import { encode } from '../../shared/journal/codec.ts';
import { found } from '../kit/found.ts';
import { made, placeAndInvoice } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';
import { readPdf } from '../shared/documents/pdf-reader.ts';

const ADDRESS = { line1: 'Hafenstr. 1', postal_code: '20457', city: 'Hamburg', country: 'DE' };
const SELLER = {
  ...{ name: 'Nordlicht GmbH', address: ADDRESS, zone: 'Europe/Berlin', currency: 'EUR' },
  ...{ vat_id: 'DE129273398', email: 'billing@nordlicht.example', iban: 'DE89370400440532013000' },
  contact: { name: 'Billing', phone: '+49 40 123456' },
  endpoint: { scheme: '9930', id: 'DE129273398' },
  sepa_creditor_id: 'DE98ZZZ09999999999',
};
const MANDATE = { reference: 'M-2026-0042', signed_on: '2026-11-01', iban: 'FR7630006000011234567890189' };
const BUYER = {
  ...{ name: 'Werft AG', email: 'einkauf@werft.example', address: ADDRESS, language: 'de' },
  buyer_reference: '04011000-1234512345-06',
  endpoint: { scheme: '9930', id: 'DE136695976' },
  sepa_mandate: MANDATE,
};
const LINE = { description: 'Desk', quantity: '1', unit_price: '100.00' };

let house: House;
let seller: string;

beforeEach(async () => {
  house = await openHouse();
  seller = await made(house.post('/v1/legal_entities', SELLER));
});

const register = (more = {}) => made(house.post('/v1/customers', { ...BUYER, ...more }));

async function invoiced(customer: string, more = {}): Promise<string> {
  const order = { legal_entity: seller, customer, currency: 'EUR', lines: [LINE], ...more };

  return (await placeAndInvoice(house, order)).invoice;
}

async function semanticOf(id: string, format: string) {
  const params = { invoice_id: id };
  const told = await house.get('/v1/invoices/{invoice_id}/xml', { params, query: { format } });
  const read = readEInvoice(String(told.body));
  if (!read.ok) throw new Error(JSON.stringify(told.body));
  expect(read.value.findings).toEqual([]);

  return read.value.invoice;
}

async function printed(id: string): Promise<string> {
  const bytes = await house.ports.documents.get(`documents/${house.tenant}/${id}.pdf`);
  const { pages } = readPdf(bytes ?? new Uint8Array());

  return pages.join(' ').replaceAll(/\s+/gu, ' ');
}

/** Saves a card that every charge of would succeed. */
async function saveCard(customer: string): Promise<void> {
  await execute(house.ports.journal, customers, {
    ref: { tenant: house.tenant, id: customer },
    command: {
      do: 'attach_method',
      method: { provider: 'sandbox', id: 'pm_approve', providerCustomer: null },
    },
    acting: { actor: 'test', cause: 'test', trace: 'test', at: house.clock.now() },
  });
}

const factsOf = (type: string) =>
  house.journal.stream.flatMap(({ facts }) => facts.filter((fact) => fact.type === type));

describe('an invoice to a customer with a mandate', () => {
  test.each(['ubl', 'cii', 'xrechnung_ubl', 'xrechnung_cii', 'peppol'])(
    'says mandate, creditor and debited account as %s',
    async (format) => {
      const { payment } = await semanticOf(await invoiced(await register()), format);

      expect(payment).toMatchObject({
        means: '59',
        account: null,
        debit: { mandate: 'M-2026-0042', creditor: 'DE98ZZZ09999999999', iban: MANDATE.iban },
      });
    },
  );

  test('announces the debit with its day, shows the account by its ends, and no code to pay by', async () => {
    const text = await printed(await invoiced(await register()));

    expect(text).toContain('Wir ziehen 119,00 EUR am 7. Dezember 2026 per SEPA-Lastschrift ein.');
    expect(text).toContain('Mandatsreferenz');
    expect(text).toContain('FR76 … 0189');
    expect(text).not.toContain(MANDATE.iban);
    expect(text).not.toContain('DE89 3704');
  });

  test('is not charged by itself to a card that is saved too, and one without a mandate is', async () => {
    const [debited, other] = [await register(), await register({ sepa_mandate: null, name: 'Werft II' })];
    for (const customer of [debited, other]) await saveCard(customer);

    const announced = await invoiced(debited);
    const charged = await invoiced(other);

    const intended = factsOf('payment.intended').map(({ data }) => (data as { invoice: string }).invoice);
    expect(intended).toEqual([charged]);
    expect(intended).not.toContain(announced);
    expect(await found(house)).toEqual([]);
  });

  test('asks for a transfer where it is not in euro, where the seller has no identifier, or once the mandate is gone', async () => {
    const customer = await register();
    await house.post('/v1/exchange_rates', {
      ...{ currency: 'USD', date: '2026-11-23', rate: '1.08', quotation: 'indirect', source: 'ECB' },
    });
    const inDollars = await invoiced(customer, { currency: 'USD' });
    await house.ask({
      ...{ method: 'PATCH', route: '/v1/customers/{customer_id}', params: { customer_id: customer } },
      body: { sepa_mandate: null },
    });
    const revoked = await invoiced(customer);

    for (const id of [inDollars, revoked])
      expect((await semanticOf(id, 'cii')).payment).toMatchObject({ debit: null });
    expect((await semanticOf(revoked, 'cii')).payment).toMatchObject({ means: '58' });
  });

  test('is taken back by a credit note that debits nothing', async () => {
    const id = await invoiced(await register());
    const route = '/v1/invoices/{invoice_id}/credit_notes';
    const { body } = await house.post(route, { reason: 'wrong' }, { params: { invoice_id: id } });
    await house.drain();

    const params = { credit_note_id: body.id };
    const told = await house.get('/v1/credit_notes/{credit_note_id}/xml', {
      params,
      query: { format: 'cii' },
    });
    const read = readEInvoice(String(told.body));

    expect(read).toMatchObject({ ok: true, value: { invoice: { payment: { debit: null } } } });
  });
});

test('a mandate lies in the profile alone, is shown with its customer, and goes when that is erased', async () => {
  const customer = await register();
  const params = { customer_id: customer };
  const before = await house.get('/v1/customers/{customer_id}', { params });
  await house.post('/v1/customers/{customer_id}/erase', undefined, { params });

  expect(before.body.sepa_mandate).toEqual(MANDATE);
  expect((await house.get('/v1/customers/{customer_id}', { params })).body.sepa_mandate).toBeNull();
  expect(encode(house.journal.stream)).not.toContain(MANDATE.iban);
});

test('the creditor identifier of a seller can be changed', async () => {
  const params = { legal_entity_id: seller };
  const ask = (sepa_creditor_id: string | null) =>
    house.ask({
      method: 'PATCH',
      route: '/v1/legal_entities/{legal_entity_id}',
      params,
      body: { sepa_creditor_id },
    });

  expect((await ask(null)).body.sepa_creditor_id).toBeNull();
  expect((await ask('AT61ZZZ01234567890')).body.sepa_creditor_id).toBe('AT61ZZZ01234567890');
  expect((await ask('DE00ZZZ09999999999')).status).toBe(422);
});

test.each([
  ['#/sepa_mandate/reference', { reference: 'Größe' }],
  ['#/sepa_mandate/reference', { reference: 'A//B' }],
  ['#/sepa_mandate/iban', { iban: 'DE00370400440532013000' }],
  ['#/sepa_mandate/signed_on', { signed_on: '2026-02-30' }],
])('a mandate is refused at %s', async (pointer, more) => {
  const told = await house.post('/v1/customers', { ...BUYER, sepa_mandate: { ...MANDATE, ...more } });

  expect([told.status, told.body.errors[0].pointer]).toEqual([422, pointer]);
});
