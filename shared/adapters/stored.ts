/** Items as they are stored and what is checked before they are, the same for AWS and the twins. */
import { decode, encode } from '../journal/codec.ts';
import { COMMIT_BYTES_MAX, COMMIT_FACTS_MAX, type CommitItem, toItem } from '../journal/commit.ts';
import { partitionOf, refOf } from '../journal/keys.ts';
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

/** A view row as the table holds it: key, version, encoded data, expiry. */
export type ViewItem = {
  readonly pk: string;
  readonly sk: string;
  readonly v: number;
  readonly d: string;
  readonly ttl?: number;
};

/** The item of a view row. Throws on an empty key, a version that cannot be, or too many bytes. */
export function viewItemOf({ pk, sk, version, data, expiresAt }: ViewRow): ViewItem {
  checkVersion(version);
  if (pk === '' || sk === '') throw new RangeError('a view row needs both parts of its key');
  const d = encode(data);
  within('bytes of a view row', bytesOf(d), VIEW_ROW_BYTES_MAX);

  return { pk, sk, v: version, d, ...(expiresAt === undefined ? {} : { ttl: expiresAt }) };
}

/** The view row that an item holds. */
export function rowOf({ pk, sk, v, d, ttl }: ViewItem): ViewRow {
  return { pk, sk, version: v, data: decode(d), ...(ttl === undefined ? {} : { expiresAt: ttl }) };
}

/** A version of a profile as the table holds it. */
export type ProfileItem = { readonly pk: string; readonly sk: number; readonly d: string };

/** The item of a profile. Throws on a version that cannot be, or too many bytes. */
export function profileItemOf(profile: Profile): ProfileItem {
  const { version, data } = profile;
  checkVersion(version);
  within('versions of a profile', version, PROFILE_VERSIONS_MAX);
  const d = encode(data);
  within('bytes of a profile', bytesOf(d), PROFILE_BYTES_MAX);

  return { pk: partitionOf(profile), sk: version, d };
}

/** The profile that an item holds. */
export function profileOf({ pk, sk, d }: ProfileItem): Profile {
  const data = decode(d) as Profile['data']; // written by `profileItemOf` alone

  return { ...refOf(pk), version: sk, data };
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
