import { expect, it } from 'vitest';
import { decode, encode } from '../../../shared/journal/codec.ts';
import type { Commit } from '../../../shared/ports.ts';
import { openBusiness, orderOf } from '../../kit/goods.ts';
import { failuresOf, openHouse, queueEventOf } from '../../kit/house.ts';

async function paidHouse() {
  const house = await openHouse();
  const { customer } = await openBusiness(house);
  const invoice = (await house.post('/v1/orders', orderOf(customer))).body.invoices[0];
  await house.drain();
  await house.post('/v1/payments', {
    invoice,
    amount: { amount: '47.36', currency: 'EUR' },
    received_on: '2026-11-23',
    reference: 'transfer',
  });
  await house.drain(['invoices.settle']);
  const bodies = house.letters.filter(({ to }) => to === 'invoices.settle').map(({ body }) => body);

  return { house, invoice, bodies };
}

it('an invoice that is cleared on the account notes it once, and its row says so', async () => {
  const { house, invoice, bodies } = await paidHouse();
  const before = (await house.get('/v1/invoices')).body.data[0].settled;

  await house.wake('invoices.settle', queueEventOf([...bodies, ...bodies]));
  await house.drain();

  const settled = house.journal.stream.filter(({ facts }) =>
    facts.some(({ type }) => type === 'invoice.settled'),
  );
  expect(settled.map(({ id }) => id)).toEqual([invoice]);
  expect([before, (await house.get('/v1/invoices')).body.data[0].settled]).toEqual([null, 'paid']);
});

it('what is paid is shown as paid before the invoice has noted it', async () => {
  const { house, invoice } = await paidHouse();

  const told = await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: invoice } });

  expect(told.body).toMatchObject({ payment_status: 'paid', open: { amount: '0.00' } });
});

it('a cleared item of an invoice that nobody issued is parked', async () => {
  const { house, bodies } = await paidHouse();
  const { journal } = house.ports;
  const blind = {
    ...journal,
    latest: async (ref: { tenant: string; id: string }, consistency: 'eventual' | 'strong') =>
      ref.id.startsWith('inv_') ? undefined : journal.latest(ref, consistency),
  };

  const answer = await house.wake('invoices.settle', queueEventOf(bodies), { journal: blind });

  expect(failuresOf(answer)).toEqual([]);
  expect(house.journal.stream.at(-1)?.facts).toMatchObject([
    { data: { code: 'invoice.not_found', worker: 'invoices.settle' } },
  ]);
});

it('of a payment that clears several, one that cannot be settled does not keep the others open', async () => {
  const { house, invoice, bodies } = await paidHouse();
  const news = JSON.parse(bodies[0] ?? '{}');
  const commit = decode(news.commit) as Commit; // as the relay encoded it
  const stranger = { type: 'item.cleared', v: 1, data: { invoice: `inv_${'0'.repeat(26)}`, by: 'paid' } };
  const both = { ...news, commit: encode({ ...commit, facts: [stranger, ...commit.facts] }) };

  await house.wake('invoices.settle', queueEventOf([JSON.stringify(both)]));

  const types = house.journal.stream.slice(-2).map(({ id, facts }) => [id === invoice, facts[0]?.type]);
  expect(types).toEqual([
    [true, 'invoice.settled'],
    [false, 'message.parked'],
  ]);
});
