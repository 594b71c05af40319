/** Price models through the front door: from a plan to the lines of an invoice, held against the checker. */
import { describe, expect, it } from 'vitest';
import { LineExplanation } from '../../shared/contracts/explanations.ts';
import { explainedNet } from '../checker/evaluator.ts';
import { made, openBusiness, orderOf } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';
import { foundIn, runAt } from '../kit/metered.ts';

const SUBSCRIPTION = '/v1/subscriptions/{subscription_id}';
const PLAN = { name: 'Reading room', interval: 'month', prices: [{ currency: 'EUR', amount: '30.00' }] };

/** A subscription of a plan in a house, from the day of the order on. */
async function subscribed(plan: object, line: object = {}, start = '2026-04-01T10:00:00.000Z') {
  const house = await openHouse({ start });
  const { customer } = await openBusiness(house);
  const id = await made(house.post('/v1/plans', { ...PLAN, ...plan }));
  const lines = [{ description: 'Reading room', quantity: '1', plan: id, ...line }];
  const told = await house.post('/v1/orders', orderOf(customer, { lines }));
  await house.drain();
  const [subscription = ''] = (told.body.subscriptions ?? []) as readonly string[];

  return { house, customer, plan: id, subscription, told };
}

/** The nets of the lines of each invoice, in the order of their issue. */
async function netsOf(house: House): Promise<readonly (readonly string[])[]> {
  const { data } = (await house.get('/v1/invoices')).body;
  const nets: string[][] = [];
  for (const { id } of data.toReversed()) {
    const { lines } = (await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: id } })).body;
    nets.push(lines.map(({ net }: { net: { amount: string } }) => net.amount));
  }

  return nets;
}

/** The explanation of a line of the newest invoice, which the evaluator agrees with. */
async function explained(house: House, line: number) {
  const [{ id }] = (await house.get('/v1/invoices')).body.data;
  const params = { invoice_id: id, line: String(line) };
  const told = await house.get('/v1/invoices/{invoice_id}/lines/{line}/explanation', { params });
  const explanation = LineExplanation.parse(told.body);
  expect(explainedNet(explanation)).toBe(BigInt(explanation.net.replace('.', '')));

  return explanation;
}

describe('a plan with introductory prices', () => {
  const phases = [
    { periods: 2, prices: [{ currency: 'EUR', amount: '10.00' }] },
    { periods: 1, prices: [{ currency: 'EUR', amount: '20.00' }] },
  ];

  it('shows them, charges them one after the other, and then its own price', async () => {
    const { house, plan, subscription } = await subscribed({ phases });
    const at = { params: { subscription_id: subscription } };

    expect((await house.get('/v1/plans/{plan_id}', { params: { plan_id: plan } })).body.phases).toEqual(
      phases,
    );
    expect((await house.get(SUBSCRIPTION, at)).body).toMatchObject({
      unit_price: '30.00',
      phases: [
        { price: { amount: '10.00' }, until: '2026-06-01' },
        { price: { amount: '20.00' }, until: '2026-07-01' },
      ],
    });
    await runAt(house, '2026-05-01T10:00:00.000Z');
    expect((await explained(house, 1)).price).toMatchObject({ amount: '10.00' });
    const preview = await house.post(`${SUBSCRIPTION}/preview`, { quantity: '2', at: 'period_end' }, at);
    expect(preview.body.bill.net).toEqual({ amount: '40.00', currency: 'EUR' });
    await runAt(house, '2026-06-01T10:00:00.000Z');
    await runAt(house, '2026-07-01T10:00:00.000Z');

    expect(await netsOf(house)).toEqual([['10.00'], ['10.00'], ['20.00'], ['30.00']]);
    expect((await house.get(SUBSCRIPTION, at)).body.phases).toEqual([]);
    expect(await foundIn(house)).toEqual([]);
  });

  it('needs a price in the currency of the order, and can be charged at the quantity', async () => {
    const dollars = [{ periods: 1, prices: [{ currency: 'USD', amount: '10.00' }] }];
    const short = { model: 'volume', tiers: [{ up_to: '5', unit_amount: '1' }] };
    const bounded = [{ periods: 1, prices: [{ currency: 'EUR', price: short }] }];

    const missing = await subscribed({ phases: dollars });
    const beyond = await subscribed({ phases: bounded }, { quantity: '6' });

    expect(missing.told.body.code).toBe('plan.currency_missing');
    expect(beyond.told.body.code).toBe('price.quantity_beyond_tiers');
  });
});
