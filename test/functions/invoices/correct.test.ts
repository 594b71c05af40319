import { describe, expect, it } from 'vitest';
import { found } from '../../kit/found.ts';
import { LINE, openBusiness, orderOf, placeAndInvoice } from '../../kit/goods.ts';
import { failuresOf, type House, openHouse, queueEventOf } from '../../kit/house.ts';

const show = async (house: House, id: string) =>
  (await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: id } })).body;

const correct = (house: House, invoice: string, body: unknown = {}) =>
  house.post('/v1/invoices/{invoice_id}/correct', body, { params: { invoice_id: invoice } });

async function corrected(house: House, invoice: string, body: unknown = {}): Promise<string> {
  const told = await correct(house, invoice, body);
  if (told.status !== 202) throw new Error(JSON.stringify(told.body));
  await house.drain();

  return told.body.id;
}

/** Two lamps for 39.80, with 19 percent 47.36. */
async function sold(house: House, more = {}) {
  const { customer } = await openBusiness(house);

  return { customer, ...(await placeAndInvoice(house, orderOf(customer, more))) };
}

async function payBy(house: House, customer: string, method: string) {
  await house.post(
    '/v1/customers/{customer_id}/payment_methods',
    { provider: 'sandbox', payment_method: method },
    { params: { customer_id: customer } },
  );
  await house.drain();
}

type Told = Readonly<Record<string, unknown>> & { readonly id: string };

const factsOf = (house: House, type: string): readonly Told[] =>
  house.journal.stream.flatMap(({ id, facts }) =>
    facts.flatMap((fact) => (fact.type === type ? [{ id, ...(fact.data as Record<string, unknown>) }] : [])),
  );

/** What the books have as revenue: a credit. */
const revenueIn = (house: House) =>
  house.journal.stream
    .flatMap(({ facts }) => facts.flatMap(({ books }) => books?.entries ?? []))
    .reduce((sum, { account, amountMinor }) => (account === 'revenue' ? sum + amountMinor : sum), 0n);

/** What was charged, in minor units. */
const charges = (house: House) => factsOf(house, 'payment.intended').map(({ amountMinor }) => amountMinor);

describe('the lines of a corrected invoice', () => {
  const lines = [LINE, { description: 'Shade', quantity: '1', unit_price: '10.00', tax: 'reduced' }];

  it('are those of the first one, with what is named other on them or left out', async () => {
    const house = await openHouse();
    const { invoice } = await sold(house, { lines });

    const id = await corrected(house, invoice, {
      lines: [
        { line: 1, quantity: '3', description: 'Desk lamp' },
        { line: 2, omit: true },
      ],
    });

    expect(await show(house, id)).toMatchObject({
      lines: [{ line: 1, description: 'Desk lamp', quantity: '3', unit_price: '19.90' }],
      total: { amount: '71.04' },
    });
    expect(await found(house)).toEqual([]);
  });

  it('can be corrected again, from where the first correction left them', async () => {
    const house = await openHouse();
    const { invoice } = await sold(house, { lines });
    const first = await corrected(house, invoice, { lines: [{ line: 1, omit: true }], reference: 'A' });

    const second = await corrected(house, first, { lines: [{ line: 1, tax: 'standard' }] });
    const third = await corrected(house, second, { reference: 'B' });

    expect(await show(house, third)).toMatchObject({
      corrects: second,
      lines: [{ description: 'Shade', quantity: '1' }],
      total: { amount: '11.90' },
    });
    expect(factsOf(house, 'invoice.correction_requested').map(({ reference }) => reference)).toEqual([
      'A',
      'A',
      'B',
    ]);
    expect(await found(house)).toEqual([]);
  });

  it('are those of its delivery, where the order is invoiced by delivery', async () => {
    const house = await openHouse();
    const { customer } = await openBusiness(house);
    const { order } = await placeAndInvoice(house, orderOf(customer, { billing: 'on_fulfilment' }));
    const told = await house.post(
      '/v1/orders/{order_id}/fulfilments',
      { lines: [{ line: 1, quantity: '1' }], delivered_on: '2026-11-23' },
      { params: { order_id: order } },
    );
    await house.drain();

    const id = await corrected(house, told.body.invoice, { lines: [{ line: 1, unit_price: '10.00' }] });

    expect(await show(house, id)).toMatchObject({
      kind: 'partial',
      lines: [{ quantity: '1' }],
      total: { amount: '11.90' },
    });
    expect(await found(house)).toEqual([]);
  });
});

