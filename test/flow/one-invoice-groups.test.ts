/** Which subscriptions share an invoice: joined, left, named, added, taken over. */
import { describe, expect, it } from 'vitest';
import { GATHERED_MAX } from '../../shared/domain/gatherings.ts';
import { toItem } from '../../shared/journal/commit.ts';
import { check } from '../checker/check.ts';
import { BUYER, made, orderOf, SELLER } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';

const SHARED = { invoice_grouping: 'by_billing_day' };
const APART = { invoice_grouping: 'by_subscription' };
const PRICES = [{ currency: 'EUR', amount: '30.00' }];

/** A customer with subscriptions of one plan, all from the first of April. */
async function opened({ count = 3, customer = SHARED }: { count?: number; customer?: object } = {}) {
  const house = await openHouse({ start: '2026-04-01T10:00:00.000Z' });
  const entity = await made(house.post('/v1/legal_entities', SELLER));
  const buyer = await made(house.post('/v1/customers', { ...BUYER, ...customer }));
  const plan = await made(house.post('/v1/plans', { name: 'Room', interval: 'month', prices: PRICES }));
  const subscriptions = await order(house, { buyer, plan, lines: Array.from({ length: count }, () => ({})) });
  house.clock.set('2026-04-15T10:00:00.000Z');

  return { house, entity, buyer, plan, subscriptions };
}

async function order(house: House, of: { buyer: string; plan: string; lines: readonly object[] }) {
  const lines = of.lines.map((subscription) => ({
    ...{ description: 'Room', quantity: '1', plan: of.plan },
    subscription,
  }));
  const told = await house.post('/v1/orders', orderOf(of.buyer, { lines }));
  expect(told.status, JSON.stringify(told.body)).toBe(201);
  await house.drain();

  return told.body.subscriptions as string[];
}

const regroup = (house: House, subscription: string | undefined, body: object) =>
  house.post('/v1/subscriptions/{subscription_id}/invoice_grouping', body, {
    params: { subscription_id: subscription ?? '' },
  });

async function month(house: House, instant: string) {
  const before = (await invoices(house)).length;
  house.clock.set(instant);
  for (const tick of ['billing.run', 'ledger.recognise'] as const) await house.wake(tick, {});
  await house.drain();

  return (await invoices(house)).slice(before).sort();
}

/** The nets of all invoices, as they were issued. */
async function invoices(house: House) {
  const ids = house.journal.stream.flatMap(({ id, facts }) =>
    facts.some(({ type }) => type === 'invoice.issued') ? [id] : [],
  );
  const told = await Promise.all(
    ids.map((id) => house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: id } })),
  );

  return told.map(({ body }) => body.net.amount as string);
}

function violations(house: House) {
  return check({
    items: house.journal.stream.map((commit) => toItem(commit)),
    ...{ isOrdered: true, provider: null, log: [], documents: null, texts: [], canaries: [], secrets: [] },
    ...{ now: house.clock.now(), isAtRest: true, isFaultless: true, left: 0 },
  });
}

describe('a subscription that runs', () => {
  it('has invoices of its own again from its next period on, once it leaves', async () => {
    const { house, subscriptions } = await opened();

    const told = await regroup(house, subscriptions[1], APART);

    expect(told.body).toMatchObject({ ...APART, invoice_group: null });
    expect(await month(house, '2026-05-01T10:00:00.000Z')).toEqual(['30.00', '60.00']);
    expect(violations(house)).toEqual([]);
  });

  it('joins those that share invoices with its next period', async () => {
    const { house, subscriptions } = await opened({ count: 2, customer: {} });
    expect(await invoices(house)).toEqual(['30.00', '30.00']);

    for (const each of subscriptions) await regroup(house, each, SHARED);

    expect(await month(house, '2026-05-01T10:00:00.000Z')).toEqual(['60.00']);
    expect(violations(house)).toEqual([]);
  });

  it('moves from group to group', async () => {
    const { house, subscriptions } = await opened({ count: 5 });
    const [one, two, three] = subscriptions;

    for (const each of [one, two]) await regroup(house, each, { ...SHARED, invoice_group: 'North' });
    expect(await month(house, '2026-05-01T10:00:00.000Z')).toEqual(['60.00', '90.00']);

    const told = await regroup(house, three, { ...SHARED, invoice_group: 'North' });
    await regroup(house, one, SHARED);
    await regroup(house, two, { ...SHARED, invoice_group: 'South' });
    expect(told.body).toMatchObject({ invoice_group: 'North' });
    expect(await month(house, '2026-06-01T10:00:00.000Z')).toEqual(['30.00', '30.00', '90.00']);
    expect(violations(house)).toEqual([]);
  });

  it('says the same twice without a second fact', async () => {
    const { house, subscriptions } = await opened();
    await regroup(house, subscriptions[0], APART);
    const before = house.journal.stream.length;

    expect((await regroup(house, subscriptions[0], APART)).status).toBe(200);
    expect(house.journal.stream).toHaveLength(before);
  });
});

