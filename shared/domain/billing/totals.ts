/** What the facts of a subscription bill. */
import { addTotals, type BilledTotals, NO_TOTALS } from '../../kernel/net-totals.ts';
import type { SubscriptionFact } from '../subscriptions/facts.ts';
import { netSum } from './lines.ts';

/** The periods that facts bill, and what they come to. */
export function totalsOf(facts: readonly SubscriptionFact[]): BilledTotals {
  return facts.reduce((totals, fact) => {
    if (fact.type !== 'subscription.billed') return totals;
    const { currency, priceBasis, lines } = fact.data;
    const minor = netSum(lines);
    return addTotals(totals, {
      periods: 1,
      ...(priceBasis === 'gross'
        ? { net: [], gross: [{ currency, grossMinor: minor }] }
        : { net: [{ currency, netMinor: minor }] }),
    });
  }, NO_TOTALS);
}
