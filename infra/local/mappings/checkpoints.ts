/** How far each mapping has read each shard, kept in the data folder so that a restart goes on from there. */
import * as z from 'zod';
import { readStored, writeJson } from '../folder.ts';

/** The checkpoints of all mappings; written a moment after they change, and at the end. */
export type Checkpoints = {
  readonly get: (mapping: string, shard: string) => string | undefined;
  readonly set: (mapping: string, shard: string, sequenceNumber: string) => void;
  readonly save: () => void;
};

/** Opens the file. */
export function openCheckpoints(path: string): Checkpoints {
  const places = new Map(Object.entries(readStored(path, Stored, {})));
  let timer: NodeJS.Timeout | undefined;
  const save = () => {
    clearTimeout(timer);
    timer = undefined;
    writeJson(path, Object.fromEntries(places));
  };

  return {
    get: (mapping, shard) => places.get(`${mapping} ${shard}`),
    set: (mapping, shard, sequenceNumber) => {
      places.set(`${mapping} ${shard}`, sequenceNumber);
      timer ??= setTimeout(save, SAVE_AFTER_MILLISECONDS);
    },
    save,
  };
}

/** A crash in between repeats what was read meanwhile, which every reader of a stream must bear anyway. */
const SAVE_AFTER_MILLISECONDS = 200;

const Stored = z.record(z.string(), z.string());
