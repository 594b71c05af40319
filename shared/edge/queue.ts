/** How a function answers its queue: parse each message, run, report exactly those that must come again. */
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Message } from '../contracts/messages.ts';
import { hasTestClocks } from '../domain/test-clocks.ts';
import type { Acting } from '../execute.ts';
import { decode } from '../journal/codec.ts';
import type { Commit, Ports } from '../ports.ts';
import type { FunctionName } from '../topology.ts';
import type { Delivery, Outcome } from './delivery.ts';
import { observed } from './observe.ts';
import { type Held, heldIn, PACK_RECEIVES_MAX, sendSingly } from './packs.ts';
import { parkMalformed, setAside } from './set-aside.ts';
import { noteDone, timesOf } from './tenant-time.ts';
import type { Woken } from './woken.ts';

type FactMessage = Extract<Message, { kind: 'fact' }>;

/** A message that still waits at this receive is parked; at the next one the queue would move it to its DLQ. */
export const RECEIVES_MAX = 7;

/** A function that its queue wakes. */
export type QueueFunction = Woken<SQSEvent, SQSBatchResponse>;

/** Works on a whole batch; answers one outcome for each delivery, in their order. */
export function onQueue(
  name: FunctionName,
  run: (deliveries: readonly Delivery[], ports: Ports) => Promise<readonly Outcome[]>,
): QueueFunction {
  return {
    name,
    with(ports) {
      const handler = middy<SQSEvent, SQSBatchResponse>((event: SQSEvent) =>
        work({ name, run, ports }, event),
      ).use(observed(name, ports));

      return (event) => handler(event, {} as never); // no function reads the Lambda context
    },
  };
}

/** Works on one message at a time; what one throws does not touch the others. */
export function eachOf(
  run: (delivery: Delivery, ports: Ports) => Promise<Outcome>,
): (deliveries: readonly Delivery[], ports: Ports) => Promise<readonly Outcome[]> {
  return async (deliveries, ports) => {
    const outcomes: Outcome[] = [];
    for (const delivery of deliveries) {
      outcomes.push(await caught(() => run(delivery, ports), { trace: delivery.message.trace, ports }));
    }

    return outcomes;
  };
}

/** Who acts when a message is worked on: the function, because of the fact or work the message names. */
export function actingOn(name: FunctionName, delivery: Delivery, ports: Ports): Acting {
  const { message } = delivery;

  return { actor: name, cause: subjectOf(message), trace: message.trace, at: ports.clock.now() };
}

/** The commit a fact message is about: from the message where it travelled along, else from the journal. */
export async function commitOf(message: Message, ports: Ports): Promise<Commit | undefined> {
  if (message.kind !== 'fact') return undefined;

  return carriedBy(message) ?? ports.journal.at(message, message.version);
}

/** The commit that travelled along, unless it is not the one the message names: a message carries no authority. */
function carriedBy({ commit: text, tenant, id, version }: FactMessage): Commit | undefined {
  if (text === undefined) return undefined;
  try {
    const commit = decode(text) as Partial<Commit> | null; // encoded by the relay; that it is this commit is checked here
    const isNamed = commit?.tenant === tenant && commit.id === id && commit.version === version;

    return isNamed && Array.isArray(commit.facts) ? (commit as Commit) : undefined; // the relay encodes whole commits only
  } catch {
    return undefined;
  }
}

/** `ord_…:1` for a fact, the id for work. */
export function subjectOf(message: Message): string {
  return message.kind === 'fact' ? `${message.id}:${message.version}` : message.id;
}

type Worker = {
  readonly name: FunctionName;
  readonly run: (deliveries: readonly Delivery[], ports: Ports) => Promise<readonly Outcome[]>;
  readonly ports: Ports;
};

