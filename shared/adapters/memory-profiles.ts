/** The profiles in memory. */
import { decode } from '../journal/codec.ts';
import { partitionOf } from '../journal/keys.ts';
import type { Profile, Profiles } from '../ports.ts';
import { within } from './limits.ts';
import { MEMORY_ITEMS_MAX } from './memory-store.ts';
import { profileTextOf } from './stored.ts';

/** No profiles yet; it keeps the encoded data alone. */
export function memoryProfiles(): Profiles {
  const profiles = new Map<string, Map<number, string>>();

  return {
    put: async (profile) => {
      const text = profileTextOf(profile);
      const partition = partitionOf(profile);
      const versions = profiles.get(partition) ?? new Map<number, string>();
      if (!versions.has(profile.version)) versions.set(profile.version, text);
      profiles.set(partition, versions);
      within('profiles in memory', profiles.size, MEMORY_ITEMS_MAX);
    },
    get: async (ref, version) => {
      const text = profiles.get(partitionOf(ref))?.get(version);
      if (text === undefined) return undefined;

      const data = decode(text) as Profile['data']; // written by put alone
      return { tenant: ref.tenant, id: ref.id, version, data };
    },
    erase: async (ref) => {
      profiles.delete(partitionOf(ref));
    },
  };
}
