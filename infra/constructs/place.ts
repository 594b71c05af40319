/** Where resources lie, and their ARNs made of names. */
import type { BucketKind, TableKind } from '../names.ts';
import { bucketName, tableName } from '../names.ts';
import type { StageName } from '../stages.ts';

/** Where the resources lie. The strings may be CDK tokens; they are only joined. */
export type Place = {
  readonly stage: StageName;
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** The switched-on payment providers. */
  readonly providers: readonly string[];
  /** Who sends the mails. */
  readonly mailFrom?: string;
  /** The key that encrypts tables, buckets and secrets. */
  readonly keyArn: string;
  readonly journalStreamArn: string;
};

/** The ARN of a resource of this account. */
export function arn(place: Place, service: string, resource: string): string {
  return `arn:${place.partition}:${service}:${place.region}:${place.account}:${resource}`;
}

/** The ARN of a table. */
export function tableArn(place: Place, kind: TableKind): string {
  return arn(place, 'dynamodb', `table/${tableName(place.stage, kind)}`);
}

/** The ARN of a queue by its physical name. */
export function queueArn(place: Pick<Place, 'partition' | 'region' | 'account'>, queue: string): string {
  return `arn:${place.partition}:sqs:${place.region}:${place.account}:${queue}`;
}

/** The ARN of a bucket. */
export function bucketArn(
  place: Pick<Place, 'stage' | 'partition' | 'region' | 'account'>,
  kind: BucketKind,
): string {
  return `arn:${place.partition}:s3:::${bucketName(place.stage, kind, place)}`;
}
