/** Price models through the front door: from a plan to the lines of an invoice, held against the checker. */
import { describe, expect, it } from 'vitest';
import { LineExplanation } from '../../shared/contracts/explanations.ts';
import { explainedNet } from '../checker/evaluator.ts';
import { made, openBusiness, orderOf } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';
import { billedLines, CALLS, foundIn, openMetered, runAt, use } from '../kit/metered.ts';

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

describe('what is charged once', () => {
  const setup = [{ currency: 'EUR', amount: '99.00' }];
  const CHARGES = `${SUBSCRIPTION}/charges`;
  const training = { description: 'Training day', quantity: '2', unit_amount: '500.00' };

  it('for setting up stands on the first bill, whole beside a prorated stub and behind a trial', async () => {
    const begin = { subscription: { alignment: 'calendar' } };
    const { house, subscription } = await subscribed({ setup, trial_days: 15 }, begin);
    const at = { params: { subscription_id: subscription } };

    expect((await house.get(SUBSCRIPTION, at)).body).toMatchObject({
      status: 'trialing',
      pending_charges: [{ id: 'setup', quantity: '1', unit_amount: '99.00', on: '2026-04-01' }],
    });
    await runAt(house, '2026-04-16T10:00:00.000Z');
    await runAt(house, '2026-05-01T10:00:00.000Z');

    expect(await netsOf(house)).toEqual([['15.00', '99.00'], ['30.00']]);
    expect((await house.get(SUBSCRIPTION, at)).body.pending_charges).toEqual([]);
    expect(await foundIn(house)).toEqual([]);
  });

  it('is on the next bill of a period and never prorated, asked for once, and lowered by no coupon', async () => {
    const { house, subscription } = await subscribed({});
    const at = { params: { subscription_id: subscription }, key: 'once' };
    await house.post(
      `${SUBSCRIPTION}/coupons`,
      { name: 'Half', off: { percent: '50' } },
      { ...at, key: 'half' },
    );
    house.clock.set('2026-04-16T10:00:00.000Z');

    const first = await house.post(CHARGES, training, at);
    const again = await house.post(CHARGES, training, at);
    const other = await house.post(CHARGES, { ...training, quantity: '3' }, at);
    await house.post(`${SUBSCRIPTION}/change`, { quantity: '2' }, { ...at, key: 'more' });
    await house.drain();
    await runAt(house, '2026-05-01T10:00:00.000Z');

    expect([first.status, again.status, again.body.pending_charges.length]).toEqual([200, 200, 1]);
    expect(other.body.code).toBe('idempotency.key_reused');
    expect(await netsOf(house)).toEqual([['30.00'], ['-15.00', '30.00'], ['30.00', '1000.00']]);
    expect(await explained(house, 2)).toMatchObject({
      rule: 'one_off',
      quantity: '2',
      days: null,
      net: '1000.00',
      sentence: '2 × 500 EUR are charged once, for 2026-04-16: 1000.00 EUR.',
    });
    expect(await foundIn(house)).toEqual([]);
  });

  it('can be withdrawn until it is billed, and is bounded', async () => {
    const { house, subscription } = await subscribed({});
    const at = { params: { subscription_id: subscription } };
    const ids: string[] = [];
    for (let count = 1; count <= 10; count += 1) {
      const told = await house.post(CHARGES, training, { ...at, key: `charge ${count}` });
      ids.push(told.body.pending_charges.at(-1).id);
    }
    const withdraw = (charge: string | undefined) =>
      house.post(`${CHARGES}/{charge_id}/withdraw`, undefined, {
        params: { ...at.params, charge_id: charge ?? '' },
      });

    expect((await house.post(CHARGES, training, { ...at, key: 'more' })).body.code).toBe('charge.too_many');
    for (const id of ids.slice(1)) expect((await withdraw(id)).status).toBe(200);
    await runAt(house, '2026-05-01T10:00:00.000Z');

    expect(await withdraw(ids[0])).toMatchObject({ status: 404, body: { code: 'charge.not_found' } });
    expect(await netsOf(house)).toEqual([['30.00'], ['30.00', '1000.00']]);
    expect(await foundIn(house)).toEqual([]);
  });

  it('is billed by itself where the subscription ends before another bill, which still gives back unused days', async () => {
    const { house, subscription } = await subscribed({});
    const at = { params: { subscription_id: subscription } };
    house.clock.set('2026-04-16T10:00:00.000Z');
    await house.post(CHARGES, training, at);

    await house.post(`${SUBSCRIPTION}/cancel`, { at: 'now', credit: 'credit' }, at);
    await house.drain();
    await runAt(house, '2026-04-16T12:00:00.000Z');

    expect((await house.get(SUBSCRIPTION, at)).body).toMatchObject({ status: 'ended', pending_charges: [] });
    expect(await netsOf(house)).toEqual([['30.00'], ['1000.00']]);
    expect((await house.get('/v1/credit_notes')).body.data).toHaveLength(1);
    const again = await house.get(`${SUBSCRIPTION}/reconciliation`, at);
    expect(again.body.difference.amount).toBe('0.00');
    expect(await foundIn(house)).toEqual([]);
  });

  it('is refused where it would never be billed', async () => {
    const { house, subscription } = await subscribed({ trial_days: 15 });
    const at = { params: { subscription_id: subscription } };
    await house.post(`${SUBSCRIPTION}/cancel`, { at: 'period_end' }, at);

    const told = await house.post(CHARGES, training, at);

    expect(told.body.code).toBe('subscription.cancelled');
  });
});

