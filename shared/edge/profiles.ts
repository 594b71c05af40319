/** Writes personal data before the fact that names it, under a version that nobody else's data holds. */
import type { Acting, Done, Fact } from '../execute.ts';
import { create, load, replay } from '../execute.ts';
import type { Decider } from '../kernel/decider.ts';
import { canonicalJson } from '../kernel/hash.ts';
import { invariant } from '../kernel/invariant.ts';
import type { Result } from '../kernel/result.ts';
import { refuse } from '../kernel/result.ts';
import type { AggregateRef, Ports, Profiles } from '../ports.ts';

/** Versions that abandoned attempts may have taken before ours. */
export const PROFILE_PROBES_MAX = 32;

/**
 * Stores the data under the first version from `from` on that is free or holds exactly this data, and answers that
 * version. An attempt that died between profile and fact leaves a version behind, which no fact ever names.
 */
export async function writeProfile(
  profiles: Profiles,
  of: { readonly ref: AggregateRef; readonly from: number; readonly data: Readonly<Record<string, unknown>> },
): Promise<number> {
  const { ref, from, data } = of;
  for (let version = from; version < from + PROFILE_PROBES_MAX; version += 1) {
    await profiles.put({ ...ref, version, data });
    const stored = await profiles.get(ref, version);
    if (stored && canonicalJson(stored.data) === canonicalJson(data)) return version;
  }

  invariant(false, `${ref.id} has no free profile version near ${from}`);
}

/** Somebody to be registered, whose personal data goes to the profile and whose fact names its version. */
export type Registration<State, Command> = {
  readonly ref: AggregateRef;
  readonly data: Readonly<Record<string, unknown>>;
  readonly command: (profile: number) => Command;
  readonly isErased: (state: State) => boolean;
  readonly acting: Acting;
};

/**
 * Creates the aggregate that names the profile, once. A request that was answered before writes no personal data: it may
 * have been erased since. One that overtook its own repetition, and then an erasure, takes away again what it wrote.
 */
export async function createWithProfile<State, Command, F extends Fact>(
  ports: Pick<Ports, 'journal' | 'profiles'>,
  decider: Decider<State, Command, F>,
  wanted: Registration<State, Command>,
): Promise<Result<Done<State> & { readonly replayed: boolean }>> {
  const { ref, data, acting } = wanted;
  const known = await replay(ports.journal, decider, { ref, acting }, ABSENT);
  if (known.ok || known.refusal !== ABSENT.refusal) return known;

  const profile = await writeProfile(ports.profiles, { ref, from: 1, data });
  const done = await create(ports.journal, decider, { ref, command: wanted.command(profile), acting });
  const isFirst = done.ok && !done.value.replayed;
  if (!isFirst && wanted.isErased((await load(ports.journal, decider, ref)).state)) {
    await ports.profiles.erase(ref);
  }

  return done;
}

const ABSENT = refuse('customer.not_found', 'Nobody is registered yet.');
