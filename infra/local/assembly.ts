/** The assembly of the stage `local`: synthesized when the sources changed, else taken from the time before. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { sourceHash } from '../bundle.ts';
import { StartFailure } from './failure.ts';

/** Where the assembly lies, and whether it had to be made. */
export type SynthesizedAssembly = { readonly folder: string; readonly isCached: boolean };

/** Makes the assembly, or finds it. Throws a StartFailure with what the CDK app said when it fails. */
export async function ensureAssembly(root: string): Promise<SynthesizedAssembly> {
  const assemblies = join(root, '.countinghouse', 'assembly');
  const name = sourceHash().slice(0, 24);
  const folder = join(assemblies, name);
  if (existsSync(join(folder, 'manifest.json'))) return { folder, isCached: true };
  mkdirSync(assemblies, { recursive: true });
  const draft = `${folder}.${process.pid}.draft`;
  await synthesize(root, draft);
  rmSync(folder, { recursive: true, force: true });
  renameSync(draft, folder);
  tidy(assemblies, name);

  return { folder, isCached: false };
}

/** How many former assemblies stay, and how long: another start may still run from one and load its bundles late. */
const KEPT_MAX = 5;
const KEPT_MILLISECONDS = 3_600_000;

function tidy(assemblies: string, current: string): void {
  const former = readdirSync(assemblies)
    .filter((name) => name !== current)
    .map((name) => ({ path: join(assemblies, name), madeAt: statSync(join(assemblies, name)).mtimeMs }))
    .toSorted((one, other) => other.madeAt - one.madeAt);
  const old = former.slice(KEPT_MAX).filter(({ madeAt }) => madeAt < Date.now() - KEPT_MILLISECONDS);
  for (const { path } of old) rmSync(path, { recursive: true, force: true });
}

const CdkJson = z.object({ context: z.record(z.string(), z.unknown()).default({}) });

const SAID_LENGTH_MAX = 4_000;

/** Runs the app as the CDK's own command would, without the validator, which takes seconds and has `npm run synth`. */
function synthesize(root: string, outputFolder: string): Promise<void> {
  const { context } = CdkJson.parse(JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')));
  const child = spawn(process.execPath, [join(root, 'infra', 'app.ts')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      CDK_OUTDIR: outputFolder,
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, stage: 'local' }),
      CDK_VALIDATION: 'false',
    },
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-SAID_LENGTH_MAX);
  });

  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new StartFailure(`The CDK app failed with exit code ${code}; it said:\n${said.trim()}`));
    });
  });
}