describe('a price by a matrix', () => {
  const matrix = {
    model: 'matrix',
    dimensions: ['region', 'size'],
    cells: [
      { values: ['eu', 'small'], amount: '10.00' },
      { values: ['eu', 'large'], amount: '25.00' },
    ],
    default: '40.00',
  };
  const prices = (more: object = {}) => [{ currency: 'EUR', price: { ...matrix, ...more } }];
  const bySize = (region: string, size: string) => ({ subscription: { dimensions: { region, size } } });

  it.each([
    ['eu', 'small', '20.00'],
    ['eu', 'large', '50.00'],
    ['us', 'small', '80.00'],
  ])('charges two of %s, %s at %s', async (region, size, net) => {
    const { house } = await subscribed({ prices: prices() }, { quantity: '2', ...bySize(region, size) });

    expect(await netsOf(house)).toEqual([[net]]);
    expect(await explained(house, 1)).toMatchObject({ cells: [{ values: [region, size], quantity: '2' }] });
    expect(await foundIn(house)).toEqual([]);
  });

  it('gives back the rest in the old cell and charges it in the new one', async () => {
    const { house, subscription } = await subscribed({ prices: prices() }, bySize('eu', 'small'));
    const at = { params: { subscription_id: subscription } };
    house.clock.set('2026-04-16T10:00:00.000Z');

    const told = await house.post(`${SUBSCRIPTION}/change`, { dimensions: { size: 'large' } }, at);
    await house.drain();
    await runAt(house, '2026-05-01T10:00:00.000Z');

    expect(told.body.dimensions).toEqual({ region: 'eu', size: 'large' });
    expect(await netsOf(house)).toEqual([['10.00'], ['-5.00', '12.50'], ['25.00']]);
    expect(await foundIn(house)).toEqual([]);
  });

  it('refuses values that have neither a cell nor a default', async () => {
    const ordered = await subscribed({ prices: prices({ default: null }) }, bySize('us', 'small'));
    const unnamed = await subscribed({ prices: prices({ default: null }) });
    const { house, subscription } = await subscribed(
      { prices: prices({ default: null }) },
      bySize('eu', 'small'),
    );
    const at = { params: { subscription_id: subscription } };

    const changed = await house.post(`${SUBSCRIPTION}/change`, { dimensions: { size: 'huge' } }, at);

    for (const { body } of [ordered.told, unnamed.told, changed])
      expect(body.code).toBe('price.cell_missing');
  });

  it.each([
    ['a cell of too few values', { cells: [{ values: ['eu'], amount: '1' }] }],
    ['two cells of the same values', { cells: [matrix.cells[0], matrix.cells[0]] }],
  ])('is not published with %s', async (_, wrong) => {
    const house = await openHouse({ start: '2026-04-01T10:00:00.000Z' });
    await openBusiness(house);

    const told = await house.post('/v1/plans', { ...PLAN, prices: prices(wrong) });

    expect(told.body.code).toBe('request.invalid');
  });

  it('charges each event by its dimension, and corrects what comes late', async () => {
    const own = { model: 'matrix', dimensions: ['region'], default: '3.00' };
    const cells = [
      { values: ['eu'], amount: '1.00' },
      { values: ['us'], amount: '2.00' },
    ];
    const meter = { ...CALLS, prices: [{ currency: 'EUR', price: { ...own, cells } }] };
    const at = await openMetered({ meters: [meter] });
    at.house.clock.set('2026-01-20T10:00:00.000Z');
    await use(
      at,
      ['2026-01-10T12:00:00.000Z', '2', { dimension: 'eu' }],
      ['2026-01-11T12:00:00.000Z', '3', { dimension: 'us' }],
      ['2026-01-12T12:00:00.000Z', '1.5', { dimension: 'eu' }],
      ['2026-01-13T12:00:00.000Z', '1', { dimension: 'br' }],
    );
    await runAt(at.house, '2026-02-01T10:00:00.000Z');

    expect(
      billedLines(at).map((lines) => lines.map(([kind, , , quantity, net]) => [kind, quantity, net])),
    ).toEqual([
      [
        ['whole', '1', '1000'],
        ['usage', '7.5', '1250'],
      ],
    ]);
    expect(await explained(at.house, 2)).toMatchObject({
      rule: 'usage',
      cells: [
        { values: ['eu'], quantity: '3.5' },
        { values: ['us'], quantity: '3' },
        { values: null, quantity: '1' },
      ],
      parts: [
        { units: '3.5', rate: '1' },
        { units: '3', rate: '2' },
        { units: '1', rate: '3' },
      ],
    });
    await use(at, ['2026-01-14T12:00:00.000Z', '4', { dimension: 'us' }]);
    await runAt(at.house, '2026-03-01T10:00:00.000Z');

    expect(billedLines(at)[1]?.map(([kind, , , , net]) => [kind, net])).toEqual([
      ['whole', '1000'],
      ['usage', '0'],
      ['correction', '800'],
    ]);
    expect(await foundIn(at.house)).toEqual([]);
  });

  it('refuses an event whose dimension has no price', async () => {
    const price = { model: 'matrix', dimensions: ['region'], cells: [{ values: ['eu'], amount: '1' }] };
    const at = await openMetered({ meters: [{ ...CALLS, prices: [{ currency: 'EUR', price }] }] });

    const told = await use(
      at,
      ['2026-01-01T08:00:00.000Z', '1', { dimension: 'us' }],
      ['2026-01-01T08:00:00.000Z', '1'],
    );

    expect(told).toEqual(['usage.dimension_unknown', 'usage.dimension_unknown']);
  });
});
