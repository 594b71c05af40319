/** The movable clock: the real time and an offset that is kept in the data folder and shown to the handlers. */
import * as z from 'zod';
import { readStored, writeJson } from './folder.ts';

/** Tells the local time and moves it forward. */
export type LocalClock = {
  readonly now: () => number;
  readonly offsetMilliseconds: () => number;
  /** Moves so that `now` is at least the given epoch millisecond; never back. */
  readonly moveTo: (epochMilliseconds: number) => void;
  /** From now on moving throws: what moves the clock ends with the local cloud. */
  readonly freeze: () => void;
  /** Is called after each move with the milliseconds that it jumped over. */
  readonly onMove: (listener: (milliseconds: number) => void) => void;
  /** While this runs, time that is only waited through, such as a batching window, counts as passed. */
  readonly hurry: <T>(run: () => Promise<T>) => Promise<T>;
  readonly isHurried: () => boolean;
};

/**
 * Opens the clock; the first offset counts only where none is kept yet. The offset is also a property of the global object, where the edge of the handlers looks for it on
 * the local stage: they share this process but not its modules.
 */
export function openClock(path: string, firstOffsetMilliseconds = 0): LocalClock {
  let offset = readStored(path, Stored, { offsetMilliseconds: firstOffsetMilliseconds }).offsetMilliseconds;
  let hurries = 0;
  let isFrozen = false;
  const listeners: ((milliseconds: number) => void)[] = [];
  publish(offset);
  writeJson(path, { offsetMilliseconds: offset });

  return {
    now: () => Date.now() + offset,
    offsetMilliseconds: () => offset,
    moveTo: (epochMilliseconds) => {
      if (isFrozen) throw new Error('the local cloud is ending');
      const missing = epochMilliseconds - (Date.now() + offset);
      if (missing <= 0) return;
      offset += missing;
      publish(offset);
      writeJson(path, { offsetMilliseconds: offset });
      for (const listener of listeners) listener(missing);
    },
    freeze: () => {
      isFrozen = true;
    },
    onMove: (listener) => void listeners.push(listener),
    hurry: async (run) => {
      hurries += 1;
      try {
        return await run();
      } finally {
        hurries -= 1;
      }
    },
    isHurried: () => hurries > 0,
  };
}

/** The name of the global property that holds the offset in milliseconds. */
export const CLOCK_OFFSET = Symbol.for('countinghouse.clock-offset-milliseconds');

const Stored = z.object({ offsetMilliseconds: z.number() });

function publish(offsetMilliseconds: number): void {
  Object.assign(globalThis, { [CLOCK_OFFSET]: offsetMilliseconds });
}
