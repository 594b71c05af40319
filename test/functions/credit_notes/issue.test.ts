import { describe, expect, it } from 'vitest';
import { openBusiness, orderOf } from '../../kit/goods.ts';
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
