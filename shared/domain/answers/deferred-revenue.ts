/** What the API tells of deferred revenue. */
import type { DeferredRevenueLine } from '../../contracts/deferred-revenue.ts';
import { recognisedMinor, type Waterfall } from '../deferrals/waterfall.ts';
import { amountOf } from './payments.ts';

/** One seller's deferred revenue in one currency, as answered. */
export function answerWaterfall(fall: Waterfall): DeferredRevenueLine {
  const { entity, currency } = fall;
  const money = (minor: bigint) => amountOf(minor, currency);
  const months = [...fall.months].toSorted(([a], [b]) => (a < b ? -1 : 1));

  return {
    legal_entity: entity,
    currency,
    opening: money(fall.openingMinor),
    deferred: money(fall.deferredMinor),
    recognised: money(recognisedMinor(fall)),
    credited: money(fall.creditedMinor),
    balance: money(fall.balanceMinor),
    posted: money(fall.postedMinor),
    months: months.map(([month, minor]) => ({ month, amount: money(minor) })),
    later: money(fall.laterMinor),
    undated: money(fall.undatedMinor),
  };
}
