/** How the local cloud ends: drained at the first signal, at once at a second one. */

/** The end of a run. */
export type Ending = {
  /** Ends once, however often it is called. */
  readonly stop: () => Promise<void>;
  /** Whether a signal asked for it; what fails from then on is only the end of things. */
  readonly isAskedFor: () => boolean;
};

/** Listens for signals. `stop` drains; `say` tells the person; `failed` hears of an end that did not work. */
export function endOnSignal(by: {
  readonly stop: () => Promise<void>;
  readonly say: (text: string) => void;
  readonly failed: (thrown: unknown) => void;
}): Ending {
  let stopping: Promise<void> | undefined;
  let askedAt: number | undefined;
  const stop = () => {
    stopping ??= by.stop();

    return stopping;
  };
  const onSignal = () => {
    if (askedAt !== undefined && performance.now() - askedAt > SAME_SIGNAL_MILLISECONDS) process.exit(130);
    if (askedAt !== undefined) return;
    askedAt = performance.now();
    by.say('\nEnding; what is under way is finished first.');
    stop().then(() => process.exit(0), by.failed);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);

  return { stop, isAskedFor: () => askedAt !== undefined };
}

/** Ctrl-C reaches this process by several ways at once; only a later one says that somebody will not wait. */
const SAME_SIGNAL_MILLISECONDS = 1_000;
