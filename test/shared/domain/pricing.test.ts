import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type LineDiscount, priceLine } from '../../../shared/domain/pricing.ts';

function priced(
  quantity: string,
  unitPrice: string,
  of: { discount?: LineDiscount; currency?: string } = {},
) {
  const line = priceLine({
    quantity,
    unitPrice,
    discount: of.discount ?? null,
    currency: of.currency ?? 'EUR',
  });

  return line.ok ? line.value : line.refusal.code;
}

const percent = (value: string): LineDiscount => ({ percent: value });
const off = (value: string): LineDiscount => ({ amount: value });

describe('a line costs quantity by price, rounded once, half away from zero', () => {
  test.each([
    ['1', '19.90', 'EUR', 1990n],
    ['3', '0.333333333333', 'EUR', 100n],
    ['0.000001', '0.000000000001', 'EUR', 0n],
    ['1', '0.004999999999', 'EUR', 0n],
    ['1', '0.005', 'EUR', 1n],
    ['1', '0.015', 'EUR', 2n],
    ['1', '2.675', 'EUR', 268n],
    ['1', '-0.005', 'EUR', -1n],
    ['1', '-0.004999999999', 'EUR', 0n],
    ['2.5', '19.99', 'EUR', 4998n],
    ['1000000', '0.000000123456', 'EUR', 12n],
    ['1', '1234.5', 'JPY', 1235n],
    ['3', '0.5', 'JPY', 2n],
    ['1', '1.0005', 'KWD', 1001n],
    ['0.333', '3.003', 'KWD', 1000n],
    ['1', '1.00005', 'CLF', 10001n],
    ['999999999999', '1', 'EUR', 99_999_999_999_900n],
  ])('%s at %s %s is %s', (quantity, price, currency, net) => {
    expect(priced(quantity, price, { currency })).toEqual({
      listMinor: net,
      discountMinor: 0n,
      netMinor: net,
    });
  });
});

describe('a discount lowers the line', () => {
  test.each([
    ['1', '100.00', percent('10'), 10_000n, 1_000n, 9_000n],
    ['1', '100.00', percent('0'), 10_000n, 0n, 10_000n],
    ['1', '100.00', percent('100'), 10_000n, 10_000n, 0n],
    ['1', '0.99', percent('33.3333'), 99n, 33n, 66n],
    ['3', '0.333333333333', percent('50'), 100n, 50n, 50n],
    ['1', '-100.00', percent('10'), -10_000n, -1_000n, -9_000n],
    ['1', '19.90', off('19.90'), 1_990n, 1_990n, 0n],
    ['2', '19.90', off('0.01'), 3_980n, 1n, 3_979n],
  ])('%s at %s less %j', (quantity, price, discount, listMinor, discountMinor, netMinor) => {
    expect(priced(quantity, price, { discount })).toEqual({ listMinor, discountMinor, netMinor });
  });

  it('but never below nothing, nor by less than the currency has', () => {
    expect(priced('1', '19.90', { discount: off('19.91') })).toBe('order.discount_exceeds_line');
    expect(priced('1', '-1.00', { discount: off('0.01') })).toBe('order.discount_exceeds_line');
    expect(priced('1', '19.90', { discount: off('0.001') })).toBe('order.amount_too_precise');
    expect(priced('1', '100', { discount: off('0.5'), currency: 'JPY' })).toBe('order.amount_too_precise');
  });
});

it('a line that no invoice could carry is refused', () => {
  expect(priced('999999999999', '2')).toBe('order.amount_too_large');
  expect(priced('999999999999', '-2')).toBe('order.amount_too_large');
  expect(priced('1', '1.00', { currency: 'XTS' })).toBe('money.currency_unknown');
});

const places = (whole: number, decimals: number) =>
  fc
    .tuple(fc.nat(10 ** whole), fc.nat(10 ** decimals - 1))
    .map(([n, rest]) => `${n}.${String(rest).padStart(decimals, '0')}`);

it('net and discount are always the list amount, and the net is within half a unit of the exact one', () => {
  fc.assert(
    fc.property(
      places(5, 6),
      places(6, 12),
      fc.integer({ min: 0, max: 1_000_000 }),
      (quantity, price, rate) => {
        const line = priced(quantity, price, { discount: percent(String(rate / 10_000)) });
        if (typeof line === 'string') return;

        expect(line.netMinor + line.discountMinor).toBe(line.listMinor);
        const exact =
          BigInt(quantity.replace('.', '')) * BigInt(price.replace('.', '')) * BigInt(1_000_000 - rate);
        const unit = 10n ** 22n; // six, twelve and six places, less the two of the currency
        const distance = line.netMinor * unit - exact;
        expect((distance < 0n ? -distance : distance) * 2n).toBeLessThanOrEqual(unit);
      },
    ),
    { numRuns: 1_000, seed: 20261123 },
  );
});
