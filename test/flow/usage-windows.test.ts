/** What the windows of usage come to, by the golden figures, and that they tile the time whenever they are billed. */
import { describe, expect, it } from 'vitest';
import { billedLines, CALLS, foundIn, openMetered, runAt, use } from '../kit/metered.ts';

const table = (model: string, ...tiers: readonly (readonly [string | null, string, string])[]) => ({
  model,
  tiers: tiers.map(([up_to, unit_amount, flat_amount]) => ({ up_to, unit_amount, flat_amount })),
});
const GRADUATED = table('graduated', ['10', '10', '2'], ['20', '5', '3']);
const PACKAGE = { model: 'package', amount: '100', size: '10' };
const VOLUME = table('volume', ['100', '2', '10'], ['200', '1', '0'], [null, '0.5', '50']);
const PERCENTAGE = { model: 'percentage', percent: '1.3', fixed: '2.00', free_events: 3, free_value: '250' };

const priced = (price: object) => ({ meters: [{ ...CALLS, prices: [{ currency: 'EUR', price }] }] });

describe('a window of usage', () => {
  it.each([
    ['graduated', GRADUATED, ['0'], '200'],
    ['graduated', GRADUATED, ['10', '1'], '11000'],
    ['graduated', GRADUATED, ['10', '1', '1'], '11500'],
    ['package', PACKAGE, ['100', '21'], '130000'],
    ['package', { ...PACKAGE, free: '10' }, ['121'], '120000'],
    ['volume', VOLUME, ['100'], '21000'],
    ['volume', VOLUME, ['100', '0.5'], '10050'],
    ['volume', VOLUME, ['100', '200'], '20000'],
    ['percentage', PERCENTAGE, ['50', '100', '250', '400'], '1115'],
  ])('at a %s price %o costs for %j %s minor units', async (_, price, quantities, net) => {
    const at = await openMetered(priced(price));
    at.house.clock.set('2026-01-20T12:00:00.000Z');
    await use(at, ...quantities.map((each, index) => [`2026-01-10T10:00:0${index}.000Z`, each] as const));
    await runAt(at.house, '2026-02-01T00:00:00.000Z');

    expect(billedLines(at)[0]?.[1]?.at(-1)).toBe(net);
    expect(await foundIn(at.house)).toEqual([]);
  });

  it('beyond the last step of its price sets the subscription aside with the reason', async () => {
    const at = await openMetered(priced(GRADUATED));
    const { house } = at;
    house.clock.set('2026-01-20T12:00:00.000Z');
    await use(at, ['2026-01-10T10:00:00.000Z', '21', { id: 'much' }]);
    await runAt(house, '2026-02-01T00:00:00.000Z');
    const params = { subscription_id: at.subscription };
    expect((await house.get('/v1/subscriptions/{subscription_id}', { params })).body.parked).toMatchObject({
      code: 'price.quantity_beyond_tiers',
    });

    await use(at, ['2026-01-10T10:00:00.000Z', '12', { id: 'less', corrects: 'much' }]);
    await runAt(house, '2026-02-02T00:00:00.000Z');

    expect(billedLines(at)[0]?.[1]?.at(-1)).toBe('11500');
    expect(await foundIn(house)).toEqual([]);
  });

  it('begins and ends with local midnight, also where the clock is turned', async () => {
    const at = await openMetered({ interval: 'day' }, '2026-03-28T09:00:00.000Z');
    const { house } = at;
    house.clock.set('2026-03-30T22:00:00.000Z');
    const instants = [
      '2026-03-28T22:59:59.999Z',
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T21:59:59.999Z',
      '2026-03-29T22:00:00.000Z',
    ];
    await use(at, ...instants.map((instant, index) => [instant, String(10 ** index)] as const));
    await runAt(house, '2026-03-30T23:00:00.000Z');

    const used = billedLines(at)
      .flat()
      .filter(([kind]) => kind === 'usage');
    expect(used.map(([, start, , quantity]) => [start, quantity])).toEqual([
      ['2026-03-28', '1'],
      ['2026-03-29', '110'],
      ['2026-03-30', '1000'],
    ]);
  });

  it.each(['in_advance', 'in_arrears'])(
    'is the same %s whether billed month by month or after a year',
    async (charge) => {
      const monthly = await openMetered({ charge });
      const late = await openMetered({ charge });
      for (let month = 1; month <= 12; month += 1) {
        const place = String(month).padStart(2, '0');
        for (const at of [monthly, late]) {
          at.house.clock.set(`2026-${place}-20T12:00:00.000Z`);
          await use(at, [`2026-${place}-19T12:00:00.000Z`, String(month)]);
        }
        const next = month === 12 ? '2027-01' : `2026-${String(month + 1).padStart(2, '0')}`;
        await runAt(monthly.house, `${next}-01T00:00:00.000Z`);
      }
      await runAt(late.house, '2027-01-01T00:00:00.000Z');

      expect(billedLines(late)).toEqual(billedLines(monthly));
      expect(
        billedLines(late)
          .flat()
          .filter(([kind]) => kind === 'usage'),
      ).toHaveLength(12);
      expect(await foundIn(late.house)).toEqual([]);
    },
  );

  it('of several meters is caught up in steps that each fit one commit', async () => {
    const codes = ['a', 'b', 'c', 'd', 'e'];
    const meters = codes.map((code) => ({ ...priced(VOLUME).meters[0], code }));
    const at = await openMetered({ meters });
    for (const hour of ['00', '01', '02', '03']) await runAt(at.house, `2027-01-01T${hour}:00:00.000Z`);

    const used = billedLines(at)
      .flat()
      .filter(([kind]) => kind === 'usage');
    expect(used).toHaveLength(60);
    expect(await foundIn(at.house)).toEqual([]);
  });
});
