/** What the returns of the one-stop shop sum up: a row for each quarter that a document changes, under that of its return. */
import type { Quarter } from '../domain/tax/quarters.ts';
import type { ReturnedDocument } from '../domain/tax/returned-documents.ts';
import { sha256Hex } from '../kernel/hash.ts';
import type { Commit, Page, ViewRow, Views } from '../ports.ts';

/** Partitions that a seller's quarter is spread over: a billing run adds to it all at once. */
export const RETURN_SHARDS = 8;

/** The rows of an issued document, by the quarters that it changes; none where its tax is due at home. */
export function returnedRows(
  { tenant, id, version }: Commit,
  of: { readonly entity: string; readonly documents: readonly ReturnedDocument[] },
): readonly ViewRow[] {
  const { entity, documents } = of;
  const shard = shardOf(id);

  return documents.map((data, index) => {
    const { quarter, period } = data;
    // The first has the key that documents had when each was in one quarter.
    const sk = index === 0 ? id : `${id}#${period}`;

    return { pk: partition({ tenant, entity, quarter, shard }), sk, version, data };
  });
}

/** One shard of what a seller's return of a quarter sums up. */
export async function returnedIn(
  views: Views,
  of: {
    readonly tenant: string;
    readonly entity: string;
    readonly quarter: Quarter;
    readonly shard: number;
    readonly limit: number;
    readonly after?: string;
  },
): Promise<Page<ReturnedDocument>> {
  const { tenant, entity, quarter, shard, limit, after } = of;
  const pk = partition({ tenant, entity, quarter, shard });
  const page = await views.query({ pk, limit, ...(after !== undefined && { after }) });

  return { ...page, items: page.items.map(({ data }) => data as ReturnedDocument) }; // written by returnedRows alone
}

function partition(of: {
  readonly tenant: string;
  readonly entity: string;
  readonly quarter: Quarter;
  readonly shard: number;
}): string {
  return `${of.tenant}#oss#${of.entity}#${of.quarter}#${of.shard}`;
}

function shardOf(id: string): number {
  return Number.parseInt(sha256Hex(id).slice(0, 4), 16) % RETURN_SHARDS;
}
