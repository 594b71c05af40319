import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { returnedDocuments } from '../../../../shared/domain/tax/returned-documents.ts';
import { type QuarterRate, ratesWanted, unionReturn } from '../../../../shared/domain/tax/union-return.ts';
import type { PlaceRule, UnionSaleRow } from '../../../../shared/domain/tax/union-sale.ts';

type Sold = {
  readonly supplied: string;
  readonly issued?: string;
  readonly currency?: string;
  readonly rule?: PlaceRule;
  readonly rows: readonly UnionSaleRow[];
  /** What is deducted of a deposit, by the day of its invoice. */
  readonly deducted?: Readonly<Record<string, readonly UnionSaleRow[]>>;
  readonly takesBack?: boolean;
};

const to = (country: string, net: bigint, rate = '20', supply: UnionSaleRow['supply'] = 'goods') => ({
  ...{ country, supply, rate, netMinor: net },
  taxMinor: (net * BigInt(rate)) / 100n,
});

/** A document whose tax is due on the day of its supply, issued on that day unless it says otherwise, by quarters. */
function documents({ supplied, issued = supplied, rule = 'registered', takesBack, ...rest }: Sold) {
  const { currency = 'EUR', rows, deducted = {} } = rest;
  const year = Number(supplied.slice(0, 4));
  const unionSales = { rule, year, taxPoint: supplied, rows };
  const deducts = Object.entries(deducted).map(([issueDate, returned]) => ({ issueDate, returned }));
  const of = { id: 'inv_1', issueDate: issued, currency, deducts };

  return returnedDocuments({ ...of, ...(rows.length > 0 && { unionSales }) }, takesBack ? -1n : 1n);
}

/** The return of a quarter over documents, as an adviser reads it: `FR goods 20 % 100.00 20.00`. */
function returned(quarter: string, sold: readonly Sold[], rates: readonly QuarterRate[] = []) {
  const known = sold.flatMap(documents).filter((each) => each.quarter === quarter);
  const made = unionReturn(known, { quarter, rates });
  const euro = (minor: bigint) =>
    `${minor < 0n ? '-' : ''}${String(minor < 0n ? -minor : minor)
      .padStart(3, '0')
      .replace(/(..)$/, '.$1')}`;

  return {
    supplies: made.lines.map(
      (line) => `${line.country} ${line.kind} ${line.rate} % ${euro(line.netMinor)} ${euro(line.taxMinor)}`,
    ),
    corrections: made.corrections.map(
      (each) => `${each.period} ${each.country} ${euro(each.netMinor)} ${euro(each.taxMinor)}`,
    ),
    outOfTime: made.outOfTime.map((each) => `${each.period} ${each.country} ${euro(each.taxMinor)}`),
    balances: made.balances.map(({ country, taxMinor }) => `${country} ${euro(taxMinor)}`),
  };
}