describe('a customer whose saved method paid', () => {
  it('is not charged again, though the corrected invoice comes before the credit note', async () => {
    const house = await openHouse();
    const { customer } = await openBusiness(house);
    await payBy(house, customer, 'pm_approve');
    const { invoice } = await placeAndInvoice(house, orderOf(customer));

    const { body } = await correct(house, invoice, { lines: [{ line: 1, unit_price: '20.00' }] });
    await house.drain(['credit_notes.issue', 'receivables.post']);
    expect(factsOf(house, 'invoice.issued').map(({ id }) => id)).toEqual([invoice, body.id]);
    const early = house.letters.filter(({ to }) => to === 'receivables.post').map((letter) => letter.body);
    const answer = await house.wake('receivables.post', queueEventOf(early));
    expect(failuresOf(answer)).toEqual(['m1']);
    expect(factsOf(house, 'item.opened')).toHaveLength(1);
    await house.drain(['receivables.post']);
    await house.drain();

    expect(charges(house)).toEqual([4_736n, 24n]);
    expect(await show(house, body.id)).toMatchObject({ payment_status: 'paid', paid: { amount: '47.60' } });
    expect(await found(house)).toEqual([]);
  });

  it('keeps what is too much as cash, which can go back', async () => {
    const house = await openHouse();
    const { customer } = await openBusiness(house);
    await payBy(house, customer, 'pm_approve');
    const { invoice } = await placeAndInvoice(house, orderOf(customer));

    await corrected(house, invoice, { lines: [{ line: 1, quantity: '1' }] });
    const payment = String(factsOf(house, 'payment.intended')[0]?.id);
    const back = await house.post(
      '/v1/payments/{payment_id}/refunds',
      { effect: 'unapplied', amount: { amount: '23.68', currency: 'EUR' } },
      { params: { payment_id: payment } },
    );
    await house.drain();

    expect(back.status).toBe(202);
    expect(charges(house)).toEqual([4_736n]);
    expect(await found(house)).toEqual([]);
  });

  it('is not charged while the first payment may still succeed, which then pays the corrected invoice', async () => {
    const house = await openHouse();
    const { customer } = await openBusiness(house);
    await payBy(house, customer, 'pm_delay_60');
    const told = await house.post('/v1/orders', orderOf(customer));
    await house.drain();
    const invoice = told.body.invoices[0];
    expect(await show(house, invoice)).toMatchObject({ payment_status: 'open' });

    const { body } = await correct(house, invoice, { lines: [{ line: 1, unit_price: '19.00' }] });
    await house.drain();
    expect(charges(house)).toEqual([4_736n]);
    const params = { invoice_id: body.id };
    const page = { return_url: 'https://shop.example/a' };
    for (const asked of [
      house.post('/v1/invoices/{invoice_id}/pay', {}, { params }),
      house.post('/v1/invoices/{invoice_id}/checkout', page, { params }),
    ])
      expect(await asked).toMatchObject({ body: { code: 'payment.in_progress' } });
    house.clock.advance({ minutes: 2 });
    await house.drain();

    expect(charges(house)).toEqual([4_736n]);
    expect(await show(house, body.id)).toMatchObject({ payment_status: 'paid', paid: { amount: '45.22' } });
    expect(await found(house)).toEqual([]);
  });
});

it('takes over no more of a transfer for nothing in particular than had paid the first invoice', async () => {
  const house = await openHouse();
  const { customer, invoice } = await sold(house);
  const entity = factsOf(house, 'invoice.issued')[0]?.entity;
  await house.post('/v1/payments', {
    ...{ legal_entity: entity, customer, amount: { amount: '100.00', currency: 'EUR' } },
    ...{ received_on: '2026-11-23', reference: 'thank you' },
  });
  await house.drain();

  const id = await corrected(house, invoice, { lines: [{ line: 1, unit_price: '20.00' }] });

  expect(await show(house, id)).toMatchObject({ paid: { amount: '47.36' }, open: { amount: '0.24' } });
  expect(await found(house)).toEqual([]);
});

