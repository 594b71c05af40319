/** What is billed step by step is what is reckoned from the beginning: asked of every subscription of a history. */
import type { SubscriptionFact } from '../../shared/domain/subscriptions/facts.ts';
import { reconciled } from '../../shared/domain/subscriptions/reconcile.ts';
import { differenceOf } from '../../shared/domain/subscriptions/reconciliation.ts';
import { factsOf } from '../../shared/execute.ts';
import type { Violation } from '../checker/books.ts';
import type { History } from './history.ts';

/** I-55: the bills that come to another amount than they must, and whatever would make later ones do so. */
export function wrongReconciliations({ world, restedAt }: History): readonly Violation[] {
  const own = Map.groupBy(
    world.twins.journal.stream.filter(({ id }) => id.startsWith('sub_')),
    ({ tenant, id }) => `${tenant} ${id}`,
  );

  return [...own.values()].flatMap((commits) => {
    const [{ tenant = '', id: subscription = '' } = {}] = commits;
    const facts = commits.flatMap((commit) => factsOf<SubscriptionFact>(commit));
    const found = reconciled(facts, { tenant, subscription, at: restedAt });
    const wrong = (says: string) => ({ invariant: 'I-55', about: subscription, says });
    const bills = (found?.bills ?? []).filter((bill) => differenceOf(bill) !== 0n);
    const differing = bills.map(({ kind, number, start, expectedMinor, billedMinor }) =>
      wrong(`${kind} ${number ?? ''} from ${start} came to ${billedMinor}, not ${expectedMinor}`),
    );

    return found?.isSpoiled
      ? [...differing, wrong('its state is another than its bills make it')]
      : differing;
  });
}
