/** Add-ons through the front door: from the catalogue to their own invoices, held against the checker and reckoned again. */
import { describe, expect, it } from 'vitest';
import { made, openBusiness, orderOf } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';
import { foundIn, runAt } from '../kit/metered.ts';

const SUBSCRIPTION = '/v1/subscriptions/{subscription_id}';
const ADD_ONS = `${SUBSCRIPTION}/add_ons`;
const HOST = { name: 'Reading room', interval: 'month', prices: [{ currency: 'EUR', amount: '30.00' }] };
const LOCKER = {
  name: 'Locker',
  kind: 'add_on',
  interval: 'month',
  prices: [{ currency: 'EUR', amount: '12.00' }],
};
const TRAINING = {
  name: 'Training day',
  kind: 'one_off',
  interval: 'month',
  prices: [{ currency: 'EUR', amount: '500.00' }],
};
const YEARLY = { interval: 'year', prices: [{ currency: 'EUR', amount: '3650.00' }] };

/** A host in a house, from the day of the order on, and an add-on in the catalogue. */
async function hosted(of: { host?: object; addOn?: object; line?: object; start?: string } = {}) {
  const house = await openHouse({ start: of.start ?? '2026-04-01T10:00:00.000Z' });
  const { customer } = await openBusiness(house);
  const addOn = await made(house.post('/v1/plans', { ...LOCKER, ...of.addOn }));
  const plan = await made(house.post('/v1/plans', { ...HOST, ...of.host }));
  const lines = [{ description: 'Reading room', quantity: '1', plan, ...of.line }];
  const told = await house.post('/v1/orders', orderOf(customer, { lines }));
  await house.drain();
  const [subscription = ''] = (told.body.subscriptions ?? []) as readonly string[];

  return { house, customer, plan, addOn, subscription, at: { params: { subscription_id: subscription } } };
}

type Hosted = Awaited<ReturnType<typeof hosted>>;

/** Adds it, and tells the id of its own subscription. */
async function added({ house, addOn, at }: Hosted, body: object = {}, key = 'add'): Promise<string> {
  const told = await house.post(ADD_ONS, { plan: addOn, ...body }, { ...at, key });
  expect(told.status, JSON.stringify(told.body)).toBe(200);
  await house.drain();

  return told.body.add_ons.at(-1)?.subscription ?? '';
}

const shown = async (house: House, id: string) =>
  (await house.get(SUBSCRIPTION, { params: { subscription_id: id } })).body;

/** The periods and nets that a subscription was billed, and what reckoning them again misses. */
async function reckoned(house: House, id: string) {
  const { body } = await house.get(`${SUBSCRIPTION}/reconciliation`, { params: { subscription_id: id } });

  return {
    bills: body.bills
      .toReversed()
      .map((bill: { start: string; billed: { amount: string } }) => `${bill.start} ${bill.billed.amount}`),
    difference: body.difference.amount,
  };
}

async function runsAt(house: House, days: readonly string[]) {
  for (const day of days) await runAt(house, `${day}T10:00:00.000Z`);
}

