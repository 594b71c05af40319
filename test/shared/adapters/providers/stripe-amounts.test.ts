import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromStripeAmount, toStripeAmount } from '../../../../shared/adapters/providers/stripe-amounts.ts';

// Written out from Stripe's pages by hand, and not derived from our own table of exponents.
const CHARGED: readonly (readonly [currency: string, major: string, minor: bigint, atStripe: bigint])[] = [
  ['USD', '10.00', 1_000n, 1_000n],
  ['EUR', '0.50', 50n, 50n],
  ['JPY', '500', 500n, 500n],
  ['KRW', '500', 500n, 500n],
  ['CLP', '500', 500n, 500n],
  ['VND', '20000', 20_000n, 20_000n],
  ['XOF', '500', 500n, 500n],
  ['ISK', '5', 5n, 500n],
  ['UGX', '5', 5n, 500n],
  ['HUF', '10.45', 1_045n, 1_045n],
  ['TWD', '800.45', 80_045n, 80_045n],
  ['MGA', '5.00', 500n, 5n],
  ['KWD', '5.120', 5_120n, 5_120n],
  ['BHD', '1.230', 1_230n, 1_230n],
  ['TND', '0.010', 10n, 10n],
];

describe('amounts at Stripe', () => {
  test.each(CHARGED)(
    '%s %s is charged as Stripe counts it, and read back',
    (currency, _, minor, atStripe) => {
      expect(toStripeAmount(minor, currency)).toBe(atStripe);
      expect(fromStripeAmount(Number(atStripe), currency.toLowerCase())).toBe(minor);
    },
  );

  test.each([
    ['a part of a whole ariary', 550n, 'MGA'],
    ['a third decimal that is not nought', 5_124n, 'KWD'],
    ['a currency with four places', 10_000n, 'CLF'],
    ['a three-decimal currency Stripe does not offer', 1_000n, 'IQD'],
    ['a currency that is none', 100n, 'XXX'],
  ])('%s cannot be charged', (_, minor, currency) => {
    expect(toStripeAmount(minor, currency)).toBeUndefined();
  });

  test.each([
    ['a fraction of a króna', 550, 'isk'],
    ['a currency that is none', 100, 'xxx'],
  ])('%s is not read', (_, amount, currency) => {
    expect(fromStripeAmount(amount, currency)).toBeUndefined();
  });

  test('every amount that can be charged comes back as it went', () => {
    const currencies = fc.constantFrom(...CHARGED.map(([currency]) => currency));

    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 12n), currencies, (minor, currency) => {
        const sent = toStripeAmount(minor, currency);
        if (sent !== undefined) expect(fromStripeAmount(Number(sent), currency)).toBe(minor);
      }),
      { seed: 20_260_301 },
    );
  });
});