it('gives a cash discount that was earned on the first invoice on the corrected one too', async () => {
  const house = await openHouse();
  const { invoice } = await sold(house, { discount_terms: [{ days: 10, percent: '2' }] });
  await house.post('/v1/payments', {
    ...{ invoice, amount: { amount: '46.41', currency: 'EUR' } },
    ...{ received_on: '2026-11-23', reference: 'less two percent' },
  });
  await house.drain();
  expect(await show(house, invoice)).toMatchObject({ payment_status: 'paid' });

  const id = await corrected(house, invoice, { reference: 'PO 4711' });

  expect(await show(house, id)).toMatchObject({ open: { amount: '0.00' }, paid: { amount: '46.41' } });
  expect(await found(house)).toEqual([]);
});

it('is taken back with its order', async () => {
  const house = await openHouse();
  const { order, invoice } = await sold(house);
  const id = await corrected(house, invoice, { lines: [{ line: 1, unit_price: '18.00' }] });

  await house.post('/v1/orders/{order_id}/cancel', undefined, { params: { order_id: order } });
  await house.drain();

  expect(await show(house, id)).toMatchObject({ payment_status: 'credited', open: { amount: '0.00' } });
  expect(await found(house)).toEqual([]);
});

it('is finished to the bytes that were numbered when its worker died between the number and the document', async () => {
  const house = await openHouse();
  const { invoice } = await sold(house);
  const { body } = await correct(house, invoice);
  await house.drain(['invoices.issue']);
  const [letter] = house.letters.filter(({ to }) => to === 'invoices.issue');
  const event = queueEventOf([letter?.body ?? '']);
  const died = await house.wake('invoices.issue', event, {
    journal: {
      ...house.ports.journal,
      append: async (commit) => {
        if (commit.id === body.id) throw new Error('died');
        return house.ports.journal.append(commit);
      },
    },
  });
  const numbered = factsOf(house, 'numbers.assigned')
    .flatMap(({ documents }) => documents as { id: string; content: string }[])
    .find(({ id }) => id === body.id);
  expect(factsOf(house, 'invoice.issued')).toHaveLength(1);

  house.clock.advance({ hours: 30 });
  await house.drain();

  expect(failuresOf(died)).toEqual(['m1']);
  expect(factsOf(house, 'invoice.issued')[1]).toMatchObject({
    id: body.id,
    content: numbered?.content,
    issueDate: '2026-11-23',
  });
  expect(factsOf(house, 'credit_note.issued')).toMatchObject([{ invoice, correctedBy: body.id }]);
  expect(await found(house)).toEqual([]);
});

describe('the invoice of a subscription', () => {
  /** A year in advance, 120.00 and 19 percent of it, paid. */
  async function subscribed(house: House) {
    const { customer } = await openBusiness(house);
    const plan = await house.post('/v1/plans', {
      ...{ name: 'Reading room', interval: 'year', prices: [{ currency: 'EUR', amount: '120.00' }] },
    });
    await payBy(house, customer, 'pm_approve');
    const lines = [{ description: 'Room', quantity: '1', plan: plan.body.id }];
    const told = await house.post('/v1/orders', orderOf(customer, { lines }));
    await house.drain();
    const invoice = String(factsOf(house, 'subscription.billed')[0]?.invoice);

    return { customer, subscription: told.body.subscriptions[0] as string, invoice };
  }

  it('states the customer anew and the bill as it was, and its proofs hold', async () => {
    const house = await openHouse();
    const { customer, subscription, invoice } = await subscribed(house);
    await house.ask({
      method: 'PATCH',
      route: '/v1/customers/{customer_id}',
      params: { customer_id: customer },
      body: { name: 'Renamed Reader' },
    });
    house.clock.advance({ days: 70 });
    const recognise = async () => {
      await house.wake('ledger.recognise', {});
      await house.drain();
    };
    await recognise();
    const before = revenueIn(house);

    const first = await corrected(house, invoice, { reference: 'PO 4711' });
    const second = await corrected(house, first);
    await recognise();

    const { body } = await house.get('/v1/subscriptions/{subscription_id}/reconciliation', {
      params: { subscription_id: subscription },
    });
    expect(await show(house, second)).toMatchObject({
      ...{ subscription, corrects: first, payment_status: 'paid', total: { amount: '142.80' } },
      lines: (await show(house, invoice)).lines,
    });
    expect(charges(house)).toEqual([14_280n]);
    expect(body).toMatchObject({ difference: { amount: '0.00' }, count: 1 });
    expect(before).toBeLessThan(0n);
    expect(revenueIn(house)).toBe(before);
    expect(await found(house)).toEqual([]);
  });

  it('gives back unused days of the corrected one when the subscription ends', async () => {
    const house = await openHouse();
    const { subscription, invoice } = await subscribed(house);
    const id = await corrected(house, invoice);
    house.clock.advance({ days: 30 });

    const params = { subscription_id: subscription };
    await house.post(
      '/v1/subscriptions/{subscription_id}/cancel',
      { at: 'now', credit: 'refund' },
      { params },
    );
    await house.drain();

    const [, note] = factsOf(house, 'credit_note.issued');
    const [refund] = factsOf(house, 'refund.approved');
    expect(note).toMatchObject({ invoice: id, reason: 'subscription_cancelled' });
    expect(refund?.amountMinor).toBe(note?.grossMinor);
    expect(await found(house)).toEqual([]);
  });

  it('keeps its lines, which follow from what was billed', async () => {
    const house = await openHouse();
    const { invoice } = await subscribed(house);

    expect(await correct(house, invoice, { lines: [{ line: 1, quantity: '2' }] })).toMatchObject({
      status: 422,
      body: { code: 'correction.lines_fixed' },
    });
  });
});

