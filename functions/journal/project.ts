/** Woken by the journal's stream; writes the view rows that each commit moves and counts the business. Order and repetition do not matter. */
import { onStream } from '../../shared/edge/stream.ts';
import { project } from '../../shared/flows/projecting.ts';
import { noteRead } from '../../shared/edge/tenant-time.ts';
import { metricsOf } from '../../shared/views/metrics.ts';
import type { Commit, Ports } from '../../shared/ports.ts';

async function run(commits: readonly Commit[], ports: Ports): Promise<number> {
  const done = await projected(commits, ports);
  await noteRead('journal.project', commits.slice(0, done), ports);

  return done;
}

async function projected(commits: readonly Commit[], ports: Ports): Promise<number> {
  for (const [index, commit] of commits.entries()) {
    try {
      await project(commit, ports);
      for (const { name, value, dimensions } of metricsOf(commit))
        ports.observer.metric(name, value, dimensions);
    } catch (error) {
      const { name, message } = error instanceof Error ? error : { name: 'unknown', message: String(error) };
      ports.observer.line({ outcome: 'fault', error: name, reason: message.slice(0, 300) });

      return index;
    }
  }

  return commits.length;
}

export const handler = onStream('journal.project', run);
