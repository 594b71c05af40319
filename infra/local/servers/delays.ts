/** Lets the delays of messages pass with a clock that is moved; the server itself only knows the real one. */

/** A queue of the server, as far as it is watched: it makes a record for every message. */
export type WatchedQueue = {
  readonly QueueName: string;
  newRecord: (message: Record<string, unknown>, delaySeconds?: number) => unknown;
};

/** Watches queues and ends delays early. */
export type Delays = {
  /** Begins to watch those that are not watched yet. */
  readonly watch: (queues: readonly WatchedQueue[]) => void;
  readonly pass: (milliseconds: number) => void;
  readonly waiting: (queueName: string) => number;
};

/** Makes the watch. The server sets a record's `delayed` to false in time; setting it earlier is all that it takes. */
export function watchDelays(): Delays {
  const watched = new Map<string, Set<Waiting>>();
  let passed = 0;
  const release = (waiting: Set<Waiting>) => {
    for (const one of waiting) {
      if (one.dueAt <= Date.now() + passed) one.record.delayed = false;
      if (!one.record.delayed) waiting.delete(one);
    }
  };

  return {
    watch: (queues) => {
      for (const queue of queues.filter(({ QueueName }) => !watched.has(QueueName))) {
        const waiting = new Set<Waiting>();
        watched.set(queue.QueueName, waiting);
        const make = queue.newRecord;
        queue.newRecord = (message, delaySeconds = 0) => {
          const record = make(message, delaySeconds) as ServerRecord; // what the server keeps of a message
          if (delaySeconds > 0) waiting.add({ record, dueAt: Date.now() + passed + delaySeconds * 1000 });

          return record;
        };
      }
    },
    pass: (milliseconds) => {
      passed += milliseconds;
      for (const waiting of watched.values()) release(waiting);
    },
    waiting: (queueName) => {
      const waiting = watched.get(queueName) ?? new Set();
      release(waiting);

      return waiting.size;
    },
  };
}

type ServerRecord = { delayed: boolean };
type Waiting = { readonly record: ServerRecord; readonly dueAt: number };
