import { afterAll, beforeAll, describe } from 'vitest';
import { dynamoJournal } from '../../shared/adapters/dynamo-journal.ts';
import { memoryJournal } from '../../shared/adapters/memory-journal.ts';
import { DYNAMO_MISSING, type TestDynamo, testDynamo } from '../kit/embedded.ts';
import { journalContract } from './journal.ts';

journalContract('memory', async () => memoryJournal());

describe.skipIf(DYNAMO_MISSING)(DYNAMO_MISSING ?? 'with a server', () => {
  let dynamo: TestDynamo;
  beforeAll(async () => {
    dynamo = await testDynamo();
  });
  afterAll(() => dynamo.stop());

  journalContract('DynamoDB', async () => dynamoJournal(await dynamo.table('N')));
});
