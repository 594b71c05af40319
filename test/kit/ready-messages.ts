/** Messages that are ready, by receiver, so that what waits for one costs those of another nothing, however much it is. */
import type { Message } from '../../shared/ports.ts';
import { type FunctionName, wiringOf } from '../../shared/topology.ts';

/** A queue of all receivers together: what came first goes first, among those that may go. */
export type ReadyMessages = {
  readonly push: (...messages: readonly Message[]) => void;
  /** The oldest message that may go, and with it those for the same receiver that fill its batch, where batches are asked for. */
  readonly take: (isBatched: boolean, only?: ReadonlySet<string>) => readonly Message[];
};

/** What waits for one receiver; `from` is the first that was not taken, `places` say when each came. */
type Waiting = { readonly messages: Message[]; readonly places: number[]; from: number };

/** Taken messages that are kept until they are dropped all at once. */
const TAKEN_KEPT_MAX = 10_000;

/** Nothing is ready yet. */
export function readyMessages(): ReadyMessages {
  const byReceiver = new Map<string, Waiting>();
  let came = 0;

  return {
    push: (...messages) => {
      for (const message of messages) {
        const waiting = byReceiver.get(message.to) ?? { messages: [], places: [], from: 0 };
        waiting.messages.push(message);
        waiting.places.push(came);
        came += 1;
        byReceiver.set(message.to, waiting);
      }
    },
    take: (isBatched, only) => {
      const to = oldestOf(byReceiver, only);
      const waiting = to === undefined ? undefined : byReceiver.get(to);
      if (to === undefined || !waiting) return [];
      const size = isBatched ? (wiringOf(to as FunctionName).batch?.size ?? 1) : 1; // checked when it was sent

      return taken(waiting, size);
    },
  };
}

function oldestOf(byReceiver: ReadonlyMap<string, Waiting>, only?: ReadonlySet<string>): string | undefined {
  let oldest: { readonly to: string; readonly place: number } | undefined;
  for (const [to, { places, from }] of byReceiver) {
    const place = places[from];
    if (place === undefined || (only && !only.has(to))) continue;
    if (!oldest || place < oldest.place) oldest = { to, place };
  }

  return oldest?.to;
}

function taken(waiting: Waiting, size: number): readonly Message[] {
  const messages = waiting.messages.slice(waiting.from, waiting.from + size);
  waiting.from += messages.length;
  if (waiting.from > TAKEN_KEPT_MAX) {
    waiting.messages.splice(0, waiting.from);
    waiting.places.splice(0, waiting.from);
    waiting.from = 0;
  }

  return messages;
}
