/** What a dry run would bill of a subscription otherwise than it was billed last: what finance looks at before it agrees. */
import type { SubscriptionFact } from '../subscriptions/facts.ts';
import type { BilledPeriodData } from './bill.ts';
import { netSum } from './lines.ts';

/** A subscription that would be billed otherwise, before tax unless its prices contain it; `formerMinor` is what its last period came to, null where none was billed. */
export type BillDifference = {
  readonly subscription: string;
  readonly customer: string;
  readonly currency: string;
  /** Absent where the amounts are net. */
  readonly priceBasis?: 'gross';
  readonly bills: number;
  readonly netMinor: bigint;
  readonly formerMinor: bigint | null;
  /** What is billed beyond as many bills like the last one; all of it where there was none. */
  readonly deltaMinor: bigint;
};

/** The last bill of a period among facts, oldest first; a bill of a change or of usage alone is none. */
export function lastPeriodBill(facts: readonly SubscriptionFact[]): BilledPeriodData | null {
  const bill = facts.findLast((fact) => fact.type === 'subscription.billed' && isOfPeriod(fact.data));

  return bill?.type === 'subscription.billed' ? bill.data : null;
}

/** How bills differ from the last one; undefined where each comes to the same, or nothing is billed. */
export function differenceOf(
  of: Pick<BillDifference, 'subscription' | 'customer' | 'currency' | 'priceBasis'>,
  {
    facts,
    former,
  }: { readonly facts: readonly SubscriptionFact[]; readonly former: BilledPeriodData | null },
): BillDifference | undefined {
  const nets = facts.flatMap((fact) =>
    fact.type === 'subscription.billed' ? [netSum(fact.data.lines)] : [],
  );
  const formerMinor = former && netSum(former.lines);
  if (nets.every((net) => net === formerMinor)) return undefined;
  const { subscription, customer, currency, priceBasis } = of;
  const netMinor = nets.reduce((sum, net) => sum + net, 0n);
  const deltaMinor = netMinor - BigInt(nets.length) * (formerMinor ?? 0n);

  const whose = { subscription, customer, currency, ...(priceBasis && { priceBasis }) };

  return { ...whose, bills: nets.length, netMinor, formerMinor, deltaMinor };
}

function isOfPeriod({ change, usage }: BilledPeriodData): boolean {
  return change === null && usage === undefined;
}
