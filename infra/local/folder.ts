/** The data folder: where everything that outlives a run is kept, and the lock that keeps two runs out of it. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as z from 'zod';
import { messageOf, StartFailure } from './failure.ts';
import { endOrphan } from './servers/dynamo.ts';

/** Opens the folder for this process, makes it where needed and locks it; `release` gives the lock back. */
export function openFolder(path: string, isFresh: boolean): { readonly release: () => void } {
  try {
    mkdirSync(path, { recursive: true });
  } catch (thrown) {
    throw new StartFailure(`The data folder ${path} cannot be made: ${messageOf(thrown)}.`);
  }
  refuseSecondOwner(path);
  if (isFresh) empty(path);
  const lock = join(path, LOCK);
  writeFileSync(lock, String(process.pid));

  return { release: () => rmSync(lock, { force: true }) };
}

/** Reads a JSON file of the folder; a missing one reads as the fallback, a damaged one is a StartFailure. */
export function readStored<Value>(path: string, schema: z.ZodType<Value>, fallback: unknown): Value {
  try {
    return schema.parse(existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : fallback);
  } catch (cause) {
    throw new StartFailure(`The file ${path} is damaged; start with --fresh to begin again.`, { cause });
  }
}

/** Replaces a JSON file as one step, so that a crash leaves the old one or the new one. */
export function writeJson(path: string, value: unknown): void {
  const draft = `${path}.draft`;
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, path);
}

const LOCK = 'lock';

/** The synthesized assembly depends on the sources alone, so `--fresh` leaves it. */
const KEPT = new Set(['assembly']);

function empty(path: string): void {
  endOrphan(join(path, 'dynamo'));
  for (const name of readdirSync(path).filter((entry) => !KEPT.has(entry)))
    rmSync(join(path, name), { recursive: true, force: true });
}

function refuseSecondOwner(path: string): void {
  const lock = join(path, LOCK);
  const owner = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0;
  if (owner === 0 || owner === process.pid || !isAlive(owner)) return;

  throw new StartFailure(
    `The data folder ${path} is in use by the local cloud with process id ${owner}; stop that one first.`,
  );
}

/** A process with that id may be another's by now; only Linux tells what it runs. */
function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    const command = `/proc/${processId}/cmdline`;

    return existsSync(command) ? readFileSync(command, 'utf8').includes('infra/local/main.ts') : true;
  } catch {
    return false;
  }
}