describe('an add-on of a running subscription', () => {
  it('3650 a year with 30 days left is 300.00 at once, then whole with the year of its host', async () => {
    const of = await hosted({ host: YEARLY, addOn: YEARLY, start: '2026-01-01T10:00:00.000Z' });
    const { house, subscription } = of;
    house.clock.set('2026-12-02T10:00:00.000Z');

    const addOn = await added(of);
    await runsAt(house, ['2027-01-01']);

    expect(await reckoned(house, addOn)).toEqual({
      bills: ['2026-12-02 300.00', '2027-01-01 3650.00'],
      difference: '0.00',
    });
    expect((await shown(house, subscription)).add_ons).toMatchObject([{ subscription: addOn }]);
    expect(await shown(house, addOn)).toMatchObject({ host: subscription, anchor_date: '2027-01-01' });
    expect(await foundIn(house)).toEqual([]);
  });

  it('charged once is 2 × 500 whole whatever day it is, on the next bill of its host', async () => {
    const of = await hosted();
    const { house, subscription, at } = of;
    const plan = await made(house.post('/v1/plans', TRAINING));
    house.clock.set('2026-04-16T10:00:00.000Z');

    const preview = await house.post(`${ADD_ONS}/preview`, { plan, quantity: '2' }, at);
    const told = await house.post(
      ADD_ONS,
      { plan, quantity: '2', preview: preview.body.preview },
      { ...at, key: 'once' },
    );
    await runsAt(house, ['2026-05-01']);

    expect(preview.body.bill.net.amount).toBe('1000.00');
    expect(told.body.pending_charges).toMatchObject([
      { quantity: '2', unit_amount: '500.00', on: '2026-04-16' },
    ]);
    expect((await reckoned(house, subscription)).bills).toEqual(['2026-04-01 30.00', '2026-05-01 1030.00']);
    expect(await foundIn(house)).toEqual([]);
  });

  it('returns to the anchor day 31 of its host after every shorter month', async () => {
    const of = await hosted({ start: '2026-01-31T10:00:00.000Z' });
    const { house } = of;
    house.clock.set('2026-02-14T10:00:00.000Z');

    const addOn = await added(of);
    await runsAt(house, ['2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31']);

    expect((await reckoned(house, addOn)).bills).toEqual([
      '2026-02-14 6.00',
      '2026-02-28 12.00',
      '2026-03-31 12.00',
      '2026-04-30 12.00',
      '2026-05-31 12.00',
    ]);
    expect(await foundIn(house)).toEqual([]);
  });

  it('begins with the next period or on a day, at a multiple of the rhythm where its plan says so', async () => {
    const of = await hosted({ addOn: { interval: 'quarter' } });
    const { house } = of;
    house.clock.set('2026-04-16T10:00:00.000Z');

    const next = await added(of, { at: 'period_end' }, 'next');
    const later = await added(of, { at: '2026-05-16' }, 'later');
    await runsAt(house, ['2026-05-01', '2026-05-16', '2026-06-01', '2026-08-01']);

    expect((await reckoned(house, next)).bills).toEqual(['2026-05-01 12.00', '2026-08-01 12.00']);
    // 16 of the 92 days of the quarter before June.
    expect((await reckoned(house, later)).bills).toEqual(['2026-05-16 2.09', '2026-06-01 12.00']);
    expect(await foundIn(house)).toEqual([]);
  });

  it('is agreed to by the hash of its preview, and once for each request', async () => {
    const of = await hosted();
    const { house, at, addOn } = of;
    house.clock.set('2026-04-16T10:00:00.000Z');
    const { body: preview } = await house.post(`${ADD_ONS}/preview`, { plan: addOn, quantity: '2' }, at);
    const agreed = { plan: addOn, quantity: '2', preview: preview.preview };

    expect(preview.bill).toMatchObject({
      period: { start: '2026-04-16', end: '2026-05-01' },
      net: { amount: '12.00' },
    });
    house.clock.set('2026-04-17T10:00:00.000Z');
    expect((await house.post(ADD_ONS, agreed, { ...at, key: 'stale' })).body.code).toBe(
      'subscription.preview_stale',
    );
    house.clock.set('2026-04-16T12:00:00.000Z');
    await added(of, agreed);
    await added(of, agreed);
    expect((await house.post(ADD_ONS, { plan: addOn }, { ...at, key: 'add' })).body.code).toBe(
      'idempotency.key_reused',
    );

    expect((await house.get('/v1/invoices')).body.data).toHaveLength(2);
    expect(await foundIn(house)).toEqual([]);
  });

  it('keeps its price when a version is published, and takes another quantity by its own id', async () => {
    const of = await hosted();
    const { house, addOn: plan } = of;
    const addOn = await added(of);
    const dearer = { ...LOCKER, prices: [{ currency: 'EUR', amount: '15.00' }] };
    await house.post('/v1/plans/{plan_id}/versions', dearer, { params: { plan_id: plan }, key: 'two' });
    house.clock.set('2026-04-16T10:00:00.000Z');
    const own = { params: { subscription_id: addOn } };

    await house.post(`${SUBSCRIPTION}/change`, { quantity: '3' }, { ...own, key: 'more' });
    await house.drain();
    await runsAt(house, ['2026-05-01']);

    expect(await reckoned(house, addOn)).toEqual({
      bills: ['2026-04-01 12.00', '2026-04-16 12.00', '2026-05-01 36.00'],
      difference: '0.00',
    });
    expect(await foundIn(house)).toEqual([]);
  });
});

