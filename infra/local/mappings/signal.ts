/** Wakes a loop early; a wake-up that comes while nobody waits is kept for the next wait. */
export type Signal = { readonly raise: () => void; readonly wait: (milliseconds: number) => Promise<void> };

/** Makes a signal that is not raised. */
export function makeSignal(): Signal {
  let isRaised = false;
  let wake: (() => void) | undefined;

  return {
    raise: () => {
      isRaised = true;
      wake?.();
    },
    wait: async (milliseconds) => {
      if (!isRaised) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      wake = undefined;
      isRaised = false;
    },
  };
}
