/** The profiles in memory. */
import { partitionOf } from '../journal/keys.ts';
import type { Profiles } from '../ports.ts';
import { within } from './limits.ts';
import { MEMORY_ITEMS_MAX } from './memory-store.ts';
import { type ProfileItem, profileItemOf, profileOf } from './stored.ts';

/** No profiles yet; it keeps the encoded items alone. */
export function memoryProfiles(): Profiles {
  const profiles = new Map<string, Map<number, ProfileItem>>();

  return {
    put: async (profile) => {
      const item = profileItemOf(profile);
      const versions = profiles.get(item.pk) ?? new Map<number, ProfileItem>();
      if (!versions.has(item.sk)) versions.set(item.sk, item);
      profiles.set(item.pk, versions);
      within('profiles in memory', profiles.size, MEMORY_ITEMS_MAX);
    },
    get: async (ref, version) => {
      const item = profiles.get(partitionOf(ref))?.get(version);

      return item && profileOf(item);
    },
    erase: async (ref) => {
      profiles.delete(partitionOf(ref));
    },
  };
}
