/** Service withheld and granted again through the front door, held against the checker and reckoned again. */
import { describe, expect, it } from 'vitest';
import { LineExplanation } from '../../shared/contracts/explanations.ts';
import { amountMinorOf } from '../../shared/domain/invoices/wishes.ts';
import type { SubscriptionFact } from '../../shared/domain/subscriptions/facts.ts';
import { explainedNet } from '../checker/evaluator.ts';
import { made, openBusiness, orderOf } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';
import { foundIn, openMetered, runAt, use } from '../kit/metered.ts';

const SUBSCRIPTION = '/v1/subscriptions/{subscription_id}';
const HOST = { name: 'Reading room', interval: 'month', prices: [{ currency: 'EUR', amount: '249.95' }] };
const LOCKER = {
  name: 'Locker',
  kind: 'add_on',
  interval: 'month',
  prices: [{ currency: 'EUR', amount: '31.00' }],
};

const of = (subscription: string) => ({ params: { subscription_id: subscription } });

/** A subscription with an add-on, both from 1 July on. */
async function hosted(plan: object = {}) {
  const house = await openHouse({ start: '2026-07-01T10:00:00.000Z' });
  const { customer } = await openBusiness(house);
  const locker = await made(house.post('/v1/plans', LOCKER));
  const room = await made(house.post('/v1/plans', { ...HOST, ...plan }));
  const lines = [{ description: 'Reading room', quantity: '1', plan: room }];
  const told = await house.post('/v1/orders', orderOf(customer, { lines }));
  await house.drain();
  const [host = ''] = told.body.subscriptions as readonly string[];
  const adding = await house.post(`${SUBSCRIPTION}/add_ons`, { plan: locker }, { ...of(host), key: 'add' });
  await house.drain();

  return { house, host, addOn: adding.body.add_ons[0].subscription as string };
}

async function asked(house: House, id: string, verb: string, on: string, body?: object) {
  house.clock.set(`${on}T10:00:00.000Z`);
  const told = await house.post(`${SUBSCRIPTION}/${verb}`, body, of(id));
  await house.drain();

  return told;
}

const suspended = (house: House, id: string, on: string) =>
  asked(house, id, 'suspend', on, { reason: 'Unpaid for 40 days' });

const shown = async (house: House, id: string) => (await house.get(SUBSCRIPTION, of(id))).body;

async function billsOf(house: House, id: string) {
  const { body } = await house.get(`${SUBSCRIPTION}/reconciliation`, of(id));
  expect(body.difference.amount).toBe('0.00');

  return body.bills
    .toReversed()
    .map((bill: { start: string; billed: { amount: string } }) => `${bill.start} ${bill.billed.amount}`);
}