describe('the return of a quarter', () => {
  test('has a line for each member state, kind and rate', () => {
    const sold = [
      { supplied: '2026-10-01', rows: [to('FR', 10_000n)] },
      { supplied: '2026-12-31', rows: [to('FR', 5_000n), to('FR', 1_000n, '20', 'electronic')] },
      { supplied: '2026-11-11', rows: [to('FR', 2_000n, '5'), to('DK', 4_000n, '25')] },
    ];

    expect(returned('2026-Q4', sold)).toEqual({
      supplies: [
        'DK goods 25 % 40.00 10.00',
        'FR goods 20 % 150.00 30.00',
        'FR goods 5 % 20.00 1.00',
        'FR services 20 % 10.00 2.00',
      ],
      ...{ corrections: [], outOfTime: [] },
      balances: ['DK 10.00', 'FR 33.00'],
    });
  });

  test('leaves out what is taxed at home', () => {
    const sold = [{ supplied: '2026-10-01', rule: 'below_threshold' as const, rows: [to('FR', 10_000n)] }];

    expect(returned('2026-Q4', sold).supplies).toEqual([]);
  });

  test('has neither lines nor balances where nothing was sold', () => {
    expect(returned('2026-Q4', [])).toEqual({ supplies: [], corrections: [], outOfTime: [], balances: [] });
  });

  test('takes off what credit notes take back while it is still to be made', () => {
    const sold = [
      { supplied: '2026-12-30', rows: [to('FR', 10_000n)] },
      { supplied: '2026-12-30', issued: '2027-01-31', takesBack: true, rows: [to('FR', 4_000n)] },
    ];

    expect(returned('2026-Q4', sold).supplies).toEqual(['FR goods 20 % 60.00 12.00']);
    expect(returned('2027-Q1', sold)).toMatchObject({ supplies: [], corrections: [] });
  });

  test('deducts from a final invoice the deposits that were returned before', () => {
    const sold = [
      { supplied: '2026-09-30', rows: [to('FR', 5_000n)] },
      { supplied: '2026-10-15', rows: [to('FR', 10_000n)], deducted: { '2026-09-30': [to('FR', 5_000n)] } },
    ];

    for (const quarter of ['2026-Q3', '2026-Q4'])
      expect(returned(quarter, sold)).toMatchObject({
        supplies: ['FR goods 20 % 50.00 10.00'],
        corrections: [],
      });
  });

  test('deducts of old documents in their own quarter, as it was returned', () => {
    const rows = [to('FR', 10_000n)];
    const unionSales = { rule: 'registered', year: 2026, taxPoint: '2026-10-15', rows } as const;
    const [made, ...more] = returnedDocuments(
      {
        ...{ id: 'inv_1', issueDate: '2026-10-15', currency: 'EUR', deducts: [{ issueDate: '2026-09-30' }] },
        unionSales: { ...unionSales, deducted: [to('FR', 4_000n)] },
      },
      1n,
    );

    expect(made?.rows.map(({ netMinor }) => netMinor)).toEqual([10_000n, -4_000n]);
    expect(more).toEqual([]);
  });
});

describe('what a final invoice takes back of a deposit that it has not as much of', () => {
  const deposit = { supplied: '2026-11-10', rows: [to('FR', 5_000n)] };
  const deducted = { '2026-11-10': [to('FR', 5_000n)] };
  const late = { supplied: '2027-05-10', deducted };
  const back = '2026-Q4 FR -50.00 -10.00';

  test.each<[string, Sold, readonly string[]]>([
    ['taxed at home', { ...late, rows: [] }, []],
    [
      'taxed at home below the threshold',
      { ...late, rule: 'below_threshold', rows: [to('FR', 10_000n, '19')] },
      [],
    ],
    ['taxed in another state', { ...late, rows: [to('DK', 10_000n, '25')] }, ['DK goods 25 % 100.00 25.00']],
    ['taxed at another rate', { ...late, rows: [to('FR', 10_000n, '21')] }, ['FR goods 21 % 100.00 21.00']],
    ['of less than the deposit', { ...late, rows: [to('FR', 4_000n)] }, ['FR goods 20 % 40.00 8.00']],
  ])('corrects the quarter of the deposit: %s', (_, final, supplies) => {
    expect(returned('2027-Q2', [deposit, final])).toMatchObject({ supplies, corrections: [back] });
  });

  test('is set off deposit by deposit, as long as there is enough', () => {
    const rows = [to('FR', 8_000n)];
    const both = { '2026-11-10': [to('FR', 5_000n)], '2027-02-10': [to('FR', 4_000n)] };

    expect(returned('2027-Q2', [{ supplied: '2027-05-10', rows, deducted: both }])).toMatchObject({
      supplies: ['FR goods 20 % 30.00 6.00'],
      corrections: ['2027-Q1 FR -40.00 -8.00'],
    });
  });

  test('lowers that return itself while it is still to be made, and the invoice stands in two', () => {
    const early = { supplied: '2027-01-20', deducted, rows: [to('DK', 10_000n, '25')] };
    const sold = [deposit, early];

    expect(returned('2026-Q4', sold)).toMatchObject({ supplies: [], corrections: [] });
    expect(returned('2027-Q1', sold).supplies).toEqual(['DK goods 25 % 100.00 25.00']);
    expect(documents(early).map(({ quarter }) => quarter)).toEqual(['2027-Q1', '2026-Q4']);
  });
});

