import { describe, expect, it } from 'vitest';
import { LINE, made, openBusiness, orderOf } from '../../kit/goods.ts';
import { type House, openHouse } from '../../kit/house.ts';

async function houseWith(more: Readonly<Record<string, unknown>> = {}) {
  const house = await openHouse();
  const { customer } = await openBusiness(house);
  const order = await made(house.post('/v1/orders', orderOf(customer, more)));

  return { house, order };
}

function deliver(
  house: House,
  order: string,
  lines: readonly object[],
  more: { on?: string; key?: string; headers?: Record<string, string> } = {},
) {
  const { on = '2026-11-23', ...asking } = more;

  return house.post(
    '/v1/orders/{order_id}/fulfilments',
    { lines, delivered_on: on },
    { params: { order_id: order }, ...asking },
  );
}

const cancel = (house: House, order: string, headers = {}) =>
  house.ask({ method: 'POST', route: '/v1/orders/{order_id}/cancel', params: { order_id: order }, headers });
const show = async (house: House, order: string) =>
  (await house.get('/v1/orders/{order_id}', { params: { order_id: order } })).body;

describe('a delivery', () => {
  it('is invoiced as it is made, until all is delivered', async () => {
    const { house, order } = await houseWith({ billing: 'on_fulfilment' });

    const first = await deliver(house, order, [{ line: 1, quantity: '0.5' }]);
    const second = await deliver(house, order, [{ line: 1, quantity: '1.5' }]);
    await house.drain();

    expect([first.status, second.status]).toEqual([201, 201]);
    const told = await show(house, order);
    expect(told).toMatchObject({
      fulfilment: 'complete',
      lines: [{ fulfilled_quantity: '2' }],
      invoices: [first.body.invoice, second.body.invoice],
    });
    const totals = await Promise.all(
      told.invoices.map(
        async (id: string) =>
          (await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: id } })).body.net.amount,
      ),
    );
    expect(totals).toEqual(['9.95', '29.85']);
  });

  it('of an order that was invoiced when placed owes no invoice', async () => {
    const { house, order } = await houseWith();

    const told = await deliver(house, order, [{ line: 1, quantity: '1' }]);

    expect(told.body).toMatchObject({ invoice: null, lines: [{ line: 1, quantity: '1' }] });
    expect(await show(house, order)).toMatchObject({ fulfilment: 'partial' });
  });

  it.each([
    ['order.line_unknown', [{ line: 2, quantity: '1' }], '#/lines/0/line'],
    [
      'order.line_repeated',
      [
        { line: 1, quantity: '1' },
        { line: 1, quantity: '1' },
      ],
      '#/lines/1/line',
    ],
    ['order.quantity_exceeded', [{ line: 1, quantity: '2.000001' }], '#/lines/0/quantity'],
    ['order.quantity_exceeded', [{ line: 1, quantity: '0' }], '#/lines/0/quantity'],
  ])('is refused with %s', async (code, lines, pointer) => {
    for (const billing of ['on_fulfilment', 'on_placement']) {
      const { house, order } = await houseWith({ billing });
      expect(await deliver(house, order, lines)).toMatchObject({
        status: 422,
        body: { code, errors: [{ pointer }] },
      });
    }
  });

  it('of an order that nobody placed, or that was cancelled, is refused', async () => {
    const { house, order } = await houseWith();
    await cancel(house, order);

    expect((await deliver(house, `ord_${'0'.repeat(26)}`, [{ line: 1, quantity: '1' }])).body.code).toBe(
      'order.not_found',
    );
    expect((await deliver(house, order, [{ line: 1, quantity: '1' }])).body.code).toBe('order.cancelled');
  });

  it('is recorded once it was made, by the calendar of the seller', async () => {
    const { house, order } = await houseWith();
    house.clock.set('2026-11-23T23:30:00.000Z');

    expect((await deliver(house, order, [{ line: 1, quantity: '1' }], { on: '2026-11-25' })).body.code).toBe(
      'order.delivery_in_future',
    );
    expect((await deliver(house, order, [{ line: 1, quantity: '1' }], { on: '2026-11-24' })).status).toBe(
      201,
    );
  });

  it('that could not be invoiced is refused: reductions alone, or a day before every tax rate', async () => {
    const lines = [LINE, { ...LINE, unit_price: '-5.00' }];
    const { house, order } = await houseWith({ billing: 'on_fulfilment', lines });

    expect((await deliver(house, order, [{ line: 2, quantity: '1' }])).body.code).toBe('invoice.negative');
    expect((await deliver(house, order, [{ line: 1, quantity: '1' }], { on: '1900-01-01' })).body.code).toBe(
      'tax.rate_unknown',
    );
    expect(
      (
        await deliver(house, order, [
          { line: 1, quantity: '1' },
          { line: 2, quantity: '1' },
        ])
      ).status,
    ).toBe(201);
  });

  it('is not repeated by a retry that still names the version it saw', async () => {
    const { house, order } = await houseWith();
    const asking = { key: 'once', headers: { 'if-match': '"1"' } };

    const first = await deliver(house, order, [{ line: 1, quantity: '1' }], asking);
    const again = await deliver(house, order, [{ line: 1, quantity: '1' }], asking);
    const late = await deliver(house, order, [{ line: 1, quantity: '1' }], {
      key: 'other',
      headers: asking.headers,
    });

    expect([first.status, again.status, late.status]).toEqual([201, 201, 412]);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(late.body.code).toBe('precondition.failed');
  });

  it('and another at the same time never deliver more than was ordered', async () => {
    const { house, order } = await houseWith();

    const told = await Promise.all(
      ['a', 'b', 'c'].map((key) => deliver(house, order, [{ line: 1, quantity: '1.5' }], { key })),
    );

    expect(told.map(({ status }) => status).sort()).toEqual([201, 422, 422]);
    expect((await show(house, order)).lines[0].fulfilled_quantity).toBe('1.5');
  });
});

