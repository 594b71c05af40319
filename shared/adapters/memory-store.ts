/** What the memory twins share: places in a list, segments of a scan, values that nobody can change. */

/** Items that one twin holds at most, so that a runaway simulation stops by name. */
export const MEMORY_ITEMS_MAX = 5_000_000;

/** The first place in an ascending list at which `isBefore` no longer holds. */
export function placeIn<Item>(list: readonly Item[], isBefore: (item: Item) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = list[middle];
    if (item !== undefined && isBefore(item)) low = middle + 1;
    else high = middle;
  }

  return low;
}

/** The segment of a scan that a partition belongs to: FNV-1a over its characters. */
export function segmentOf(partition: string, of: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < partition.length; index += 1) {
    hash = Math.imul(hash ^ partition.charCodeAt(index), 0x01000193);
  }

  return (hash >>> 0) % of;
}

/** Freezes plain data through and through, so that a reader that changes it fails instead of changing the store. */
export function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const member of Object.values(value)) frozen(member);

  return Object.freeze(value);
}
