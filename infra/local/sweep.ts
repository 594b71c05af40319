/** The sweep at start: messages lived in memory, so the journal is asked what has had no consequence yet. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { QueuePlace } from './deploy/queues.ts';
import { writeJson } from './folder.ts';
import type { Cloud } from './running-cloud.ts';

/**
 * Wakes the sweeper, without waiting for it: everything is read again after an end in the middle of work, the usual few
 * days after one that left no message behind. Answers null where the template has no sweeper.
 */
export function sweepAtStart(cloud: Cloud, dataFolder: string): Promise<unknown> | null {
  const note = join(dataFolder, NOTE);
  const isAllDone = existsSync(note);
  rmSync(note, { force: true });
  const sweeper = cloud.runtime.specs.find(
    ({ environment }) => environment.COUNTINGHOUSE_FUNCTION === 'journal.sweep',
  );
  if (!sweeper) return null;

  return cloud.runtime.invoke(sweeper.name, isAllDone ? {} : { since: null });
}

/** At the end: notes that no message is left, which only a start that follows may believe. */
export function noteWhenAllDone(
  queues: readonly QueuePlace[],
  depth: Cloud['depth'],
  dataFolder: string,
): void {
  const depths = queues.filter(({ deadLetterArn }) => deadLetterArn !== null).map(({ name }) => depth(name));
  const isAllDone = depths.every((one) => one !== null && one.ready + one.held + one.delayed === 0);
  if (isAllDone) writeJson(join(dataFolder, NOTE), { isAllDone });
}

const NOTE = 'all-done.json';
