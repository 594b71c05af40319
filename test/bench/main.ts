/**
 * `npm run bench`: counts and times, printed as tables and written as JSON. Counts are exact and also held by tests;
 * times are of this machine, and ratios of programs that ran in turns. `-- --only a,d` runs some parts.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundleSection } from './bundles.ts';
import { costSection } from './cost.ts';
import { engineSection } from './engine.ts';
import { documentSection } from './documents.ts';
import { historySection } from './histories.ts';
import { localCloudSection } from './local-cloud.ts';
import { longSection } from './long.ts';
import { microSection } from './micro.ts';
import { runSection } from './run.ts';
import { runModelSection } from './run-model.ts';
import { type Section, tableOf } from './section.ts';
import { startSection } from './starts.ts';

const FOLDER = fileURLToPath(new URL('../../.bench/', import.meta.url));
const LONG_HISTORY_SECONDS = 60;

const { values } = parseArgs({
  options: { only: { type: 'string' }, long: { type: 'boolean' }, help: { type: 'boolean' } },
});

const PARTS: Readonly<Record<string, () => Promise<Section>>> = {
  a: costSection,
  b: () => historySection(values.long ? LONG_HISTORY_SECONDS : undefined),
  c: localCloudSection,
  d: bundleSection,
  e: startSection,
  f: microSection,
  g: () => engineSection(values.long ?? false),
  h: documentSection,
  i: runSection,
  j: runModelSection,
  ...(values.long ? { k: longSection } : {}),
};

const HELP = `npm run bench [-- --only a,d] [--long]

  a  the reference order: write and read units, messages, invocations
  b  seeded histories a second
  c  orders to paid a second through the local cloud
  d  bytes of the bundles
  e  start of a handler against a bare one
  f  small programs against the least that does the same
  g  the billing engine alone; with --long over a million subscriptions
  h  documents: each step, their bytes, the renderer's bundle
  i  a billing run: units, messages and invocations of an invoice, until it is issued and after
  j  a model of a run of a million invoices under the published quotas
  k  with --long alone: a month of 100,000 customers, and ten years of 1,000`;

if (values.help) console.log(HELP);
else await main();

async function main(): Promise<void> {
  const wanted = values.only?.split(',') ?? Object.keys(PARTS);
  const unknown = wanted.filter((letter) => !(letter in PARTS));
  if (unknown.length > 0) throw new Error(`there is no part ${unknown.join(', ')}\n\n${HELP}`);

  const found: Record<string, Section | { readonly failed: string }> = {};
  for (const letter of wanted) found[letter] = await sectionOf(letter);

  mkdirSync(FOLDER, { recursive: true });
  const path = join(FOLDER, 'latest.json');
  const machine = {
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    cores: cpus().length,
  };
  writeFileSync(
    path,
    `${JSON.stringify({ at: new Date().toISOString(), machine, sections: found }, null, 2)}\n`,
  );
  console.log(`\nWritten to ${path}`);
}

/** One part that fails does not take the others with it; the run is failed all the same. */
async function sectionOf(letter: string): Promise<Section | { readonly failed: string }> {
  try {
    const section = await PARTS[letter]?.();
    if (!section) return { failed: 'no such part' };
    console.log(tableOf(section));

    return section;
  } catch (error) {
    process.exitCode = 1;
    const failed = error instanceof Error ? error.message : String(error);
    console.error(`\nPart ${letter} failed: ${failed}`);

    return { failed };
  }
}
