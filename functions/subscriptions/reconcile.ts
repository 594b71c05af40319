/** Woken by its route; reads the facts of a subscription and shows what they must have billed beside what they did. */
import { type ReconciliationQuery, reconciliationRoutes } from '../../shared/contracts/reconciliations.ts';
import { answerReconciliation } from '../../shared/domain/answers/reconciliations.ts';
import type { SubscriptionFact } from '../../shared/domain/subscriptions.ts';
import { reconciled } from '../../shared/domain/subscriptions/reconcile.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, onHttp } from '../../shared/edge/http.ts';
import { factsOf, HISTORY_COMMITS_MAX } from '../../shared/execute.ts';
import { invariant } from '../../shared/kernel/invariant.ts';
import { isId } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import type { AggregateRef, Ports } from '../../shared/ports.ts';

async function reconcile(call: Call<undefined, ReconciliationQuery>, ports: Ports): Promise<Result<Answer>> {
  const { tenant, query, acting } = call;
  const id = call.params.subscription_id ?? '';
  const facts = isId('subscription', id) ? await everyFact({ tenant, id }, ports) : [];
  const reconciliation = reconciled(facts, { tenant, subscription: id, at: acting.at });
  if (!reconciliation) return refuse('subscription.not_found', 'There is no such subscription.');

  return ok({ body: answerReconciliation(id, { reconciliation, limit: query.limit, asOf: acting.at }) });
}

async function everyFact(ref: AggregateRef, { journal }: Ports): Promise<readonly SubscriptionFact[]> {
  const facts: SubscriptionFact[] = [];
  let version = 0;
  for (;;) {
    const page = await journal.history(ref, version + 1);
    if (page.length === 0) return facts;
    facts.push(...page.flatMap((commit) => factsOf<SubscriptionFact>(commit)));
    version += page.length;
    invariant(version <= HISTORY_COMMITS_MAX, `${ref.id} is too long to be reckoned again`);
  }
}

export const handler = onHttp('subscriptions.reconcile', [
  endpoint(reconciliationRoutes.reconcile, reconcile),
]);
