/** What a subscription becomes where it takes another plan, or another version of its own. */
import { refuse, ok, type Result } from '../../kernel/result.ts';
import type { Sold } from '../billing/billed-line.ts';
import { soldIn } from '../billing/lines.ts';
import type { PlanOffer } from '../plans/offer.ts';
import { isAllowed, refusedAddOnAlone } from './attached.ts';
import type { KnownSubscription, Target } from './states.ts';

/**
 * The target that an offer of a plan makes. Refuses another tax with `subscription.tax_differs`, prices that contain it
 * where the others do not with `subscription.price_basis_differs`, what is not of its kind with
 * `add_on.is_plan` and `add_on.not_alone`, and a plan that does not allow one of its add-ons with `add_on.not_allowed`.
 */
export function targetOfOffer(
  state: KnownSubscription,
  {
    plan,
    offer,
    sold: asked,
    anchorDay,
  }: {
    readonly plan: string;
    readonly offer: PlanOffer;
    readonly sold: Pick<Sold, 'quantity' | 'dimensions'>;
    readonly anchorDay: number | null;
  },
): Result<Target> {
  const refused = refusedKind(state, offer);
  if (refused) return refused;
  const { version, name, interval, count, charge, tax, supply, metering, price, isAgreed } = offer;
  const promised = (offer.minimum || state.minimum) && { minimum: offer.minimum ?? null };
  if (tax !== state.tax || supply !== state.supply)
    return refuse('subscription.tax_differs', 'The other plan is taxed differently; order it as a new one.', {
      pointer: '#/plan',
    });
  if (offer.priceBasis !== state.priceBasis)
    return refuse(
      'subscription.price_basis_differs',
      'The prices of only one of both contain the tax; order the other plan as a new one.',
      { pointer: '#/plan' },
    );
  const sold = soldIn({ plan, planVersion: version, description: name, price, isAgreed, ...asked });

  return ok({ sold, interval, count, charge, anchorDay, ...(metering && { metering }), ...promised });
}

/** An add-on becomes an add-on that recurs, and what stands alone a plan that allows the add-ons it has. */
function refusedKind({ host, addOns = [] }: KnownSubscription, offer: PlanOffer) {
  const at = { pointer: '#/plan' };
  if (host !== undefined && offer.kind !== 'add_on')
    return refuse('add_on.is_plan', 'An add-on becomes another one that recurs, and nothing else.', at);
  if (host === undefined) {
    if (offer.kind !== undefined) return refusedAddOnAlone('#/plan');
    const allowed = offer.addOns ?? null;
    if (!addOns.every((each) => isAllowed(allowed, each.plan)))
      return refuse('add_on.not_allowed', 'The plan does not allow an add-on of this subscription.', at);
  }

  return undefined;
}
