/** The add-ons of an order: lines that begin with the subscription of an earlier line. */
import { isWholePeriods } from '../domain/billing/rhythm.ts';
import type { StoredLine } from '../domain/orders/states.ts';
import type { Plan } from '../domain/plans/states.ts';
import { ADD_ONS_MAX, isAllowed, refusedAddOnAlone } from '../domain/subscriptions/attached.ts';
import type { SubscriptionBegin } from '../domain/subscriptions/start.ts';
import { refuse } from '../kernel/result.ts';
import type { Instant } from '../kernel/time.ts';
import type { Journal } from '../ports.ts';
import { planAt } from './offering.ts';

type Asked = { readonly tenant: string; readonly at: Instant };

/**
 * Why the add-ons among the lines of an order cannot be, at the line, or undefined. Refusals: `add_on.not_alone`,
 * `add_on.is_plan`, `add_on.begins_with_host`, `add_on.of_add_on`, `add_on.not_allowed`, `add_on.rhythm_unfit`,
 * `add_on.too_many`, and `subscription.activation_unfit` where its host waits for a first payment, which an add-on has no part in.
 */
export async function refusedAddOns(lines: readonly StoredLine[], { tenant, at }: Asked, journal: Journal) {
  const hosts = new Map<number, number>();
  const plans = new Map<string, Plan>();
  const planOf = async (id: string): Promise<Plan> => {
    const known = plans.get(id) ?? (await planAt(journal, { tenant, id }, at));
    plans.set(id, known);
    return known;
  };
  for (const [index, [, , , , { plan, begin } = {}]] of lines.entries()) {
    if (!plan) continue;
    const pointer = `#/lines/${index}/plan`;
    const own = await planOf(plan);
    const to = begin?.addOnTo;
    if (own.status === 'none') continue;
    if (to === undefined && own.kind !== undefined) return refusedAddOnAlone(pointer);
    if (to === undefined) continue;
    const host = to <= index ? lines[to - 1]?.[4] : undefined;
    const hostPlan = host?.plan ? await planOf(host.plan) : undefined;
    const refused = refusedOn({ own, plan, begin, host: hostPlan, hostBegin: host?.begin });
    if (refused) return refuse(refused.code, refused.message, { pointer });
    hosts.set(to, (hosts.get(to) ?? 0) + 1);
    if ((hosts.get(to) ?? 0) > ADD_ONS_MAX)
      return refuse('add_on.too_many', `A subscription has at most ${ADD_ONS_MAX} add-ons at once.`);
  }

  return undefined;
}

type Known = Extract<Plan, { readonly status: 'published' }>;

function refusedOn(of: {
  readonly own: Known;
  readonly plan: string;
  readonly begin: SubscriptionBegin | null | undefined;
  readonly host: Plan | undefined;
  readonly hostBegin: SubscriptionBegin | null | undefined;
}) {
  const { own, plan, begin, host, hostBegin } = of;
  if (own.kind !== 'add_on') return { code: 'add_on.is_plan', message: 'This is no add-on that recurs.' };
  if (!host || host.status === 'none' || host.kind !== undefined)
    return { code: 'add_on.of_add_on', message: 'An add-on names an earlier line that starts its host.' };
  if (begin && isOfItsOwn(begin))
    return {
      code: 'add_on.begins_with_host',
      message: 'An add-on begins with its host and has no grid of its own.',
    };
  if (hostBegin?.activation?.on === 'first_payment')
    return {
      code: 'subscription.activation_unfit',
      message: 'Its host begins with its first payment; add it once that is active.',
    };
  if (!isAllowed(host.addOns ?? null, plan))
    return { code: 'add_on.not_allowed', message: 'The plan of its host does not allow this add-on.' };

  return isWholePeriods(own, host)
    ? undefined
    : {
        code: 'add_on.rhythm_unfit',
        message: 'A period of an add-on is made of whole periods of its host.',
      };
}

function isOfItsOwn({
  startsOn,
  alignment,
  anchorDay,
  trialDays,
  alignTo,
  activation,
}: SubscriptionBegin): boolean {
  return (
    [startsOn, anchorDay, trialDays, alignTo ?? null].some((each) => each !== null) ||
    alignment !== 'anniversary' ||
    activation?.on === 'hand'
  );
}
