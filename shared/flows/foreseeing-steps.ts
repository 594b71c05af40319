/** A step in the life of a subscription before it is taken, decided by the very rules that take it; nothing is recorded. */
import type { SubscriptionStep, SubscriptionStepPreview } from '../contracts/subscription-steps.ts';
import { answerStepPreview } from '../domain/answers/previews.ts';
import type { KnownSubscription } from '../domain/subscriptions/states.ts';
import { subscriptions } from '../domain/subscriptions.ts';
import { fold } from '../kernel/decider.ts';
import { invariant } from '../kernel/invariant.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Instant } from '../kernel/time.ts';
import type { AggregateRef, Ports } from '../ports.ts';
import { billsToCome } from './foreseeing.ts';

/** What the step makes of it, and the next bill behind it. Refuses as the step itself would. */
export async function foreseenStep(
  {
    tenant,
    id,
    state,
    version,
  }: AggregateRef & { readonly state: KnownSubscription; readonly version: number },
  { step, on, at }: SubscriptionStep & { readonly at: Instant },
  ports: Pick<Ports, 'journal' | 'usage'>,
): Promise<Result<{ readonly body: SubscriptionStepPreview }>> {
  // Nobody is told of a suspension that is only looked at.
  const command = step === 'suspend' ? { do: step, reason: '', at } : { do: step, at, ...(on && { on }) };
  const decided = subscriptions.decide(state, command);
  if (!decided.ok) return decided;
  const facts = decided.value;
  const then = fold(subscriptions, facts, state);
  invariant(then.status !== 'none', 'a step leaves a subscription that is there');
  const [bill] = await billsToCome({ tenant, id }, { state, version, facts, now: at, most: 1 }, ports);

  return ok({ body: answerStepPreview(id, { state: then, at, bill }) });
}
