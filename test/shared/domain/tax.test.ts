import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isEndingSoon,
  RATES_WARNING_DAYS,
  ratesKnownUntil,
  type TaxClass,
  tablesEnding,
  taxOn,
  taxRateOf,
  taxSubtotals,
} from '../../../shared/domain/tax.ts';
import { RATE_TABLES, TABLES_KNOWN_UNTIL } from '../../../shared/domain/tax/rates.ts';
import { MEMBER_STATES } from '../../../shared/kernel/countries.ts';
import { addDays } from '../../../shared/kernel/time.ts';

/** The rate of a class in a country on a day, or the code of the refusal. */
function rate(country: string, on: string, taxClass: TaxClass = 'standard'): string {
  const told = taxRateOf({ taxClass, country, on, own: null });

  return told.ok ? told.value.rate : told.refusal.code;
}

describe('the rate of a day of supply', () => {
  test.each(
    `AT 20 10, BE 21 6, BG 20 9, HR 25 13, CY 19 9, CZ 21 12, DK 25 25, EE 24 9, FI 25.5 13.5, FR 20 5.5, DE 19 7,
    GR 24 13, HU 27 5, IE 23 13.5, IT 22 10, LV 21 12, LT 21 12, LU 17 8, MT 18 5, NL 21 9, PL 23 8, PT 23 6, RO 21 11,
    SK 23 19, SI 22 9.5, ES 21 10, SE 25 12`
      .split(',')
      .map((row) => row.trim().split(/\s+/)),
  )('in %s is %s, reduced %s, in November 2026', (country = '', standard, reduced) => {
    expect(rate(country, '2026-11-23')).toBe(standard);
    expect(rate(country, '2026-11-23', 'reduced')).toBe(reduced);
  });

  test.each([
    ['DE', '2020-06-30', '19', '16'],
    ['DE', '2020-12-31', '16', '19'],
    ['IE', '2020-08-31', '23', '21'],
    ['IE', '2021-02-28', '21', '23'],
    ['LU', '2022-12-31', '17', '16'],
    ['LU', '2023-12-31', '16', '17'],
    ['EE', '2023-12-31', '20', '22'],
    ['EE', '2025-06-30', '22', '24'],
    ['FI', '2024-08-31', '24', '25.5'],
    ['SK', '2024-12-31', '20', '23'],
    ['RO', '2025-07-31', '19', '21'],
  ])('in %s changes after %s from %s to %s', (country, day, before, after) => {
    expect([rate(country, day), rate(country, addDays(day, 1))]).toEqual([before, after]);
  });

  test.each(
    `AT 13 -, BE 12 -, BG - -, CH 3.8 -, HR 5 -, CY 5 3, CZ - -, DK - -, EE 13 -, FI 10 -, FR 10 2.1, DE - -, GR 6 -, HU 18 -,
    IE 9 4.8, IT 5 4, LV 5 -, LT 5 -, LU 14 3, MT 7 -, NL - -, PL 5 -, PT 13 -, RO - -, SK 5 -, SI 5 -, ES - 4, SE 6 -`
      .split(',')
      .map((row) => row.trim().split(/\s+/)),
  )(
    'in %s is %s for the second reduced class and %s for the lowest, in November 2026',
    (country = '', ...told) => {
      const rates = (['second_reduced', 'super_reduced'] as const).map((each) =>
        rate(country, '2026-11-23', each).replace('tax.rate_unknown', '-'),
      );

      expect(rates).toEqual(told);
      expect(rate(country, '2025-12-31', 'second_reduced')).toBe('tax.rate_unknown');
    },
  );

  test('in Malta is 12 percent for the third reduced class, which no other state has', () => {
    const told = MEMBER_STATES.map((state) => rate(state, '2026-11-23', 'third_reduced'));

    expect(told.filter((each) => each !== 'tax.rate_unknown')).toEqual(['12']);
    expect(rate('MT', '2026-11-23', 'third_reduced')).toBe('12');
  });

  test('of a further class is the one that the seller gave, and none where it gave none', () => {
    const own = { standard: '20', reduced: '10', super_reduced: '0.9' };
    const of = { country: 'FR', on: '2026-11-23', own };

    expect(taxRateOf({ ...of, taxClass: 'super_reduced' })).toMatchObject({ value: { rate: '0.9' } });
    expect(taxRateOf({ ...of, taxClass: 'second_reduced' })).toMatchObject({
      refusal: { code: 'tax.rate_unknown' },
    });
  });

  test('is known in every member state, from years ago on, in order, and for all alike to one day', () => {
    for (const state of MEMBER_STATES) {
      const days = RATE_TABLES[state]?.rates.map(({ from }) => from) ?? [];

      expect(days.length, state).toBeGreaterThan(0);
      expect(days, state).toEqual([...days].sort());
      expect(rate(state, '2019-06-01'), state).toMatch(/^\d/);
      expect(rate(state, TABLES_KNOWN_UNTIL), state).toMatch(/^\d/);
    }
  });

  test.each([
    ['after the last day that is known', 'DE', addDays(TABLES_KNOWN_UNTIL, 1)],
    ['before the table begins', 'DE', '2006-12-31'],
    ['where there is no table', 'US', '2026-11-23'],
  ])('is refused %s', (_, country, on) => {
    expect(rate(country, on)).toBe('tax.rate_unknown');
  });

  test("is the seller's own where it gave one, until that ends", () => {
    const own = { standard: '15', reduced: '0', until: '2026-12-31' };
    const of = { country: 'US', own };

    expect(taxRateOf({ ...of, taxClass: 'standard', on: '2026-12-31' })).toMatchObject({
      value: { category: 'S', rate: '15' },
    });
    expect(taxRateOf({ ...of, taxClass: 'reduced', on: '2026-12-31' })).toMatchObject({
      value: { category: 'Z', rate: '0' },
    });
    expect(taxRateOf({ ...of, taxClass: 'standard', on: '2027-01-01' })).toMatchObject({
      refusal: { code: 'tax.rate_unknown' },
    });
  });
});

