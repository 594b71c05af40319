/** What the routes of subscriptions do alike: tell one that is named what is asked of it, and answer what it has become. */
import { answerSubscription } from '../domain/answers/billing.ts';
import type { SubscriptionCommand } from '../domain/subscriptions/commands.ts';
import type { Subscription } from '../domain/subscriptions/states.ts';
import { noSubscription } from '../domain/subscriptions/unknown.ts';
import { subscriptions } from '../domain/subscriptions.ts';
import { type Acting, execute } from '../execute.ts';
import { isId } from '../kernel/ids.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Ports } from '../ports.ts';

/** A request that names a subscription, and the version of it that the caller saw. */
type Asked = {
  readonly tenant: string;
  readonly params: { readonly subscription_id?: string };
  readonly acting: Acting;
  readonly expect: number | undefined;
};

type Shown = { readonly body: ReturnType<typeof answerSubscription>; readonly version: number };

/**
 * Tells the subscription and answers it. A request that has to be met again is remembered in the state, so its fingerprint
 * is not one of the commit. Refusals: `subscription.not_found`, and those of the command.
 */
export async function tellSubscription(
  { tenant, params, acting: given, expect }: Asked,
  command: SubscriptionCommand,
  { journal }: Pick<Ports, 'journal'>,
): Promise<Result<Shown & { readonly replayed: boolean }>> {
  const id = params.subscription_id ?? '';
  if (!isId('subscription', id)) return noSubscription();
  const { fingerprint: _, ...acting } = given;
  const task = { ref: { tenant, id }, command, acting, ...(expect !== undefined && { expect }) };
  const done = await execute(journal, subscriptions, task);
  if (!done.ok) return done;
  const shown = shownSubscription(id, { ...done.value, at: acting.at });
  const replayed = 'request' in command && done.value.commit === undefined;

  return shown.ok ? ok({ ...shown.value, replayed }) : shown;
}

/** A subscription as it is answered. */
export function shownSubscription(
  id: string,
  { state, version, at }: { readonly state: Subscription; readonly version: number; readonly at: string },
): Result<Shown> {
  return state.status === 'none'
    ? noSubscription()
    : ok({ body: answerSubscription(id, { state, at }), version });
}
