import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoJournal } from '../../../shared/adapters/dynamo-journal.ts';
import { dynamoProfiles } from '../../../shared/adapters/dynamo-profiles.ts';
import { dynamoViews } from '../../../shared/adapters/dynamo-views.ts';
import { memoryDocuments } from '../../../shared/adapters/memory-documents.ts';
import { memoryJournal } from '../../../shared/adapters/memory-journal.ts';
import { memoryQueues } from '../../../shared/adapters/memory-queues.ts';
import { startMeter } from '../../../shared/adapters/meter.ts';
import type { ViewRow } from '../../../shared/ports.ts';
import { commitOf, heavyCommitOf, noise, ORDER } from '../../contract/commits.ts';
import { reportCapacity } from '../../kit/capacity.ts';
import { DYNAMO_MISSING, type TestDynamo, testDynamo } from '../../kit/embedded.ts';

const SIZES = [10, 600, 1_024, 2_000, 3_900, 4_096, 9_000];

test('a commit costs a write unit a begun kilobyte of what is stored, and an eventual read half of a strong one', async () => {
  const meter = startMeter();
  const journal = meter.journal(memoryJournal());

  await journal.append(heavyCommitOf(ORDER, 1, 6_800));
  await journal.latest(ORDER, 'strong');
  await journal.latest(ORDER, 'eventual');

  expect(meter.usage().writeUnits.journal).toBe(6);
  expect(meter.usage().readUnits.journal).toBe(2 + 1);
});

test('a put that is refused costs what it met', async () => {
  const meter = startMeter();
  const journal = meter.journal(memoryJournal());
  await journal.append(heavyCommitOf(ORDER, 1, 6_800));
  meter.reset();

  await journal.append(commitOf(ORDER, 1));

  expect(meter.usage().writeUnits.journal).toBe(6);
  expect(meter.usage().puts.journal).toBe(1);
});

// Servers disagree on a question without an answer: some report nothing, and AWS documents the least amount.
test('a read that finds nothing costs the least amount', async () => {
  const meter = startMeter();
  const journal = meter.journal(memoryJournal());

  await journal.latest(ORDER, 'strong');
  await journal.latest(ORDER, 'eventual');

  expect(meter.usage().readUnits.journal).toBe(1 + 0.5);
});

test('messages and documents are counted', async () => {
  const meter = startMeter();
  const queues = meter.queues(memoryQueues());
  const documents = meter.documents(memoryDocuments());

  await queues.send([
    { to: 'invoices.issue', body: 'a' },
    { to: 'invoices.issue', body: 'b' },
  ]);
  await documents.put('key', new Uint8Array(3), 'text/plain');
  await documents.get('key');

  expect(meter.usage()).toMatchObject({ messages: 2, documentsPut: 1, documentsRead: 1 });
});

describe.skipIf(DYNAMO_MISSING)(DYNAMO_MISSING ?? 'beside the capacity that DynamoDB reports', () => {
  let dynamo: TestDynamo;
  beforeAll(async () => {
    dynamo = await testDynamo();
  });
  afterAll(() => dynamo.stop());

  test('the journal costs what the meter says', async () => {
    const meter = startMeter();
    const reported = reportCapacity(dynamo.client);
    const journal = meter.journal(dynamoJournal(await dynamo.table('N')));

    for (const [index, size] of SIZES.entries()) await journal.append(heavyCommitOf(ORDER, index + 1, size));
    await journal.latest(ORDER, 'strong');
    await journal.latest(ORDER, 'eventual');
    await journal.at(ORDER, 3);
    await journal.history(ORDER, 1);
    await journal.scan({ index: 0, of: 1 });

    expect(reported.stop()).toEqual({
      writes: meter.usage().writeUnits.journal,
      reads: meter.usage().readUnits.journal,
    });
  });

  test('the views cost what the meter says', async () => {
    const meter = startMeter();
    const reported = reportCapacity(dynamo.client);
    const views = meter.views(dynamoViews(await dynamo.table('S')));

    for (const [index, size] of SIZES.entries()) await views.put(rowOf(`row-${index}`, size));
    await views.get('list', 'row-6');
    await views.get('list', 'row-none');
    await views.query({ pk: 'list', limit: 10 });
    await views.query({ pk: 'list', from: 'row-2', to: 'row-3', limit: 10 });

    expect(reported.stop()).toEqual({
      writes: meter.usage().writeUnits.views,
      reads: meter.usage().readUnits.views,
    });
  });

  test('the profiles cost what the meter says', async () => {
    const meter = startMeter();
    const reported = reportCapacity(dynamo.client);
    const profiles = meter.profiles(dynamoProfiles(await dynamo.table('N')));
    const customer = { tenant: 'ten_a', id: 'cus_1' };

    for (const [index, size] of SIZES.entries()) {
      await profiles.put({ ...customer, version: index + 1, data: { name: 'n'.repeat(size) } });
    }
    for (const index of SIZES.keys()) await profiles.get(customer, index + 1);

    expect(reported.stop()).toEqual({
      writes: meter.usage().writeUnits.profiles,
      reads: meter.usage().readUnits.profiles,
    });
  });
});

function rowOf(sk: string, size: number): ViewRow {
  return { pk: 'list', sk, version: 120, data: { text: `ü${noise(size)}` }, expiresAt: 1_900_000_000 };
}
