/** Woken by the journal's stream; sends each fact to the queues of the functions it wakes, many to a message where many come. Keeps no state. */
import { onStream } from '../../shared/edge/stream.ts';
import { messagesOf } from '../../shared/edge/news.ts';
import { noteRead, noteSent } from '../../shared/edge/tenant-time.ts';
import { packed } from '../../shared/edge/packs.ts';
import type { Commit, Ports } from '../../shared/ports.ts';

async function relay(commits: readonly Commit[], ports: Ports): Promise<number> {
  const news = commits.flatMap((commit, index) =>
    messagesOf(commit).map((message) => ({ index, commit, tenant: commit.tenant, message })),
  );
  await noteSent(news, ports);
  const packs = packed(news);
  const failed = packs.length === 0 ? [] : await ports.queues.send(packs.map(({ message }) => message));
  const undone = failed.flatMap((index) => packs[index]?.places ?? []);
  const done = undone.reduce((first, place) => Math.min(first, news[place]?.index ?? 0), commits.length);
  await noteRead('journal.relay', commits.slice(0, done), ports);

  return done;
}

export const handler = onStream('journal.relay', relay);
