/** Joins functions to what wakes them: mappings of streams and queues, schedules. */
import type { Clients } from './clients.ts';
import type { QueuePlace } from './deploy/queues.ts';
import { makeDestination } from './mappings/destination.ts';
import type { Checkpoints } from './mappings/checkpoints.ts';
import { type QueueSource, startQueueMapping } from './mappings/queue.ts';
import type { Poller } from './mappings/poller.ts';
import { startStreamMapping } from './mappings/stream.ts';
import type { StreamItem } from './mappings/stream-record.ts';
import type { Runtime } from './runtime/runtime.ts';
import type { World } from './template/scope.ts';
import { mappingsOf } from './template/wakers.ts';

/** What the mappings work with. */
export type WiringOptions = {
  readonly world: World;
  readonly clients: Clients;
  readonly runtime: Runtime;
  readonly queues: readonly QueuePlace[];
  readonly checkpoints: Checkpoints;
  readonly ready: QueueSource['ready'];
  readonly isHurried: QueueSource['isHurried'];
  readonly tap: (items: readonly StreamItem[]) => void;
  readonly complain: (line: string) => void;
};

/** The running mappings. */
export type Wired = { readonly streams: readonly Poller[]; readonly queues: readonly Poller[] };

/** Starts every mapping; the first reader of each stream also feeds the tap. */
export function wire(options: WiringOptions): Wired {
  const mappings = mappingsOf(options.world);
  const streams = startStreams(options, mappings.streams);
  const queues = mappings.queues.map((mapping) => {
    const queue = options.queues.find(({ arn }) => arn === mapping.sourceArn);
    if (!queue) throw new Error(`${mapping.id} reads ${mapping.sourceArn}, which no stack declares`);
    const { runtime, ready, world, complain, isHurried } = options;

    return startQueueMapping({
      mapping,
      queue,
      sqs: options.clients.sqs,
      runtime,
      ready,
      complain,
      isHurried,
      region: world.region,
    });
  });

  return { streams, queues };
}

function startStreams(
  options: WiringOptions,
  mappings: ReturnType<typeof mappingsOf>['streams'],
): readonly Poller[] {
  const { clients, runtime, checkpoints, complain } = options;
  const giveUp = makeDestination(clients, options.queues, complain);
  const first = new Map(mappings.toReversed().map((mapping) => [mapping.sourceArn, mapping.id]));
  const streams = mappings.map((mapping) => {
    const tap = first.get(mapping.sourceArn) === mapping.id ? options.tap : () => {};

    return startStreamMapping({
      mapping,
      streams: clients.streams,
      runtime,
      checkpoints,
      giveUp,
      tap,
      complain,
    });
  });
  runtime.onEnd(() => {
    for (const stream of streams) stream.nudge();
  });

  return streams;
}
