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
  return { ...commit, hash: chainHash(formerHash, partitionOf(commit), commit.version, bodyOf(commit)) };
}

/** The item that stores a commit. */
export function toItem(commit: Commit): CommitItem {
  return { pk: partitionOf(commit), sk: commit.version, body: bodyOf(commit), hash: commit.hash };
}

/** The commit an item stores. Throws a SyntaxError when the body is not what `toItem` wrote. */
export function fromItem(item: CommitItem): Commit {
  const ref: AggregateRef = refOf(item.pk);
  const body = decode(item.body) as Body; // written by toItem alone; the hash chain shows anything else

  return { ...ref, version: item.sk, ...body, hash: item.hash };
}

/** The hash that item `version` must carry, given the former item's. */
export function chainHash(formerHash: string, partition: string, version: number, body: string): string {
  return sha256Base64Url(`${formerHash}\n${partition}\n${version}\n${body}`);
}

type Body = Omit<UnsealedCommit, keyof AggregateRef | 'version'> & { readonly facts: readonly StoredFact[] };

function bodyOf(commit: UnsealedCommit): string {
  const { at, facts, head, cause, actor, trace, fingerprint } = commit;

  return encode({ at, facts, head, cause, actor, trace, fingerprint });
}
