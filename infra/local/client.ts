/** Finds the local cloud that runs and talks to it; for the scripts beside it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { StartFailure } from './failure.ts';
import { readStored, writeJson } from './folder.ts';

/** What a running local cloud writes down about itself. */
export type RunFile = z.infer<typeof RunFile>;

const RunFile = z.object({
  url: z.string(),
  sandboxUrl: z.string().nullable(),
  processId: z.number(),
  tenant: z.string().nullable(),
  apiKey: z.string().nullable(),
  /** `AWS_*` variables: with them the AWS SDK and our adapters find the embedded servers. */
  environment: z.record(z.string(), z.string()),
  /** The environment of a function that sees everything: tables, buckets, prefixes. */
  functionEnvironment: z.record(z.string(), z.string()),
});

/** The project's root. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Where the data lies when nobody says otherwise. */
export const DATA_FOLDER_DEFAULT = join(ROOT, '.countinghouse');

/** The flag by which a script beside the local cloud is told which one, where it is not the usual one. */
export const FOLDER_FLAG = { 'data-folder': { type: 'string', default: DATA_FOLDER_DEFAULT } } as const;

/** What `--help` says of that flag. */
export const FOLDER_HELP =
  '  --data-folder PATH   the local cloud that keeps everything there, started with the same flag';

/** Reads what the running local cloud wrote. Throws a StartFailure when none runs. */
export function readRunFile(dataFolder: string = DATA_FOLDER_DEFAULT): RunFile {
  const path = join(dataFolder, RUN_FILE);
  if (!existsSync(path)) throw new StartFailure('No local cloud is running; start one with npm start.');

  return readStored(path, RunFile, null);
}

/** Writes it; the local cloud does, once it runs. */
export function writeRunFile(dataFolder: string, run: RunFile): void {
  writeJson(join(dataFolder, RUN_FILE), run);
}

/** The file's name in the data folder; it is there while the local cloud runs. */
export const RUN_FILE = 'local.json';

/** An answer of the API: its status, headers and parsed body. */
export type ApiAnswer = { readonly status: number; readonly headers: Headers; readonly body: unknown };

/** One request to the API; a key makes it authorized, an idempotency key makes it repeatable. */
export type ApiRequest = {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
};

/** Makes a caller of the API. */
export function apiClient(url: string, apiKey: string | null): (request: ApiRequest) => Promise<ApiAnswer> {
  return async ({ method, path, body, idempotencyKey }) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(apiKey === null ? {} : { authorization: `Bearer ${apiKey}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();

    return { status: answer.status, headers: answer.headers, body: jsonOrText(text) };
  };
}

/** Waits until nothing is going on any more; false when that took longer than allowed. */
export async function waitForQuiet(url: string, seconds = 60): Promise<boolean> {
  const { body } = await apiClient(url, null)({ method: 'POST', path: '/dev/quiet', body: { seconds } });

  return z.object({ is_quiet: z.boolean() }).parse(body).is_quiet;
}

/** Moves the local clock by an ISO duration or by seconds; answers what the jump came to. */
export async function advanceClock(url: string, advance: string | number): Promise<unknown> {
  const { body } = await apiClient(url, null)({ method: 'POST', path: '/dev/clock', body: { advance } });

  return body;
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
