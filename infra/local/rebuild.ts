/** `npm run rebuild`: builds every view anew from the journal, says whether the live ones are equal, repairs them if asked. */
import { parseArgs } from 'node:util';
import { memoryViews } from '../../shared/adapters/memory-views.ts';
import { systemClock } from '../../shared/adapters/system.ts';
import { epochMilliseconds } from '../../shared/kernel/time.ts';
import { compareViews, rebuildInto, repairViews } from '../../shared/flows/rebuilding.ts';
import { FOLDER_FLAG, FOLDER_HELP, readRunFile, waitForQuiet } from './client.ts';
import { connect } from './connect.ts';
import { StartFailure } from './failure.ts';

const HELP = `npm run rebuild [-- --repair]

Builds the views from the journal of the running local cloud and compares them with the live ones.
  --repair             write what is missing or different, remove what the journal does not know
${FOLDER_HELP}`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      ...FOLDER_FLAG,
      repair: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return say(HELP, 0);
  const run = readRunFile(values['data-folder']);
  await waitForQuiet(run.url);

  const { journal, stage, views } = connect(run);
  const rebuilt = memoryViews();
  const commits = await rebuildInto(rebuilt, { journal, stage });
  const now = Math.floor(epochMilliseconds(systemClock().now()) / 1_000);
  const { rows, count, differences } = await compareViews(views, rebuilt, now);
  for (const { kind, pk, sk } of differences) say(`${kind.padEnd(9)} ${pk} ${sk}`, 0);
  if (count === 0) return say(`Equal: ${rows} rows rebuilt from ${commits} commits are the live rows.`, 0);
  if (!values.repair)
    return say(`${count} of ${rows} rows differ; npm run rebuild -- --repair mends them.`, 1);

  return say(`Repaired ${await repairViews(views, rebuilt, now)} rows.`, 0);
}

function say(text: string, code: number): number {
  process.stdout.write(`${text}\n`);

  return code;
}

process.exitCode = await main().catch((error: unknown) => {
  if (!(error instanceof StartFailure)) throw error;

  return say(error.message, 1);
});