describe('is refused', () => {
  it('once the invoice is replaced, or taken back as a whole or in part', async () => {
    const house = await openHouse();
    const { customer, invoice } = await sold(house);
    await corrected(house, invoice);
    const credited = async (body: unknown) => {
      const { invoice: id } = await placeAndInvoice(house, orderOf(customer));
      await house.post('/v1/invoices/{invoice_id}/credit_notes', body, { params: { invoice_id: id } });
      await house.drain();
      return correct(house, id);
    };

    expect(await correct(house, invoice)).toMatchObject({
      status: 422,
      body: { code: 'correction.made_already' },
    });
    expect(await credited({ reason: 'wrong' })).toMatchObject({ body: { code: 'invoice.already_credited' } });
    expect(await credited({ reason: 'wrong', lines: [{ line: 1, amount: '1.00' }] })).toMatchObject({
      body: { code: 'correction.credited_in_part' },
    });
    expect(await correct(house, 'inv_00000000000000000000000000')).toMatchObject({ status: 404 });
  });

  it('for a deposit, and for a final invoice', async () => {
    const house = await openHouse();
    const { customer } = await openBusiness(house);
    const terms = { billing: 'on_fulfilment', deposits: [{ percent: '50' }] };
    const { order, invoice } = await placeAndInvoice(house, orderOf(customer, terms));
    const final = await house.post(
      '/v1/orders/{order_id}/fulfilments',
      { lines: [{ line: 1, quantity: '2' }], delivered_on: '2026-11-23' },
      { params: { order_id: order } },
    );
    await house.drain();

    for (const id of [invoice, final.body.invoice])
      expect(await correct(house, id)).toMatchObject({ body: { code: 'correction.with_deposits' } });
  });

  it.each([
    [{ lines: [{ line: 2, omit: true }] }, 'correction.line_unknown', '#/lines/0/line'],
    [{ lines: [{ line: 1, omit: true }] }, 'correction.nothing_left', '#/lines'],
    [{ lines: [{ line: 1, discount: { amount: '99.00' } }] }, 'order.discount_exceeds_line', undefined],
  ])('%j, and then nothing is taken back', async (body, code, pointer) => {
    const house = await openHouse();
    const { invoice } = await sold(house);

    const told = await correct(house, invoice, body);
    await house.drain();

    expect(told).toMatchObject({ status: 422, body: { code } });
    if (pointer) expect(told.body.errors?.[0]?.pointer ?? told.body.pointer).toBe(pointer);
    expect(factsOf(house, 'invoice.credit_requested')).toEqual([]);
  });

  it('when a supply was corrected as often as it may be', { timeout: 20_000 }, async () => {
    const house = await openHouse();
    const { invoice } = await sold(house);
    let id = invoice;
    for (let times = 0; times < 9; times += 1) id = await corrected(house, id);

    expect(await correct(house, id)).toMatchObject({ body: { code: 'correction.too_many' } });
  });

  it('when the personal data of the customer is erased', async () => {
    const house = await openHouse();
    const { customer, invoice } = await sold(house);
    await house.ask({
      method: 'POST',
      route: '/v1/customers/{customer_id}/erase',
      params: { customer_id: customer },
    });

    expect(await correct(house, invoice)).toMatchObject({ body: { code: 'customer.erased' } });
  });
});
