import { describe, expect, it } from 'vitest';
import { openBusiness, orderOf, placeAndInvoice } from '../../kit/goods.ts';
import { failuresOf, type House, openHouse, queueEventOf } from '../../kit/house.ts';

async function houseWithInvoices(count: number) {
  const house = await openHouse();
  const { customer } = await openBusiness(house);
  const invoices: string[] = [];
  for (let index = 0; index < count; index += 1)
    invoices.push((await house.post('/v1/orders', orderOf(customer))).body.invoices[0]);
  await house.drain();

  return { house, customer, invoices };
}

const credit = (house: House, invoice: string | undefined) =>
  house.post(
    '/v1/invoices/{invoice_id}/credit_notes',
    { reason: 'wrong' },
    { params: { invoice_id: invoice ?? '' } },
  );
const notes = async (house: House) =>
  (await house.get('/v1/credit_notes')).body.data as { number: string; total: { amount: string } }[];

describe('credit notes', () => {
  it('have numbers of their own without a gap', async () => {
    const { house, invoices } = await houseWithInvoices(4);

    for (const invoice of invoices) await credit(house, invoice);
    await house.drain();

    expect((await notes(house)).map(({ number }) => number).sort()).toEqual([
      'CN-2026-00001',
      'CN-2026-00002',
      'CN-2026-00003',
      'CN-2026-00004',
    ]);
  });

  it('take back exactly what the invoice said, after the customer was erased, too', async () => {
    const { house, customer, invoices } = await houseWithInvoices(1);
    await house.ask({
      method: 'POST',
      route: '/v1/customers/{customer_id}/erase',
      params: { customer_id: customer },
    });

    await credit(house, invoices[0]);
    await house.drain();

    expect(await notes(house)).toMatchObject([{ number: 'CN-2026-00001', total: { amount: '47.36' } }]);
    expect(house.dead).toEqual([]);
  });

  it('are issued once, however often the news comes', async () => {
    const { house, invoices } = await houseWithInvoices(1);
    await credit(house, invoices[0]);
    await house.drain(['credit_notes.issue']);
    const body = house.letters.find(({ to }) => to === 'credit_notes.issue')?.body ?? '';

    await Promise.all([
      house.wake('credit_notes.issue', queueEventOf([body, body])),
      house.wake('credit_notes.issue', queueEventOf([body])),
    ]);
    await house.drain();

    expect(await notes(house)).toHaveLength(1);
  });

  it('of an order cancelled after its invoice was taken back by hand are not issued again', async () => {
    const { house, invoices } = await houseWithInvoices(1);
    await credit(house, invoices[0]);
    await house.drain();
    const { order } = (
      await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: invoices[0] ?? '' } })
    ).body;

    await house.ask({ method: 'POST', route: '/v1/orders/{order_id}/cancel', params: { order_id: order } });
    await house.drain();

    expect(await notes(house)).toHaveLength(1);
    expect(house.dead).toEqual([]);
  });
});

