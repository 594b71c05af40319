/** Findings of cdk-nag that we know of and keep, each with its reason. */
import { Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** A rule of the AWS Solutions pack, `SQS3` or `IAM5[Resource::*]`, and why it does not apply here. */
export type Acknowledgement = { readonly rule: string; readonly reason: string };

/** Records the acknowledgements on a construct and everything in it; throws on one without a reason. */
export function acknowledge(construct: Construct, acknowledgements: readonly Acknowledgement[]): void {
  for (const { rule, reason } of acknowledgements) {
    if (reason === '')
      throw new Error(`The acknowledgement of ${rule} at ${construct.node.path} gives no reason.`);
    Validations.of(construct).acknowledge({ id: `AwsSolutions-${rule}`, reason });
  }
}
