import { describe, expect, test } from 'vitest';
import { costAsReported } from '../../bench/cost.ts';
import { DYNAMO_MISSING } from '../../kit/embedded.ts';

describe.skipIf(DYNAMO_MISSING)(DYNAMO_MISSING ?? 'with a server', () => {
  test('from order to paid DynamoDB charges what the meter counts', async () => {
    const { told, counted } = await costAsReported();

    expect(told).toEqual(counted);
  });
});
