/** Lets a Java program judge many files at once, and counts what it says. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Artifact, fetchArtifact } from './maven.ts';

/** What was judged: checks without a fatal finding, checks with one, and the lines that tell of them. */
export type Judged = { readonly passed: number; readonly failed: number; readonly lines: readonly string[] };

const JUDGE_MILLISECONDS_MAX = 1_800_000;
const OUTPUT_BYTES_MAX = 200_000_000;
const OBJECTIONS_TOLD_MAX = 20;

/** What is judged: the lines of `list` are handed to `program`, a source file beside this one, which runs on the artifact. */
export type Judging = {
  readonly name: string;
  readonly artifact: Artifact;
  readonly program: string;
  readonly list: readonly string[];
  readonly folder: string;
};

/** Judges all files in one process. Skips, and says why, where the artifact cannot be had. */
export async function judge({ name, artifact, program, list, folder }: Judging): Promise<Judged> {
  const fetched = await fetchArtifact(artifact);
  if (fetched.folder === null)
    return { passed: 0, failed: 0, lines: [`skipped: ${name}, because ${fetched.reason}`] };

  const paths = join(folder, 'list.txt');
  writeFileSync(paths, `${list.join('\n')}\n`);
  const source = fileURLToPath(new URL(program, import.meta.url));
  const options = { timeout: JUDGE_MILLISECONDS_MAX, maxBuffer: OUTPUT_BYTES_MAX };
  const { stdout } = await promisify(execFile)(
    'java',
    ['-cp', `${fetched.folder}/*`, source, paths],
    options,
  );

  return verdictOf(name, stdout.split('\n'));
}

/** A document with several fatal findings failed once for each rule set. */
function verdictOf(name: string, output: readonly string[]): Judged {
  const checks = Number(output.find((line) => line.startsWith('checks\t'))?.split('\t')[1] ?? 0);
  const fatal = output
    .map((line) => line.split('\t'))
    .filter(([, , level]) => level === 'error' || level === 'fatal_error');
  const failed = new Set(fatal.map(([file, set]) => `${file} ${set}`)).size;
  const told = fatal.slice(0, OBJECTIONS_TOLD_MAX).map((parts) => `  ${parts.join(' ')}`);
  if (checks === 0) return { passed: 0, failed: 1, lines: [`${name}: nothing was judged`] };

  return {
    passed: checks - failed,
    failed,
    lines: [`${name}: ${checks - failed} checks passed, ${failed} failed`, ...told],
  };
}

/** Runs in a folder that is gone afterwards. */
export async function inFolder(run: (folder: string) => Promise<Judged>): Promise<Judged> {
  const folder = mkdtempSync(join(tmpdir(), 'countinghouse-e-invoices-'));
  try {
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
