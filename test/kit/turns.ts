/** Interleavings in hand: every call of a port waits for its turn, a seed says whose turn it is and who dies where. */
import { seededNumbers } from '../../shared/adapters/memory-system.ts';

/** A worker that died before or after a port call; nothing catches it but the test. */
export class Died extends Error {
  override readonly name = 'Died';
}

/** Gives turns until nobody waits any more. */
export type Turns = {
  /** The same port, each call of which takes a turn and may be the worker's last. */
  readonly gated: <Port extends object>(port: Port, life: Life) => Port;
  /** Runs all workers to their end or their death, whichever comes first. */
  readonly run: (workers: readonly Promise<unknown>[]) => Promise<void>;
};

/** After so many calls the worker dies; `afterEffect` says whether the last one still takes effect. */
export type Life = { calls: number; readonly afterEffect: boolean };

/** A life that does not end. */
export const immortal = (): Life => ({ calls: Number.POSITIVE_INFINITY, afterEffect: false });

const TURNS_MAX = 100_000;

/** Turns in an order that follows from the seed; there are at most so many. */
export function turnsOf(seed: number, turnsMax = TURNS_MAX): Turns {
  const next = seededNumbers(seed);
  const waiting: (() => void)[] = [];
  const turn = () => new Promise<void>((resolve) => void waiting.push(resolve));

  return {
    gated: (port, life) => {
      const calls = Object.entries(port).map(([name, call]) => [
        name,
        typeof call === 'function'
          ? (...args: unknown[]) => lived(() => call(...args), { life, turn })
          : call,
      ]);

      return Object.fromEntries(calls); // the same methods, each behind its turn
    },
    run: async (workers) => {
      let running = workers.length;
      const end = () => {
        running -= 1;
      };
      const ended = workers.map((worker) => worker.catch(onlyDeath).finally(end));
      for (let turns = 0; running > 0 && turns < turnsMax; turns += 1) {
        await new Promise((resolve) => setImmediate(resolve));
        waiting.splice(next() % Math.max(1, waiting.length), 1)[0]?.();
      }
      await Promise.all(ended);
    },
  };
}

async function lived<Value>(
  call: () => Promise<Value>,
  { life, turn }: { readonly life: Life; readonly turn: () => Promise<void> },
): Promise<Value> {
  await turn();
  life.calls -= 1;
  if (life.calls < 0) throw new Died('before the call');
  const value = await call();
  if (life.calls === 0 && life.afterEffect) throw new Died('after the call');

  return value;
}

function onlyDeath(error: unknown): void {
  if (!(error instanceof Died)) throw error;
}
