/** With which others a subscription shares its invoices, from its next period on. */
import type { Result } from '../../kernel/result.ts';
import { ok, refuse } from '../../kernel/result.ts';
import type { Instant } from '../../kernel/time.ts';
import { isBehind } from '../billing/owed.ts';
import type { SubscriptionFact } from './facts.ts';
import type { GroupingAsked, KnownSubscription } from './states.ts';

/** With whom a subscription shares invoices now. */
function groupingOf({ grouping, invoiceGroup }: KnownSubscription): GroupingAsked {
  return { grouping: grouping ?? 'by_subscription', group: invoiceGroup ?? null };
}

/** What a period that has begun owes stays where it was. Refuses with `subscription.behind` while that is not billed. */
export function regrouped(
  state: KnownSubscription,
  { grouping, group, at }: GroupingAsked & { readonly at: Instant },
): Result<readonly SubscriptionFact[]> {
  const now = groupingOf(state);
  if (now.grouping === grouping && now.group === group) return ok([]);
  if (isBehind(state, at))
    return refuse('subscription.behind', 'A period that has begun is not billed yet; ask again in a moment.');

  return ok([{ type: 'subscription.regrouped', data: { grouping, group, at } }]);
}

/** The terms without the grouping, or with another. */
export function withGrouping({ grouping, group }: GroupingAsked) {
  const isShared = grouping === 'by_billing_day';

  return {
    grouping: isShared ? grouping : undefined,
    invoiceGroup: isShared && group !== null ? group : undefined,
  };
}
