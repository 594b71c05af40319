/** Physical names. They are computed from the stage alone, so that stacks need not hand them to one another. */
import type { FunctionName } from '../shared/topology.ts';
import { resourceName } from '../shared/topology.ts';
import type { StageName } from './stages.ts';

/** What every physical name begins with; a queue's URL ends in this prefix and the function's resource name. */
export function prefixOf(stage: StageName): string {
  return `countinghouse-${stage}-`;
}

/** The tables by what they hold. */
export type TableKind = 'journal' | 'views' | 'profiles' | 'usage';

/** The name of a table. */
export function tableName(stage: StageName, kind: TableKind): string {
  return `${prefixOf(stage)}${kind}`;
}

/** The name of a function's Lambda, and of its queue. */
export function physicalName(stage: StageName, name: FunctionName): string {
  return `${prefixOf(stage)}${resourceName(name)}`;
}

/** The buckets by what they hold; webhook bodies expire, documents are locked, so they cannot share one. */
export type BucketKind = 'documents' | 'webhooks' | 'failures' | 'access-logs';

/** The name of a bucket; bucket names are shared by the whole world, so it carries the account and the region. */
export function bucketName(
  stage: StageName,
  kind: BucketKind,
  place: { account: string; region: string },
): string {
  return `${prefixOf(stage)}${kind}-${place.account}-${place.region}`;
}

/** The name of a secret, and the prefix that a function puts before a secret's short name. */
export function secretName(stage: StageName, secret: string): string {
  return `${prefixOf(stage)}${secret}`;
}

/** The file that holds a function's handler, from the root of the repository. */
export function sourceOf(name: FunctionName): string {
  return `functions/${name.replace('.', '/')}.ts`;
}
