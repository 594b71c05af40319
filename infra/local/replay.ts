/** `npm run replay`: decides billing runs of the running local cloud again from the journal alone, and holds them to their manifests. */
import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoUsage } from '../../shared/adapters/dynamo-usage.ts';
import { type Replay, replayRun } from '../../shared/flows/replaying.ts';
import type { AggregateRef, Journal } from '../../shared/ports.ts';
import { FOLDER_FLAG, FOLDER_HELP, readRunFile, waitForQuiet } from './client.ts';
import { connect } from './connect.ts';
import { StartFailure } from './failure.ts';

const HELP = `npm run replay [-- run_… run_…]

Decides billing runs again from the facts that they were decided from, and says whether they come to the same lines.
Without an id it takes every run that is finished.
${FOLDER_HELP}`;

const NAMES = ['cut', 'prices', 'policies', 'usage', 'lines'] as const;

/** Lines that one different bill is told in. */
const TOLD_MAX = 10;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { ...FOLDER_FLAG, help: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  if (values.help) return say(HELP, 0);
  const run = readRunFile(values['data-folder']);
  await waitForQuiet(run.url);
  const { journal } = connect(run);
  const usage = dynamoUsage({
    client: new DynamoDBClient({}),
    table: run.functionEnvironment.USAGE_TABLE ?? '',
  });
  const found = await runsIn(journal, positionals);
  let wrong = Math.max(0, positionals.length - found.length);
  if (wrong > 0) say(`${wrong} of the runs are not in this journal.`, 1);
  for (const ref of found) {
    const replay = await replayRun(ref, { journal, usage });
    const isSame = replay.ok && say(...told(ref.id, replay.value)) === 0;
    if (!replay.ok) say(`${ref.id}  ${replay.refusal.code}`, 1);
    if (!isSame) wrong += 1;
  }

  return say(`${found.length} runs decided again, ${wrong} of them otherwise.`, wrong === 0 ? 0 : 1);
}

/** The runs that are named, or all there are; the scan is the only way to find them without a tenant. */
async function runsIn(journal: Journal, named: readonly string[]): Promise<readonly AggregateRef[]> {
  const runs = new Map<string, AggregateRef>();
  let after: string | undefined;
  do {
    const page = await journal.scan({ index: 0, of: 1 }, after);
    for (const { tenant, id, version, facts } of page.items) {
      const isOpened = version === 1 && facts.some(({ type }) => type === 'run.opened');
      if (isOpened && (named.length === 0 || named.includes(id))) runs.set(id, { tenant, id });
    }
    after = page.next;
  } while (after !== undefined);

  return [...runs.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function told(run: string, replay: Replay): readonly [text: string, code: number] {
  const { pages, subscriptions, told: then, again, different } = replay;
  if (then === null) return [`${run}  has no page that tells a manifest`, 0];
  const others = NAMES.filter((name) => then[name] !== again?.[name]);
  const size = `${subscriptions} subscriptions on ${pages} pages`;
  if (others.length === 0) return [`${run}  ${size}: the same to the byte`, 0];
  const lines = different
    .slice(0, TOLD_MAX)
    .map((each) => `  ${each.subscription}\n    then ${each.billed}\n    now  ${each.again}`);

  return [[`${run}  ${size}: other ${others.join(', ')}`, ...lines].join('\n'), 1];
}

function say(text: string, code: number): number {
  process.stdout.write(`${text}\n`);

  return code;
}

process.exitCode = await main().catch((error: unknown) => {
  if (!(error instanceof StartFailure)) throw error;

  return say(error.message, 1);
});
