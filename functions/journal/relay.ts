/** Woken by the journal's stream; sends each fact to the queues of the functions it wakes. Keeps no state. */
import { onStream } from '../../shared/edge/stream.ts';
import { messagesOf } from '../../shared/edge/news.ts';
import type { Commit, Ports } from '../../shared/ports.ts';

async function relay(commits: readonly Commit[], ports: Ports): Promise<number> {
  const news = commits.flatMap((commit, index) => messagesOf(commit).map((message) => ({ index, message })));
  if (news.length === 0) return commits.length;
  const failed = await ports.queues.send(news.map(({ message }) => message));

  return failed.reduce((done, position) => Math.min(done, news[position]?.index ?? 0), commits.length);
}

export const handler = onStream('journal.relay', relay);
