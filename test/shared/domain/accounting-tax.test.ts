import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  accountingCurrencyOf,
  accountingTaxOfPart,
  convertedMinor,
} from '../../../shared/domain/accounting-tax.ts';
import type { DraftLine } from '../../../shared/domain/drafting/draft.ts';
import { creditableMinor } from '../../../shared/domain/invoices/crediting.ts';
import { partOf } from '../../../shared/domain/invoices/pieces.ts';
import { taxSubtotals } from '../../../shared/domain/tax.ts';
import type { Quotation } from '../../../shared/domain/tax/accounting.ts';

/** Reckoned by hand: amount × rate or ÷ rate, in the smallest unit of the accounting currency. */
const FIGURES: readonly (readonly [string, bigint, string, Quotation, string, bigint])[] = [
  ['USD', 19_000n, '0.9216', 'direct', 'EUR', 17_510n], // 175.104
  ['USD', 19_000n, '1.0823', 'indirect', 'EUR', 17_555n], // 175.5520…
  ['USD', 1n, '0.5', 'direct', 'EUR', 1n], // half a cent goes away from zero
  ['USD', -1n, '0.5', 'direct', 'EUR', -1n],
  ['USD', 1n, '0.49', 'direct', 'EUR', 0n],
  ['JPY', 1_900n, '163.27', 'indirect', 'EUR', 1_164n], // 11.6371…
  ['JPY', 1_900n, '0.006125', 'direct', 'EUR', 1_164n], // 11.6375
  ['KWD', 469n, '2.9872', 'direct', 'EUR', 140n], // 1.4009…
  ['EUR', 1_900n, '163.27', 'direct', 'JPY', 3_102n], // 3102.13
  ['EUR', 1_900n, '0.352941', 'direct', 'KWD', 6_706n], // 6.705879
];

test.each(FIGURES)('%s %s at %s (%s) are %s %s', (from, minor, rate, quotation, currency, expected) => {
  expect(convertedMinor(minor, { from, rate, quotation, currency })).toBe(expected);
});

test('a seller of old accounts in the currency of its country, and one that said so in none', () => {
  expect(accountingCurrencyOf({ country: 'DE' })).toBe('EUR');
  expect(accountingCurrencyOf({ country: 'SE' })).toBe('SEK');
  expect(accountingCurrencyOf({ country: 'SE', accountingCurrency: 'EUR' })).toBe('EUR');
  expect(accountingCurrencyOf({ country: 'SE', accountingCurrency: null })).toBeNull();
});

const rate = fc.record({
  rate: fc
    .tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 999_999 }))
    .map(([whole, part]) => `${whole}.${String(part).padStart(6, '0')}`),
  quotation: fc.constantFrom<Quotation>('direct', 'indirect'),
});

describe('what credit notes in part take back of the converted tax', () => {
  test('sums to exactly the converted tax, however the tax was cut, and none takes back below zero', () => {
    const cuts = fc.array(fc.bigInt({ min: 0n, max: 90_000n }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(cuts, rate, (parts, at) => {
        const sum = parts.reduce((total, part) => total + part, 0n);
        const on = { ...at, currency: 'EUR' };
        const taxMinor = convertedMinor(sum, { ...on, from: 'USD' });
        const whole = { ...on, taxMinor, ratedOn: '2026-11-20', source: 'ECB' };
        let beforeMinor = 0n;
        const converted = parts.map((part) => {
          const taken = accountingTaxOfPart(whole, { from: 'USD', beforeMinor, taxMinor: part });
          beforeMinor += part;
          return taken.taxMinor;
        });

        expect(converted.reduce((total, part) => total + part, 0n)).toBe(taxMinor);
        expect(converted.every((part) => part >= 0n)).toBe(true);
      }),
    );
  });

  test.each(['net', 'gross'] as const)('ends at zero for an invoice priced %s', (basis) => {
    const nets = fc.array(fc.tuple(fc.bigInt({ min: 1n, max: 90_000n }), fc.constantFrom('19', '7')), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(nets, rate, fc.bigInt({ min: 1n, max: 99n }), (sold, at, share) => {
        const lines = sold.map(([netMinor, percent]) => lineOf(netMinor, percent, basis));
        const taxes = taxSubtotals(lines);
        const taxMinor = taxes.reduce((sum, tax) => sum + tax.taxMinor, 0n);
        const on = { ...at, currency: 'EUR', from: 'USD' };
        const { from: _, ...rated } = on;
        const invoice = {
          ...{ currency: 'USD', cause: { order: 'ord_a', step: 'placed' }, lines },
          ...(basis === 'gross' && { priceBasis: 'gross' as const }),
          accountingTax: {
            ...{ ...rated, taxMinor: convertedMinor(taxMinor, on), ratedOn: '2026-11-20', source: 'ECB' },
          },
        };
        const charged = lines.map((line) => line.gross?.amountMinor ?? line.netMinor);
        const first = charged.map((minor) => (minor * share) / 100n);
        const piece = (minor: bigint, index: number) =>
          basis === 'gross' ? { line: index + 1, grossMinor: minor } : { line: index + 1, netMinor: minor };
        const rest = creditableMinor({ netsMinor: charged, creditedMinor: first }).map(piece);
        const zero = charged.map(() => 0n);
        const one = partOf(invoice, { beforeMinor: zero, lines: first.map(piece).filter(isSomething) });
        const other = partOf(invoice, { beforeMinor: first, lines: rest });
        const all = one.taxMinor + other.taxMinor;

        expect((one.accountingTax?.taxMinor ?? 0n) + (other.accountingTax?.taxMinor ?? 0n)).toBe(
          convertedMinor(all, on),
        );
        if (basis === 'net') expect(all).toBe(taxMinor);
      }),
    );
  });
});

function isSomething(piece: { readonly netMinor?: bigint; readonly grossMinor?: bigint }): boolean {
  return (piece.netMinor ?? piece.grossMinor) !== 0n;
}

function lineOf(netMinor: bigint, percent: string, basis: 'net' | 'gross'): DraftLine {
  const amountMinor = netMinor + (netMinor * BigInt(percent)) / 100n;

  return {
    ...{ description: 'Lamp', quantity: '1', unit: null, unitPrice: '1', discountMinor: 0n, netMinor },
    ...{ category: 'S', rate: percent, period: null },
    ...(basis === 'gross' && { gross: { unitPrice: '1', discountMinor: 0n, amountMinor } }),
  };
}
