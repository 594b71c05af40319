/** Woken by its route; reads the facts of a subscription and shows what they must have billed beside what they did. */
import { type ReconciliationQuery, reconciliationRoutes } from '../../shared/contracts/reconciliations.ts';
import { answerReconciliation } from '../../shared/domain/answers/reconciliations.ts';
import type { SubscriptionFact } from '../../shared/domain/subscriptions/facts.ts';
import { reconciled } from '../../shared/domain/subscriptions/reconcile.ts';
import { noSubscription } from '../../shared/domain/subscriptions/unknown.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, onHttp } from '../../shared/edge/http.ts';
import { factsOf } from '../../shared/execute.ts';
import { commitsOf } from '../../shared/journal/story.ts';
import { isId } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok } from '../../shared/kernel/result.ts';
import type { AggregateRef, Ports } from '../../shared/ports.ts';

async function reconcile(call: Call<undefined, ReconciliationQuery>, ports: Ports): Promise<Result<Answer>> {
  const { tenant, query, acting } = call;
  const id = call.params.subscription_id ?? '';
  const facts = isId('subscription', id) ? await everyFact({ tenant, id }, ports) : [];
  const reconciliation = reconciled(facts, { tenant, subscription: id, at: acting.at });
  if (!reconciliation) return noSubscription();

  return ok({ body: answerReconciliation(id, { reconciliation, limit: query.limit, asOf: acting.at }) });
}

async function everyFact(ref: AggregateRef, { journal }: Ports): Promise<readonly SubscriptionFact[]> {
  return (await commitsOf(journal, ref)).flatMap((commit) => factsOf<SubscriptionFact>(commit));
}

export const handler = onHttp('subscriptions.reconcile', [
  endpoint(reconciliationRoutes.reconcile, reconcile),
]);
