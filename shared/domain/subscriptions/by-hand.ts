/**
 * Waiting to be activated by hand: nothing begins, is billed or falls due until somebody sets the first day. From then on the
 * subscription is one that begins on that day.
 */
import { refuse } from '../../kernel/result.ts';
import { stubsOf } from '../billing/rhythm.ts';
import { attachedFrom } from './attached.ts';
import type { SubscriptionCommand } from './commands.ts';
import type { SubscriptionFact } from './facts.ts';
import { spendingAtFirst } from './spending.ts';
import type { KnownSubscription } from './states.ts';
import { firstTerm } from './term.ts';

/** Whether its first day is still to be set. */
export function isAwaitingHand(state: KnownSubscription): boolean {
  return state.status === 'pending' && isNeverActivated(state);
}

/** Whether its first day was not set, be it that it waits for that or that it ended before. */
export function isNeverActivated({
  activation,
  startSetAt,
}: Pick<KnownSubscription, 'activation' | 'startSetAt'>): boolean {
  return activation?.on === 'hand' && startSetAt === undefined;
}

/** Why a command has to wait until it is activated, or undefined: what it will be charged may be added to, not what it is. */
export function refusedUntilActivated(state: KnownSubscription, command: Pick<SubscriptionCommand, 'do'>) {
  if (!isAwaitingHand(state) || !WAITS.has(command.do)) return undefined;

  return refuse('subscription.awaits_activation', 'This subscription waits to be activated by hand.', {
    hint: 'Activate it, or cancel it and order what you want instead.',
  });
}

const WAITS: ReadonlySet<SubscriptionCommand['do']> = new Set([
  'change',
  'withdraw_change',
  'pause',
  'resume',
  'suspend',
  'reinstate',
  'reactivate',
  'add_add_on',
] as const);

/** The state once its first day is set: whatever counts from that day counts anew. */
export function startingOn(
  state: KnownSubscription,
  {
    startsOn,
    rhythm,
    nextDueAt,
    at,
  }: Extract<SubscriptionFact, { readonly type: 'subscription.start_set' }>['data'],
): Partial<KnownSubscription> {
  const { metering, minimum, commitment, phases, charges, addOns } = state;
  const stubs = stubsOf(rhythm) - stubsOf(state.rhythm);

  return {
    ...{ startsOn, rhythm, nextDueAt, startSetAt: at },
    ...(addOns && { addOns: addOns.map((each) => attachedFrom(each, { startsOn, rhythm })) }),
    ...(metering && { usage: { from: rhythm.start, former: [], bills: 0 } }),
    ...(minimum && { spending: spendingAtFirst(minimum, { rhythm }) }),
    ...(commitment && { term: firstTerm(rhythm, commitment) }),
    ...(phases && { phases: phases.map(({ until, price }) => ({ until: until + stubs, price })) }),
    ...(charges && {
      charges: charges.map((each) => (each.id === 'setup' ? { ...each, on: startsOn } : each)),
    }),
  };
}
