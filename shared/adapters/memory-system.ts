/** A clock that stands still until it is moved, and randomness that a seed repeats. */
import { addToInstant, type Instant, type Span } from '../kernel/time.ts';
import type { Clock, Randomness } from '../ports.ts';

/** A clock whose hands are ours. */
export type MemoryClock = Clock & {
  readonly set: (instant: Instant) => void;
  readonly advance: (span: Span) => void;
};

/** A clock that shows the given instant until it is set or advanced. */
export function memoryClock(start: Instant): MemoryClock {
  let instant = start;

  return {
    now: () => instant,
    set: (to) => {
      instant = to;
    },
    advance: (span) => {
      instant = addToInstant(instant, span);
    },
  };
}

/** Bytes that follow from the seed (a 32-bit integer) and from nothing else; never for real secrets. */
export function seededRandomness(seed: number): Randomness {
  const next = seededNumbers(seed);

  return { bytes: (count) => Uint8Array.from({ length: count }, () => next() & 0xff) };
}

/** 32-bit integers from a seed, by Mulberry32. */
export function seededNumbers(seed: number): () => number {
  let state = seed >>> 0;

  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);

    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}
