/** `npm start`: the whole system on this machine, with a small business in it. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureAssembly } from './assembly.ts';
import { ROOT, RUN_FILE, writeRunFile } from './client.ts';
import { startCloud } from './cloud.ts';
import { endOnSignal } from './ending.ts';
import { messageOf, StartFailure } from './failure.ts';
import { type Flags, HELP, readFlags } from './flags.ts';
import { openFolder } from './folder.ts';
import { makePages } from './pages/pages.ts';
import type { Cloud } from './running-cloud.ts';
import { type Business, openBusiness } from './seed/business.ts';
import { SEED_DAYS, seedBusiness } from './seed/seed.ts';
import { tenantOf } from './seed/tenant.ts';
import { curlOf } from './seed/curl.ts';
import { sweepAtStart } from './sweep.ts';
import { makeTerminal, wrapped } from './terminal.ts';

const terminal = makeTerminal(process.stdout);
main(readFlagsOrStop()).catch(stopWithSentence);

async function main(flags: Flags): Promise<void> {
  if (flags.isHelp) return terminal.say(HELP);
  terminal.title('Countinghouse, the local cloud');
  const folder = openFolder(flags.dataFolder, flags.isFresh);
  const assembly = await terminal.timed(
    'stacks',
    () => ensureAssembly(ROOT),
    ({ isCached }) => (isCached ? 'unchanged' : 'synthesized'),
  );
  const options = {
    ...flags,
    assemblyFolder: assembly.folder,
    // The demo business begins some weeks ago and is lived through; without it the clock shows the real time.
    firstOffsetMilliseconds: flags.isSeeded ? -SEED_DAYS * 86_400_000 : 0,
    fact: terminal.fact,
    complain: terminal.complain,
  };
  const cloud = await terminal.timed('cloud', () => startCloud(options), tellCloud);
  const ending = endOnSignal({
    stop: () => end(cloud, flags, folder.release),
    say: terminal.say,
    failed: stopWithSentence,
  });
  // A function may leave a promise behind that fails when nobody waits for it any more; that must not end the others.
  process.on('unhandledRejection', (reason) => terminal.complain(`unheard failure: ${messageOf(reason)}`));
  try {
    await run(cloud, flags);
  } catch (thrown) {
    if (ending.isAskedFor()) return;
    await ending.stop();
    throw thrown;
  }
}

async function run(cloud: Cloud, flags: Flags): Promise<void> {
  const business = openBusiness(join(flags.dataFolder, 'business.json'));
  const addresses = addressesOf(cloud);
  cloud.openPages(makePages(cloud, addresses, () => curlOf(cloud.url, business.read())));
  if (business.read().tenant !== null) sweepAtStart(cloud, flags.dataFolder)?.catch(() => {}); // the runtime reports it
  await remember(cloud, flags, business);
  if (flags.isSeeded && !business.read().isComplete) {
    await terminal.timed(
      'seed',
      () => seedBusiness({ cloud, business, progress: terminal.progress }),
      () => 'a small business is at work',
    );
  }
  await tenantOf(cloud, business, 'Local business'); // without a key nobody could call anything
  await remember(cloud, flags, business);
  tellEnd(cloud, addresses, business);
}

function tellCloud(cloud: Cloud): string {
  return `${cloud.runtime.specs.length} functions, ${cloud.queues.length} queues, ${cloud.schedules.list().length} schedules`;
}

function addressesOf({ url, sandboxUrl }: Cloud) {
  return [
    { name: 'Start here', url: `${url}/` },
    { name: 'API, to read', url: `${url}/docs` },
    { name: 'API, OpenAPI', url: `${url}/openapi.json` },
    { name: 'Workings', url: `${url}/dev` },
    { name: 'Mailbox', url: `${url}/dev/mailbox` },
    ...(sandboxUrl === null ? [] : [{ name: 'Sandbox provider', url: `${sandboxUrl}/` }]),
  ];
}

async function remember(cloud: Cloud, flags: Flags, business: Business): Promise<void> {
  const sees = cloud.runtime.specs.find(
    ({ environment }) => environment.COUNTINGHOUSE_FUNCTION === 'journal.sweep',
  );
  const { tenant, apiKey } = business.read();
  writeRunFile(flags.dataFolder, {
    url: cloud.url,
    sandboxUrl: cloud.sandboxUrl,
    processId: process.pid,
    tenant,
    apiKey,
    environment: cloud.environment,
    functionEnvironment: sees?.environment ?? {},
  });
}

function tellEnd(
  cloud: Cloud,
  addresses: readonly { name: string; url: string }[],
  business: Business,
): void {
  const { apiKey } = business.read();
  const curl = curlOf(cloud.url, business.read());
  terminal.say('');
  for (const { name, url } of addresses) terminal.say(`  ${name.padEnd(18)} ${url}`);
  if (apiKey !== null) terminal.say(`  ${'Demo API key'.padEnd(18)} ${apiKey}`);
  terminal.say(`\n${wrapped(`Not enforced here: ${cloud.unenforced.map(({ what }) => what).join('; ')}.`)}`);
  if (curl !== null) terminal.say(`\n  Post an order, and watch what follows from it:\n\n${curl}\n`);
  terminal.say('  Ctrl-C ends it; everything is kept. Each line below is a fact.\n');
  terminal.openFacts();
}

async function end(cloud: Cloud, flags: Flags, release: () => void): Promise<void> {
  await cloud.stop();
  rmSync(join(flags.dataFolder, RUN_FILE), { force: true });
  release();
}

function readFlagsOrStop(): Flags {
  try {
    return readFlags(process.argv.slice(2), ROOT);
  } catch (thrown) {
    return stopWithSentence(thrown);
  }
}

function stopWithSentence(thrown: unknown): never {
  if (thrown instanceof StartFailure) console.error(`\n${thrown.message}`);
  else console.error('\nThe local cloud failed:', thrown);
  process.exit(1);
}