describe('an add-on and the life of its host', () => {
  it('removed at once gives back its unused days by a credit note, and its host goes on without it', async () => {
    const of = await hosted();
    const { house, subscription } = of;
    const addOn = await added(of);
    house.clock.set('2026-04-16T10:00:00.000Z');

    await house.post(`${SUBSCRIPTION}/cancel`, { at: 'now' }, { params: { subscription_id: addOn } });
    await house.drain();
    await runsAt(house, ['2026-05-01']);

    expect((await house.get('/v1/credit_notes')).body.data).toMatchObject([{ total: { amount: '7.14' } }]);
    expect((await shown(house, subscription)).add_ons).toEqual([]);
    expect((await reckoned(house, subscription)).bills).toEqual(['2026-04-01 30.00', '2026-05-01 30.00']);
    expect(await foundIn(house)).toEqual([]);
  });

  it('ends with its host, of a longer period the days behind it given back, unless the host is kept', async () => {
    const of = await hosted({
      addOn: { interval: 'quarter', prices: [{ currency: 'EUR', amount: '91.00' }] },
    });
    const { house, at } = of;
    const addOn = await added(of);
    house.clock.set('2026-04-16T10:00:00.000Z');
    const cancelled = async (what: string, body?: object) => {
      await house.post(`${SUBSCRIPTION}/${what}`, body, at);
      await house.drain();
      return (await shown(house, addOn)).cancellation;
    };

    expect(await cancelled('cancel', { at: 'period_end' })).toMatchObject({ ends_on: '2026-05-01' });
    const own = { params: { subscription_id: addOn } };
    expect((await house.post(`${SUBSCRIPTION}/reactivate`, undefined, own)).body.code).toBe(
      'subscription.follows_host',
    );
    expect(await cancelled('reactivate')).toBeNull();
    await cancelled('cancel', { at: 'period_end' });
    await runsAt(house, ['2026-05-01', '2026-06-01', '2026-07-01']);

    expect((await shown(house, addOn)).status).toBe('ended');
    // 61 of its 91 days, with 19 % of tax.
    expect((await house.get('/v1/credit_notes')).body.data).toMatchObject([{ total: { amount: '72.59' } }]);
    expect((await reckoned(house, addOn)).difference).toBe('0.00');
    expect(await foundIn(house)).toEqual([]);
  });

  it('pauses and goes on with its host, and not by itself', async () => {
    const of = await hosted();
    const { house, at, subscription } = of;
    const addOn = await added(of);
    const own = { params: { subscription_id: addOn } };
    const ask = async (verb: string, whom: typeof own) => {
      const told = await house.post(`${SUBSCRIPTION}/${verb}`, undefined, whom);
      await house.drain();
      return told.body.code ?? told.body.status;
    };
    house.clock.set('2026-04-16T10:00:00.000Z');

    expect(await ask('pause', own)).toBe('subscription.follows_host');
    expect(await ask('pause', at)).toBe('paused');
    expect((await shown(house, addOn)).paused_from).toBe('2026-05-01');
    await runsAt(house, ['2026-05-01']);
    house.clock.set('2026-05-17T10:00:00.000Z');
    expect(await ask('resume', own)).toBe('subscription.follows_host');
    expect(await ask('resume', at)).toBe('active');
    await runsAt(house, ['2026-06-01']);

    expect((await reckoned(house, addOn)).bills).toEqual([
      '2026-04-01 12.00',
      '2026-05-17 5.81',
      '2026-06-01 12.00',
    ]);
    expect((await reckoned(house, subscription)).bills.at(-1)).toBe('2026-06-01 30.00');
    expect(await foundIn(house)).toEqual([]);
  });

  it('keeps its host in its rhythm, and from pausing before it has begun', async () => {
    const of = await hosted({ addOn: {} });
    const { house, at } = of;
    const yearly = await made(house.post('/v1/plans', { ...HOST, ...YEARLY }));
    const none = await made(house.post('/v1/plans', { ...HOST, add_ons: [] }));
    const addOn = await added(of, { at: 'period_end' });
    const codeOf = async (verb: string, body?: object) =>
      (await house.post(`${SUBSCRIPTION}/${verb}`, body, { ...at, key: JSON.stringify(body) })).body.code;
    const own = { params: { subscription_id: addOn }, key: 'own' };

    expect(await codeOf('change', { plan: yearly })).toBe('subscription.add_ons_bound');
    expect(await codeOf('change', { plan: none })).toBe('add_on.not_allowed');
    expect(await codeOf('change', { plan: of.addOn })).toBe('add_on.not_alone');
    expect(await codeOf('pause')).toBe('subscription.add_on_waits');
    expect((await house.post(`${SUBSCRIPTION}/change`, { anchor_day: 5 }, own)).body.code).toBe(
      'add_on.rhythm_unfit',
    );
    expect((await house.post(`${SUBSCRIPTION}/change`, { plan: none }, own)).body.code).toBe(
      'add_on.is_plan',
    );
  });
});

