/**
 * Woken by what becomes of a subscription; starts the add-ons that were added to it and brings each to where it is: begun,
 * paused, going on or ending. What is to be done follows from both as they are, so news that come twice or late change nothing.
 */
import type { SubscriptionCommand } from '../../shared/domain/subscriptions/commands.ts';
import type { SubscriptionFact } from '../../shared/domain/subscriptions/facts.ts';
import { begunWith, followed } from '../../shared/domain/subscriptions/hosted.ts';
import { subscriptions } from '../../shared/domain/subscriptions.ts';
import type { KnownSubscription } from '../../shared/domain/subscriptions/states.ts';
import { type Delivery, DONE, type Outcome } from '../../shared/edge/delivery.ts';
import { actingOn, commitOf, eachOf, onQueue } from '../../shared/edge/queue.ts';
import { create, execute, factsOf, load } from '../../shared/execute.ts';
import { joinRoster } from '../../shared/flows/rosters.ts';
import type { Commit, Ports } from '../../shared/ports.ts';

async function follow(delivery: Delivery, ports: Ports): Promise<Outcome> {
  const commit = await commitOf(delivery.message, ports);
  if (!commit) return { end: 'wait', reason: 'the commit is not readable yet' };
  const { state } = await load(ports.journal, subscriptions, commit);
  if (state.status === 'none') return DONE;
  if (state.host !== undefined) return leave(commit, { host: state.host, state }, { delivery, ports });
  if ((state.addOns ?? []).length === 0) return DONE;
  await start(commit, { delivery, ports });

  return bring(commit, state, { delivery, ports });
}

type Work = { readonly delivery: Delivery; readonly ports: Ports };

/** An add-on that has ended is none of its host's any more. */
async function leave(
  { tenant, id: addOn }: Commit,
  { host, state }: { readonly host: string; readonly state: KnownSubscription },
  { delivery, ports }: Work,
): Promise<Outcome> {
  if (state.status !== 'ended') return DONE;
  const acting = actingOn('add_ons.follow', delivery, ports);
  const ref = { tenant, id: host };
  const command = { do: 'remove_add_on', addOn, at: acting.at } as const;
  const done = await execute(ports.journal, subscriptions, { ref, command, acting });

  // A host that has ended needs no list of them.
  return done.ok || done.refusal.code === 'subscription.ended'
    ? DONE
    : { end: 'wait', reason: `${host}: ${done.refusal.code}` };
}

async function start(commit: Commit, { delivery, ports }: Work): Promise<void> {
  const acting = actingOn('add_ons.follow', delivery, ports);
  for (const fact of factsOf<SubscriptionFact>(commit)) {
    if (fact.type !== 'subscription.add_on_added') continue;
    const { addOn, terms, at } = fact.data;
    const ref = { tenant: commit.tenant, id: addOn.subscription };
    if (terms.grouping)
      await joinRoster({ ...terms, tenant: ref.tenant, subscriptions: [ref.id], acting }, ports);
    const done = await create(ports.journal, subscriptions, {
      ref,
      command: { do: 'start', terms, at },
      acting,
    });
    if (!done.ok) throw new Error(`${ref.id}: ${done.refusal.code}`);
  }
}

async function bring(
  { tenant, at }: Commit,
  host: KnownSubscription,
  { delivery, ports }: Work,
): Promise<Outcome> {
  const acting = actingOn('add_ons.follow', delivery, ports);
  for (const { subscription: id } of host.addOns ?? []) {
    const ref = { tenant, id };
    const tell = (command: SubscriptionCommand) =>
      execute(ports.journal, subscriptions, { ref, command, acting });
    const { state: addOn } = await load(ports.journal, subscriptions, ref);
    if (addOn.status === 'none') return { end: 'wait', reason: `${id} has not been started yet` };
    const begin = begunWith(host, { addOn, at });
    const begun = begin && (await tell(begin));
    if (begun && !begun.ok) return { end: 'wait', reason: `${id}: ${begun.refusal.code}` };
    const state = begun?.value.state ?? addOn;
    for (const command of state.status === 'none' ? [] : followed(host, { addOn: state, at })) {
      const done = await tell(command);
      if (!done.ok) return { end: 'wait', reason: `${id}: ${done.refusal.code}` };
    }
  }

  return DONE;
}

export const handler = onQueue('add_ons.follow', eachOf(follow));
