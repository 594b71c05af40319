import { afterAll, beforeAll, describe } from 'vitest';
import { dynamoViews } from '../../shared/adapters/dynamo-views.ts';
import { memoryViews } from '../../shared/adapters/memory-views.ts';
import { DYNAMO_MISSING, type TestDynamo, testDynamo } from '../kit/embedded.ts';
import { viewsContract } from './views.ts';

viewsContract('memory', async () => memoryViews());

describe.skipIf(DYNAMO_MISSING)(DYNAMO_MISSING ?? 'with a server', () => {
  let dynamo: TestDynamo;
  beforeAll(async () => {
    dynamo = await testDynamo();
  });
  afterAll(() => dynamo.stop());

  viewsContract('DynamoDB', async () => dynamoViews(await dynamo.table('S')));
});
