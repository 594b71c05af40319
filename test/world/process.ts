/**
 * A process of the world: one invocation of a function. Each call to a port waits until the scheduler lets it go on, so
 * any two invocations may interleave at any call. A process that crashes is never resumed: nothing after the call runs.
 */

/** A call that waits for the scheduler. */
export type PortCall = {
  readonly port: string;
  /** Performs the call on the twin. */
  readonly run: () => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
};

/** An invocation under way. */
export type Process = {
  readonly id: number;
  readonly name: string;
  readonly pending: PortCall[];
  status: 'running' | 'finished' | 'crashed';
  answer: unknown;
  error: unknown;
  /** What the process's clock is off by. */
  readonly skewMilliseconds: number;
  /** What becomes of the event once the process has ended; told nothing of why. */
  readonly ended: (process: Process) => void;
  wake: () => void;
};

/** A process that has not begun. */
export function newProcess(of: Pick<Process, 'id' | 'name' | 'skewMilliseconds' | 'ended'>): Process {
  return { ...of, pending: [], status: 'running', answer: undefined, error: undefined, wake: () => {} };
}

/** Makes a call to a port wait; of a process that has crashed it waits for ever. */
export function gated<Value>(process: Process, port: string, run: () => Promise<Value>): Promise<Value> {
  return new Promise<Value>((resolve, reject) => {
    if (process.status !== 'running') return;
    process.pending.push({ port, run, resolve: resolve as (value: unknown) => void, reject });
    process.wake();
  });
}

/** Starts the function and returns once it waits for a port or has ended. */
export async function begin(process: Process, run: () => Promise<unknown>): Promise<void> {
  const parked = nextWait(process);
  run().then(
    (answer) => finish(process, { answer }),
    (error: unknown) => finish(process, { error }),
  );
  await parked;
}

/** Waits until the process waits for a port or has ended. */
export function nextWait(process: Process): Promise<void> {
  return new Promise((resolve) => {
    process.wake = resolve;
  });
}

/** Ends the process without its knowing. */
export function crash(process: Process): void {
  process.status = 'crashed';
  process.pending.length = 0;
  process.wake();
}

function finish(process: Process, end: { readonly answer?: unknown; readonly error?: unknown }): void {
  if (process.status !== 'running') return;
  process.status = 'finished';
  process.answer = end.answer;
  process.error = end.error;
  process.wake();
}
