/** Steps in the life of a subscription are shown before they are taken: what is shown is what comes, and nothing is recorded by looking. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { found } from '../kit/found.ts';
import { made, openBusiness, orderOf } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';

const ROUTE = '/v1/subscriptions/{subscription_id}';
const ROOM = { name: 'Reading room', interval: 'month', prices: [{ currency: 'EUR', amount: '31.00' }] };

let house: House;
let customer: string;

beforeEach(async () => {
  house = await openHouse({ start: '2026-07-01T10:00:00.000Z' });
  ({ customer } = await openBusiness(house));
});

afterEach(async () => {
  expect(await found(house)).toEqual([]);
});

async function subscribed(subscription: object | null = null): Promise<string> {
  const plan = await made(house.post('/v1/plans', ROOM));
  const lines = [{ description: 'Reading room', quantity: '1', plan, subscription }];
  const told = await house.post('/v1/orders', orderOf(customer, { lines }));
  await house.drain();

  return told.body.subscriptions[0];
}

const of = (id: string) => ({ params: { subscription_id: id } });
const shown = (id: string, step: string, more: object = {}) =>
  house.post(`${ROUTE}/preview_step`, { step, ...more }, of(id));

/** Shows a step, takes it on the same instant, and answers what was shown beside what has come. */
async function taken(id: string, step: string, { at, body }: { at: string; body?: object }) {
  house.clock.set(at);
  const commits = house.journal.stream.length;
  const preview = await shown(id, step);
  expect(preview.status, JSON.stringify(preview.body)).toBe(200);
  expect(house.journal.stream).toHaveLength(commits);
  const told = await house.post(`${ROUTE}/${step}`, body, of(id));
  expect(told.status, JSON.stringify(told.body)).toBe(200);
  const { suspension: _, ...becomes } = preview.body.becomes;
  expect(told.body).toMatchObject(becomes);
  await house.drain();
  await house.wake('ledger.recognise', {});
  await house.drain();

  return preview.body;
}

/** The newest bill of a subscription as its lines. */
function newestBill(id: string) {
  const bills = house.journal.stream
    .filter((commit) => commit.id === id)
    .flatMap(({ facts }) => facts.filter(({ type }) => type === 'subscription.billed'));
  const [bill] = bills.slice(-1).map(({ data }) => data as { start: string; end: string; dueAt: string }); // as stored

  return { period: { start: bill?.start, end: bill?.end }, due_at: bill?.dueAt };
}

describe('a step that is shown', () => {
  it('tells from when a pause stops the charges, and what its end charges', async () => {
    const id = await subscribed();

    const pause = await taken(id, 'pause', { at: '2026-07-10T10:00:00.000Z' });
    expect(pause).toMatchObject({ becomes: { paused_from: '2026-08-01' }, next_bill: null });

    const resume = await taken(id, 'resume', { at: '2026-08-11T10:00:00.000Z' });
    // 21 of the 31 days of August.
    expect(resume.next_bill).toMatchObject({ net: { amount: '21.00' }, ...newestBill(id) });
  });

  it('tells what a suspension withholds, and what its end gives back', async () => {
    const id = await subscribed();

    const suspension = await taken(id, 'suspend', {
      at: '2026-07-10T10:00:00.000Z',
      body: { reason: 'Unpaid' },
    });
    expect(suspension).toMatchObject({ becomes: { service: 'suspended' }, next_bill: null });

    const back = await taken(id, 'reinstate', { at: '2026-07-20T10:00:00.000Z' });
    // Ten days of July are given back with August.
    expect(back.next_bill).toMatchObject({
      period: { start: '2026-08-01', end: '2026-09-01' },
      net: { amount: '21.00' },
    });
    expect(back.next_bill.lines.map(({ net }: { net: { amount: string } }) => net.amount)).toEqual([
      '-10.00',
      '31.00',
    ]);
  });

  it('tells what an activation by hand would bill from which day on', async () => {
    const id = await subscribed({ activation: 'by_hand' });
    house.clock.set('2026-07-15T10:00:00.000Z');

    const later = await shown(id, 'activate', { on: '2026-07-20' });
    const now = await taken(id, 'activate', { at: '2026-07-15T10:00:00.000Z', body: {} });

    expect(later.body).toMatchObject({
      becomes: { start_date: '2026-07-20' },
      next_bill: { period: { start: '2026-07-20', end: '2026-08-20' }, net: { amount: '31.00' } },
    });
    expect(now.next_bill).toMatchObject({ net: { amount: '31.00' }, ...newestBill(id) });
  });

  it('tells that a cancellation which is withdrawn lets the periods go on', async () => {
    const id = await subscribed();
    await house.post(`${ROUTE}/cancel`, { at: 'period_end' }, of(id));

    const back = await taken(id, 'reactivate', { at: '2026-07-05T10:00:00.000Z' });

    expect(back).toMatchObject({
      becomes: { cancellation: null },
      next_bill: { period: { start: '2026-08-01', end: '2026-09-01' }, net: { amount: '31.00' } },
    });
  });

  it.each([
    ['reinstate', {}, 'subscription.not_suspended'],
    ['activate', {}, 'subscription.not_by_hand'],
    ['pause', { on: '2026-07-20' }, 'request.invalid'],
  ])('is refused as the step itself would be: %s %o', async (step, more, code) => {
    const id = await subscribed();

    expect((await shown(id, step, more)).body.code).toBe(code);
  });
});
