/** How a function reads the journal's stream: in order, stopping at the first failure, never blocked by one bad record. */
import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { unpacked } from '../adapters/packing.ts';
import { fromItem } from '../journal/commit.ts';
import type { Commit, Ports } from '../ports.ts';
import type { FunctionName } from '../topology.ts';
import { observed } from './observe.ts';
import { park, SYSTEM_TENANT } from './park.ts';
import type { Woken } from './woken.ts';

/** A function that the stream wakes. */
export type StreamFunction = Woken<DynamoDBStreamEvent, DynamoDBBatchResponse>;

/** `run` answers how many commits, from the first on, it has dealt with; the rest comes again. */
export function onStream(
  name: FunctionName,
  run: (commits: readonly Commit[], ports: Ports) => Promise<number>,
): StreamFunction {
  return {
    name,
    with(ports) {
      const handler = middy<DynamoDBStreamEvent, DynamoDBBatchResponse>((event: DynamoDBStreamEvent) =>
        read({ name, run, ports }, event),
      ).use(observed(name, ports));

      return (event) => handler(event, {} as never); // no function reads the Lambda context
    },
  };
}

type Reader = {
  readonly name: FunctionName;
  readonly run: (commits: readonly Commit[], ports: Ports) => Promise<number>;
  readonly ports: Ports;
};

async function read(reader: Reader, event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const inserted = event.Records.filter((record) => record.eventName === 'INSERT');
  const readable: { commit: Commit; sequence: string }[] = [];
  for (const record of inserted) {
    const commit = commitOf(record);
    if (commit) readable.push({ commit, sequence: record.dynamodb?.SequenceNumber ?? '' });
    else await parkUnreadable(reader, record);
  }

  const done =
    readable.length === 0
      ? 0
      : await reader.run(
          readable.map(({ commit }) => commit),
          reader.ports,
        );
  const first = readable[done];

  return { batchItemFailures: first ? [{ itemIdentifier: first.sequence }] : [] };
}

function commitOf(record: DynamoDBRecord): Commit | undefined {
  const { pk, sk, body, hash } = record.dynamodb?.NewImage ?? {};
  if (pk?.S === undefined || sk?.N === undefined || hash?.S === undefined) return undefined;
  try {
    const text = body?.B === undefined ? body?.S : unpacked(body.B);

    return text === undefined
      ? undefined
      : fromItem({ pk: pk.S, sk: Number(sk.N), body: text, hash: hash.S });
  } catch {
    return undefined;
  }
}

async function parkUnreadable(reader: Reader, record: DynamoDBRecord): Promise<void> {
  const { pk, sk } = record.dynamodb?.Keys ?? {};
  const subject = `${pk?.S ?? 'unknown'}:${sk?.N ?? 'unknown'}`;
  await park(
    reader.name,
    {
      tenant: SYSTEM_TENANT,
      subject,
      trace: record.eventID ?? subject,
      code: 'record.unreadable',
      reason: 'The item is not a commit.',
    },
    reader.ports,
  );
}
