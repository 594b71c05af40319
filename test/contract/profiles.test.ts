import { afterAll, beforeAll, describe } from 'vitest';
import { dynamoProfiles } from '../../shared/adapters/dynamo-profiles.ts';
import { memoryProfiles } from '../../shared/adapters/memory-profiles.ts';
import { DYNAMO_MISSING, type TestDynamo, testDynamo } from '../kit/embedded.ts';
import { profilesContract } from './profiles.ts';

profilesContract('memory', async () => memoryProfiles());

describe.skipIf(DYNAMO_MISSING)(DYNAMO_MISSING ?? 'with a server', () => {
  let dynamo: TestDynamo;
  beforeAll(async () => {
    dynamo = await testDynamo();
  });
  afterAll(() => dynamo.stop());

  profilesContract('DynamoDB', async () => dynamoProfiles(await dynamo.table('N')));
});
