/** What a DynamoDB itself says that requests cost. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** Units reported so far; `stop` ends the asking and answers them. */
export type CapacityReport = { readonly stop: () => { readonly writes: number; readonly reads: number } };

/** Asks every request of the client for its capacity and adds up the answers. */
export function reportCapacity(client: DynamoDBClient): CapacityReport {
  const total = { writes: 0, reads: 0 };
  client.middlewareStack.add(
    (next, context) => async (args) => {
      Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
      const isWrite = context.commandName === 'PutItemCommand';
      const answer = await next(args);
      const { ConsumedCapacity } = answer.output as { ConsumedCapacity?: { CapacityUnits?: number } }; // what was asked for
      total[isWrite ? 'writes' : 'reads'] += ConsumedCapacity?.CapacityUnits ?? 0;

      return answer;
    },
    { step: 'initialize', name: 'capacity', override: true },
  );

  return {
    stop: () => {
      client.middlewareStack.remove('capacity');
      return total;
    },
  };
}
