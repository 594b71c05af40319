/** Coupons of a subscription: they count from the next bill of a period on, in the order they were given. */
import { ok, refuse, type Result } from '../../kernel/result.ts';
import type { Instant } from '../../kernel/time.ts';
import { type Coupon, COUPONS_MAX, isTooPrecise } from '../billing/coupons.ts';
import { type Request, requestMet } from '../requests.ts';
import type { SubscriptionFact } from './facts.ts';
import type { KnownSubscription } from './states.ts';

/** Adds a coupon once. Refusals: `coupon.too_many`, `coupon.amount_too_precise`, `idempotency.key_reused`. */
export function couponAdded(
  state: KnownSubscription,
  { coupon, at, request }: { readonly coupon: Coupon; readonly at: Instant; readonly request: Request },
): Result<readonly SubscriptionFact[]> {
  const met = requestMet(state.requests, request);
  if (met) return met;
  if (state.coupons.filter(({ left }) => left !== 0).length >= COUPONS_MAX)
    return refuse('coupon.too_many', `A subscription holds at most ${COUPONS_MAX} coupons.`);
  if (isTooPrecise(coupon, state.currency)) {
    return refuse('coupon.amount_too_precise', `The amount has more decimals than ${state.currency}.`, {
      pointer: '#/off/amount',
    });
  }

  return ok([{ type: 'subscription.coupon_added', data: { coupon, at, request } }]);
}
