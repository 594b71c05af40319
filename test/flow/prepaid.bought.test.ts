/** Bought credits: sold, paid, used, refunded and expired; the independent checker looks at the whole journal after each story. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bookedIn } from '../kit/booked.ts';
import { found } from '../kit/found.ts';
import { made, openBusiness } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';
import { GRANTS_MAX } from '../../shared/domain/prepaid/balance.ts';
import { readEInvoice } from '../../shared/documents/en16931/read.ts';

const EUR = (amount: string) => ({ amount, currency: 'EUR' });
const BUY = '/v1/customers/{customer_id}/credit_purchases';
const GRANTS = '/v1/customers/{customer_id}/credit_grants';

let house: House;
let customer: string;
let entity: string;

beforeEach(async () => {
  house = await openHouse();
  ({ customer, entity } = await openBusiness(house, { tax_number: '37/123/45678', vat_id: 'DE129273398' }));
});

afterEach(async () => {
  expect(await found(house)).toEqual([]);
});

const params = () => ({ customer_id: customer });

async function buy(more: object = {}) {
  const told = await house.post(BUY, { currency: 'EUR', credits: '60', ...more }, { params: params() });
  await house.drain();

  return told.body;
}

/** Pays an invoice by bank transfer. */
async function pay(invoice: string, amount: string): Promise<void> {
  const transfer = { amount: EUR(amount), received_on: '2026-11-23', invoice, reference: 'Top-up' };
  await made(house.post('/v1/payments', transfer));
  await house.drain();
}

async function bought(more: object = {}, amount = '60.00') {
  const purchase = await buy(more);
  await pay(purchase.invoice, amount);

  return purchase;
}

async function give(more: object = {}): Promise<string> {
  const body = { currency: 'EUR', credits: '10', reason: 'Welcome', ...more };
  const id = await made(house.post(GRANTS, body, { params: params() }));
  await house.drain();

  return id;
}

/** Sells something for 100.00 and 19 % on it; answers the invoice. */
async function sell(unit_price = '100.00'): Promise<string> {
  const lines = [{ description: 'Desk', quantity: '1', unit_price }];
  const told = await house.post('/v1/orders', { customer, currency: 'EUR', lines });
  await house.drain();

  return told.body.invoices[0];
}

const invoiceOf = async (id: string) =>
  (await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: id } })).body;
const balance = async () =>
  (await house.get('/v1/customers/{customer_id}/prepaid_balances', { params: params() })).body.data[0];
const takeAway = (credit_grant_id: string, how: 'void' | 'refund', key?: string) =>
  house.post(`${GRANTS}/{credit_grant_id}/${how}`, undefined, {
    params: { ...params(), credit_grant_id },
    ...(key && { key }),
  });

const books = () => bookedIn(house.journal.stream);

describe('a purchase of credits', () => {
  it('is invoiced at once without VAT, as a multi-purpose voucher, and granted once that is paid', async () => {
    const { invoice, credit_grant, ...purchase } = await buy();
    const before = await balance();
    const issued = await invoiceOf(invoice);
    const xml = await house.get('/v1/invoices/{invoice_id}/xml', {
      params: { invoice_id: invoice },
      query: { format: 'cii' },
    });
    await pay(invoice, '60.00');

    expect(purchase).toMatchObject({ amount: EUR('60.00'), voucher: 'multi_purpose' });
    expect(before).toBeUndefined();
    expect(issued).toMatchObject({ kind: 'credits', net: EUR('60.00'), tax: EUR('0.00'), due: EUR('60.00') });
    expect(readEInvoice(String(xml.body))).toMatchObject({
      ok: true,
      value: { findings: [], invoice: { lines: [{ category: 'O', rate: null }] } },
    });
    expect(await balance()).toMatchObject({ balance: EUR('60.00'), grants: [{ credit_grant }] });
    expect(books()).toEqual({ bank: 6_000n, prepaid_credits: -6_000n });
  });

  it('pays an invoice with its VAT, and is revenue only then', async () => {
    await bought();
    const invoice = await sell();

    expect(await invoiceOf(invoice)).toMatchObject({
      tax: EUR('19.00'),
      prepaid: EUR('60.00'),
      due: EUR('59.00'),
    });
    expect(books()).toEqual({
      ...{ bank: 6_000n, receivables: 5_900n, revenue: -10_000n, output_tax: -1_900n },
    });
  });

  it('is used behind what was given, unless that expires later; or in the order that the seller says', async () => {
    await bought();
    const given = await give();
    await sell('10.00');
    const first = (await balance()).history[0];
    await house.ask({
      ...{ method: 'PATCH', route: '/v1/legal_entities/{legal_entity_id}', key: 'order' },
      ...{ params: { legal_entity_id: entity }, body: { prepaid_order: 'oldest_first' } },
    });
    await give();
    await sell('10.00');
    const second = (await balance()).history[0];

    expect(first.grants).toMatchObject([
      { credit_grant: given, amount: EUR('-10.00') },
      { amount: EUR('-1.90') },
    ]);
    expect(second.grants).toMatchObject([{ amount: EUR('-11.90') }]);
    expect(books()).toMatchObject({ prepaid_credits: -4_620n, promotional_credits: 1_000n });
  });

  it('that comes again is one purchase, and one grant though it is paid twice', async () => {
    const body = { currency: 'EUR', credits: '60' };
    const first = await house.post(BUY, body, { params: params(), key: 'the same' });
    const again = await house.post(BUY, body, { params: params(), key: 'the same' });
    const other = await house.post(BUY, { ...body, credits: '61' }, { params: params(), key: 'the same' });
    await house.drain();
    await pay(first.body.invoice, '60.00');
    await pay(first.body.invoice, '60.00');

    expect(again.body).toEqual(first.body);
    expect(other.body.code).toBe('idempotency.key_reused');
    expect(await balance()).toMatchObject({ balance: EUR('60.00') });
  });

  it.each([
    ['worth nothing', { credits: '0.001' }, 'prepaid.worth_nothing'],
    ['limited to what it may be used for', { limited_to: { meters: ['calls'] } }, 'prepaid.single_purpose'],
    ['beyond what can be reckoned', { credits: '999999999999', rate: '999999' }, 'order.amount_too_large'],
  ])('%s is refused', async (_, more, code) => {
    expect(await buy(more)).toMatchObject({ code });
  });

  it('is refused where the balance is full, and one that was made before is granted all the same', async () => {
    const { invoice, credit_grant } = await buy();
    const body = { currency: 'EUR', credits: '1', reason: 'Welcome' };
    for (let count = 0; count < GRANTS_MAX; count += 1)
      await made(house.post(GRANTS, body, { params: params(), key: `grant ${count}` }));
    const refused = await buy({ credits: '61' });
    await pay(invoice, '60.00');

    expect(refused).toMatchObject({ code: 'prepaid.too_many_grants' });
    expect(await balance()).toMatchObject({
      balance: EUR('160.00'),
      grants: expect.arrayContaining([expect.objectContaining({ credit_grant })]),
    });
  });

  it('is never paid by other credits', async () => {
    await give();
    const { invoice } = await buy();

    expect(await invoiceOf(invoice)).toMatchObject({ prepaid: EUR('0.00'), due: EUR('60.00') });
  });
});

