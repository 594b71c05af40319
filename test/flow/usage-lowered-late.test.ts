/** Usage that turns out to be less once no later bill could take it off, through the front door. */
import { afterEach, expect, it } from 'vitest';
import type { House } from '../kit/house.ts';
import { billedLines, CALLS, foundIn, openMetered, runAt, use } from '../kit/metered.ts';

const SUBSCRIPTION = '/v1/subscriptions/{subscription_id}';

let house: House;

afterEach(async () => {
  expect(house.dead).toEqual([]);
  expect(await foundIn(house)).toEqual([]);
});

/** A month of 100 calls for 5.00 beside a fee of 10.00, corrected to 20 calls at an instant. */
async function lowered(at: string, day: string) {
  const opened = await openMetered();
  ({ house } = opened);
  const params = { subscription_id: opened.subscription };
  const send = (...event: [string, string, object]) => use(opened, event);
  house.clock.set('2026-01-11T10:00:00.000Z');
  expect(await send('2026-01-10T10:00:00.000Z', '100', { id: 'calls' })).toEqual(['recorded']);

  return {
    ...opened,
    cancel: (body: object) => house.post(`${SUBSCRIPTION}/cancel`, body, { params }),
    correct: async () => {
      house.clock.set(at);
      const again = await send('2026-01-10T10:00:00.000Z', '20', { id: 'fewer', corrects: 'calls' });
      expect(again).toEqual(['recorded']);
      await runAt(house, day);
    },
    reconciliation: async () => (await house.get(`${SUBSCRIPTION}/reconciliation`, { params })).body,
    notes: async () =>
      (await house.get('/v1/credit_notes')).body.data.map(
        ({ total }: { total: { amount: string } }) => total.amount,
      ),
  };
}

it('is given back by a credit note on the invoice that charged it, where the subscription has ended', async () => {
  const life = await lowered('2026-02-20T10:00:00.000Z', '2026-02-22T10:00:00.000Z');
  await life.cancel({ at: 'period_end' });
  await runAt(house, '2026-02-02T10:00:00.000Z');

  await life.correct();

  expect(billedLines(life).at(-1)).toMatchObject([
    ['correction', '2026-01-01', '2026-02-01', '20', '-400'],
    ['carried', '2026-01-01', '2026-02-01', '', '400'],
  ]);
  expect(await life.notes()).toEqual(['4.76']);
  const { difference } = await life.reconciliation();
  expect(difference.amount).toBe('0.00');
  const deferred = (await house.get('/v1/ledger/deferred_revenue')).body.data;
  expect(deferred).toMatchObject([{ balance: { amount: '0.00' } }]);
});

it('is carried to the next bill where there will be one', async () => {
  const life = await lowered('2026-02-20T10:00:00.000Z', '2026-03-02T10:00:00.000Z');
  await runAt(house, '2026-02-02T10:00:00.000Z');
  await life.correct();
  expect(await life.notes()).toEqual([]);
  expect(billedLines(life).at(-1)).toMatchObject([
    ['whole', '2026-02-01', '2026-03-01', '1', '1000'],
    ['usage', '2026-02-01', '2026-03-01', '0', '0'],
    ['correction', '2026-01-01', '2026-02-01', '20', '-400'],
  ]);

  expect((await life.reconciliation()).difference.amount).toBe('0.00');
});

it('is given back of each meter, where the same invoice charged several', async () => {
  const opened = await openMetered({ meters: [CALLS, { ...CALLS, code: 'searches' }] });
  ({ house } = opened);
  const at = '2026-01-10T10:00:00.000Z';
  house.clock.set('2026-01-11T10:00:00.000Z');
  await use(opened, [at, '100', { id: 'calls' }], [at, '60', { id: 'searches', meter: 'searches' }]);
  const params = { subscription_id: opened.subscription };
  await house.post(`${SUBSCRIPTION}/cancel`, { at: 'period_end' }, { params });
  await runAt(house, '2026-02-02T10:00:00.000Z');

  house.clock.set('2026-02-20T10:00:00.000Z');
  await use(
    opened,
    [at, '20', { id: 'fewer', corrects: 'calls' }],
    [at, '0', { id: 'none', corrects: 'searches', meter: 'searches' }],
  );
  await runAt(house, '2026-02-22T10:00:00.000Z');

  const notes = (await house.get('/v1/credit_notes')).body.data;
  // 4.00 of calls and 3.00 of searches, with 19 % VAT, on one note.
  expect(notes.map(({ total }: { total: { amount: string } }) => total.amount)).toEqual(['8.33']);
});
