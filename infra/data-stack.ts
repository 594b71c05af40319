/** What is kept: the journal, the views, the profiles, the usage, the documents, the secrets, and the key over all of them. */
import type { App } from 'aws-cdk-lib';
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Subscription, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import { makeBuckets } from './constructs/buckets.ts';
import { makeSecrets } from './constructs/secrets.ts';
import type { TableKind } from './names.ts';
import { prefixOf, tableName } from './names.ts';
import { stackSettings } from './stack-settings.ts';
import type { Stage } from './stages.ts';

/** The stack that is deployed first and, on a protected stage, never removed. */
export class DataStack extends Stack {
  readonly keyArn: string;
  readonly journalStreamArn: string;

  constructor(app: App, stage: Stage) {
    super(app, 'data', stackSettings(stage, 'data', 'Journal, views, profiles, usage, documents, secrets.'));
    const key = this.makeKey(stage);
    const journal = this.makeTable('journal', { stage, key });
    this.makeTable('views', { stage, key });
    this.makeTable('profiles', { stage, key });
    this.makeTable('usage', { stage, key });
    makeBuckets(this, { stage, key });
    makeSecrets(this, { stage, key });
    this.makeAlarmTopic(stage, key);

    this.keyArn = key.keyArn;
    this.journalStreamArn = journal.tableStreamArn ?? '';
  }

  private makeKey(stage: Stage): Key {
    const key = new Key(this, 'key', {
      alias: `${prefixOf(stage.name)}data`,
      description: 'Encrypts the tables, the documents, the secrets and the alarms.',
      enableKeyRotation: true,
      removalPolicy: removalOf(stage),
    });
    // CloudWatch publishes alarms into a topic that this key encrypts.
    key.grantEncryptDecrypt(new ServicePrincipal('cloudwatch.amazonaws.com'));

    return key;
  }

  private makeTable(kind: TableKind, { stage, key }: { stage: Stage; key: Key }): dynamodb.Table {
    return new dynamodb.Table(this, kind, {
      tableName: tableName(stage.name, kind),
      partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'sk', type: SORT_KEY_TYPE[kind] },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: stage.isProtected,
      removalPolicy: removalOf(stage),
      encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: key,
      ...(kind === 'journal' ? { stream: dynamodb.StreamViewType.NEW_IMAGE } : {}),
      ...(EXPIRING.has(kind) ? { timeToLiveAttribute: 'ttl' } : {}),
    });
  }

  private makeAlarmTopic(stage: Stage, key: Key): void {
    const topic = new Topic(this, 'alarms', {
      topicName: `${prefixOf(stage.name)}alarms`,
      masterKey: key,
      enforceSSL: true,
    });
    topic.grantPublish(new ServicePrincipal('cloudwatch.amazonaws.com'));
    if (stage.alarmEmail === undefined) return;

    new Subscription(this, 'alarm-email', {
      topic,
      protocol: SubscriptionProtocol.EMAIL,
      endpoint: stage.alarmEmail,
    });
  }
}

/** A version number sorts the journal's and the profiles' items, text those of the views and of the usage. */
const SORT_KEY_TYPE: Readonly<Record<TableKind, dynamodb.AttributeType>> = {
  journal: dynamodb.AttributeType.NUMBER,
  profiles: dynamodb.AttributeType.NUMBER,
  views: dynamodb.AttributeType.STRING,
  usage: dynamodb.AttributeType.STRING,
};

/** The tables whose items may carry the second from which they mean nothing. */
const EXPIRING: ReadonlySet<TableKind> = new Set(['views', 'usage']);

function removalOf(stage: Stage): RemovalPolicy {
  return stage.isProtected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
}
