/** The queues in memory: they hold what was sent until somebody takes it; when it arrives is the world's affair. */
import type { Message, Queues } from '../ports.ts';
import { within } from './limits.ts';
import { MEMORY_ITEMS_MAX } from './memory-store.ts';
import { checkedMessage } from './stored.ts';

/** What has been sent and not been taken yet, by function. */
export type Outbox = {
  /** The functions with messages, the one that has waited longest first. */
  waiting(): readonly string[];
  /** Removes and returns the oldest messages of a function, at most so many. */
  take(to: string, countMax: number): readonly Message[];
  /** Removes and returns everything, in the order of sending. */
  drain(): readonly Message[];
  count(): number;
};

/** Empty queues. A message arrives with its delay cut to what SQS knows; waiting for it is up to who takes it. */
export function memoryQueues(): Queues & { readonly outbox: Outbox } {
  const queues = new Map<string, Queue>();
  let sent = 0;
  let count = 0;

  return {
    send: async (messages) => {
      const checked = messages.map((message) => Object.freeze(checkedMessage(message)));
      count += checked.length;
      within('messages in memory', count, MEMORY_ITEMS_MAX);
      for (const message of checked) {
        sent += 1;
        enqueue(queues, { place: sent, message });
      }

      return [];
    },
    outbox: {
      waiting: () => [...queues].sort(([, a], [, b]) => placeOf(a) - placeOf(b)).map(([to]) => to),
      take: (to, countMax) => {
        const taken = dequeue(queues, to, countMax);
        count -= taken.length;

        return taken.map(({ message }) => message);
      },
      drain: () => {
        const taken = [...queues.keys()].flatMap((to) => dequeue(queues, to, count));
        count = 0;

        return taken.sort((a, b) => a.place - b.place).map(({ message }) => message);
      },
      count: () => count,
    },
  };
}

type Sent = { readonly place: number; readonly message: Message };

/** Messages before `head` are taken; they are cut off by the block, because moving the rest each time is dear. */
type Queue = { head: number; readonly sent: Sent[] };

const TAKEN_KEPT_MAX = 1_024;

function enqueue(queues: Map<string, Queue>, sent: Sent): void {
  const queue = queues.get(sent.message.to);
  if (queue) queue.sent.push(sent);
  else queues.set(sent.message.to, { head: 0, sent: [sent] });
}

function dequeue(queues: Map<string, Queue>, to: string, countMax: number): readonly Sent[] {
  const queue = queues.get(to);
  if (!queue) return [];

  const taken = queue.sent.slice(queue.head, queue.head + countMax);
  queue.head += taken.length;
  if (queue.head === queue.sent.length) queues.delete(to);
  if (queue.head > TAKEN_KEPT_MAX) {
    queue.sent.splice(0, queue.head);
    queue.head = 0;
  }

  return taken;
}

function placeOf({ head, sent }: Queue): number {
  return sent[head]?.place ?? 0;
}
