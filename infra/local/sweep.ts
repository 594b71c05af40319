/** The sweep at start: messages lived in memory, so the journal is asked what has had no consequence yet. */
import type { Cloud } from './cloud.ts';

/** Fires the sweeper's own schedule and waits until what it sent is done; false where the template has no sweeper. */
export async function sweepAtStart(cloud: Cloud): Promise<boolean> {
  const schedule = cloud.schedules.list().find(({ name }) => name.includes('journal-sweep'));
  if (!schedule) return false;
  await cloud.schedules.fire(schedule.name);
  await cloud.quiet.wait(QUIET_SECONDS_MAX);

  return true;
}

const QUIET_SECONDS_MAX = 30;
