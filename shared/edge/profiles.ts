/** Writes personal data before the fact that names it, under a version that nobody else's data holds. */
import { canonicalJson } from '../kernel/hash.ts';
import { invariant } from '../kernel/invariant.ts';
import type { AggregateRef, Profiles } from '../ports.ts';

/** Versions that abandoned attempts may have taken before ours. */
export const PROFILE_PROBES_MAX = 8;

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
