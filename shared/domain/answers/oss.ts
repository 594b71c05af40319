/** A seller's year of sales to consumers in other member states, as the API tells it. */
import type { OssReturn, OssThreshold } from '../../contracts/oss.ts';
import { accountingCurrencyOf } from '../accounting-tax.ts';
import type { SellerDetails } from '../legal-entities/states.ts';
import { isNearThreshold, UNION_THRESHOLD_MINOR } from '../tax/union-sales.ts';
import { dueDayOf, firstDayOf, lastDayOf, type Quarter } from '../tax/quarters.ts';
import type { QuarterRate, ReturnCorrection, UnionReturn } from '../tax/union-return.ts';
import { ruleOf, type UnionTurnover } from '../tax/union-turnover.ts';
import type { Cell } from './csv.ts';
import { amountOf } from './payments.ts';

/** The answer for a year, on a day where the seller is. */
export function answerThreshold(of: {
  readonly entity: string;
  readonly seller: Pick<SellerDetails, 'tax' | 'accountingCurrency' | 'country'>;
  readonly year: number;
  readonly turnover: UnionTurnover;
  readonly preceding: UnionTurnover;
  readonly today: string;
  readonly at: string;
}): OssThreshold {
  const { entity, seller, year, turnover, preceding, today, at } = of;
  const registeredFrom = seller.tax?.ossFrom ?? null;
  const last = [`${year}-12-31`, today].toSorted()[0] ?? today;
  const isRegistered = registeredFrom !== null && registeredFrom <= last;
  // The smallest sale there is tells what the next one will meet.
  const counted = ruleOf(turnover, { amountMinor: 1n, isPrecedingPassed: preceding.passedBy !== null });

  return {
    object: 'oss_threshold',
    legal_entity: entity,
    year,
    threshold: amountOf(UNION_THRESHOLD_MINOR, 'EUR'),
    counted: amountOf(turnover.countedMinor, 'EUR'),
    documents: turnover.documents,
    passed_by: turnover.passedBy,
    registered_from: registeredFrom,
    rule: isRegistered ? 'registered' : counted,
    warnings: [
      ...(isNearThreshold(turnover.countedMinor) && !isRegistered ? (['threshold_near'] as const) : []),
      ...(counted !== 'below_threshold' && registeredFrom === null ? (['not_registered'] as const) : []),
      ...(accountingCurrencyOf(seller) === 'EUR' ? [] : (['euro_only'] as const)),
    ],
    as_of: at,
  };
}

/** The answer for the return of a quarter, on a day where the seller is. */
export function answerReturn(
  made: UnionReturn & { readonly rates: readonly QuarterRate[] },
  of: {
    readonly entity: string;
    readonly seller: Pick<SellerDetails, 'tax'>;
    readonly quarter: Quarter;
    readonly today: string;
    readonly at: string;
  },
): OssReturn {
  const { entity, seller, quarter, today, at } = of;
  const { lines, corrections, outOfTime, balances, rates, documents } = made;
  const due = dueDayOf(quarter);
  const isRegistered = seller.tax?.ossFrom != null;

  return {
    object: 'oss_return',
    legal_entity: entity,
    period: quarter,
    ...{ from: firstDayOf(quarter), to: lastDayOf(quarter), due_on: due },
    supplies: lines.map(({ country, kind, rate, ...sums }) => ({ country, kind, rate, ...answerSums(sums) })),
    corrections: corrections.map(answerCorrection),
    out_of_time: outOfTime.map(answerCorrection),
    balances: balances.map(({ country, taxMinor }) => ({ country, tax: amountOf(taxMinor, 'EUR') })),
    total: amountOf(
      balances.reduce((sum, { taxMinor }) => sum + taxMinor, 0n),
      'EUR',
    ),
    rates: rates.map(answerQuarterRate),
    documents,
    warnings: [
      ...(today <= due ? (['still_open'] as const) : []),
      ...(documents > 0 && !isRegistered ? (['not_registered'] as const) : []),
      ...(outOfTime.length > 0 ? (['out_of_time'] as const) : []),
    ],
    as_of: at,
  };
}

function answerCorrection({ period, country, ...sums }: ReturnCorrection) {
  return { period, country, ...answerSums(sums) };
}

function answerSums({ netMinor, taxMinor }: { readonly netMinor: bigint; readonly taxMinor: bigint }) {
  return { taxable: amountOf(netMinor, 'EUR'), tax: amountOf(taxMinor, 'EUR') };
}

function answerQuarterRate({
  currency,
  period,
  rate: { rate, quotation, ratedOn: date, source },
}: QuarterRate) {
  return { currency, period, rate, quotation, date, source };
}

/** The columns of a return as CSV. */
export const RETURN_COLUMNS = ['part', 'period', 'country', 'kind', 'rate', 'taxable', 'tax', 'currency'];

/** A return as CSV: its supplies, and behind them what corrects earlier ones. */
export function returnCells(body: OssReturn): readonly (readonly Cell[])[] {
  const decimals = ({ taxable, tax }: OssReturn['corrections'][number] | OssReturn['supplies'][number]) => [
    { decimal: taxable.amount },
    { decimal: tax.amount },
    tax.currency,
  ];
  const corrected = (part: string) => (row: OssReturn['corrections'][number]) => [
    ...[part, row.period, row.country, '', ''],
    ...decimals(row),
  ];

  return [
    ...body.supplies.map((row) => [
      ...['supply', body.period, row.country, row.kind],
      { decimal: row.rate },
      ...decimals(row),
    ]),
    ...body.corrections.map(corrected('correction')),
    ...body.out_of_time.map(corrected('out_of_time')),
  ];
}
