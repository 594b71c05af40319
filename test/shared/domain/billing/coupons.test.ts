import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Coupon, COUPONS_MAX, couponUses } from '../../../../shared/domain/billing/coupons.ts';
import { netOf } from '../../../../shared/domain/billing/lines.ts';
import { subscriptions } from '../../../../shared/domain/subscriptions.ts';
import { taxSubtotals } from '../../../../shared/domain/tax.ts';
import { billAt, billedIn, moved, started } from '../subscription-sample.ts';

const SEED = 20_261_125;

const percent = (value: string, id = value): Coupon => ({
  id,
  name: `${value} %`,
  off: { percent: value },
  left: null,
});
const amount = (value: string, left: number | null = null): Coupon => ({
  id: value,
  name: value,
  off: { amount: value },
  left,
});
const of = (coupons: readonly Coupon[], stacking: 'chained' | 'original' = 'chained') => ({
  coupons,
  stacking,
  currency: 'EUR',
});

const left = (lists: readonly bigint[], given: ReturnType<typeof of>) =>
  couponUses(lists, given).map((uses, index) =>
    uses.reduce((rest, { offMinor }) => rest - offMinor, lists[index] ?? 0n),
  );

describe('coupons', () => {
  it.each([
    ['chained', [8_100n]],
    ['original', [8_000n]],
  ] as const)('of ten percent twice leave of 100, %s: %s', (stacking, rest) => {
    expect(left([10_000n], of([percent('10', 'a'), percent('10', 'b')], stacking))).toEqual(rest);
  });

  it('never take off more than there is', () => {
    const rest = left([5_000n], of([amount('60')]));

    expect(rest).toEqual([0n]);
  });

  it('are taken off before the tax: 80 less a quarter and 20, less 10, at 8.25 % is 75.78', () => {
    const lines = [6_000n, 2_000n];

    const nets = left(lines, of([amount('10')]));
    const [tax] = taxSubtotals(nets.map((netMinor) => ({ category: 'S', rate: '8.25', netMinor })));
    const total = (tax?.baseMinor ?? 0n) + (tax?.taxMinor ?? 0n);

    expect(tax).toMatchObject({ baseMinor: 7_000n, taxMinor: 578n });
    expect([total, total - 500n]).toEqual([7_578n, 7_078n]);
  });

  it('are spread over the lines to the last cent, and leave no line below nought', () => {
    const lists = fc.array(fc.bigInt({ min: 0n, max: 1_000_000n }), { minLength: 1, maxLength: 6 });
    const kinds = fc.oneof(
      fc.integer({ min: 0, max: 100 }).map((value) => percent(String(value))),
      fc.integer({ min: 0, max: 9_999 }).map((value) => amount(String(value))),
    );

    fc.assert(
      fc.property(lists, fc.array(kinds, { maxLength: 5 }), (lines, coupons) => {
        const whole = couponUses([lines.reduce((sum, line) => sum + line, 0n)], of(coupons));
        const spread = couponUses(lines, of(coupons));
        const off = (uses: readonly (readonly { offMinor: bigint }[])[]) =>
          uses.flat().reduce((sum, use) => sum + use.offMinor, 0n);

        expect(off(spread)).toBe(off(whole));
        expect(left(lines, of(coupons)).every((rest) => rest >= 0n)).toBe(true);
      }),
      { seed: SEED },
    );
  });
});

describe('a subscription with coupons', () => {
  const give = (coupon: Coupon) =>
    ({
      do: 'add_coupon',
      coupon,
      at: '2026-04-02T00:00:00.000Z',
      request: { key: coupon.id, fingerprint: 'asked' },
    }) as const;
  const running = () =>
    moved(
      started({ unitPrice: '100', quantity: '1', anchor: '2026-04-01', zone: 'UTC' }),
      billAt('2026-04-01T12:00:00.000Z'),
    ).state;
  const nets = (state: ReturnType<typeof running>, until: string) =>
    billedIn(moved(state, billAt(until)).facts).map(({ lines }) => lines.map(netOf));

  it('is charged less from its next period on, for as many periods as the coupon is good for', () => {
    const state = moved(running(), give(amount('30', 2))).state;

    expect(nets(state, '2026-07-01T12:00:00.000Z')).toEqual([[7_000n], [7_000n], [10_000n]]);
  });

  it('takes the oldest coupon first', () => {
    const first = moved(running(), give(amount('50'))).state;
    const state = moved(first, give(percent('10'))).state;

    expect(nets(state, '2026-05-01T12:00:00.000Z')).toEqual([[4_500n]]);
  });

  it('gives back and charges anew under the coupons of the period when it changes within it', () => {
    const may = moved(moved(running(), give(percent('10'))).state, billAt('2026-05-01T12:00:00.000Z')).state;
    const { plan, planVersion, description, price, charge } = may;
    const target = {
      sold: { plan, planVersion, description, price, quantity: '2' },
      interval: 'month',
      count: 1,
      charge,
      anchorDay: null,
    } as const;

    const asked = {
      ...billAt('2026-05-17T12:00:00.000Z'),
      when: 'now',
      target,
      agreed: null,
      request: { key: 'k', fingerprint: 'f' },
    } as const;
    const [bill] = billedIn(moved(may, { ...asked, do: 'change' }).facts);

    // 15 of 31 days of 100 are 48.39, less a tenth 43.55.
    expect(bill?.lines.map(netOf)).toEqual([-4_355n, 8_709n]);
  });

  it.each([
    ['coupon.amount_too_precise', () => running(), amount('1.001')],
    [
      'coupon.too_many',
      () =>
        Array.from({ length: COUPONS_MAX }, (_, index) => percent('1', `c${index}`)).reduce(
          (state, coupon) => moved(state, give(coupon)).state,
          running(),
        ),
      percent('1', 'last'),
    ],
  ])('refuses another with %s', (code, prepare, coupon) => {
    expect(subscriptions.decide(prepare(), give(coupon))).toMatchObject({ refusal: { code } });
  });

  it('holds a coupon once for each key', () => {
    const once = moved(running(), give(percent('10'))).state;

    expect(moved(once, give(percent('10'))).facts).toEqual([]);
  });
});
