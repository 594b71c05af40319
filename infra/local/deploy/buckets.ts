/** Creates the buckets that the template declares. */
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import type { Clients } from '../clients.ts';
import type { World } from '../template/scope.ts';

/** Creates what is missing; a bucket that is there stays as it is, with its objects. */
export async function deployBuckets(world: World, { s3 }: Clients): Promise<void> {
  for (const { name } of world.find('AWS::S3::Bucket')) {
    await s3.send(new CreateBucketCommand({ Bucket: name })).catch(ifThere);
  }
}

function ifThere(thrown: unknown): void {
  const isThere =
    thrown instanceof Error && ['BucketAlreadyOwnedByYou', 'BucketAlreadyExists'].includes(thrown.name);
  if (!isThere) throw thrown;
}
