/** Brings the resources of a template into being on the servers behind the SDK. */
import type { Clients } from '../clients.ts';
import type { World } from '../template/scope.ts';
import { deployBuckets } from './buckets.ts';
import { deployQueues, type QueuePlace } from './queues.ts';
import { deployTables } from './tables.ts';

/** Creates tables, buckets and queues side by side; answers the queues, which the mappings need to find. */
export async function deploy(world: World, clients: Clients): Promise<readonly QueuePlace[]> {
  const [queues] = await Promise.all([
    deployQueues(world, clients),
    deployTables(world, clients),
    deployBuckets(world, clients),
  ]);

  return queues;
}