describe('where a document is returned', () => {
  test.each<[string, string, string, string]>([
    ['2026-12-30', '2026-12-30', '2026-Q4', 'its own quarter'],
    ['2026-12-30', '2027-01-31', '2026-Q4', 'its own quarter'],
    ['2026-12-30', '2027-02-01', '2027-Q1', 'a correction of 2026-Q4'],
    ['2026-12-30', '2027-04-30', '2027-Q1', 'a correction of 2026-Q4'],
    ['2026-12-30', '2027-05-01', '2027-Q2', 'a correction of 2026-Q4'],
    ['2027-01-02', '2027-01-02', '2027-Q1', 'its own quarter'],
    ['2026-09-30', '2027-01-10', '2026-Q4', 'a correction of 2026-Q3'],
  ])('supplied on %s and issued on %s: in the return of %s, as %s', (supplied, issued, quarter, as) => {
    const [found] = documents({ supplied, issued, rows: [to('FR', 1_000n)] });

    expect(found?.quarter).toBe(quarter);
    expect(found?.period === quarter ? 'its own quarter' : `a correction of ${found?.period}`).toBe(as);
  });

  test('a document of old, which tells the year of its supply alone, is in the quarter of its issue or ends its year', () => {
    const old = (issueDate: string) =>
      returnedDocuments(
        {
          ...{ id: 'inv_1', issueDate, currency: 'EUR' },
          unionSales: { rule: 'registered', year: 2026, rows: [to('FR', 1n)] },
        },
        1n,
      )[0]?.period;

    expect([old('2026-08-01'), old('2027-01-05')]).toEqual(['2026-Q3', '2026-Q4']);
  });
});

describe('corrections', () => {
  test('stand apart, by quarter and member state, and count for the balance', () => {
    const sold = [
      { supplied: '2027-02-10', rows: [to('FR', 10_000n)] },
      { supplied: '2026-11-10', issued: '2027-02-20', takesBack: true, rows: [to('FR', 3_000n)] },
      { supplied: '2026-11-10', issued: '2027-02-20', takesBack: true, rows: [to('FR', 1_000n, '5')] },
      { supplied: '2026-08-10', issued: '2027-02-21', takesBack: true, rows: [to('DK', 2_000n, '25')] },
    ];

    expect(returned('2027-Q1', sold)).toEqual({
      supplies: ['FR goods 20 % 100.00 20.00'],
      corrections: ['2026-Q3 DK -20.00 -5.00', '2026-Q4 FR -40.00 -6.50'],
      outOfTime: [],
      balances: ['DK -5.00', 'FR 13.50'],
    });
  });

  test('that come to nothing are left out', () => {
    const late = { supplied: '2026-11-10', issued: '2027-02-20', rows: [to('FR', 3_000n)] };

    expect(returned('2027-Q1', [late, { ...late, takesBack: true }]).corrections).toEqual([]);
  });

  test.each([
    ['2029-11-05', '2029-Q4', 'corrections'],
    ['2030-01-31', '2029-Q4', 'corrections'],
    ['2030-02-01', '2030-Q1', 'outOfTime'],
  ] as const)(
    'of the fourth quarter of 2026, issued on %s in the return of %s, are %s',
    (issued, quarter, where) => {
      const sold = [{ supplied: '2026-11-10', issued, takesBack: true, rows: [to('FR', 1_000n)] }];
      const made = returned(quarter, sold);

      expect(made[where]).toHaveLength(1);
      expect(made.balances).toEqual(where === 'corrections' ? ['FR -2.00'] : []);
    },
  );
});