describe('an order with add-ons', () => {
  it('starts them with their host on one grid, behind its trial, and ends them with it', async () => {
    const { house, customer, plan, addOn } = await hosted();
    const lines = [
      { description: 'Room', quantity: '1', plan, subscription: { trial_days: 15, alignment: 'calendar' } },
      { description: 'Locker', quantity: '2', plan: addOn, subscription: { add_on_to: 1 } },
    ];
    const told = await house.post('/v1/orders', orderOf(customer, { lines }), { key: 'both' });
    await house.drain();
    const [host, own] = told.body.subscriptions as readonly [string, string];

    expect((await shown(house, host)).add_ons).toEqual([
      { subscription: own, plan: addOn, from: '2026-04-01' },
    ]);
    expect(await shown(house, own)).toMatchObject({ host, status: 'trialing', charged_from: '2026-04-16' });
    await runsAt(house, ['2026-04-16', '2026-05-01']);
    expect((await reckoned(house, own)).bills).toEqual(['2026-04-16 12.00', '2026-05-01 24.00']);
    await house.post('/v1/orders/{order_id}/cancel', undefined, { params: { order_id: told.body.id } });
    await house.drain();
    expect((await shown(house, own)).status).toBe('ended');
    expect(await foundIn(house)).toEqual([]);
  });

  it('keeps its host from pausing while an add-on whose first days are free is not charged yet', async () => {
    const of = await hosted({ addOn: { rules: { stub_before_anchor: 'free' } } });
    const { house, at } = of;
    house.clock.set('2026-04-16T10:00:00.000Z');
    const addOn = await added(of);

    expect((await house.post(`${SUBSCRIPTION}/pause`, undefined, at)).body.code).toBe(
      'subscription.add_on_waits',
    );
    await runsAt(house, ['2026-05-01']);
    expect((await house.post(`${SUBSCRIPTION}/pause`, undefined, at)).status).toBe(200);
    await house.drain();
    expect((await shown(house, addOn)).paused_from).toBe('2026-06-01');
    expect((await reckoned(house, addOn)).bills).toEqual(['2026-05-01 12.00']);
    expect(await foundIn(house)).toEqual([]);
  });

  it('names a host on an earlier line that allows them', async () => {
    const { house, customer, plan, addOn } = await hosted();
    const none = await made(house.post('/v1/plans', { ...HOST, add_ons: [] }));
    const yearly = await made(house.post('/v1/plans', { ...HOST, ...YEARLY }));
    const codeOf = async (host: string, own: object, more = 1) => {
      const first = { description: 'Room', quantity: '1', plan: host };
      const rest = Array.from({ length: more }, () => ({ description: 'Locker', quantity: '1', ...own }));
      return (await house.post('/v1/orders', orderOf(customer, { lines: [first, ...rest] }))).body.code;
    };
    const on = (to: number, rest: object = {}) => ({ plan: addOn, subscription: { add_on_to: to, ...rest } });

    expect(await codeOf(plan, { plan: addOn })).toBe('add_on.not_alone');
    expect(await codeOf(plan, { ...on(1), plan })).toBe('add_on.is_plan');
    expect(await codeOf(plan, on(2))).toBe('add_on.of_add_on');
    expect(await codeOf(plan, on(1, { trial_days: 3 }))).toBe('add_on.begins_with_host');
    expect(await codeOf(none, on(1))).toBe('add_on.not_allowed');
    expect(await codeOf(yearly, on(1))).toBe('add_on.rhythm_unfit');
    expect(await codeOf(plan, on(1), 21)).toBe('add_on.too_many');
  });
});

describe('what cannot be an add-on', () => {
  it('is refused with its reason', async () => {
    const of = await hosted();
    const { house, at, addOn, plan } = of;
    const own = await added(of);
    const yearly = await made(house.post('/v1/plans', { ...HOST, ...YEARLY, kind: 'add_on' }));
    const weekly = await made(house.post('/v1/plans', { ...LOCKER, interval: 'week' }));
    const once = await made(house.post('/v1/plans', TRAINING));
    const codeOf = async (body: object, whom = at) =>
      (await house.post(`${ADD_ONS}/preview`, body, whom)).body.code;

    expect(await codeOf({ plan })).toBe('add_on.is_plan');
    // A year is made of whole months.
    expect(await codeOf({ plan: yearly })).toBeUndefined();
    expect(await codeOf({ plan: weekly })).toBe('add_on.rhythm_unfit');
    expect(await codeOf({ plan: addOn, at: '2026-03-31' })).toBe('add_on.date_out_of_range');
    expect(await codeOf({ plan: once, at: '2026-05-02' })).toBe('add_on.date_out_of_range');
    expect(await codeOf({ plan: addOn }, { params: { subscription_id: own } })).toBe('add_on.of_add_on');
    await house.post(`${SUBSCRIPTION}/cancel`, { at: 'period_end' }, at);
    expect(await codeOf({ plan: addOn })).toBe('subscription.cancelled');
  });

  it('is refused in the catalogue where it would bind or charge what an add-on cannot', async () => {
    const { house } = await hosted();
    const codeOf = async (body: object) => (await house.post('/v1/plans', body)).body.code;

    expect(await codeOf({ ...LOCKER, trial_days: 3 })).toBe('plan.add_on_bound');
    expect(await codeOf({ ...LOCKER, term: { interval: 'year' } })).toBe('plan.add_on_bound');
    const price = { model: 'package', amount: '5', size: '10' };
    expect(await codeOf({ ...TRAINING, prices: [{ currency: 'EUR', price }] })).toBe('plan.one_off_price');
  });
});
