/** Histories at random: whatever is asked of them in whatever order, twin and server answer alike. */
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoJournal } from '../../shared/adapters/dynamo-journal.ts';
import { dynamoViews } from '../../shared/adapters/dynamo-views.ts';
import { memoryJournal } from '../../shared/adapters/memory-journal.ts';
import { memoryViews } from '../../shared/adapters/memory-views.ts';
import type { Journal, Views } from '../../shared/ports.ts';
import { DYNAMO_MISSING, type TestDynamo, testDynamo } from '../kit/embedded.ts';
import { commitOf } from './commits.ts';

const RUNS = 40;
const TIMEOUT_MILLISECONDS = 60_000;

type Asked<Port> = (port: Port, run: number) => Promise<unknown>;

const version = fc.integer({ min: 1, max: 6 });
const id = fc.constantFrom('ord_1', 'ord_2', 'inv_1');
const key = fc.constantFrom('a', 'aa', 'b', '#1', '#10', 'ä', '\uff5e', '😀', '~');
const bound = fc.option(fc.oneof(key, fc.constant('')), { nil: undefined });

const journalQuestion: fc.Arbitrary<Asked<Journal>> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ id, version, cause: fc.constantFrom('req_1', 'req_2') }).map(
      (one): Asked<Journal> =>
        (journal, run) =>
          journal.append(commitOf(refOf(run, one.id), one.version, one)),
    ),
  },
  {
    weight: 1,
    arbitrary: id.map(
      (one): Asked<Journal> =>
        (journal, run) =>
          journal.latest(refOf(run, one), 'strong'),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.record({ id, version }).map(
      (one): Asked<Journal> =>
        (journal, run) =>
          journal.at(refOf(run, one.id), one.version),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.record({ id, version }).map(
      (one): Asked<Journal> =>
        (journal, run) =>
          journal.history(refOf(run, one.id), one.version),
    ),
  },
);

const viewsQuestion: fc.Arbitrary<Asked<Views>> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .record({ sk: key, version, data: fc.record({ totalMinor: fc.bigInt(), text: fc.string() }) })
      .map(
        (row): Asked<Views> =>
          (views, run) =>
            views.put({ pk: `list-${run}`, ...row }),
      ),
  },
  {
    weight: 1,
    arbitrary: key.map(
      (sk): Asked<Views> =>
        (views, run) =>
          views.get(`list-${run}`, sk),
    ),
  },
  {
    weight: 1,
    arbitrary: key.map(
      (sk): Asked<Views> =>
        (views, run) =>
          views.remove(`list-${run}`, sk),
    ),
  },
  {
    weight: 4,
    arbitrary: fc
      .record({
        from: bound,
        to: bound,
        after: bound,
        descending: fc.boolean(),
        limit: fc.integer({ min: 1, max: 5 }),
      })
      .map(
        (question): Asked<Views> =>
          (views, run) =>
            views.query({ pk: `list-${run}`, ...defined(question) }),
      ),
  },
);

describe.skipIf(DYNAMO_MISSING)(DYNAMO_MISSING ?? 'twin and server', () => {
  let dynamo: TestDynamo;
  beforeAll(async () => {
    dynamo = await testDynamo();
  });
  afterAll(() => dynamo.stop());

  test('the journal in memory answers every history as DynamoDB does', {
    timeout: TIMEOUT_MILLISECONDS,
  }, async () => {
    await answerAlike(journalQuestion, memoryJournal(), dynamoJournal(await dynamo.table('N')));
  });

  test('the views in memory answer every history as DynamoDB does', {
    timeout: TIMEOUT_MILLISECONDS,
  }, async () => {
    await answerAlike(viewsQuestion, memoryViews(), dynamoViews(await dynamo.table('S')));
  });
});

/** Each run has keys of its own, so that one store serves all. */
async function answerAlike<Port>(
  question: fc.Arbitrary<Asked<Port>>,
  twin: Port,
  server: Port,
): Promise<void> {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(question, { minLength: 5, maxLength: 40 }), async (questions) => {
      run += 1;
      for (const ask of questions) expect(await ask(twin, run)).toEqual(await ask(server, run));
    }),
    { numRuns: RUNS },
  );
}

function refOf(run: number, aggregate: string) {
  return { tenant: `ten_${run}`, id: aggregate };
}

function defined<Question extends object>(question: Question): Question {
  const given = Object.entries(question).filter(([, value]) => value !== undefined);

  return Object.fromEntries(given) as Question;
}