describe('a cancellation', () => {
  it('takes the invoice back as a whole, by a credit note', async () => {
    const { house, order } = await houseWith();
    await house.drain();

    const told = await cancel(house, order);
    await house.drain();

    expect(told.body).toMatchObject({ status: 'cancelled', cancelled_at: '2026-11-23T09:00:00.000Z' });
    const [id] = told.body.invoices;
    const invoice = (await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: id } })).body;
    expect(invoice).toMatchObject({
      payment_status: 'credited',
      open: { amount: '0.00' },
      credited: { amount: '47.36' },
    });
    const note = await house.get('/v1/credit_notes/{credit_note_id}', {
      params: { credit_note_id: invoice.credit_note },
    });
    expect(note.body).toMatchObject({
      number: 'CN-2026-00001',
      invoice: id,
      reason: 'order_cancelled',
      total: { amount: '47.36' },
    });
  });

  it('before the invoice is issued waits for it', async () => {
    const { house, order } = await houseWith();
    await house.drain(['invoices.issue']);
    await cancel(house, order);

    await house.drain(['invoices.issue', 'credit_notes.issue']);
    await house.drain();

    const told = await show(house, order);
    expect(
      (await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: told.invoices[0] } })).body
        .payment_status,
    ).toBe('credited');
    expect(house.dead).toEqual([]);
  });

  it('happens once, and its repetition is told the same', async () => {
    const { house, order } = await houseWith();

    const first = await cancel(house, order, { 'if-match': '"1"' });
    const again = await cancel(house, order, { 'if-match': '"1"' });

    expect(again.body).toEqual(first.body);
    expect(house.journal.stream.filter(({ id }) => id === order)).toHaveLength(2);
  });

  it('of an invoiced order of which something was delivered is refused', async () => {
    const { house, order } = await houseWith();
    await deliver(house, order, [{ line: 1, quantity: '1' }]);

    expect((await cancel(house, order)).body.code).toBe('order.already_fulfilled');
  });

  it('of an order invoiced by delivery keeps what was delivered', async () => {
    const { house, order } = await houseWith({ billing: 'on_fulfilment' });
    const delivered = await deliver(house, order, [{ line: 1, quantity: '1' }]);

    await cancel(house, order);
    await house.drain();

    const invoice = await house.get('/v1/invoices/{invoice_id}', {
      params: { invoice_id: delivered.body.invoice },
    });
    expect(invoice.body).toMatchObject({ payment_status: 'open', credit_note: null });
  });

  it('of an order that nobody placed is refused', async () => {
    const { house } = await houseWith();

    expect(await cancel(house, `ord_${'0'.repeat(26)}`)).toMatchObject({
      status: 404,
      body: { code: 'order.not_found' },
    });
  });
});
