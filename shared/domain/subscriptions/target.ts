/** What a subscription becomes where it takes another plan, or another version of its own. */
import { refuse, ok, type Result } from '../../kernel/result.ts';
import { type Sold, soldIn } from '../billing/lines.ts';
import type { PlanOffer } from '../plans.ts';
import type { KnownSubscription, Target } from '../subscriptions.ts';

/** The target that an offer of a plan makes. Refuses another tax with `subscription.tax_differs`. */
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
  const { version, name, interval, count, charge, tax, supply, metering, price, isAgreed } = offer;
  if (tax !== state.tax || supply !== state.supply)
    return refuse('subscription.tax_differs', 'The other plan is taxed differently; order it as a new one.', {
      pointer: '#/plan',
    });
  const sold = soldIn({ plan, planVersion: version, description: name, price, isAgreed, ...asked });

  return ok({ sold, interval, count, charge, anchorDay, ...(metering && { metering }) });
}
