/** A record of a table's stream as Lambda hands it over. */
import type { _Record } from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord } from 'aws-lambda';
import type { Sequenced } from './stream-batch.ts';

/** The record with what the rules of its batch need. */
export type StreamItem = Sequenced & { readonly record: DynamoDBRecord };

/** Times become epoch seconds and bytes base64, as in Lambda's JSON. */
export function streamItemOf(record: _Record, streamArn: string): StreamItem {
  const { dynamodb = {}, ...rest } = record;
  const arrivedAt = dynamodb.ApproximateCreationDateTime?.getTime() ?? 0;
  const change = { ...dynamodb, ApproximateCreationDateTime: Math.floor(arrivedAt / 1000) };

  return {
    sequenceNumber: dynamodb.SequenceNumber ?? '',
    arrivedAt,
    record: { ...rest, dynamodb: jsonOf(change), eventSourceARN: streamArn } as DynamoDBRecord, // the service's own record, which Lambda passes on
  };
}

function jsonOf(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(jsonOf);
  if (typeof value !== 'object' || value === null) return value;

  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, jsonOf(part)]));
}
