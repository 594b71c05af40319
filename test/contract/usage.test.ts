import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { marshalled } from '../../shared/adapters/dynamo-item.ts';
import { dynamoUsage } from '../../shared/adapters/dynamo-usage.ts';
import { memoryUsage } from '../../shared/adapters/memory-usage.ts';
import { usageItemsOf } from '../../shared/adapters/usage-items.ts';
import { DYNAMO_MISSING, type TestDynamo, testDynamo } from '../kit/embedded.ts';
import { usageContract } from './usage.ts';

usageContract('memory', async () => memoryUsage());

describe.skipIf(DYNAMO_MISSING)(DYNAMO_MISSING ?? 'with a server', () => {
  let dynamo: TestDynamo;
  beforeAll(async () => {
    dynamo = await testDynamo();
  });
  afterAll(() => dynamo.stop());

  usageContract('DynamoDB', async () => dynamoUsage(await dynamo.table('S')));

  test('an event whose recording stopped after its claim is whole once it is sent again', async () => {
    const at = await dynamo.table('S');
    const ref = { tenant: 'ten_a', subscription: 'sub_1', meter: 'calls' };
    const event = { id: 'a', at: '2026-11-25T12:00:00.000Z', quantity: '1', dimension: null };
    const kept = { mark: { version: 1, at: event.at }, expiresAt: 2_000_000_000 };
    const { claim } = usageItemsOf(ref, event, kept);
    await at.client.send(new PutItemCommand({ TableName: at.table, Item: marshalled(claim) }));

    expect(await dynamoUsage(at).record(ref, event, kept)).toBe('repeated');

    const question = {
      day: '2026-11-25',
      from: '2026-11-25T00:00:00.000Z',
      to: '2026-11-26T00:00:00.000Z',
      limit: 10,
    };
    expect(await dynamoUsage(at).events(ref, question)).toEqual({ items: [event] });
  });
});
