import { describe, expect, it } from 'vitest';
import { found } from '../../kit/found.ts';
import type { House } from '../../kit/house.ts';
import { billed, booksOf, named, partners, show } from '../../kit/self-billed.ts';

const ROUTE = '/v1/self_billed_invoices/{self_billed_invoice_id}';

const payment = (amount: string, more = {}) => ({
  ...{ amount: { amount, currency: 'EUR' }, paid_on: '2026-11-23', reference: 'October', ...more },
});
const pay = (house: House, id: string, amount: string, more = {}) =>
  house.post(`${ROUTE}/payments`, payment(amount, more), { params: named(id) });
const object = (house: House, id: string) =>
  house.post(`${ROUTE}/objection`, { objected_on: '2026-11-23' }, { params: named(id) });

describe('what is owed to a supplier', () => {
  it('is paid in parts, shown with each of them, and never paid beyond what is open', async () => {
    const { house, agreement } = await partners();
    const id = await billed(house, agreement);

    const first = await pay(house, id, '200.00');
    const much = await pay(house, id, '97.51');
    const second = await pay(house, id, '97.50');

    expect([first.status, second.status]).toEqual([201, 201]);
    expect([much.status, much.body.code]).toEqual([422, 'self_billed_invoice.payment_exceeds']);
    expect(await show(house, id)).toMatchObject({
      payable: { open: { amount: '0.00' }, paid: { amount: '297.50' }, overpaid: { amount: '0.00' } },
      payments: [
        { amount: { amount: '200.00' }, paid_on: '2026-11-23', reference: 'October' },
        { amount: { amount: '97.50' } },
      ],
    });
    expect(booksOf(house)).toEqual({ purchased_supplies: 25_000n, input_tax: 4_750n, bank: -29_750n });
    expect(await found(house)).toEqual([]);
  });

  it('is paid once by two who pay it at once', async () => {
    const { house, agreement } = await partners();
    const id = await billed(house, agreement);
    const asked = {
      method: 'POST',
      route: `${ROUTE}/payments`,
      params: named(id),
      body: payment('297.50'),
    } as const;

    const told = await Promise.all(['a', 'b'].map((key) => house.ask({ ...asked, key })));

    expect(told.map(({ status }) => status).sort()).toEqual([201, 422]);
    expect(await found(house)).toEqual([]);
  });

  it('is paid in its own currency, on a day that has come', async () => {
    const { house, agreement } = await partners();
    const id = await billed(house, agreement);

    const other = await pay(house, id, '1.00', { amount: { amount: '1.00', currency: 'USD' } });
    const early = await pay(house, id, '1.00', { paid_on: '2026-11-26' });
    const none = await pay(house, 'sbi_00000000000000000000000000', '1.00');

    expect(other.body.code).toBe('payment.currency_differs');
    expect(early.body.code).toBe('self_billed_invoice.day_out_of_range');
    expect(none.body.code).toBe('self_billed_invoice.not_found');
  });
});

describe('a supplier that objects', () => {
  it('takes the effect of the invoice: its input tax is lost, it is owed as before, and not taken back any more', async () => {
    const { house, agreement } = await partners();
    const id = await billed(house, agreement);

    const told = await object(house, id);
    const again = await object(house, id);
    const credit = await house.post(`${ROUTE}/credit_notes`, { reason: 'wrong' }, { params: named(id) });
    await house.drain();

    expect([told.status, told.body.objected_on]).toEqual([201, '2026-11-23']);
    expect([again.status, again.body.code]).toEqual([422, 'self_billed_invoice.objected']);
    expect([credit.status, credit.body.code]).toEqual([422, 'self_billed_invoice.objected']);
    expect(await show(house, id)).toMatchObject({
      objected_on: '2026-11-23',
      payable: { open: { amount: '297.50' } },
    });
    expect(booksOf(house)).toEqual({ purchased_supplies: 29_750n, payables: -29_750n });
    expect(await found(house)).toEqual([]);
  });
});
