/** Random words, decimals and amounts of which sales are made. */
import fc from 'fast-check';
import type { ExchangeRate } from '../../shared/domain/tax/accounting.ts';
import { placesOf } from '../checker/arithmetic.ts';

const TAILS = [
  ...['', '', '', ' & Söhne', ' <b>"1"</b>', ' ]]> <!-- -->', ' &amp; &#0; &xxe;', " O'Brien “”", ' =1+1'],
  ...[
    ' Ελληνικά Кириллица',
    ' \u202eevil\u2066',
    ' \u0000\u0007',
    ' ½ ₴ Ǆ ≈ ☐',
    ' x\u0332\u0332\u0332\u0332',
  ],
];

/** A word that may be followed by what is hard to print or to write. */
export const text = (word: string) => fc.constantFrom(...TAILS).map((tail) => `${word}${tail}`);

/** A decimal with up to so many digits before the point and places behind it. */
export const decimal = (most: number, places: number) =>
  fc
    .tuple(fc.integer({ min: 0, max: most }), fc.integer({ min: 0, max: places }))
    .chain(([whole, count]) =>
      count === 0
        ? fc.constant(String(whole))
        : fc
            .integer({ min: 0, max: 10 ** count - 1 })
            .map((part) => `${whole}.${String(part).padStart(count, '0')}`),
    );

/** What is taken off, never more than the whole. */
export const percent = fc.oneof(fc.constantFrom('0.5', '3', '10', '12.5', '33.33', '100'), decimal(99, 2));

/** A quantity above nothing. */
export const quantity = decimal(400, 6).filter(isSomething);

/** A price by unit, most often in hundredths, at times finer than any currency. */
export const unitPrice = fc.oneof(
  { weight: 6, arbitrary: decimal(900, 2) },
  { weight: 2, arbitrary: decimal(90, 8) },
  fc.constantFrom('0', '0.000000000001', '999.995', '100', '0.005'),
);

/** A unit of the trade, one that has no code, or none. */
export const unit = fc.constantFrom(null, null, 'HUR', 'kg', 'hours', 'Palette à 12');

/** An amount that the currency has units for. */
export const amountIn = (currency: string, most: number) => decimal(most, placesOf(currency));

/** A part of something, in thousandths; the whole of it among them. */
export const thousandths = fc.oneof(fc.constant(1_000), fc.integer({ min: 1, max: 999 }));

/** Once in so many times. */
export const seldom = <T>(arbitrary: fc.Arbitrary<T>, once: number): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: once - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });

/** A rate as a central bank publishes it, or as nobody would. */
export const exchange: fc.Arbitrary<Pick<ExchangeRate, 'rate' | 'quotation' | 'source'>> = fc.record({
  rate: fc.oneof(
    fc.constantFrom('0.9216', '1', '163.27', '0.000123456789', '17'),
    decimal(200, 12).filter(isSomething),
  ),
  quotation: fc.constantFrom('direct', 'indirect'),
  source: text('Bank'),
});

/** Whether a decimal is not nought. */
export function isSomething(value: string): boolean {
  return /[1-9]/.test(value);
}
