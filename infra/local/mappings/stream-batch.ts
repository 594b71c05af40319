/** How a batch of a stream is handed over: retried, halved, cut at the lowest failure, given up; pure but for its steps. */
import { readVerdict } from './verdict.ts';

/** What the rules need to know of a record. */
export type Sequenced = { readonly sequenceNumber: string; readonly arrivedAt: number };

/** Why records were given up, in AWS's words. */
export type GivenUp = 'RetryAttemptsExhausted' | 'MaximumRecordAgeExceeded';

/** The rules of a mapping; −1 means without a limit. */
export type BatchRules = {
  readonly retriesMax: number;
  readonly recordAgeSecondsMax: number;
  readonly bisects: boolean;
  readonly reportsItemFailures: boolean;
};

/** What handing over needs from outside. `pause` answers false when everything is to stop. */
export type BatchSteps<Item extends Sequenced> = {
  readonly invoke: (records: readonly Item[]) => Promise<unknown>;
  readonly checkpoint: (sequenceNumber: string) => void;
  readonly giveUp: (records: readonly Item[], why: GivenUp, attempts: number) => Promise<void>;
  readonly pause: (attempt: number) => Promise<boolean>;
  readonly now: () => number;
};

/**
 * Hands a batch over until each record is done or given up; answers false when stopped before that. A failure reported
 * at a record is the checkpoint: what lies before it is done, it and everything after it come again.
 */
export async function handOver<Item extends Sequenced>(
  batch: readonly Item[],
  rules: BatchRules,
  steps: BatchSteps<Item>,
): Promise<boolean> {
  const work: { records: readonly Item[]; attempt: number }[] = [{ records: batch, attempt: 0 }];
  for (let next = work.shift(); next; next = work.shift()) {
    const { records: given, attempt } = next;
    const records = await withoutExpired(given, { rules, steps, attempt });
    if (records.length === 0) continue;
    const done = await attemptOnce(records, rules, steps);
    checkpointAt(records[done - 1], steps);
    if (done === records.length) continue;
    const rest = records.slice(done);
    if (done > 0) work.unshift({ records: rest, attempt: 0 });
    else if (rules.bisects && rest.length > 1) work.unshift(...halves(rest, attempt));
    else if (rules.retriesMax >= 0 && attempt >= rules.retriesMax) {
      await giveUp(rest, { why: 'RetryAttemptsExhausted', attempt, steps });
    } else work.unshift({ records: rest, attempt: attempt + 1 });
    if (!(await steps.pause(attempt))) return false;
  }

  return true;
}

/** How many records from the front are done. */
async function attemptOnce<Item extends Sequenced>(
  records: readonly Item[],
  rules: BatchRules,
  steps: BatchSteps<Item>,
): Promise<number> {
  const identifiers = new Set(records.map(({ sequenceNumber }) => sequenceNumber));
  const verdict = await steps
    .invoke(records)
    .then((answer) => readVerdict(answer, identifiers, rules.reportsItemFailures))
    .catch(() => ({ kind: 'failed' }) as const);
  if (verdict.kind === 'delivered') return records.length;

  return verdict.kind === 'partial'
    ? records.findIndex(({ sequenceNumber }) => verdict.failed.has(sequenceNumber))
    : 0;
}

/** A split does not count as a retry. */
function halves<Item>(records: readonly Item[], attempt: number) {
  const middle = Math.ceil(records.length / 2);

  return [
    { records: records.slice(0, middle), attempt },
    { records: records.slice(middle), attempt },
  ];
}

async function withoutExpired<Item extends Sequenced>(
  records: readonly Item[],
  { rules, steps, attempt }: { rules: BatchRules; steps: BatchSteps<Item>; attempt: number },
): Promise<readonly Item[]> {
  if (rules.recordAgeSecondsMax < 0) return records;
  const oldest = steps.now() - rules.recordAgeSecondsMax * 1000;
  const expired = records.filter(({ arrivedAt }) => arrivedAt < oldest);
  if (expired.length > 0) await giveUp(expired, { why: 'MaximumRecordAgeExceeded', attempt, steps });

  return records.filter(({ arrivedAt }) => arrivedAt >= oldest);
}

async function giveUp<Item extends Sequenced>(
  records: readonly Item[],
  { why, attempt, steps }: { why: GivenUp; attempt: number; steps: BatchSteps<Item> },
): Promise<void> {
  await steps.giveUp(records, why, attempt + 1);
  checkpointAt(records.at(-1), steps);
}

function checkpointAt<Item extends Sequenced>(record: Item | undefined, steps: BatchSteps<Item>): void {
  if (record) steps.checkpoint(record.sequenceNumber);
}
