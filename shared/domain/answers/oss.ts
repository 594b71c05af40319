/** A seller's year of sales to consumers in other member states, as the API tells it. */
import type { OssThreshold } from '../../contracts/oss.ts';
import { accountingCurrencyOf } from '../accounting-tax.ts';
import type { SellerDetails } from '../legal-entities.ts';
import { isNearThreshold, UNION_THRESHOLD_MINOR } from '../tax/union-sales.ts';
import { ruleOf, type UnionTurnover } from '../tax/union-turnover.ts';
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
