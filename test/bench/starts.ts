/** CPU of a process that loads a handler's bundle against one that loads a bare handler; nothing is said about Lambda. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleFolder } from '../../infra/bundle.ts';
import type { FunctionName } from '../../shared/topology.ts';
import { withBundles } from './bundles.ts';
import type { Figure, Section } from './section.ts';
import { median } from './timing.ts';

const STARTED: readonly FunctionName[] = [
  'orders.place',
  'payments.receive',
  'invoices.issue',
  'documents.render',
];
const ROUNDS = 9;
const BARE = "export const handler = async () => ({ statusCode: 200, body: '' });\n";
const LOAD =
  'await import(process.argv[1]); const { user, system } = process.cpuUsage(); console.log(user + system);';

/** What a function reads of its environment; nothing is called with it. */
const ENVIRONMENT = {
  STAGE: 'test',
  JOURNAL_TABLE: 'journal',
  VIEWS_TABLE: 'views',
  PROFILES_TABLE: 'profiles',
  USAGE_TABLE: 'usage',
  DOCUMENTS_BUCKET: 'documents',
  QUEUE_URL_PREFIX: 'https://queues.example/',
  SECRET_PREFIX: 'secrets/',
  PROVIDERS: 'stripe',
  PUBLIC_URL: 'https://api.example',
  AWS_REGION: 'eu-central-1',
};

/** The table of starts. */
export function startSection(): Promise<Section> {
  return withBundles(async (folder) => {
    const bare = join(folder, 'bare.mjs');
    writeFileSync(bare, BARE);
    const programs = new Map([['bare', bare]]);
    for (const name of STARTED) programs.set(name, join(bundleFolder(name, folder), 'index.mjs'));
    const samples = new Map([...programs.keys()].map((name): [string, number[]] => [name, []]));
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [name, path] of programs) samples.get(name)?.push(cpuOf(path));
    }
    const floor = median(samples.get('bare') ?? []);

    return {
      title: `Start of a process that loads a handler, CPU against a bare handler, median of ${ROUNDS} interleaved rounds`,
      note: 'A ratio on this machine, never a figure of Lambda.',
      figures: [
        { name: 'bare', value: floor / 1_000, unit: 'ms' },
        ...STARTED.map((name) => ratio(name, { samples, floor })),
      ],
    };
  });
}

function ratio(
  name: string,
  of: { readonly samples: ReadonlyMap<string, readonly number[]>; readonly floor: number },
): Figure {
  const cpu = median(of.samples.get(name) ?? []);

  return { name, value: cpu / of.floor, unit: '× bare', note: `${(cpu / 1_000).toFixed(0)} ms` };
}

function cpuOf(path: string): number {
  const argv = ['--input-type=module', '--eval', LOAD, pathToFileURL(path).href];
  const output = execFileSync(process.execPath, argv, {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...ENVIRONMENT },
  });

  return Number(output.trim().split('\n').at(-1));
}