describe('a subscription whose service is suspended', () => {
  it('is given back 80.63 of 249.95 for 10 to 20 July by its next bill, and so is its add-on', async () => {
    const { house, host, addOn } = await hosted();

    const told = await suspended(house, host, '2026-07-10');
    expect(told.body).toMatchObject({
      ...{ status: 'active', service: 'suspended', paused_from: null },
      suspension: { reason: 'Unpaid for 40 days', from: '2026-07-10' },
    });
    expect(await shown(house, addOn)).toMatchObject({ service: 'suspended' });
    expect(await foundIn(house)).toEqual([]);

    const back = await asked(house, host, 'reinstate', '2026-07-20');
    expect(back.body).toMatchObject({ service: 'granted', suspension: null });
    expect(await shown(house, addOn)).toMatchObject({ service: 'granted' });
    const { body: next } = await house.get(`${SUBSCRIPTION}/next_invoice`, of(host));
    expect(next.lines.map((line: { net: { amount: string } }) => line.net.amount)).toEqual([
      '-80.63',
      '249.95',
    ]);
    await runAt(house, '2026-08-01T10:00:00.000Z');

    expect(await billsOf(house, host)).toEqual(['2026-07-01 249.95', '2026-08-01 169.32']);
    expect(await billsOf(house, addOn)).toEqual(['2026-07-01 31.00', '2026-08-01 21.00']);
    const { body: invoices } = await house.get('/v1/invoices');
    const [explained] = await explainedOf(house, invoices.data);
    expect(explained).toMatchObject({
      ...{ rule: 'credit_for_suspension', net: '-80.63' },
      days: { counted: 10, of: 31, start: '2026-07-10', end: '2026-07-20' },
    });
    expect(explained?.sentence).toContain('the service was suspended, which gives back -80.63 EUR');
    expect(explainedNet(explained ?? {})).toBe(-8_063n);
    expect(await foundIn(house)).toEqual([]);
  });

  it('is given back what two suspensions come to together, and each line says what the one before gave', async () => {
    const { house, host } = await hosted();
    for (const [off, on] of [
      ['2026-07-05', '2026-07-14'],
      ['2026-07-19', '2026-07-28'],
    ] as const) {
      await suspended(house, host, off);
      await asked(house, host, 'reinstate', on);
    }
    await runAt(house, '2026-08-01T10:00:00.000Z');

    // 18 of 31 days of 249.95 are 145.13; 9 of them would be 72.57 each.
    expect(await billsOf(house, host)).toEqual(['2026-07-01 249.95', '2026-08-01 104.82']);
    const { body: invoices } = await house.get('/v1/invoices');
    const ids = invoices.data as readonly { id: string }[];
    const told = await Promise.all(
      ids.flatMap(({ id }) => ['1', '2'].map((line) => explainedLine(house, { invoice_id: id, line }))),
    );
    const later = told.find((each) => each?.given_back_before?.list === '72.57');
    expect(later).toMatchObject({
      ...{ rule: 'credit_for_suspension', net: '-72.56' },
      given_back_before: { days: 9, list: '72.57', discount: '0.00' },
    });
    expect(later?.sentence).toContain('rounded with the 9 days given back before, gives back -72.56 EUR');
    expect(explainedNet(later ?? {})).toBe(-7_256n);
    expect(await foundIn(house)).toEqual([]);
  });

  it('is not billed over a boundary, and then from the day on which it is reinstated', async () => {
    const { house, host, addOn } = await hosted();
    await suspended(house, host, '2026-07-22');
    await runAt(house, '2026-08-01T10:00:00.000Z');
    expect((await shown(house, host)).next_billing_at).toBeNull();
    expect(await foundIn(house)).toEqual([]);

    await asked(house, host, 'reinstate', '2026-08-16');
    await runAt(house, '2026-09-01T10:00:00.000Z');

    expect(await billsOf(house, addOn)).toEqual(['2026-07-01 31.00', '2026-08-16 6.00', '2026-09-01 31.00']);
    expect((await billsOf(house, host)).at(-1)).toBe('2026-09-01 249.95');
    expect(await foundIn(house)).toEqual([]);
  });

  it('is given its days back once where it ends meanwhile', async () => {
    const { house, host } = await hosted();
    await suspended(house, host, '2026-07-11');
    await asked(house, host, 'cancel', '2026-07-21', { at: 'now', credit: 'credit' });

    const notes = house.journal.stream.flatMap(({ facts }) => facts as readonly SubscriptionFact[]);
    const back = notes.flatMap((fact) =>
      fact.type === 'subscription.ended'
        ? (fact.data.settlement?.notes.flatMap(({ lines }) => lines) ?? [])
        : [],
    );
    expect(back.map(amountMinorOf).toSorted()).toEqual([16_932n, 2_100n]);
    expect((await house.get('/v1/credit_notes')).body.data).toHaveLength(2);
    expect(await foundIn(house)).toEqual([]);
  });

  it('is charged as before where its plan says so', async () => {
    const { house, host } = await hosted({ rules: { suspension_billed: 'yes' } });
    await suspended(house, host, '2026-07-10');
    await runAt(house, '2026-08-01T10:00:00.000Z');
    await asked(house, host, 'reinstate', '2026-08-05');

    expect(await billsOf(house, host)).toEqual(['2026-07-01 249.95', '2026-08-01 249.95']);
    expect(await foundIn(house)).toEqual([]);
  });

  it('is charged for what it used meanwhile', async () => {
    const { house, subscription } = await openMetered();
    await suspended(house, subscription, '2026-01-11');
    expect(await use({ house, subscription }, ['2026-01-11T09:00:00.000Z', '100'])).toEqual(['recorded']);
    await asked(house, subscription, 'reinstate', '2026-01-21');
    await runAt(house, '2026-02-02T10:00:00.000Z');

    expect(await billsOf(house, subscription)).toEqual(['2026-01-01 11.78']);
    expect(await foundIn(house)).toEqual([]);
  });

  it('is billed what was charged once, though it ends before any of its days is charged', async () => {
    const { house, subscription } = await openMetered({ meters: [] });
    await suspended(house, subscription, '2026-01-01');
    const repair = { description: 'Repair', quantity: '1', unit_amount: '27.99' };
    const added = await house.post(`${SUBSCRIPTION}/charges`, repair, of(subscription));
    await asked(house, subscription, 'cancel', '2026-01-04', { at: 'period_end' });
    await runAt(house, '2026-01-05T10:00:00.000Z');

    expect(added.status).toBe(200);
    expect(await billsOf(house, subscription)).toEqual(['2026-01-01 27.99']);
    expect(await foundIn(house)).toEqual([]);
  });

  it('is refused by name what it cannot be asked', async () => {
    const { house, host, addOn } = await hosted();
    const code = async (told: ReturnType<typeof asked>) => (await told).body.code;

    expect(await code(suspended(house, addOn, '2026-07-10'))).toBe('subscription.follows_host');
    expect(await code(asked(house, host, 'reinstate', '2026-07-10'))).toBe('subscription.not_suspended');
    await suspended(house, host, '2026-07-10');
    expect(await code(suspended(house, host, '2026-07-10'))).toBe('subscription.already_suspended');
    expect(await code(asked(house, addOn, 'reinstate', '2026-07-10'))).toBe('subscription.follows_host');
    await asked(house, host, 'cancel', '2026-07-11', { at: 'now' });
    expect(await code(asked(house, host, 'reinstate', '2026-07-12'))).toBe('subscription.ended');
    expect(await code(suspended(house, 'sub_nobody', '2026-07-12'))).toBe('subscription.not_found');
  });
});

/** The explanations of what the subscription is given back, without its add-on's 10 of 31 days of 31.00. */
async function explainedOf(house: House, invoices: readonly { id: string; total: unknown }[]) {
  const told = await Promise.all(
    invoices.map(({ id }) =>
      house.get('/v1/invoices/{invoice_id}/lines/{line}/explanation', {
        params: { invoice_id: id, line: '1' },
      }),
    ),
  );
  const explanations = told.map(({ body }) => LineExplanation.parse(body));

  return explanations.filter(({ rule, net }) => rule === 'credit_for_suspension' && net !== '-10.00');
}

async function explainedLine(house: House, params: Readonly<Record<string, string>>) {
  const { status, body } = await house.get('/v1/invoices/{invoice_id}/lines/{line}/explanation', { params });

  return status === 200 ? LineExplanation.parse(body) : null;
}
