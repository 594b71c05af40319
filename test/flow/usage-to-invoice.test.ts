/** From an order to a line of usage on an invoice, and to what explains it, through the front door. */
import { describe, expect, it } from 'vitest';
import { LineExplanation } from '../../shared/contracts/explanations.ts';
import { explainedNet } from '../checker/evaluator.ts';
import { orderOf } from '../kit/goods.ts';
import { billedLines, CALLS, foundIn, METERED, openMetered, runAt, use } from '../kit/metered.ts';

describe('usage that is charged', () => {
  it('comes with the period in arrears, and its line explains itself', async () => {
    const at = await openMetered();
    const { house } = at;
    house.clock.set('2026-01-31T22:30:00.000Z');
    expect(await use(at, ['2026-01-15T12:00:00.000Z', '100'], ['2026-01-31T22:30:00.000Z', '20.5'])).toEqual([
      'recorded',
      'recorded',
    ]);

    await runAt(house, '2026-01-31T23:30:00.000Z');
    expect(billedLines(at)).toEqual([]);
    house.clock.set('2026-01-31T23:40:00.000Z');
    await use(at, ['2026-01-31T22:59:59.999Z', '9.5'], ['2026-01-31T23:00:00.000Z', '7']);
    await runAt(house, '2026-02-01T00:05:00.000Z');

    expect(billedLines(at)).toEqual([
      [
        ['whole', '2026-01-01', '2026-02-01', '1', '1000'],
        ['usage', '2026-01-01', '2026-02-01', '130', '650'],
      ],
    ]);
    const { data } = (await house.get('/v1/invoices')).body;
    const params = { invoice_id: data[0].id, line: '2' };
    const told = await house.get('/v1/invoices/{invoice_id}/lines/{line}/explanation', { params });
    const explanation = LineExplanation.parse(told.body);
    expect(explanation).toMatchObject({
      rule: 'usage',
      quantity: '130',
      net: '6.50',
      usage: { meter: 'calls', aggregation: 'sum', start: '2026-01-01', end: '2026-02-01', events: 3 },
    });
    expect(explanation.usage?.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(explainedNet(explanation)).toBe(650n);
    const document = (await house.get('/v1/invoices/{invoice_id}', { params })).body;
    expect(document.lines[1]).toMatchObject({
      description: 'Lookups: calls',
      quantity: '130',
      unit_price: '0.05',
      net: { amount: '6.50' },
    });
    expect(await foundIn(house)).toEqual([]);
  });

  it('comes with the next period in advance, and after the last one on a bill of its own', async () => {
    const at = await openMetered({ charge: 'in_advance', grace_hours: 2 });
    const { house, subscription } = at;
    const params = { subscription_id: subscription };
    expect(billedLines(at)).toEqual([[['whole', '2026-01-01', '2026-02-01', '1', '1000']]]);
    house.clock.set('2026-01-31T12:00:00.000Z');
    await use(at, ['2026-01-15T12:00:00.000Z', '100']);
    await runAt(house, '2026-02-01T00:59:00.000Z');
    expect(billedLines(at)).toHaveLength(1);
    await runAt(house, '2026-02-01T01:00:00.000Z');
    expect(billedLines(at)[1]).toEqual([
      ['whole', '2026-02-01', '2026-03-01', '1', '1000'],
      ['usage', '2026-01-01', '2026-02-01', '100', '500'],
    ]);

    house.clock.set('2026-02-10T12:00:00.000Z');
    await use(at, ['2026-02-10T11:00:00.000Z', '7']);
    await house.post('/v1/subscriptions/{subscription_id}/cancel', { at: 'now' }, { params });
    await house.drain();
    expect((await house.get('/v1/subscriptions/{subscription_id}', { params })).body).toMatchObject({
      status: 'active',
      next_billing_at: '2026-02-10T14:00:00.000Z',
    });
    await runAt(house, '2026-02-10T14:00:00.000Z');

    expect(billedLines(at)[2]).toEqual([['usage', '2026-02-01', '2026-02-11', '7', '35']]);
    expect((await house.get('/v1/subscriptions/{subscription_id}', { params })).body.status).toBe('ended');
    const { data } = (await house.get('/v1/invoices')).body;
    expect(data.map(({ total }: { total: { amount: string } }) => total.amount).sort()).toEqual([
      '0.42',
      '11.90',
      '17.85',
    ]);
    expect(await foundIn(house)).toEqual([]);
  });

  it('that comes to nothing after the last period makes no invoice', async () => {
    const at = await openMetered({ charge: 'in_advance' });
    const { house, subscription } = at;
    const params = { subscription_id: subscription };
    await house.post('/v1/subscriptions/{subscription_id}/cancel', { at: 'period_end' }, { params });
    await runAt(house, '2026-02-01T00:00:00.000Z');

    expect(billedLines(at)[1]).toEqual([['usage', '2026-01-01', '2026-02-01', '0', '0']]);
    expect((await house.get('/v1/invoices')).body.data).toHaveLength(1);
    expect((await house.get('/v1/subscriptions/{subscription_id}', { params })).body.status).toBe('ended');
    expect(await foundIn(house)).toEqual([]);
  });

  it('until a pause is billed on its own, and what was used in the pause is not charged', async () => {
    const at = await openMetered({ charge: 'in_advance' });
    const { house, subscription } = at;
    const params = { subscription_id: subscription };
    const ask = (verb: string) =>
      house.post(`/v1/subscriptions/{subscription_id}/${verb}`, undefined, { params });
    await ask('pause');
    house.clock.set('2026-01-20T12:00:00.000Z');
    await use(at, ['2026-01-20T11:00:00.000Z', '20']);
    await runAt(house, '2026-02-01T00:00:00.000Z');
    expect(billedLines(at)[1]).toEqual([['usage', '2026-01-01', '2026-02-01', '20', '100']]);

    house.clock.set('2026-02-10T12:00:00.000Z');
    await use(at, ['2026-02-09T11:00:00.000Z', '500'], ['2026-02-10T11:00:00.000Z', '3']);
    await ask('resume');
    await house.drain();
    await runAt(house, '2026-03-01T00:00:00.000Z');

    expect(billedLines(at).at(-1)).toEqual([
      ['whole', '2026-03-01', '2026-04-01', '1', '1000'],
      ['usage', '2026-02-10', '2026-03-01', '3', '15'],
    ]);
    expect(await foundIn(house)).toEqual([]);
  });

  it('splits at the day on which the plan changes, and never where only the quantity does', async () => {
    const at = await openMetered();
    const { house, subscription } = at;
    const params = { subscription_id: subscription };
    const other = { ...METERED, meters: [{ ...CALLS, prices: [{ currency: 'EUR', amount: '0.10' }] }] };
    const { body } = await house.post('/v1/plans', other);
    house.clock.set('2026-01-10T12:00:00.000Z');
    await use(at, ['2026-01-09T22:59:59.999Z', '10'], ['2026-01-09T23:00:00.000Z', '1']);
    const change = (what: object) =>
      house.post('/v1/subscriptions/{subscription_id}/change', { at: 'now', ...what }, { params });
    expect((await change({ quantity: '2' })).status).toBe(200);
    expect((await change({ plan: body.id })).status).toBe(200);
    await runAt(house, '2026-02-01T00:00:00.000Z');

    expect(billedLines(at)[0]?.filter(([kind]) => kind === 'usage')).toEqual([
      ['usage', '2026-01-01', '2026-01-10', '10', '50'],
      ['usage', '2026-01-10', '2026-02-01', '1', '10'],
    ]);
    expect(await foundIn(house)).toEqual([]);
  });

  it('is refused to an order in a currency that a priced meter lacks', async () => {
    const { house, customer } = await openMetered();
    const prices = ['EUR', 'USD'].map((currency) => ({ currency, amount: '10.00' }));
    const { body } = await house.post('/v1/plans', { ...METERED, prices });
    const lines = [{ description: 'Lookups', quantity: '1', plan: body.id }];

    const told = await house.post('/v1/orders', orderOf(customer, { lines, currency: 'USD' }));

    expect(told.body).toMatchObject({ code: 'plan.currency_missing' });
  });

  it('that comes late is charged with the next bill, in the window that it belongs to', async () => {
    const at = await openMetered();
    const { house } = at;
    await runAt(house, '2026-02-01T00:00:00.000Z');
    house.clock.set('2026-02-05T12:00:00.000Z');
    expect(await use(at, ['2026-01-20T12:00:00.000Z', '40', { id: 'late' }])).toEqual(['recorded']);
    await use(at, ['2026-02-05T11:00:00.000Z', '2']);
    await runAt(house, '2026-03-01T00:00:00.000Z');

    expect(billedLines(at)[1]).toEqual([
      ['whole', '2026-02-01', '2026-03-01', '1', '1000'],
      ['usage', '2026-02-01', '2026-03-01', '2', '10'],
      ['correction', '2026-01-01', '2026-02-01', '40', '200'],
    ]);
    house.clock.set('2026-03-05T12:00:00.000Z');
    await use(at, ['2026-01-20T12:00:00.000Z', '10', { id: 'fixed', corrects: 'late' }]);
    await use(at, ['2026-01-20T12:00:00.000Z', '40', { id: 'late' }]);
    await runAt(house, '2026-04-01T00:00:00.000Z');

    expect(billedLines(at)[2]?.at(-1)).toEqual(['correction', '2026-01-01', '2026-02-01', '10', '-150']);
    const { data } = (await house.get('/v1/invoices')).body;
    const newest = data.find(({ total }: { total: { amount: string } }) => total.amount === '10.12');
    const params = { invoice_id: newest.id, line: '3' };
    const told = await house.get('/v1/invoices/{invoice_id}/lines/{line}/explanation', { params });
    const explanation = LineExplanation.parse(told.body);
    expect(explanation).toMatchObject({
      rule: 'usage_correction',
      net: '-1.50',
      usage: { charged_before: '2.00' },
    });
    expect(explainedNet(explanation)).toBe(-150n);
    const document = (await house.get('/v1/invoices/{invoice_id}', { params })).body;
    expect(document.lines[2]).toMatchObject({ period: { start: '2026-01-01', end: '2026-02-01' } });
    expect(await foundIn(house)).toEqual([]);
  });

  it('that comes late after the end is charged a day later on a bill of its own', async () => {
    const at = await openMetered({ charge: 'in_advance' });
    const { house, subscription } = at;
    const params = { subscription_id: subscription };
    await house.post('/v1/subscriptions/{subscription_id}/cancel', { at: 'period_end' }, { params });
    await runAt(house, '2026-02-01T00:00:00.000Z');
    house.clock.set('2026-02-03T12:00:00.000Z');
    await use(at, ['2026-01-20T12:00:00.000Z', '40']);
    await use(at, ['2026-01-20T13:00:00.000Z', '20']);
    await runAt(house, '2026-02-04T12:00:00.000Z');
    await runAt(house, '2026-02-05T12:00:00.000Z');

    expect(billedLines(at).slice(2)).toEqual([[['correction', '2026-01-01', '2026-02-01', '60', '300']]]);
    expect((await house.get('/v1/subscriptions/{subscription_id}', { params })).body).toMatchObject({
      status: 'ended',
      next_billing_at: null,
    });
    expect(await foundIn(house)).toEqual([]);
  });

  it('that comes late after the end in more windows than a bill corrects makes no bill that says nothing', async () => {
    const at = await openMetered();
    const { house, subscription } = at;
    const params = { subscription_id: subscription };
    const months = Array.from({ length: 10 }, (_, month) => String(month + 1).padStart(2, '0'));
    for (const month of months.slice(1)) await runAt(house, `2026-${month}-01T00:00:00.000Z`);
    await house.post('/v1/subscriptions/{subscription_id}/cancel', { at: 'period_end' }, { params });
    await runAt(house, '2026-11-01T00:00:00.000Z');
    const before = billedLines(at).length;
    house.clock.set('2026-11-02T12:00:00.000Z');
    for (const month of months) await use(at, [`2026-${month}-20T12:00:00.000Z`, '40']);
    for (const day of ['03', '04', '05']) await runAt(house, `2026-11-${day}T13:00:00.000Z`);

    const corrections = billedLines(at).slice(before);
    expect(corrections.map((lines) => lines.length)).toEqual([8, 2]);
    expect(await foundIn(house)).toEqual([]);
  });

  it('may come while it is billed: it is in the bill or in the next correction, never in neither', async () => {
    const at = await openMetered();
    const { house } = at;
    house.clock.set('2026-02-01T00:00:00.000Z');
    await house.wake('billing.run', {});
    await use(at, ['2026-01-31T12:00:00.000Z', '4']);
    await house.drain();
    await runAt(house, '2026-03-01T00:00:00.000Z');

    const used = billedLines(at)
      .flat()
      .filter(([kind, start]) => kind !== 'whole' && start === '2026-01-01');
    expect(used.reduce((sum, [, , , , net]) => sum + Number(net), 0)).toBe(20);
    expect(await foundIn(house)).toEqual([]);
  });

  it('of a level is averaged over its window, and a late level corrects the windows after it, too', async () => {
    const meters = [
      { code: 'calls', aggregation: 'time_weighted', prices: [{ currency: 'EUR', amount: '31' }] },
    ];
    const at = await openMetered({ meters });
    const { house } = at;
    house.clock.set('2026-01-20T12:00:00.000Z');
    await use(at, ['2026-01-10T23:00:00.000Z', '1']);
    await runAt(house, '2026-02-01T00:00:00.000Z');
    await runAt(house, '2026-03-01T00:00:00.000Z');
    const used = (bill: number) => billedLines(at)[bill]?.filter(([kind]) => kind !== 'whole');
    expect(used(0)).toEqual([['usage', '2026-01-01', '2026-02-01', '21/31', '2100']]);
    expect(used(1)).toEqual([['usage', '2026-02-01', '2026-03-01', '1', '3100']]);

    await use(at, ['2026-01-15T23:00:00.000Z', '2']);
    await runAt(house, '2026-04-01T00:00:00.000Z');

    expect(used(2)).toEqual([
      ['usage', '2026-03-01', '2026-04-01', '2', '6200'],
      ['correction', '2026-01-01', '2026-02-01', '37/31', '1600'],
      ['correction', '2026-02-01', '2026-03-01', '2', '3100'],
    ]);
    expect(await foundIn(house)).toEqual([]);
  });
});