describe('bought credits', () => {
  it('are paid back as far as they are unused, by a credit note over their invoice', async () => {
    const { invoice, credit_grant } = await bought();
    await sell('20.00');
    const told = await takeAway(credit_grant, 'refund', 'once');
    const again = await takeAway(credit_grant, 'refund', 'once');
    const other = await takeAway(credit_grant, 'refund', 'another');
    await house.drain();

    expect(told.body).toMatchObject({ object: 'refunded_credit', amount: EUR('36.20') });
    expect(again.body).toEqual(told.body);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(other.body.code).toBe('prepaid.nothing_left');
    expect(await balance()).toMatchObject({ balance: EUR('0.00'), history: [{ kind: 'refunded' }, {}, {}] });
    expect(await invoiceOf(invoice)).toMatchObject({
      credited: EUR('36.20'),
      credit_notes: [expect.any(String)],
    });
    expect(books()).toMatchObject({ revenue: -2_000n, output_tax: -380n });
    expect(books().prepaid_credits).toBeUndefined();
  });

  it('come back by a credit note over what they paid, and are owed again', async () => {
    await bought();
    const invoice = await sell();
    await house.post(
      '/v1/invoices/{invoice_id}/credit_notes',
      { reason: 'returned' },
      { params: { invoice_id: invoice } },
    );
    await house.drain();

    expect(await balance()).toMatchObject({ balance: EUR('60.00') });
    expect(books()).toEqual({ bank: 6_000n, prepaid_credits: -6_000n });
  });

  it('that come back after a refund are paid back by another, and not by the same request again', async () => {
    const { credit_grant } = await bought();
    const invoice_id = await sell('20.00');
    const first = await takeAway(credit_grant, 'refund', 'once');
    await house.drain();
    const note = { reason: 'returned' };
    await house.post('/v1/invoices/{invoice_id}/credit_notes', note, { params: { invoice_id } });
    await house.drain();
    const again = await takeAway(credit_grant, 'refund', 'once');
    await house.drain();

    expect(again.body).toEqual(first.body);
    expect(await balance()).toMatchObject({ balance: EUR('23.80') });
    expect((await takeAway(credit_grant, 'refund', 'another')).body.amount).toEqual(EUR('23.80'));
    await house.drain();
    expect(books()).toEqual({});
  });

  it('that expire are earned on their day (breakage)', async () => {
    await bought({ expires_after_days: 10 });
    house.clock.set('2026-12-03T09:00:00.000Z');
    await house.wake('prepaid.expire', {});
    await house.drain();
    const lapsed = house.journal.stream
      .flatMap(({ facts }) => facts)
      .find(({ type }) => type === 'prepaid.expired');

    expect(lapsed?.books).toMatchObject({ date: '2026-12-03' });
    expect(await balance()).toMatchObject({ balance: EUR('0.00') });
    expect(books()).toEqual({ bank: 6_000n, breakage: -6_000n });
  });

  it('are not voided, given ones not refunded, and their invoice is taken back only before it is paid', async () => {
    const unpaid = await buy();
    const note = (invoice_id: string) =>
      house.post('/v1/invoices/{invoice_id}/credit_notes', { reason: 'wrong' }, { params: { invoice_id } });
    const early = await note(unpaid.invoice);
    await house.drain();
    const { id, invoice, credit_grant } = await bought();
    const given = await give();
    const correct = house.post(
      '/v1/invoices/{invoice_id}/correct',
      { reference: 'other' },
      { params: { invoice_id: invoice } },
    );

    expect(early.status).toBe(202);
    expect(await balance()).toMatchObject({ balance: EUR('70.00') });
    expect((await takeAway(credit_grant, 'void')).body.code).toBe('prepaid.bought');
    expect((await takeAway(given, 'refund')).body.code).toBe('prepaid.given');
    expect((await note(invoice)).body.code).toBe('credit_note.of_credits');
    expect((await correct).body.code).toBe('correction.of_credits');
    const cancelled = await house.post('/v1/orders/{order_id}/cancel', undefined, {
      params: { order_id: id },
    });
    expect(cancelled.body.code).toBe('order.of_credits');
    expect(books()).toMatchObject({ prepaid_credits: -6_000n });
  });
});
