/** What a subscription is invoiced next, foreseen, and then come true. */
import { beforeEach, describe, expect, it } from 'vitest';
import { made, openBusiness } from '../../kit/goods.ts';
import { type House, openHouse } from '../../kit/house.ts';
import { readPdf } from '../../shared/documents/pdf-reader.ts';

const ROUTE = '/v1/subscriptions/{subscription_id}/next_invoice';
const PLAN = { name: 'Reading room', interval: 'month', prices: [{ currency: 'EUR', amount: '19.90' }] };
const START = '2026-01-31T10:00:00.000Z';

let house: House;
let customer: string;

beforeEach(async () => {
  house = await openHouse({ start: START });
  ({ customer } = await openBusiness(house));
});

async function subscribed(plan: Record<string, unknown> = {}): Promise<string> {
  const id = await made(house.post('/v1/plans', { ...PLAN, ...plan }));
  const line = { description: 'Reading room', quantity: '2', plan: id };
  const { body } = await house.post('/v1/orders', {
    customer,
    currency: 'EUR',
    language: 'de',
    lines: [line],
  });
  await house.drain();

  return body.subscriptions[0];
}

const foreseen = (subscription: string) => house.get(ROUTE, { params: { subscription_id: subscription } });

/** The newest invoice once a run has billed what is owed at an instant. */
async function invoicedAt(instant: string) {
  house.clock.set(instant);
  await house.post('/v1/billing_runs', {}, { key: instant });
  await house.drain();
  const [newest] = (await house.get('/v1/invoices')).body.data;

  return (await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: newest.id } })).body;
}

describe('the next invoice of a subscription', () => {
  it.each(['after_tax', 'before_tax'])(
    'shows the credits that it would use (%s), keeps none of them, and comes true',
    async (prepaid_position) => {
      const seller = (await house.get('/v1/tenant')).body.legal_entities[0];
      await house.ask({
        ...{ method: 'PATCH', route: '/v1/legal_entities/{legal_entity_id}', key: 'position' },
        ...{
          params: { legal_entity_id: seller },
          body: { prepaid_position, revenue_recognition: 'at_invoice' },
        },
      });
      const subscription = await subscribed();
      const grants = '/v1/customers/{customer_id}/credit_grants';
      const credits = { currency: 'EUR', reason: 'Welcome', credits: '5' };
      for (const more of [{}, { expires_on: '2026-02-28' }])
        await house.post(grants, { ...credits, ...more }, { params: { customer_id: customer } });
      await house.drain();
      const before = house.journal.stream.length;

      const { body } = await foreseen(subscription);
      const facts = house.journal.stream.length - before;
      const invoice = await invoicedAt(body.due_at);

      const used = { amount: '5.00', currency: 'EUR' };
      const name = prepaid_position === 'after_tax' ? 'prepaid' : 'prepaid_before_tax';
      expect(facts).toBe(0);
      expect(body).toMatchObject({ [name]: used, prepaid: invoice.prepaid });
      expect(body.prepaid_before_tax).toEqual(invoice.prepaid_before_tax);
      expect([body.net, body.tax, body.total, body.due]).toEqual([
        invoice.net,
        invoice.tax,
        invoice.total,
        invoice.due,
      ]);
    },
  );

  it('is what is invoiced when it is due, if nothing changes until then', async () => {
    const subscription = await subscribed();
    const change = { quantity: '3', at: 'period_end' };
    const params = { subscription_id: subscription };
    await house.ask({
      ...{ method: 'POST', route: '/v1/subscriptions/{subscription_id}/change', params },
      ...{ body: change, key: 'three' },
    });

    const { status, body } = await foreseen(subscription);
    const invoice = await invoicedAt(body.due_at);

    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ due_at: '2026-02-27T23:00:00.000Z', issue_date: '2026-02-28' },
      period: { start: '2026-02-28', end: '2026-03-31' },
      lines: [{ net: { amount: '59.70' } }],
      ...{ net: { amount: '59.70' }, tax: { amount: '11.34' }, total: { amount: '71.04' } },
    });
    for (const name of ['net', 'tax', 'total']) expect(invoice[name]).toEqual(body[name]);
    expect(invoice.issue_date).toBe(body.issue_date);
  });

  it('is printed as a pro forma in the customer’s language, and leaves no fact', async () => {
    const subscription = await subscribed();
    const before = house.journal.stream.length;

    const { body } = await foreseen(subscription);
    const pdf = await house.ports.documents.get(`previews/${house.tenant}/${body.pro_forma.sha256}.pdf`);
    const text = readPdf(pdf ?? new Uint8Array()).pages.join(' ');

    expect(text).toContain('Proforma');
    expect(text).toContain('47,36');
    expect(house.journal.stream).toHaveLength(before);
  });

  it('sees through a trial that has not even begun to the first charge behind it', async () => {
    const subscription = await subscribed({ trial_days: 10 });

    expect((await foreseen(subscription)).body).toMatchObject({
      period: { start: '2026-02-10', end: '2026-03-10' },
      total: { amount: '47.36' },
    });
  });

  it('charges the usage that was told by now', async () => {
    const meters = [{ code: 'calls', aggregation: 'sum', prices: [{ currency: 'EUR', amount: '0.10' }] }];
    const subscription = await subscribed({ meters, grace_hours: 0 });
    house.clock.set('2026-02-10T12:00:00.000Z');
    const event = { id: 'a', subscription, meter: 'calls', at: '2026-02-10T10:00:00.000Z', quantity: '50' };
    await house.post('/v1/usage_events', { events: [event] });

    const { body } = await foreseen(subscription);

    expect(body.lines).toMatchObject([{ net: { amount: '39.80' } }, { net: { amount: '5.00' } }]);
  });

  it('is refused where none will come, where there is no subscription, and where its customer was erased', async () => {
    const ended = await subscribed();
    const params = { subscription_id: ended };
    await house.ask({
      ...{ method: 'POST', route: '/v1/subscriptions/{subscription_id}/cancel', params },
      body: { at: 'period_end' },
    });
    const none = await foreseen(ended);
    const unknown = await foreseen(`sub_${'0'.repeat(26)}`);
    await house.ask({
      ...{ method: 'POST', route: '/v1/customers/{customer_id}/erase', params: { customer_id: customer } },
    });
    await house.drain();

    expect(none).toMatchObject({ status: 422, body: { code: 'subscription.nothing_to_bill' } });
    expect(unknown).toMatchObject({ status: 404, body: { code: 'subscription.not_found' } });
    expect(await foreseen(ended)).toMatchObject({ body: { code: 'customer.erased' } });
  });
});
