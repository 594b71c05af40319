/** The invoice that several subscriptions will share: foreseen from any of them, come true, and told apart line by line. */
import { describe, expect, it } from 'vitest';
import { BUYER, made, orderOf, SELLER } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';
import { readPdf } from '../shared/documents/pdf-reader.ts';

const foreseen = async (house: House, id: string | undefined) =>
  house.get('/v1/subscriptions/{subscription_id}/next_invoice', { params: { subscription_id: id ?? '' } });

/** Two plans for one customer, the second charged in arrears, and the plans. */
async function opened() {
  const house = await openHouse({ start: '2026-04-01T10:00:00.000Z' });
  await made(house.post('/v1/legal_entities', { ...SELLER, vat_id: 'DE129273398' }));
  const buyer = await made(house.post('/v1/customers', { ...BUYER, invoice_grouping: 'by_billing_day' }));
  const plans = await Promise.all(
    [
      { name: 'Room', amount: '30.00' },
      { name: 'Calls', amount: '7.50', charge: 'in_arrears' },
    ].map(({ amount, ...plan }) =>
      made(
        house.post(
          '/v1/plans',
          { ...plan, interval: 'month', prices: [{ currency: 'EUR', amount }] },
          { key: plan.name },
        ),
      ),
    ),
  );
  const lines = plans.map((plan, index) => ({ description: `Sold ${index + 1}`, quantity: '1', plan }));
  const told = await house.post('/v1/orders', orderOf(buyer, { lines }));
  await house.drain();
  house.clock.set('2026-04-20T10:00:00.000Z');

  return { house, plans, subscriptions: told.body.subscriptions as string[] };
}

async function newestInvoice(house: House) {
  const [newest] = (await house.get('/v1/invoices')).body.data;

  return (await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: newest.id } })).body;
}

describe('the next invoice of subscriptions that share one', () => {
  it('is the same whichever is asked, and the one that comes', async () => {
    const { house, subscriptions } = await opened();

    const [one, other] = [await foreseen(house, subscriptions[0]), await foreseen(house, subscriptions[1])];
    house.clock.set('2026-05-01T10:00:00.000Z');
    await house.wake('billing.run', {});
    await house.drain();
    const invoice = await newestInvoice(house);

    expect(one.body).toMatchObject({
      subscriptions,
      period: { start: '2026-05-01', end: '2026-06-01' },
      lines: [{ subscription: subscriptions[0] }, { subscription: subscriptions[1] }],
      net: { amount: '37.50' },
    });
    expect(other.body).toMatchObject({ subscriptions, period: { start: '2026-04-01', end: '2026-05-01' } });
    for (const name of ['net', 'tax', 'total', 'lines']) expect(other.body[name]).toEqual(one.body[name]);
    expect(invoice).toMatchObject({ subscriptions, net: one.body.net, total: one.body.total });
  });

  it('says of each line whose it is, to people and to machines', async () => {
    const { house, subscriptions } = await opened();
    const { body } = await foreseen(house, subscriptions[0]);
    const pdf = await house.ports.documents.get(`previews/${house.tenant}/${body.pro_forma.sha256}.pdf`);
    house.clock.set('2026-05-01T10:00:00.000Z');
    await house.wake('billing.run', {});
    await house.drain();
    const params = { invoice_id: (await newestInvoice(house)).id };
    const xml = async (format: string) =>
      JSON.stringify((await house.get('/v1/invoices/{invoice_id}/xml', { params, query: { format } })).body);

    const printed = readPdf(pdf ?? new Uint8Array()).pages.join(' ');
    const [ubl, cii] = [await xml('ubl'), await xml('cii')];
    for (const subscription of subscriptions) {
      expect(printed).toContain(`Subscription: ${subscription}`);
      expect(ubl).toContain(`<cbc:Note>Subscription: ${subscription}</cbc:Note>`);
      expect(cii).toContain(`<ram:Content>Subscription: ${subscription}</ram:Content>`);
    }
  });

  it('holds what waits already, whichever is asked', async () => {
    const { house, plans, subscriptions } = await opened();
    house.clock.set('2026-05-01T10:00:00.000Z');
    await house.post('/v1/billing_runs', { only: { plan: plans[0] } });
    await house.drain();

    for (const each of subscriptions)
      expect((await foreseen(house, each)).body).toMatchObject({ subscriptions, net: { amount: '37.50' } });
  });

  it('is of one alone that comes when all others are gathered', async () => {
    const { house, plans, subscriptions } = await opened();
    house.clock.set('2026-05-01T10:00:00.000Z');
    await house.post('/v1/billing_runs', { only: { plan: plans[0] } });
    await house.drain();
    house.clock.set('2026-05-01T11:00:00.000Z');
    await house.drain();

    const { body } = await foreseen(house, subscriptions[1]);

    expect(body).toMatchObject({ subscriptions: [subscriptions[1]], net: { amount: '7.50' } });
  });
});
