/** What the checker is given of a world: raw items, the provider's record, the clients' log, whatever was written or said. */
import { canonicalJson } from '../../shared/kernel/hash.ts';
import { encode } from '../../shared/journal/codec.ts';
import { toItem } from '../../shared/journal/commit.ts';
import { sha256Hex } from '../../shared/kernel/hash.ts';
import type { ViewRow } from '../../shared/ports.ts';
import type { Data } from '../checker/books.ts';
import type { Answered, Snapshot } from '../checker/snapshot.ts';
import { CANARY } from './goods.ts';
import type { History } from './history.ts';
import type { World } from './world.ts';

/** The end of a history as the checker sees it. */
export async function snapshotOf({ world, isAtRest, restedAt }: History): Promise<Snapshot> {
  const { twins } = world;
  const { charges, refunds } = twins.sandbox.record();
  const rows = await rowsIn(world.twins.views);
  const bytes = await documentsOf(world);

  return {
    items: twins.journal.stream.map(toItem),
    isOrdered: true,
    provider: { charges, refunds },
    log: world.log.map((asked) => answeredOf(asked)),
    documents: { get: (key) => bytes.get(key) },
    texts: [...twins.said, ...world.post.sent.map(({ body }) => body), ...rows.map((row) => encode(row))],
    canaries: [CANARY],
    secrets: [
      'the-pepper-of-the-world',
      'the-cursor-key-of-the-world',
      'the-secret-of-the-sandbox-in-the-world',
    ],
    now: restedAt,
    isAtRest,
    isFaultless: Object.values(world.faults.counts).every((count) => count === 0),
    left: leftIn(world),
  };
}

/** Every row of the views, in a fixed order. */
export async function rowsIn(views: World['twins']['views']): Promise<readonly ViewRow[]> {
  const rows: ViewRow[] = [];
  let after: string | undefined;
  do {
    const page = await views.scan({ index: 0, of: 1 }, after);
    rows.push(...page.items);
    after = page.next;
  } while (after !== undefined);

  return rows.sort((a, b) => (`${a.pk} ${a.sk}` < `${b.pk} ${b.sk}` ? -1 : 1));
}

/** A hash over everything the journal holds, whatever the order in which it came to be. */
export function journalHash({ twins }: World): string {
  const chain = twins.journal.stream.map(
    ({ tenant, id, version, hash }) => `${tenant}#${id}:${version} ${hash}`,
  );

  return sha256Hex(chain.sort().join('\n'));
}

/** Messages that nobody has taken and nobody will. */
export function leftIn({ post }: World): number {
  let left = 0;
  for (const { letters, dead } of post.queues.values()) left += letters.length + dead.length;

  return left;
}

function answeredOf({ tenant, ask, told }: World['log'][number]): Answered {
  const { method, route, params = {}, key = null, body } = ask;
  const answer = typeof told.body === 'object' && told.body !== null ? (told.body as Data) : {}; // any object
  const spelled = body === undefined ? '' : typeof body === 'string' ? body : canonicalJson(body);

  return { tenant, method, route, params, key, body: spelled, status: told.status, answer };
}

async function documentsOf({ twins }: World): Promise<ReadonlyMap<string, Uint8Array>> {
  const bytes = new Map<string, Uint8Array>();
  for (const key of twins.documents.keys()) {
    const found = await twins.documents.get(key);
    if (found) bytes.set(key, found);
  }

  return bytes;
}
