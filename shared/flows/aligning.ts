/** Where the periods of new subscriptions begin, so that they end together with what the customer has. */
import { isMeeting, type Grid } from '../domain/billing/rhythm.ts';
import type { OrderLine, StoredLine } from '../domain/orders/states.ts';
import { subscriptionStory } from '../domain/subscriptions/evolve.ts';
import type { SubscriptionBegin } from '../domain/subscriptions/start.ts';
import { load } from '../execute.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Instant } from '../kernel/time.ts';
import type { Journal } from '../ports.ts';
import { planAt } from './offering.ts';

type Asked = {
  readonly tenant: string;
  readonly customer: { readonly id: string; readonly billingDay: number | null };
  /** In whose zone the days of the new subscription will begin. */
  readonly seller: { readonly zone: string };
  readonly now: Instant;
};

/**
 * The lines, each beginning where it was asked to: on the grid of a subscription that it is aligned to, or on the customer's
 * billing day. Refusals: `subscription.align_unknown`, `subscription.align_other_customer`, `subscription.align_other_zone`,
 * `subscription.align_rhythm`, `customer.billing_day_missing`.
 */
export async function alignedLines(
  lines: readonly StoredLine[],
  asked: Asked,
  journal: Journal,
): Promise<Result<readonly StoredLine[]>> {
  const aligned: StoredLine[] = [];
  for (const [index, line] of lines.entries()) {
    const [description, quantity, unitPrice, tax, rest = {}] = line;
    const { begin, plan } = rest;
    if (!begin || !plan || (begin.alignTo === undefined && begin.alignment !== 'customer')) {
      aligned.push(line);
      continue;
    }
    const found = await alignedBegin({ begin, plan }, asked, journal);
    if (!found.ok) {
      const { code, message } = found.refusal;
      return refuse(code, message, { ...found.refusal, pointer: `#/lines/${index}/subscription` });
    }
    aligned.push([description, quantity, unitPrice, tax, { ...rest, begin: found.value }]);
  }

  return ok(aligned);
}

type Wanted = { readonly begin: SubscriptionBegin; readonly plan: NonNullable<OrderLine['plan']> };

async function alignedBegin(
  { begin, plan }: Wanted,
  asked: Asked,
  journal: Journal,
): Promise<Result<SubscriptionBegin>> {
  const { customer } = asked;
  if (begin.alignTo !== undefined) {
    const grid = await gridOf({ to: begin.alignTo, plan }, asked, journal);
    return grid.ok ? ok({ ...begin, grid: grid.value }) : grid;
  }
  if (customer.billingDay === null)
    return refuse('customer.billing_day_missing', 'This customer has no billing day.', {
      hint: 'Set `billing_day` of the customer, or align in another way.',
    });

  return ok({ ...begin, anchorDay: customer.billingDay });
}

async function gridOf(
  { to, plan }: { readonly to: string; readonly plan: string },
  { tenant, customer, seller, now }: Asked,
  journal: Journal,
): Promise<Result<Grid>> {
  const [{ state }, offered] = await Promise.all([
    load(journal, subscriptionStory, { tenant, id: to }),
    planAt(journal, { tenant, id: plan }, now),
  ]);
  if (state.status === 'none' || state.status === 'ended')
    return refuse('subscription.align_unknown', 'There is no such running subscription to align to.');
  if (state.customer !== customer.id)
    return refuse('subscription.align_other_customer', 'That subscription is of another customer.');
  if (state.zone !== seller.zone)
    return refuse(
      'subscription.align_other_zone',
      'The days of that subscription begin in another time zone.',
    );
  const { interval, count, anchor, anchorDay } = state.rhythm;
  if (offered.status !== 'none' && !isMeeting(offered, state.rhythm))
    return refuse('subscription.align_rhythm', 'Periods of days and periods of months never end together.');

  return ok({ interval, count, anchor, anchorDay });
}
