import { describe, expect, test } from 'vitest';
import { costAsReported } from '../../bench/cost.ts';
import { DYNAMO_MISSING, IS_REFEREED } from '../../kit/embedded.ts';

describe.skipIf(DYNAMO_MISSING)(DYNAMO_MISSING ?? 'with a server', () => {
  test('from order to paid DynamoDB charges what the meter counts', async () => {
    const { told, counted } = await costAsReported();

    expect(told.writes).toBe(counted.writes);
    // DynamoDB Local charges nothing for a query that finds nothing, where the service charges the least there is.
    if (IS_REFEREED) expect(told.reads).toBeLessThanOrEqual(counted.reads);
    else expect(told.reads).toBe(counted.reads);
  }, 60_000);
});
