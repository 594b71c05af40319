/**
 * The return of the one-stop shop, made a second time: from the printed lines and taxes of every document, by this checker's
 * own quarters and conversion, and held against what the API answered.
 */
import { daysLater, fraction, placesOf, rounded, times } from './arithmetic.ts';
import { type Data, type Fact, list, minor, part, sum, text, whole } from './books.ts';
import { suppliedOn } from './documents.ts';
import type { Given } from './snapshot.ts';
import { deductedRows, wrongDeductions } from './union-deposits.ts';
import { printedModel } from './printed-model.ts';

/** What one document adds to a return, or takes off. */
type Part = {
  readonly quarter: string;
  readonly period: string;
  readonly currency: string;
  readonly country: string;
  readonly kind: string;
  readonly rate: string;
  readonly net: bigint;
  readonly tax: bigint;
};

const ROUTE = '/v1/tax/oss_return';

/** Quarters back to which a return is corrected. */
const BACK_MAX = 12;

/** I-61: each document is dated by its supply, and each return that was answered is what its documents come to. */
export function checkUnionReturns(given: Given): void {
  const { journal, snapshot } = given;
  for (const document of journal.ofType('invoice.issued', 'credit_note.issued')) checkDay(document, given);
  for (const final of journal.ofType('invoice.issued'))
    for (const says of wrongDeductions(final, given))
      given.report({ invariant: 'I-61', about: final.id, says });
  for (const { tenant, route, status, answer } of snapshot.log)
    if (route === ROUTE && status === 200 && 'supplies' in answer) checkReturn({ ...given, tenant, answer });
}

function checkDay(document: Fact, given: Given): void {
  const sales = part(document.data, 'unionSales');
  if (!sales || text(sales, 'taxPoint') === '') return;
  const wrong = (says: string) => given.report({ invariant: 'I-61', about: document.id, says });
  if (text(sales, 'taxPoint') !== taxPointOf(document, given)) wrong('its tax is due on another day');
  if (!text(sales, 'taxPoint').startsWith(String(whole(sales, 'year'))))
    wrong('its tax is due in another year');
}

/** The day of the supply, or of the issue where that is earlier; of a credit note that of its invoice. */
function taxPointOf(document: Fact, given: Given): string {
  const { data, tenant } = document;
  const [invoice] = given.journal.of(tenant, text(data, 'invoice'));
  if (document.type === 'credit_note.issued') return invoice ? taxPointOf(invoice, given) : '';
  const issued = text(data, 'issueDate');
  const supplied = text(data, 'kind') === 'deposit' ? issued : suppliedOn(document, given);

  return [supplied, issued].sort()[0] ?? issued;
}

function checkReturn(of: Given & { readonly tenant: string; readonly answer: Data }): void {
  const { answer, tenant, journal } = of;
  const quarter = text(answer, 'period');
  const entity = text(answer, 'legal_entity');
  const parts = journal
    .ofType('invoice.issued', 'credit_note.issued')
    .filter(
      (fact) =>
        fact.tenant === tenant &&
        text(fact.data, 'entity') === entity &&
        // What was recorded within the last minute may not have been seen.
        fact.at <=
          new Date(Date.parse(text(answer, 'as_of')) - (of.snapshot.isAtRest ? 0 : 60_000)).toISOString(),
    )
    .flatMap((fact) => partsOf(fact, of))
    .filter((each) => each.quarter === quarter);
  const back = (each: Part) => ordinal(quarter) - ordinal(each.period);
  const tables: readonly [string, readonly Part[], (each: Part) => string][] = [
    [
      'supplies',
      parts.filter((each) => back(each) === 0),
      ({ country, kind, rate }) => `${country} ${kind} ${rate}`,
    ],
    ['corrections', parts.filter((each) => back(each) > 0 && back(each) <= BACK_MAX), byPeriod],
    ['out_of_time', parts.filter((each) => back(each) > BACK_MAX), byPeriod],
  ];
  for (const [name, mine, keyOf] of tables) {
    const expected = told(inEuro(mine, of), keyOf);
    const answered = list(answer, name).map((row) =>
      [
        name === 'supplies'
          ? `${text(row, 'country')} ${text(row, 'kind')} ${text(row, 'rate')}`
          : `${text(row, 'period')} ${text(row, 'country')}`,
        cents(row, 'taxable'),
        cents(row, 'tax'),
      ].join(' '),
    );
    if (expected.join() !== answered.toSorted().join())
      of.report({
        invariant: 'I-61',
        about: `${entity} ${quarter}`,
        says: `the documents make other ${name}: ${expected.join(', ') || 'none'}`,
      });
  }
}

