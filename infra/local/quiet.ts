/** Tells when nothing is going on any more: streams read to the end, queues empty, no function running. */
import type { Poller } from './mappings/poller.ts';
import type { Runtime } from './runtime/runtime.ts';

/** Waits for quiet. */
export type Quiet = {
  /** True when it is quiet; false when the time was over first. Messages that wait for a retry or a delay do not count. */
  readonly wait: (secondsMax: number) => Promise<boolean>;
};

/** `isWaiting` tells whether something outside is about to come: messages to receive, webhooks to send. */
export function makeQuiet(by: {
  readonly runtime: Runtime;
  readonly streams: readonly Poller[];
  readonly queues: readonly Poller[];
  readonly isWaiting: () => boolean;
}): Quiet {
  const { runtime, streams, queues, isWaiting } = by;
  const pass = async (): Promise<boolean> => {
    const before = runtime.activity();
    await Promise.all(streams.map((poller) => poller.drain()));
    if (isWaiting() || queues.some((poller) => poller.isBusy())) return false;
    const after = runtime.activity();

    return after.underWay === 0 && after.begun === before.begun;
  };

  return {
    wait: async (secondsMax) => {
      const until = Date.now() + secondsMax * 1000;
      while (Date.now() < until) {
        const isQuiet = await Promise.race([pass(), sleep(until - Date.now()).then(() => false)]);
        if (isQuiet) return true;
        await sleep(LOOK_AGAIN_MILLISECONDS);
      }

      return false;
    },
  };
}

const LOOK_AGAIN_MILLISECONDS = 15;

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
