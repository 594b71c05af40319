/** Every choice that a history makes comes from its seed, through here. */
import { seededNumbers } from '../../shared/adapters/memory-system.ts';

/** A seeded source of choices. */
export type Chance = {
  /** A 32-bit integer. */
  readonly next: () => number;
  /** From 0 to below the bound. */
  readonly below: (bound: number) => number;
  /** From the first to the last number, both included. */
  readonly between: (first: number, last: number) => number;
  /** True at this rate, from 0 to 1; a rate of 0 takes nothing from the source. */
  readonly at: (rate: number) => boolean;
  /** One of the list, which is not empty. */
  readonly of: <Item>(list: readonly Item[]) => Item;
  /** A source of its own that further choices here do not disturb. */
  readonly fork: (name: string) => Chance;
};

/** The choices that follow from a seed. */
export function chanceOf(seed: number): Chance {
  const next = seededNumbers(seed);
  const below = (bound: number) => Math.floor((next() / 4_294_967_296) * bound);

  return {
    next,
    below,
    between: (first, last) => first + below(last - first + 1),
    at: (rate) => rate > 0 && next() / 4_294_967_296 < rate,
    of: (list) => {
      const item = list[below(list.length)];
      if (item === undefined) throw new RangeError('nothing to choose from');
      return item;
    },
    fork: (name) => chanceOf(hashed(name, seed)),
  };
}

function hashed(name: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let index = 0; index < name.length; index += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  }

  return hash >>> 0;
}