describe('credit notes in part', () => {
  const TWO = [
    { description: 'Lamp', quantity: '4', unit: 'pc', unit_price: '25.00' },
    { description: 'Book', quantity: '4', unit: 'pc', unit_price: '25.00', tax: 'reduced' },
  ];
  const show = async (house: House, invoice: string) =>
    (await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: invoice } })).body;
  const asked = (house: House, invoice: string, body: object, more = {}) =>
    house.post('/v1/invoices/{invoice_id}/credit_notes', body, { params: { invoice_id: invoice }, ...more });
  const shown = async (house: House, told: { body: { id: string } }) =>
    (await house.get('/v1/credit_notes/{credit_note_id}', { params: { credit_note_id: told.body.id } })).body;

  async function houseWithTwoRates() {
    const house = await openHouse();
    const { customer } = await openBusiness(house);
    const { order, invoice } = await placeAndInvoice(house, orderOf(customer, { lines: TWO }));

    return { house, order, invoice };
  }

  it('take back 25.00 at 7 percent, and then the rest, under numbers of their own', async () => {
    const { house, invoice } = await houseWithTwoRates();

    const part = await asked(house, invoice, { reason: 'returned', lines: [{ line: 2, amount: '25.00' }] });
    await house.drain();
    const between = await show(house, invoice);
    const rest = await asked(house, invoice, { reason: 'cancelled' });
    await house.drain();

    expect(await shown(house, part)).toMatchObject({
      number: 'CN-2026-00001',
      invoice,
      lines: [{ description: 'Book', quantity: '1', unit: null, net: { amount: '25.00' } }],
      taxes: [{ rate: '7', base: { amount: '25.00' }, tax: { amount: '1.75' } }],
      total: { amount: '26.75' },
    });
    expect(between).toMatchObject({
      open: { amount: '199.25' },
      credited: { amount: '26.75' },
      payment_status: 'partly_paid',
      credit_notes: [part.body.id],
      creditable: [
        { line: 1, net: { amount: '100.00' } },
        { line: 2, net: { amount: '75.00' } },
      ],
    });
    expect(await shown(house, rest)).toMatchObject({ number: 'CN-2026-00002', total: { amount: '199.25' } });
    expect(await show(house, invoice)).toMatchObject({
      open: { amount: '0.00' },
      credited: { amount: '226.00' },
      payment_status: 'credited',
      credit_note: rest.body.id,
      creditable: [],
    });
    expect(house.dead).toEqual([]);
  });

  it('are refused where they would take more than is left, are unreadable, or come with a key that was used', async () => {
    const { house, invoice } = await houseWithTwoRates();
    const lines = (line: number, amount: string) => ({ reason: 'returned', lines: [{ line, amount }] });

    const first = await asked(house, invoice, lines(2, '60.00'), { key: 'a' });
    const again = await asked(house, invoice, lines(2, '60.00'), { key: 'a' });
    const refused = [
      await asked(house, invoice, lines(2, '40.01')),
      await asked(house, invoice, lines(3, '1.00')),
      await asked(house, invoice, lines(1, '1.001')),
      await asked(house, invoice, lines(2, '1.00'), { key: 'a' }),
    ];

    expect(again.body.id).toBe(first.body.id);
    expect(refused.map(({ body }) => [body.code, body.errors[0]?.pointer])).toEqual([
      ['credit_note.amount_exceeds', '#/lines/0/amount'],
      ['credit_note.line_unknown', '#/lines/0/line'],
      ['money.too_precise', '#/lines/0/amount'],
      ['idempotency.key_reused', undefined],
    ]);
  });

  it('asked for at the same time never take back more than was charged', async () => {
    const { house, invoice } = await houseWithTwoRates();

    await Promise.all(
      Array.from({ length: 6 }, () =>
        asked(house, invoice, { reason: 'returned', lines: [{ line: 1, amount: '30.00' }] }),
      ),
    );
    await house.drain();

    expect(await notes(house)).toHaveLength(3);
    expect((await show(house, invoice)).creditable[0]).toMatchObject({ line: 1, net: { amount: '10.00' } });
  });

  it('give back to the payer what was paid, each its own part and together no more', async () => {
    const { house, invoice } = await houseWithTwoRates();
    for (const amount of ['126.00', '100.00'])
      await house.post('/v1/payments', {
        invoice,
        amount: { amount, currency: 'EUR' },
        received_on: '2026-11-23',
        reference: 'transfer',
      });
    await house.drain();

    for (const amount of ['60.00', '40.00'])
      await asked(house, invoice, { reason: 'returned', remainder: 'refund', lines: [{ line: 1, amount }] });
    await house.drain();

    const refunds = house.journal.stream
      .flatMap(({ facts }) => facts)
      .filter(({ type }) => type === 'refund.approved')
      .map(({ data }) => (data as { amountMinor: bigint }).amountMinor); // the fact's own shape
    expect(refunds.reduce((sum, minor) => sum + minor, 0n)).toBe(11_900n);
    expect(await show(house, invoice)).toMatchObject({
      open: { amount: '0.00' },
      paid: { amount: '107.00' },
    });
  });

  it('leave to a cancelled order what is not taken back yet', async () => {
    const { house, order, invoice } = await houseWithTwoRates();
    await asked(house, invoice, { reason: 'returned', lines: [{ line: 2, amount: '25.00' }] });
    await house.drain();

    await house.ask({ method: 'POST', route: '/v1/orders/{order_id}/cancel', params: { order_id: order } });
    await house.drain();

    expect((await notes(house)).map(({ total }) => total.amount).sort()).toEqual(['199.25', '26.75']);
    expect(await show(house, invoice)).toMatchObject({ open: { amount: '0.00' }, creditable: [] });
  });
});

it('a request that cannot be read yet is waited for', async () => {
  const { house, invoices } = await houseWithInvoices(1);
  const news = {
    kind: 'fact',
    tenant: house.tenant,
    id: invoices[0],
    version: 1,
    fact: 'invoice.credit_requested',
    trace: 't',
  };

  expect(failuresOf(await house.wake('credit_notes.issue', queueEventOf([JSON.stringify(news)])))).toEqual([
    'm1',
  ]);
});

it('a seller that is not known parks the request', async () => {
  const { house, invoices } = await houseWithInvoices(1);
  await credit(house, invoices[0]);
  await house.drain(['credit_notes.issue']);
  const bodies = house.letters.filter(({ to }) => to === 'credit_notes.issue').map(({ body }) => body);
  const { journal } = house.ports;
  const sellerless = {
    ...journal,
    latest: async (ref: { tenant: string; id: string }, consistency: 'eventual' | 'strong') =>
      ref.id.startsWith('le_') ? undefined : journal.latest(ref, consistency),
  };

  const answer = await house.wake('credit_notes.issue', queueEventOf(bodies), { journal: sellerless });

  expect(failuresOf(answer)).toEqual([]);
  expect(house.journal.stream.at(-1)?.facts).toMatchObject([
    { type: 'message.parked', data: { code: 'legal_entity.unknown' } },
  ]);
});