describe('a grouping is refused', () => {
  it('while a period that has begun is not billed, and while its bill waits for others', async () => {
    const { house, buyer, plan, subscriptions } = await opened({ count: 1 });
    const other = await made(house.post('/v1/plans', { name: 'Calls', interval: 'month', prices: PRICES }));
    const [second] = await order(house, { buyer, plan: other, lines: [{ start_on: '2026-04-01' }] });
    house.clock.set('2026-05-01T10:00:00.000Z');
    await house.post('/v1/billing_runs', { only: { plan } });
    await house.drain();

    expect((await regroup(house, second, APART)).body.code).toBe('subscription.behind');
    expect((await regroup(house, subscriptions[0], APART)).body.code).toBe('subscription.bill_waits');

    await house.wake('billing.run', {});
    await house.drain();
    expect((await regroup(house, subscriptions[0], APART)).status).toBe(200);
    expect((await invoices(house)).at(-1)).toBe('60.00');
  });

  it('where as many share invoices as may, until one of them leaves', async () => {
    const { house, buyer, plan, subscriptions } = await opened({ count: GATHERED_MAX });
    const [late] = await order(house, { buyer, plan, lines: [APART] });

    expect((await regroup(house, late, SHARED)).body.code).toBe('subscription.group_full');
    await regroup(house, subscriptions[0], APART);
    expect((await regroup(house, late, SHARED)).status).toBe(200);
  });

  it('where there is no such subscription, it has ended, or a group is named for one that is apart', async () => {
    const { house, subscriptions } = await opened({ count: 1 });
    const params = { params: { subscription_id: subscriptions[0] ?? '' } };
    await house.post('/v1/subscriptions/{subscription_id}/cancel', { at: 'now' }, params);
    await house.drain();

    expect((await regroup(house, subscriptions[0], APART)).body.code).toBe('subscription.ended');
    expect((await regroup(house, 'sub_00000000000000000000000000', SHARED)).body.code).toBe(
      'subscription.not_found',
    );
    const odd = await regroup(house, subscriptions[0], { ...APART, invoice_group: 'North' });
    expect(odd.body.errors).toMatchObject([{ pointer: '#/invoice_group' }]);
  });
});

describe('an order', () => {
  it('names the group of each subscription', async () => {
    const { house, buyer, plan } = await opened({ count: 1, customer: {} });

    await order(house, {
      buyer,
      plan,
      lines: [{ invoice_group: 'North' }, { invoice_group: 'South' }, { invoice_group: 'North' }],
    });

    expect((await invoices(house)).slice(1).sort()).toEqual(['30.00', '60.00']);
    expect(violations(house)).toEqual([]);
  });
});

describe('an add-on', () => {
  it('shares the invoices of its host from the period on that they have in common', async () => {
    const { house, subscriptions } = await opened({ count: 2 });
    const locker = { name: 'Locker', kind: 'add_on', interval: 'month' };
    const addOn = await made(
      house.post('/v1/plans', { ...locker, prices: [{ currency: 'EUR', amount: '12.00' }] }),
    );
    const before = (await invoices(house)).length;

    const params = { params: { subscription_id: subscriptions[0] ?? '' } };
    await house.post('/v1/subscriptions/{subscription_id}/add_ons', { plan: addOn }, params);
    await house.drain();

    expect((await invoices(house)).slice(before)).toEqual(['6.40']);
    expect(await month(house, '2026-05-01T10:00:00.000Z')).toEqual(['72.00']);
    expect(violations(house)).toEqual([]);
  });
});

describe('a subscription that is taken over', () => {
  it('shares invoices as its customer has it', async () => {
    const { house, entity, buyer, plan } = await opened({ count: 1 });
    const row = {
      ...{ external_id: 'ABO-1', customer: buyer, plan, description: 'Room', quantity: '1', currency: 'EUR' },
      ...{ started_on: '2024-01-01', billed_until: '2026-05-01' },
    };
    const table = { kind: 'subscriptions', legal_entity: entity, as_of: '2026-04-14', rows: [row] };
    const checked = await house.post('/v1/imports', { ...table, dry_run: true });
    const params = { params: { import_id: checked.body.id } };
    const applied = await house.post('/v1/imports/{import_id}/apply', { hash: checked.body.hash }, params);
    expect(applied.body.rows, JSON.stringify(applied.body)).toMatchObject([{ status: 'imported' }]);
    await house.drain();

    expect(await month(house, '2026-05-01T10:00:00.000Z')).toEqual(['60.00']);
    expect(violations(house)).toEqual([]);
  });
});
