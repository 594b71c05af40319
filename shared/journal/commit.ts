/** How a commit is sealed and written down: body text, hash chain, stored item. */
import { sha256Base64Url } from '../kernel/hash.ts';
import type { AggregateRef, Commit, StoredFact } from '../ports.ts';
import { decode, encode } from './codec.ts';
import { partitionOf, refOf } from './keys.ts';

/** The item as the table holds it: key, version, body and the hash that continues the aggregate's chain. */
export type CommitItem = {
  readonly pk: string;
  readonly sk: number;
  readonly body: string;
  readonly hash: string;
};

/** A commit before its hash. */
export type UnsealedCommit = Omit<Commit, 'hash'>;

/** A commit may weigh this much; DynamoDB ends at 400 KB, and a queue message must still carry it. */
export const COMMIT_BYTES_MAX = 180_000;

/** Facts in one commit. */
export const COMMIT_FACTS_MAX = 32;

/** Closes a commit over the hash of the former version (empty before version 1). */
export function seal(commit: UnsealedCommit, formerHash: string): Commit {
  return sealAndWeigh(commit, formerHash).commit;
}

/** The sealed commit with the bytes of its body, which `COMMIT_BYTES_MAX` bounds. */
export function sealAndWeigh(
  commit: UnsealedCommit,
  formerHash: string,
): { readonly commit: Commit; readonly bytes: number } {
  const body = bodyOf(commit);
  const hash = chainHash(formerHash, partitionOf(commit), commit.version, body);

  return { commit: { ...commit, hash }, bytes: bytesOf(body) };
}

/** The item that stores a commit. */
export function toItem(commit: Commit): CommitItem {
  return { pk: partitionOf(commit), sk: commit.version, body: bodyOf(commit), hash: commit.hash };
}

/** The commit an item stores. Throws a SyntaxError when the body is not what `toItem` wrote. */
export function fromItem(item: CommitItem): Commit {
  const ref: AggregateRef = refOf(item.pk);
  const body = decode(item.body) as Partial<Body> | null; // written by toItem alone; the hash chain shows anything else
  if (!isBody(body)) throw new SyntaxError('the body of an item is not that of a commit');

  return { ...ref, version: item.sk, ...body, hash: item.hash };
}

/** The hash that item `version` must carry, given the former item's. */
export function chainHash(formerHash: string, partition: string, version: number, body: string): string {
  return sha256Base64Url(`${formerHash}\n${partition}\n${version}\n${body}`);
}

type Body = Omit<UnsealedCommit, keyof AggregateRef | 'version'> & { readonly facts: readonly StoredFact[] };

/** UTF-8 bytes; a text that is short enough whatever it holds is not measured. */
function bytesOf(body: string): number {
  return body.length * 3 <= COMMIT_BYTES_MAX ? body.length : new TextEncoder().encode(body).length;
}

/** What every reader of a commit relies on; a body without it is none of ours. */
function isBody(body: Partial<Body> | null): body is Body {
  return typeof body === 'object' && Array.isArray(body?.facts) && typeof body.at === 'string';
}

function bodyOf(commit: UnsealedCommit): string {
  const { at, facts, head, cause, actor, trace, fingerprint } = commit;

  return encode({ at, facts, head, cause, actor, trace, fingerprint });
}
