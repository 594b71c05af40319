/**
 * Many more histories than a test runs: `npm run soak -- --histories 20000 --from 100000 --workers 2`. Every way to make a
 * history takes its turn. Prints a line each thousand, the faults that struck, and each seed that went wrong; fails if any did.
 */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { FAULT_KINDS, type FaultKind } from '../world/faults.ts';
import { runOne } from '../world/many.ts';
import { MODES } from '../world/modes.ts';

type Report = {
  readonly seed: number;
  readonly failure: string | null;
  readonly faults: Readonly<Record<FaultKind, number>> | null;
};

const HISTORIES_DEFAULT = 20_000;
const FROM_DEFAULT = 100_000;
const FAILURES_TOLD_MAX = 20;
const TOLD_EACH = 1_000;

const { values } = parseArgs({
  options: {
    histories: { type: 'string', default: String(HISTORIES_DEFAULT) },
    from: { type: 'string', default: String(FROM_DEFAULT) },
    workers: { type: 'string', default: String(Math.min(availableParallelism(), 8)) },
    share: { type: 'string' },
  },
});

if (values.share === undefined) await lead();
else await work(Number(values.share));

async function lead(): Promise<void> {
  const workers = Number(values.workers);
  const started = performance.now();
  const faults = Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0])) as Record<FaultKind, number>; // every kind
  const failures: string[] = [];
  let done = 0;
  const take = (report: Report) => {
    done += 1;
    for (const kind of FAULT_KINDS) faults[kind] += report.faults?.[kind] ?? 0;
    if (report.failure !== null) failures.push(report.failure);
    if (report.failure !== null && failures.length <= FAILURES_TOLD_MAX) say(report.failure);
    if (done % TOLD_EACH === 0)
      say(`${done} histories, ${(done / secondsSince(started)).toFixed(1)}/s, ${failures.length} wrong`);
  };
  await Promise.all(Array.from({ length: workers }, (_, share) => workerEnded(share, take)));

  say(`faults: ${FAULT_KINDS.map((kind) => `${kind} ${faults[kind]}`).join(', ')}`);
  say(`${done} histories in ${secondsSince(started).toFixed(0)} s, ${failures.length} wrong`);
  say(`${done - failures.length} passed, ${failures.length} failed`);
  process.exitCode = failures.length === 0 && done === Number(values.histories) ? 0 : 1;
}

function workerEnded(share: number, take: (report: Report) => void): Promise<void> {
  const { histories, from, workers } = values;
  const args = ['--histories', histories, '--from', from, '--workers', workers, '--share', String(share)];
  const child = fork(fileURLToPath(import.meta.url), args);
  child.on('message', (report) => take(report as Report)); // sent by `work` alone

  return new Promise((resolve) => child.on('exit', () => resolve()));
}

async function work(share: number): Promise<void> {
  const from = Number(values.from);
  for (let index = share; index < Number(values.histories); index += Number(values.workers)) {
    const seed = from + index;
    process.send?.(await reported(seed));
  }
  process.disconnect?.();
}

async function reported(seed: number): Promise<Report> {
  const mode = MODES[seed % MODES.length] ?? 'everything';
  try {
    const { world } = await runOne(mode, seed);
    return { seed, failure: null, faults: world.faults.counts };
  } catch (error) {
    return { seed, failure: error instanceof Error ? error.message : String(error), faults: null };
  }
}

function secondsSince(started: number): number {
  return (performance.now() - started) / 1_000;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
