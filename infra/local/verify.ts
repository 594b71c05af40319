/** `npm run verify`: holds the journal of the running local cloud, its documents and the provider's record to the checker. */
import { parseArgs } from 'node:util';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { numberIn, textIn } from '../../shared/adapters/dynamo-item.ts';
import { SandboxCharge, SandboxRefund } from '../../shared/contracts/providers/sandbox.ts';
import { addToInstant } from '../../shared/kernel/time.ts';
import { type RawItem, readJournal, type Violation } from '../../test/checker/books.ts';
import { check } from '../../test/checker/check.ts';
import { coverageOf } from '../../test/checker/coverage.ts';
import { nowIn, type Snapshot } from '../../test/checker/snapshot.ts';
import { archivedObjects } from './archived.ts';
import { coverageLines, eventsIn } from './covered.ts';
import { FOLDER_FLAG, FOLDER_HELP, readRunFile, waitForQuiet } from './client.ts';
import { connect } from './connect.ts';
import { StartFailure } from './failure.ts';
import { reconciliationLines } from './reconciliations.ts';
import { rewrittenKeys } from './rewritten.ts';
import { type Clocks, clocksOf, instantOf } from './tenant-clocks.ts';

/** What happened so short before the newest commit may still be on its way: the first question to a provider comes later. */
const YOUNG_MINUTES = 15;

/** What only time can show to be missing. */
const NEEDS_TIME = new Set(['I-02', 'I-03', 'I-05', 'I-21', 'I-24', 'I-28', 'I-45', 'I-51', 'I-52']);

const HELP = `npm run verify

Proves what the running local cloud holds: money, numbers, documents, coverage and every bill reckoned again.
${FOLDER_HELP}`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { ...FOLDER_FLAG, help: { type: 'boolean', default: false } },
  });
  if (values.help) return say(HELP);
  const run = readRunFile(values['data-folder']);
  const isQuiet = await waitForQuiet(run.url);
  const { documents } = connect(run);
  const items = await rawItems(run.functionEnvironment.JOURNAL_TABLE ?? '');
  const rewritten = await rewrittenKeys(
    new S3Client({ forcePathStyle: true }),
    run.functionEnvironment.DOCUMENTS_BUCKET ?? '',
  );
  const clocks = clocksOf(items);
  const snapshot: Snapshot = {
    items,
    isOrdered: false,
    provider: run.sandboxUrl === null ? null : await recordOf(run.sandboxUrl),
    log: [],
    documents: { get: await archivedObjects(items, documents), rewritten: rewritten ?? [] },
    ...{ texts: [], canaries: [], secrets: run.apiKey === null ? [] : [run.apiKey] },
    usage: await eventsIn(new DynamoDBClient({}), run.functionEnvironment.USAGE_TABLE ?? ''),
    ...{ ...clocks, isAtRest: isQuiet, isFaultless: false, left: 0 },
  };
  const { wrong, young } = judged(check(snapshot), items, clocks);
  for (const { invariant, about, says } of wrong) say(`${invariant}  ${about}  ${says}`);
  for (const line of coverageLines(coverageOf({ journal: readJournal(items, []), snapshot }))) say(line);
  const reconciliations = await reconciliationLines(items, (tenant) => nowIn(clocks, tenant));
  for (const line of reconciliations.lines) say(line);
  if (rewritten === null)
    say('This store keeps no versions: what was written again shows only where its bytes are others.');
  if (!isQuiet) say('Something is still going on, so nothing was looked for that may yet come.');
  if (young > 0)
    say(`${young} things are younger than ${YOUNG_MINUTES} minutes and may still be on their way.`);

  return say(
    `${items.length} items, ${wrong.length} violations.`,
    wrong.length + reconciliations.different === 0 ? 0 : 1,
  );
}

/** The items as the table holds them, unpacked, the oldest first; nothing of ours reads them on the way. */
async function rawItems(table: string): Promise<readonly RawItem[]> {
  const items: RawItem[] = [];
  for await (const page of paginateScan({ client: new DynamoDBClient({}) }, { TableName: table })) {
    for (const item of page.Items ?? []) {
      const [pk, body, hash] = [textIn(item, 'pk'), textIn(item, 'body'), textIn(item, 'hash')];
      items.push({ pk, sk: numberIn(item, 'sk'), body, hash });
    }
  }

  return items.sort((a, b) => (instantOf(a) < instantOf(b) ? -1 : 1));
}

async function recordOf(sandboxUrl: string): Promise<NonNullable<Snapshot['provider']>> {
  const Record = z.object({ charges: z.array(SandboxCharge), refunds: z.array(SandboxRefund) });
  const response = await fetch(new URL('/record', sandboxUrl));

  return Record.parse(await response.json());
}

/** What is missing of something that has only just happened is no violation yet. */
function judged(violations: readonly Violation[], items: readonly RawItem[], clocks: Clocks) {
  const isNew = (item: RawItem) => {
    const now = nowIn(clocks, item.pk.split('#')[0] ?? '');
    return now !== '' && instantOf(item) > addToInstant(now, { minutes: -YOUNG_MINUTES });
  };
  const young = new Set(items.filter(isNew).map(({ pk }) => pk.split('#')[1] ?? ''));
  const isYoung = ({ invariant, about, says }: Violation) =>
    NEEDS_TIME.has(invariant) && [...young].some((id) => about.includes(id) || says.includes(id));
  const wrong = violations.filter((violation) => !isYoung(violation));

  return { wrong, young: violations.length - wrong.length };
}

function say(text: string, code = 0): number {
  process.stdout.write(`${text}\n`);

  return code;
}

process.exitCode = await main().catch((error: unknown) => {
  if (!(error instanceof StartFailure)) throw error;

  return say(error.message, 1);
});