const byPeriod = ({ period, country }: Part) => `${period} ${country}`;

function told(parts: readonly Part[], keyOf: (each: Part) => string): readonly string[] {
  return [...Map.groupBy(parts, keyOf)]
    .map(([key, same]) => [key, sum(same.map(({ net }) => net)), sum(same.map(({ tax }) => tax))] as const)
    .filter(([, net, tax]) => net !== 0n || tax !== 0n)
    .map((row) => row.join(' '))
    .toSorted();
}

/** What a document is in returns for: what is taxed abroad of it, and what it takes back of deposits that were. */
function partsOf(fact: Fact, given: Given): readonly Part[] {
  const { data, type } = fact;
  const sold = soldAbroad(fact, given);
  const sign = type === 'credit_note.issued' ? -1n : 1n;
  const within = (period: string) => ({
    quarter: deadline(period) >= text(data, 'issueDate') ? period : openOn(text(data, 'issueDate')),
    ...{ period, currency: text(data, 'currency') },
  });
  const own = quarterOf(text(part(data, 'unionSales'), 'taxPoint'));
  // A deposit is set off while there is as much of the same left; otherwise its own quarter was returned wrongly.
  const open = new Map(
    Map.groupBy(sold, named)
      .entries()
      .map(([name, rows]) => [name, netOf(rows)]),
  );
  const back = deductedRows(fact, given).map((row) => {
    const left = (open.get(named(row)) ?? 0n) - minor(row, 'netMinor');
    if (left < 0n) return partOf(row, { ...within(quarterOf(text(row, 'on'))), sign: -sign });
    open.set(named(row), left);
    return partOf(row, { ...within(own), sign: -sign });
  });

  return [...sold.map((row) => partOf(row, { ...within(own), sign })), ...back];
}

const named = (row: Data) => ['country', 'supply', 'rate'].map((name) => text(row, name)).join(' ');

const netOf = (rows: readonly Data[]) => sum(rows.map((row) => minor(row, 'netMinor')));

/** What is taxed abroad, by the printed lines and taxes; where several places share a rate, as the fact splits it. */
function soldAbroad({ tenant, id, data }: Fact, given: Given): readonly Data[] {
  const sales = part(data, 'unionSales');
  if (!sales || text(sales, 'rule') === 'below_threshold') return [];
  const rows = list(sales, 'rows');
  const printed = printedRows({ tenant, data }, given) ?? rows;
  const rates = new Set(rows.map((row) => text(row, 'rate')));
  for (const rate of rates) {
    const [mine, theirs] = [rows, printed].map((all) =>
      netOf(all.filter((row) => text(row, 'rate') === rate)),
    );
    if (mine !== theirs)
      given.report({
        invariant: 'I-61',
        about: id,
        says: 'what it says of sales abroad is not what it prints',
      });
  }

  return rows;
}

/** The taxes whose printed lines go abroad; undefined where the document is not at hand or goes to several places. */
function printedRows(fact: Pick<Fact, 'tenant' | 'data'>, given: Given): readonly Data[] | undefined {
  const model = printedModel(fact, given);
  if (!model) return undefined;
  const lines = list(model, 'lines');
  const isAbroad = (line: Data) => part(part(line, 'taxed'), 'unionSale') !== undefined;
  if (!lines.every(isAbroad)) return undefined;

  return list(fact.data, 'taxes').map((tax) => ({ ...tax, netMinor: tax.baseMinor }));
}

