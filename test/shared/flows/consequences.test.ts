import { expect, it } from 'vitest';
import { isActedOn } from '../../../shared/flows/consequences.ts';
import type { Commit } from '../../../shared/ports.ts';
import { openBusiness, orderOf } from '../../kit/goods.ts';
import { openHouse } from '../../kit/house.ts';

async function houseWithDelivery() {
  const house = await openHouse();
  const { customer } = await openBusiness(house);
  const order = (await house.post('/v1/orders', orderOf(customer, { billing: 'on_fulfilment' }))).body.id;
  await house.post(
    '/v1/orders/{order_id}/fulfilments',
    { lines: [{ line: 1, quantity: '1' }], delivered_on: '2026-11-23' },
    { params: { order_id: order } },
  );
  const commits = house.journal.stream.filter(({ id }) => id === order) as [Commit, Commit];

  return { house, commits };
}

it('an order that is invoiced by delivery owes nothing when placed, and an invoice when delivered', async () => {
  const { house, commits } = await houseWithDelivery();
  const [placed, delivered] = commits;

  expect(await isActedOn(placed, 'invoices.issue', house.ports)).toBe(true);
  expect(await isActedOn(delivered, 'invoices.issue', house.ports)).toBe(false);
  await house.drain();
  expect(await isActedOn(delivered, 'invoices.issue', house.ports)).toBe(true);
});

it('a delivery under a head of an older shape is taken for not acted on, never for done', async () => {
  const { house, commits } = await houseWithDelivery();
  const [, delivered] = commits;
  const older: Commit = { ...delivered, head: { v: 0, state: {} } };
  await house.drain();

  expect(await isActedOn(older, 'invoices.issue', house.ports)).toBe(false);
});

it('a credit that was asked for is acted on once its note is there', async () => {
  const house = await openHouse();
  const { customer } = await openBusiness(house);
  const invoice = (await house.post('/v1/orders', orderOf(customer))).body.invoices[0];
  await house.drain();
  await house.post(
    '/v1/invoices/{invoice_id}/credit_notes',
    { reason: 'wrong' },
    { params: { invoice_id: invoice } },
  );
  const asked = house.journal.stream.findLast(({ id }) => id === invoice) as Commit;

  expect(await isActedOn(asked, 'credit_notes.issue', house.ports)).toBe(false);
  await house.drain();
  expect(await isActedOn(asked, 'credit_notes.issue', house.ports)).toBe(true);
});

it('where nothing tells, the news is sent again', async () => {
  const { house, commits } = await houseWithDelivery();

  expect(await isActedOn(commits[0], 'nobody.knows', house.ports)).toBe(false);
});
