/** What `npm run verify` says of each subscription's bills, reckoned again from the beginning. */
import type { SubscriptionFact } from '../../shared/domain/subscriptions/facts.ts';
import { reconciled } from '../../shared/domain/subscriptions/reconcile.ts';
import { differenceOf } from '../../shared/domain/subscriptions/reconciliation.ts';
import { factsOf } from '../../shared/execute.ts';
import { type CommitItem, fromItem } from '../../shared/journal/commit.ts';
import type { Instant } from '../../shared/kernel/time.ts';

/** The lines, and how many subscriptions were billed another amount than they must be. */
export function reconciliationLines(
  items: readonly CommitItem[],
  nowOf: (tenant: string) => Instant,
): { readonly lines: readonly string[]; readonly different: number } {
  const own = Map.groupBy(
    items.filter(({ pk }) => pk.split('#')[1]?.startsWith('sub_')),
    ({ pk }) => pk,
  );
  const lines = [...own].flatMap(([pk, commits]) => {
    const [tenant = '', subscription = ''] = pk.split('#');
    const facts = commits
      .toSorted((a, b) => a.sk - b.sk)
      .flatMap((item) => factsOf<SubscriptionFact>(fromItem(item)));
    const found = reconciled(facts, { tenant, subscription, at: nowOf(tenant) });
    const wrong = found?.bills.filter((bill) => differenceOf(bill) !== 0n);
    return (wrong ?? []).map(
      ({ kind, number, start, end, expectedMinor, billedMinor, repairedMinor }) =>
        `differs  ${subscription}  ${kind} ${number ?? ''} ${start} to ${end}: ${billedMinor} billed, ${repairedMinor} repaired, ${expectedMinor} expected (minor units)`,
    );
  });

  return {
    lines: [`${own.size} subscriptions reckoned again: ${lines.length} bills differ.`, ...lines],
    different: lines.length,
  };
}
