/**
 * VAT rates by day of supply. Each country's table has an end: the last day for which we know that it holds. Before the
 * end the system warns, after it the rate is unknown and refused. Sources: the European Commission's Taxes in Europe
 * database, read on 2026-11-23; for Switzerland and Great Britain their tax authorities. A state may have several
 * reduced rates: `reduced` is the one that most goods fall under, the others are further ones. Which goods fall under
 * which is the seller's knowledge. A seller's own rates go before the table.
 */

/** Rates from a day on, in percent. */
export type DatedRates = { readonly from: string; readonly standard: string; readonly reduced: string };

/** A country's rates, oldest first, and the last day for which they are known. */
export type RateTable = { readonly until: string; readonly rates: readonly DatedRates[] };

/** The last day for which the tables were checked. */
export const TABLES_KNOWN_UNTIL = '2027-12-31';

type Row = readonly [from: string, standard: string, reduced: string];

const table = (...rows: readonly Row[]): RateTable => ({
  until: TABLES_KNOWN_UNTIL,
  rates: rows.map(([from, standard, reduced]) => ({ from, standard, reduced })),
});

const BRITISH = table(['2011-01-04', '20', '5']);

/** The tables by territory. */
export const RATE_TABLES: Readonly<Record<string, RateTable>> = {
  AT: table(['2016-01-01', '20', '10']),
  BE: table(['1996-01-01', '21', '6']),
  BG: table(['2011-04-01', '20', '9']),
  CH: table(['2018-01-01', '7.7', '2.5'], ['2024-01-01', '8.1', '2.6']),
  CY: table(['2014-01-13', '19', '9']),
  CZ: table(['2013-01-01', '21', '15'], ['2024-01-01', '21', '12']),
  DE: table(['2007-01-01', '19', '7'], ['2020-07-01', '16', '5'], ['2021-01-01', '19', '7']),
  // Denmark has no reduced rate.
  DK: table(['1992-01-01', '25', '25']),
  EE: table(['2009-07-01', '20', '9'], ['2024-01-01', '22', '9'], ['2025-07-01', '24', '9']),
  ES: table(['2012-09-01', '21', '10']),
  FI: table(['2013-01-01', '24', '14'], ['2024-09-01', '25.5', '14'], ['2026-01-01', '25.5', '13.5']),
  FR: table(['2014-01-01', '20', '5.5']),
  GB: BRITISH,
  GR: table(['2016-06-01', '24', '13']),
  HR: table(['2014-01-01', '25', '13']),
  HU: table(['2012-01-01', '27', '5']),
  IE: table(['2012-01-01', '23', '13.5'], ['2020-09-01', '21', '13.5'], ['2021-03-01', '23', '13.5']),
  IT: table(['2013-10-01', '22', '10']),
  LT: table(['2009-09-01', '21', '9'], ['2026-01-01', '21', '12']),
  LU: table(['2015-01-01', '17', '8'], ['2023-01-01', '16', '7'], ['2024-01-01', '17', '8']),
  LV: table(['2012-07-01', '21', '12']),
  MT: table(['2004-01-01', '18', '5']),
  NL: table(['2012-10-01', '21', '6'], ['2019-01-01', '21', '9']),
  PL: table(['2011-01-01', '23', '8']),
  PT: table(['2011-01-01', '23', '6']),
  RO: table(['2017-01-01', '19', '9'], ['2025-08-01', '21', '11']),
  SE: table(['1990-07-01', '25', '12']),
  SI: table(['2013-07-01', '22', '9.5']),
  SK: table(['2011-01-01', '20', '10'], ['2025-01-01', '23', '19']),
  // Goods in Northern Ireland.
  XI: BRITISH,
};

/** Rates beside the standard and the usual reduced one; null where a state has none of the kind. */
export type FurtherRates = {
  readonly second_reduced: string | null;
  /** Malta alone has one. */
  readonly third_reduced?: string;
  /** Below five percent, as Article 110 of Directive 2006/112/EC lets states keep it. */
  readonly super_reduced: string | null;
};

/** The first day for which the further rates were checked; what was supplied before has the other classes. */
export const FURTHER_RATES_KNOWN_FROM = '2026-01-01';

const further = (second: string | null, lowest: string | null = null): FurtherRates => ({
  second_reduced: second,
  super_reduced: lowest,
});

/** The further rates by territory, for as long as the tables hold. A regional rate is a seller's own. */
export const FURTHER_RATES: Readonly<Record<string, FurtherRates>> = {
  AT: further('13'),
  BE: further('12'),
  // Accommodation, since 2024-01-01 and until 2027-12-31 (Swiss VAT act, Art. 25 (4)).
  CH: further('3.8'),
  CY: further('5', '3'),
  EE: further('13'),
  ES: further(null, '4'),
  FI: further('10'),
  FR: further('10', '2.1'),
  GR: further('6'),
  HR: further('5'),
  HU: further('18'),
  IE: further('9', '4.8'),
  IT: further('5', '4'),
  LT: further('5'),
  LU: further('14', '3'),
  LV: further('5'),
  MT: { ...further('7'), third_reduced: '12' },
  PL: further('5'),
  PT: further('13'),
  SE: further('6'),
  SI: further('5'),
  SK: further('5'),
};