function partOf(
  row: Data,
  of: Pick<Part, 'quarter' | 'period' | 'currency'> & { readonly sign: bigint },
): Part {
  const { sign, ...rest } = of;

  return {
    ...rest,
    country: text(row, 'country'),
    kind: text(row, 'supply') === 'goods' ? 'goods' : 'services',
    rate: text(row, 'rate'),
    net: sign * minor(row, 'netMinor'),
    tax: sign * minor(row, 'taxMinor'),
  };
}

/** Each sum of a currency is converted once, at the rate of the last day of its quarter or the first that came after it. */
function inEuro(
  parts: readonly Part[],
  given: Given & { readonly tenant: string; readonly answer: Data },
): readonly Part[] {
  const groups = Map.groupBy(parts, ({ period, country, kind, rate, currency }) =>
    [period, country, kind, rate, currency].join(' '),
  );

  return [...groups.values()].flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    const [net, tax] = [sum(same.map((each) => each.net)), sum(same.map((each) => each.tax))];
    if (first.currency === 'EUR') return [{ ...first, net, tax }];
    const rate = ecbRate(first, given);

    return rate ? [{ ...first, net: converted(net, first, rate), tax: converted(tax, first, rate) }] : [];
  });
}

function ecbRate(
  { currency, period }: Part,
  given: Given & { readonly tenant: string; readonly answer: Data },
): Data | undefined {
  const day = lastDay(period);
  const known = given.journal
    .ofType('exchange_rate.recorded')
    .filter(
      ({ tenant, at, data }) =>
        tenant === given.tenant &&
        at <= text(given.answer, 'as_of') &&
        text(data, 'entity') === text(given.answer, 'legal_entity') &&
        text(data, 'currency') === currency &&
        text(data, 'accounting') === 'EUR' &&
        /^(ecb|european central bank)/i.test(text(data, 'source')) &&
        text(data, 'ratedOn') >= day,
    )
    .map(({ data }) => data);
  const [next] = known.map((data) => text(data, 'ratedOn')).toSorted();

  return known.findLast((data) => text(data, 'ratedOn') === next);
}

function converted(amount: bigint, { currency }: Part, rate: Data): bigint {
  const stated = fraction(text(rate, 'rate'));
  const by = text(rate, 'quotation') === 'direct' ? stated : { over: stated.under, under: stated.over };

  return rounded(
    times(times({ over: amount, under: 1n }, by), { over: 100n, under: 10n ** BigInt(placesOf(currency)) }),
  );
}

function cents(row: Data, name: string): bigint {
  return BigInt(text(part(row, name), 'amount').replace('.', ''));
}

function quarterOf(day: string): string {
  return `${day.slice(0, 4)}-Q${Math.floor((Number(day.slice(5, 7)) + 2) / 3)}`;
}

const LAST_DAYS: Readonly<Record<string, string>> = { Q1: '03-31', Q2: '06-30', Q3: '09-30', Q4: '12-31' };
/** The end of the month after it. */
const DEADLINES: Readonly<Record<string, string>> = { Q1: '04-30', Q2: '07-31', Q3: '10-31', Q4: '01-31' };

function lastDay(quarter: string): string {
  return `${quarter.slice(0, 4)}-${LAST_DAYS[quarter.slice(5)] ?? ''}`;
}

function deadline(quarter: string): string {
  const year = Number(quarter.slice(0, 4)) + (quarter.endsWith('Q4') ? 1 : 0);

  return `${year}-${DEADLINES[quarter.slice(5)] ?? ''}`;
}

/** In the first month of a quarter the return of the one before is still open. */
function openOn(day: string): string {
  const isFirst = ['01', '04', '07', '10'].includes(day.slice(5, 7));

  return quarterOf(isFirst ? daysLater(`${day.slice(0, 7)}-01`, -1) : day);
}

function ordinal(quarter: string): number {
  return Number(quarter.slice(0, 4)) * 4 + Number(quarter.slice(-1));
}
