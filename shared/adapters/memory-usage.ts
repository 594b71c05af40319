/** Usage in memory: the same items under the same keys. */
import type { Usage } from '../ports.ts';
import { compareKeys } from './key-order.ts';
import { within } from './limits.ts';
import { MEMORY_ITEMS_MAX } from './memory-store.ts';
import {
  checkUsageQuery,
  dayKey,
  isKnownBy,
  type UsageItem,
  usageEventOf,
  usageItemsOf,
} from './usage-items.ts';

/** No usage yet; it keeps the encoded items alone. */
export function memoryUsage(): Usage {
  const claims = new Map<string, UsageItem>();
  const days = new Map<string, UsageItem[]>();

  return {
    record: async (ref, event, of) => {
      const { claim, entry } = usageItemsOf(ref, event, of);
      const former = claims.get(claim.pk);
      if (former) return former.d === claim.d ? 'repeated' : 'differs';
      claims.set(claim.pk, claim);
      within('events in memory', claims.size, MEMORY_ITEMS_MAX);
      const entries = days.get(entry.pk) ?? [];
      entries.push(entry);
      days.set(entry.pk, entries);

      return 'recorded';
    },
    events: async (ref, query) => {
      checkUsageQuery(query);
      const { day, from, to, after = '', limit, knownBy } = query;
      const behind = (days.get(dayKey(ref, day)) ?? [])
        .filter(({ sk }) => sk >= from && sk < to && sk > after)
        .sort((a, b) => compareKeys(a.sk, b.sk));
      const items = behind.slice(0, limit);
      const next = items.at(-1)?.sk;
      const events = items.filter(({ r }) => isKnownBy(r, knownBy)).map(({ d }) => usageEventOf(d));

      return behind.length > limit && next !== undefined ? { items: events, next } : { items: events };
    },
  };
}
