import { describe, expect, test } from 'vitest';
import { type BatchRules, handOver } from '../../../../infra/local/mappings/stream-batch.ts';

const RULES: BatchRules = {
  retriesMax: 2,
  recordAgeSecondsMax: -1,
  bisects: false,
  reportsItemFailures: true,
};

const items = (...numbers: string[]) =>
  numbers.map((sequenceNumber) => ({ sequenceNumber, arrivedAt: 1_000 }));

/** Runs a batch against a function whose answers depend on what it is given; tells what happened in order. */
async function run(
  numbers: readonly string[],
  rules: BatchRules,
  answer: (given: readonly string[]) => unknown,
) {
  const invoked: string[] = [];
  const checkpoints: string[] = [];
  const lost: string[] = [];
  const isDone = await handOver(items(...numbers), rules, {
    invoke: async (records) => {
      const given = records.map(({ sequenceNumber }) => sequenceNumber);
      invoked.push(given.join(''));

      return answer(given);
    },
    checkpoint: (sequenceNumber) => void checkpoints.push(sequenceNumber),
    giveUp: async (records, why, attempts) =>
      void lost.push(`${records.map(({ sequenceNumber }) => sequenceNumber).join('')} ${why} ${attempts}`),
    pause: async () => invoked.length < 50,
    now: () => 1_000_000,
  });

  return { invoked, checkpoints, lost, isDone };
}

const failsAt = (bad: string) => (given: readonly string[]) => ({
  batchItemFailures: given.includes(bad) ? [{ itemIdentifier: bad }] : [],
});

const throwsAt = (bad: string) => (given: readonly string[]) => {
  if (given.includes(bad)) throw new Error('cannot');

  return null;
};

describe('a batch of a stream', () => {
  test('is handed over once when the function is content', async () => {
    const { invoked, checkpoints, isDone } = await run(['1', '2', '3'], RULES, () => null);

    expect(invoked).toEqual(['123']);
    expect(checkpoints).toEqual(['3']);
    expect(isDone).toBe(true);
  });

  test('comes again from the lowest reported failure on, whatever succeeded behind it', async () => {
    const answers = [{ batchItemFailures: [{ itemIdentifier: '4' }, { itemIdentifier: '3' }] }, null];

    const { invoked, checkpoints } = await run(['1', '2', '3', '4'], RULES, () => answers.shift());

    expect(invoked).toEqual(['1234', '34']);
    expect(checkpoints).toEqual(['2', '4']);
  });

  test('is given up after its retries, and what follows goes on', async () => {
    const { invoked, lost, checkpoints } = await run(['1', '2'], RULES, failsAt('1'));

    expect(invoked).toEqual(['12', '12', '12']);
    expect(lost).toEqual(['12 RetryAttemptsExhausted 3']);
    expect(checkpoints).toEqual(['2']);
  });

  test('is halved until the one bad record stands alone, when the mapping bisects', async () => {
    const { lost, checkpoints } = await run(['1', '2', '3', '4'], { ...RULES, bisects: true }, throwsAt('3'));

    expect(lost).toEqual(['3 RetryAttemptsExhausted 3']);
    expect(checkpoints.at(-1)).toBe('4');
  });

  test('does not count a split as a retry', async () => {
    const { invoked } = await run(['1', '2'], { ...RULES, retriesMax: 1, bisects: true }, throwsAt('1'));

    expect(invoked).toEqual(['12', '1', '1', '2']);
  });

  test('is given up without an attempt when its records are too old', async () => {
    const { invoked, lost } = await run(['1'], { ...RULES, recordAgeSecondsMax: 60 }, () => null);

    expect(invoked).toEqual([]);
    expect(lost).toEqual(['1 MaximumRecordAgeExceeded 1']);
  });

  test('is left where it is when everything stops', async () => {
    const { isDone, checkpoints } = await run(['1'], { ...RULES, retriesMax: -1 }, throwsAt('1'));

    expect(isDone).toBe(false);
    expect(checkpoints).toEqual([]);
  });
});
