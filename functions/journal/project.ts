/** Woken by the journal's stream; writes the view rows that each commit moves and counts the business. Order and repetition do not matter. */
import { onStream } from '../../shared/edge/stream.ts';
import { project } from '../../shared/flows/projecting.ts';
import { sideBySide } from '../../shared/kernel/side-by-side.ts';
import { noteRead } from '../../shared/edge/tenant-time.ts';
import { metricsOf } from '../../shared/views/metrics.ts';
import type { Commit, Ports } from '../../shared/ports.ts';

/** Commits whose rows are written at once; of two versions of a row the newer stays, whichever comes last. */
const PROJECTED_AT_ONCE_MAX = 8;

async function run(commits: readonly Commit[], ports: Ports): Promise<number> {
  const done = await projected(commits, ports);
  await noteRead('journal.project', commits.slice(0, done), ports);

  return done;
}

/** Answers how many commits, from the first on, are projected. What lies behind a failure comes again and is counted then. */
async function projected(commits: readonly Commit[], ports: Ports): Promise<number> {
  const successes = await sideBySide(commits, PROJECTED_AT_ONCE_MAX, (commit) => isProjected(commit, ports));
  const failed = successes.indexOf(false);
  const done = failed < 0 ? commits.length : failed;
  for (const commit of commits.slice(0, done))
    for (const { name, value, dimensions } of metricsOf(commit))
      ports.observer.metric(name, value, dimensions);

  return done;
}

async function isProjected(commit: Commit, ports: Ports): Promise<boolean> {
  try {
    await project(commit, ports);

    return true;
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: 'unknown', message: String(error) };
    ports.observer.line({ outcome: 'fault', error: name, reason: message.slice(0, 300) });

    return false;
  }
}

export const handler = onStream('journal.project', run);
