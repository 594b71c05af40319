/** Woken by its routes; reckons the bills of a subscription again from its facts, and shows or bills what differs. */
import {
  RECONCILED_BILLS_DEFAULT,
  type ReconciliationQuery,
  reconciliationRoutes,
} from '../../shared/contracts/reconciliations.ts';
import { answerReconciliation } from '../../shared/domain/answers/reconciliations.ts';
import { noSubscription } from '../../shared/domain/subscriptions/unknown.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, onHttp } from '../../shared/edge/http.ts';
import { reckon, repairNow } from '../../shared/flows/reckoning.ts';
import { isId } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok } from '../../shared/kernel/result.ts';
import type { Ports } from '../../shared/ports.ts';

async function reconcile(call: Call<undefined, ReconciliationQuery>, ports: Ports): Promise<Result<Answer>> {
  const { tenant, query, acting } = call;
  const id = call.params.subscription_id ?? '';
  const asOf = acting.at;
  const reconciliation = isId('subscription', id) && (await reckon({ tenant, id }, { at: asOf }, ports));
  if (!reconciliation) return noSubscription();

  return ok({ body: answerReconciliation(id, { reconciliation, limit: query.limit, asOf }) });
}

async function repair(call: Call<undefined, undefined>, ports: Ports): Promise<Result<Answer>> {
  const { tenant, acting, expect } = call;
  const id = call.params.subscription_id ?? '';
  if (!isId('subscription', id)) return noSubscription();
  const done = await repairNow({ ref: { tenant, id }, acting, expect }, ports);
  if (!done.ok) return done;
  const limit = RECONCILED_BILLS_DEFAULT;

  return ok({ body: answerReconciliation(id, { reconciliation: done.value, limit, asOf: acting.at }) });
}

export const handler = onHttp('subscriptions.reconcile', [
  endpoint(reconciliationRoutes.reconcile, reconcile),
  endpoint(reconciliationRoutes.repair, repair),
]);
