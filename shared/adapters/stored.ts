/** What the adapters check before they write, the same for AWS and the twins. */
import { encode } from '../journal/codec.ts';
import { COMMIT_BYTES_MAX, COMMIT_FACTS_MAX, type CommitItem, toItem } from '../journal/commit.ts';
import type { Commit, Message, Profile, ViewQuery, ViewRow } from '../ports.ts';
import { type FunctionName, hasQueue, TOPOLOGY } from '../topology.ts';
import {
  bytesOf,
  DELAY_SECONDS_MAX,
  MESSAGE_BYTES_MAX,
  PROFILE_BYTES_MAX,
  PROFILE_VERSIONS_MAX,
  VIEW_QUERY_MAX,
  VIEW_ROW_BYTES_MAX,
  within,
} from './limits.ts';

/** The item of a commit. Throws `LimitExceeded` above the bounds and RangeError on a version that cannot be. */
export function commitItemOf(commit: Commit): CommitItem {
  checkVersion(commit.version);
  within('facts of a commit', commit.facts.length, COMMIT_FACTS_MAX);
  const item = toItem(commit);
  within('bytes of a commit', bytesOf(item.body), COMMIT_BYTES_MAX);

  return item;
}

/** The encoded data of a view row. Throws on an empty key, a version that cannot be, or too many bytes. */
export function rowTextOf(row: ViewRow): string {
  checkVersion(row.version);
  if (row.pk === '' || row.sk === '') throw new RangeError('a view row needs both parts of its key');
  const text = encode(row.data);
  within('bytes of a view row', bytesOf(text), VIEW_ROW_BYTES_MAX);

  return text;
}

/** The encoded data of a profile. Throws on a version that cannot be, or too many bytes. */
export function profileTextOf(profile: Profile): string {
  checkVersion(profile.version);
  within('versions of a profile', profile.version, PROFILE_VERSIONS_MAX);
  const text = encode(profile.data);
  within('bytes of a profile', bytesOf(text), PROFILE_BYTES_MAX);

  return text;
}

/** A message as a queue takes it: its function has a queue, its body fits, its delay is one that SQS knows. */
export function checkedMessage(message: Message): Message & { readonly to: FunctionName } {
  const { to, body } = message;
  if (!isFunction(to) || !hasQueue(to)) throw new TypeError(`no function ${to} has a queue`);
  within('bytes of a message', bytesOf(body), MESSAGE_BYTES_MAX);
  const delaySeconds = Math.min(Math.max(Math.ceil(message.delaySeconds ?? 0), 0), DELAY_SECONDS_MAX);

  return { to, body, delaySeconds };
}

/** Throws unless the question's limit is between 1 and `VIEW_QUERY_MAX`. */
export function checkQuery({ limit }: ViewQuery): void {
  within('limit of a query', limit, VIEW_QUERY_MAX);
  if (!Number.isInteger(limit) || limit < 1) throw new RangeError(`a query asks for ${limit} rows`);
}

function checkVersion(version: number): void {
  if (!Number.isSafeInteger(version) || version < 1) throw new RangeError(`${version} is not a version`);
}

function isFunction(name: string): name is FunctionName {
  return Object.hasOwn(TOPOLOGY, name);
}