async function work(worker: Worker, event: SQSEvent): Promise<SQSBatchResponse> {
  const failed: string[] = [];
  const good: Held[] = [];
  for (const record of event.Records) {
    const held = heldIn(record);
    if (!held) await settle(failed, record, () => parkMalformed(worker.name, record, worker.ports));
    else if (isToBeTakenApart(held)) await settle(failed, record, () => againSingly(worker, held.deliveries));
    else good.push(held);
  }
  const deliveries = good.flatMap((held) => held.deliveries);
  const ended = deliveries.length === 0 ? [] : await endsOf(worker, deliveries);
  let place = 0;
  for (const held of good) {
    const ends = ended.slice(place, place + held.deliveries.length);
    place += held.deliveries.length;
    await settle(failed, held.record, () => concludeAll(worker, held, ends));
  }

  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

/** Concludes each delivery of a record; of a packed one, what must come again comes by itself, and the rest is done. */
async function concludeAll(
  worker: Worker,
  held: Held,
  ended: readonly (Ended | undefined)[],
): Promise<boolean> {
  const left: Delivery[] = [];
  for (const [index, delivery] of held.deliveries.entries()) {
    const { outcome, ports } = ended[index] ?? { outcome: NO_OUTCOME, ports: worker.ports };
    const isDone = await conclude({ ...worker, ports }, delivery, outcome).catch(() => false);
    if (!isDone) left.push(delivery);
  }
  if (left.length === 0) return true;

  return held.isPacked && againSingly(worker, left);
}

/** Through the machine's own ports: what is on its way already is noted already. */
async function againSingly({ name, ports }: Worker, deliveries: readonly Delivery[]): Promise<boolean> {
  await sendSingly(
    name,
    deliveries.map(({ message }) => message),
    ports,
  );

  return true;
}

function isToBeTakenApart({ isPacked, deliveries: [first] }: Held): boolean {
  return isPacked && (first?.receives ?? 0) > PACK_RECEIVES_MAX;
}

type Ended = { readonly outcome: Outcome; readonly ports: Ports };

const NO_OUTCOME: Outcome = { end: 'wait', reason: 'no outcome' };

/** Works on the batch as a whole; on the messages of a tenant that has a clock of its own apart, in its time. */
async function endsOf({ run, ports }: Worker, deliveries: readonly Delivery[]): Promise<readonly Ended[]> {
  const timeOf = timesOf(ports);
  const seen = hasTestClocks(ports)
    ? (await Promise.all(deliveries.map(({ message }) => timeOf(message.tenant)))).map((each) => each.ports)
    : deliveries.map(() => ports);
  const ended: Ended[] = [];
  for (const each of new Set(seen)) {
    const places = seen.flatMap((other, place) => (other === each ? [place] : []));
    const outcomes = await run(
      places.flatMap((place) => deliveries[place] ?? []),
      each,
    );
    for (const [index, place] of places.entries())
      ended[place] = { outcome: outcomes[index] ?? NO_OUTCOME, ports: each };
  }

  return ended;
}

/** Adds the record to those that come again when its conclusion says so, or when concluding itself failed. */
async function settle(
  failed: string[],
  record: SQSRecord,
  conclusion: () => Promise<boolean>,
): Promise<void> {
  const done = await conclusion().catch(() => false);
  if (!done) failed.push(record.messageId);
}

async function conclude(worker: Worker, delivery: Delivery, outcome: Outcome): Promise<boolean> {
  if (outcome.end === 'wait' && !isGivenUp(outcome, delivery)) return false;
  const { message } = delivery;
  const subject = subjectOf(message);
  if (outcome.end !== 'done') await setAside({ ...worker, message, subject }, outcome);
  await noteDone(worker.name, { tenant: message.tenant, subject }, worker.ports);

  return true;
}

function isGivenUp({ reason }: Outcome & { readonly end: 'wait' }, { receives }: Delivery): boolean {
  return receives >= RECEIVES_MAX && !reason.startsWith(FAULT);
}

const FAULT = 'fault: ';

/** Tells the log of a fault and answers the reason for which its message waits; unlike others it is never parked. */
export function faultOf(error: unknown, trace: string, ports: Pick<Ports, 'observer'>): string {
  const { name, message } = error instanceof Error ? error : { name: 'unknown', message: String(error) };
  ports.observer.line({ outcome: 'fault', trace, error: name, reason: message.slice(0, 300) });

  return `${FAULT}${name}`;
}

async function caught(
  run: () => Promise<Outcome>,
  { trace, ports }: { readonly trace: string; readonly ports: Ports },
): Promise<Outcome> {
  try {
    return await run();
  } catch (error) {
    return { end: 'wait', reason: faultOf(error, trace, ports) };
  }
}