describe('the end of the rates', () => {
  const firstWarning = addDays(TABLES_KNOWN_UNTIL, -RATES_WARNING_DAYS);

  test('warns ninety days before, not earlier', () => {
    const german = { country: 'DE', own: null };

    expect(ratesKnownUntil(german)).toBe(TABLES_KNOWN_UNTIL);
    expect(isEndingSoon(german, addDays(firstWarning, -1))).toBe(false);
    expect(isEndingSoon(german, firstWarning)).toBe(true);
    expect(tablesEnding(addDays(firstWarning, -1))).toBe(0);
    expect(tablesEnding(firstWarning)).toBe(Object.keys(RATE_TABLES).length);
  });

  test('does not come for rates that a seller gave without one', () => {
    const own = { standard: '19', reduced: '7' };

    expect(ratesKnownUntil({ country: 'DE', own })).toBeNull();
    expect(isEndingSoon({ country: 'DE', own }, '2099-01-01')).toBe(false);
  });
});

describe('the tax of a document', () => {
  test.each<[string, readonly (readonly [rate: string, netMinor: bigint])[], bigint]>([
    [
      'of two rates',
      [
        ['19', 10_000n],
        ['7', 10_000n],
      ],
      2_600n,
    ],
    ['of ten small lines is rounded once', Array.from({ length: 10 }, () => ['19', 99n] as const), 188n],
    ['of a part of a month', [['19', 3_430n]], 652n],
    [
      'after a discount shared between rates',
      [
        ['19', 9_000n],
        ['7', 4_500n],
      ],
      2_025n,
    ],
  ])('%s', (_, nets, taxMinor) => {
    const subtotals = taxSubtotals(
      nets.map(([percent, netMinor]) => ({ category: 'S' as const, rate: percent, netMinor })),
    );

    expect(subtotals.reduce((sum, each) => sum + each.taxMinor, 0n)).toBe(taxMinor);
  });

  test('is the sum of what each category and rate bears, each rounded by itself', () => {
    const net = fc.record({
      category: fc.constantFrom('S' as const, 'AE' as const, 'E' as const),
      rate: fc.constantFrom('0', '7', '19', '25.5'),
      netMinor: fc.bigInt({ min: -1_000_000n, max: 1_000_000n }),
    });

    fc.assert(
      fc.property(fc.array(net, { maxLength: 30 }), (nets) => {
        const subtotals = taxSubtotals(nets);
        const baseOf = (one: { category: string; rate: string }) =>
          nets
            .filter(({ category, rate: percent }) => category === one.category && percent === one.rate)
            .reduce((sum, { netMinor }) => sum + netMinor, 0n);

        return (
          subtotals.every(
            (one) => one.baseMinor === baseOf(one) && one.taxMinor === taxOn(one.baseMinor, one.rate),
          ) &&
          subtotals.reduce((sum, { baseMinor }) => sum + baseMinor, 0n) ===
            nets.reduce((sum, { netMinor }) => sum + netMinor, 0n)
        );
      }),
      { numRuns: 1_000, seed: 20_261_123 },
    );
  });
});
