/** Woken by the journal's stream; sends each fact to the queues of the functions it wakes. Keeps no state. */
import { onStream } from '../../shared/edge/stream.ts';
import { messagesOf } from '../../shared/edge/news.ts';
import { noteRead, noteSent } from '../../shared/edge/tenant-time.ts';
import type { Commit, Ports } from '../../shared/ports.ts';

async function relay(commits: readonly Commit[], ports: Ports): Promise<number> {
  const news = commits.flatMap((commit, index) => messagesOf(commit).map((message) => ({ index, message })));
  await noteSent(
    news.flatMap(({ index, message }) =>
      commits.slice(index, index + 1).map((commit) => ({ commit, message })),
    ),
    ports,
  );
  const failed = news.length === 0 ? [] : await ports.queues.send(news.map(({ message }) => message));
  const done = failed.reduce(
    (first, position) => Math.min(first, news[position]?.index ?? 0),
    commits.length,
  );
  await noteRead('journal.relay', commits.slice(0, done), ports);

  return done;
}

export const handler = onStream('journal.relay', relay);
