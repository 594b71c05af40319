/** The secrets in Secrets Manager: those that only we need to know are generated, a provider's are put in by hand. */
import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { secretName } from '../names.ts';
import type { Stage } from '../stages.ts';
import { acknowledge } from './acknowledge.ts';
import { PROVIDER_SECRETS } from './grants.ts';

const CHARACTERS = 48;

/** What each secret is for; a generated one never leaves AWS. */
const SECRETS: Readonly<Record<string, { readonly isGenerated: boolean; readonly purpose: string }>> = {
  pepper: { isGenerated: true, purpose: 'Hashes API keys together with their own salt.' },
  cursor: { isGenerated: true, purpose: 'Signs the cursors of lists.' },
  'sandbox-webhook': { isGenerated: true, purpose: 'Signs the webhooks of the sandbox provider.' },
  'stripe-api-key': { isGenerated: false, purpose: "Stripe's restricted API key; put in by hand." },
  'stripe-webhook': {
    isGenerated: false,
    purpose: "Stripe's signing secret of the webhook endpoint; put in by hand.",
  },
};

/** Makes the secrets that the stage needs: its own and those of its providers. */
export function makeSecrets(scope: Construct, { stage, key }: { stage: Stage; key: IKey }): void {
  const names = [
    'pepper',
    'cursor',
    ...stage.providers.flatMap((provider) => PROVIDER_SECRETS[provider] ?? []),
  ];
  for (const name of names) {
    const { isGenerated, purpose } = SECRETS[name] ?? { isGenerated: false, purpose: 'Put in by hand.' };
    const secret = new CfnSecret(scope, `secret-${name}`, {
      name: secretName(stage.name, name),
      description: purpose,
      kmsKeyId: key.keyArn,
      // Without a value the secret stays empty, and reading it fails, until somebody puts the real one in.
      ...(isGenerated
        ? { generateSecretString: { passwordLength: CHARACTERS, excludePunctuation: true } }
        : {}),
    });
    secret.applyRemovalPolicy(stage.isProtected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY);
    acknowledge(secret, [
      {
        rule: 'SMG4',
        reason:
          'Rotated by hand with two values valid at once, as the runbook says: keys and webhooks depend on each.',
      },
    ]);
  }
}