describe('other currencies', () => {
  const ECB = { quotation: 'indirect', source: 'ECB' } as const;
  const rates: readonly QuarterRate[] = [
    { currency: 'USD', period: '2026-Q4', rate: { rate: '1.25', ratedOn: '2026-12-31', ...ECB } },
    { currency: 'USD', period: '2027-Q1', rate: { rate: '2', ratedOn: '2027-03-31', ...ECB } },
  ];

  test('are converted at the rate of the last day of the quarter, each sum once', () => {
    const usd = { supplied: '2026-12-01', currency: 'USD' };
    const sold = [
      { ...usd, rows: [to('FR', 1_001n)] },
      { ...usd, rows: [to('FR', 1_001n)] },
      { supplied: '2026-12-01', rows: [to('FR', 100n)] },
    ];

    // 20.02 USD at 1.25 is 16.016 EUR; twice 10.01 USD, rounded one by one, would be 16.02 too, so look at the tax: 4.00 USD.
    expect(returned('2026-Q4', sold, rates).supplies).toEqual(['FR goods 20 % 17.02 3.40']);
  });

  test('of a correction are converted at the rate of the quarter that is corrected', () => {
    const late = { supplied: '2026-12-01', issued: '2027-03-01', currency: 'USD', takesBack: true };

    expect(returned('2027-Q1', [{ ...late, rows: [to('FR', 1_000n)] }], rates).corrections).toEqual([
      '2026-Q4 FR -8.00 -1.60',
    ]);
  });

  test('each want the rate of the last day of the quarter of supply, and euro none', () => {
    const known = [
      documents({ supplied: '2027-01-10', currency: 'USD', rows: [to('FR', 1n)] }),
      documents({ supplied: '2026-12-10', currency: 'USD', rows: [to('FR', 1n)] }),
      documents({ supplied: '2027-01-11', currency: 'USD', rows: [to('DK', 1n)] }),
      documents({ supplied: '2027-01-11', rows: [to('DK', 1n)] }),
    ].flat();

    expect(ratesWanted(known)).toEqual([
      { currency: 'USD', period: '2026-Q4', on: '2026-12-31' },
      { currency: 'USD', period: '2027-Q1', on: '2027-03-31' },
    ]);
  });
});

test('over all returns, what documents add and what takes them back comes to nothing', () => {
  const day = fc
    .integer({ min: 0, max: 1_500 })
    .map((days) => new Date(Date.UTC(2026, 0, 1 + days)).toISOString().slice(0, 10));
  const sale = fc.record({
    ...{ supplied: day, later: day, net: fc.bigInt(1n, 1_000_000n) },
    country: fc.constantFrom('FR', 'DK'),
    rate: fc.constantFrom('20', '5'),
  });
  fc.assert(
    fc.property(fc.array(sale, { maxLength: 12 }), (sales) => {
      const known = sales.flatMap(({ supplied, later, net, country, rate }) => {
        const rows = [to(country, net, rate)];
        const [, issued = later] = [supplied, later].toSorted();

        return [...documents({ supplied, rows }), ...documents({ supplied, issued, takesBack: true, rows })];
      });
      const quarters = [...new Set(known.map(({ quarter }) => quarter))];
      const sums = quarters.map((quarter) => {
        const made = unionReturn(
          known.filter((each) => each.quarter === quarter),
          { quarter, rates: [] },
        );
        return [...made.lines, ...made.corrections, ...made.outOfTime].reduce(
          (sum, row) => sum + row.taxMinor,
          0n,
        );
      });

      expect(sums.reduce((sum, each) => sum + each, 0n)).toBe(0n);
    }),
    { numRuns: 100 },
  );
});
