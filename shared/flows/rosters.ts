/** Who gathers bills with whom: subscriptions join before they have one, so that whoever comes with a bill knows of all others. */
import { GATHERED_MAX, rosterOf, rosters } from '../domain/gatherings.ts';
import { subscriptions } from '../domain/subscriptions.ts';
import { type Acting, execute, load } from '../execute.ts';
import { addToInstant, type Instant } from '../kernel/time.ts';
import type { Ports } from '../ports.ts';

type Store = Pick<Ports, 'journal'>;

/** Days after its end before a subscription makes room for another: all its bills are gathered by then. */
const ENDED_DAYS = 2;

/** Lets subscriptions gather their bills, before any of them has one. Answers all who do then; it has room for so many. */
export async function joinRoster(
  of: Parameters<typeof rosterOf>[1] & {
    readonly tenant: string;
    readonly subscriptions: readonly string[];
    readonly acting: Acting;
  },
  ports: Store,
): Promise<readonly string[]> {
  const { tenant, subscriptions: joining, acting } = of;
  if (joining.length === 0) return [];
  const ref = { tenant, id: rosterOf(tenant, of) };
  const { state } = await load(ports.journal, rosters, ref);
  const isFull = state.subscriptions.length + joining.length > GATHERED_MAX;
  const longAgo = addToInstant(acting.at, { days: -ENDED_DAYS });
  const ended = isFull ? await goneBefore(longAgo, { tenant, ids: state.subscriptions }, ports) : [];
  const command = { do: 'join', subscriptions: joining, ended, at: acting.at } as const;
  const done = await execute(ports.journal, rosters, { ref, command, acting });
  if (!done.ok) throw new Error(`${ref.id}: ${done.refusal.code}`);

  return done.value.state.subscriptions;
}

/** Those that have ended, or left and have nothing left to gather. */
async function goneBefore(
  at: Instant,
  of: { readonly tenant: string; readonly ids: readonly string[] },
  { journal }: Store,
): Promise<readonly string[]> {
  const states = await Promise.all(
    of.ids.map((id) => load(journal, subscriptions, { tenant: of.tenant, id })),
  );

  return of.ids.filter((_, index) => {
    const state = states[index]?.state;
    if (state === undefined || state.status === 'none') return false;

    return state.status === 'ended' ? (state.endedAt ?? at) < at : state.grouping === undefined;
  });
}
