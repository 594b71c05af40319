/** What each function may do, computed from its line in the topology. Pure: plain values in, plain values out. */
import type { FunctionName, Wiring } from '../../shared/topology.ts';
import { FUNCTION_NAMES, hasQueue, wiringOf } from '../../shared/topology.ts';
import type { BucketKind, TableKind } from '../names.ts';
import { bucketName, physicalName, secretName, tableName } from '../names.ts';
import type { StageName } from '../stages.ts';

/** One statement of a role's policy. */
export type Statement = {
  readonly sid: string;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Why a resource holds a wildcard; required where one does. */
  readonly wildcardReason?: string;
};

/** Where the resources lie. The strings may be CDK tokens; they are only joined. */
export type Place = {
  readonly stage: StageName;
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** The switched-on payment providers. */
  readonly providers: readonly string[];
  /** The key that encrypts tables, buckets and secrets. */
  readonly keyArn: string;
  readonly journalStreamArn: string;
};

/** Everything the role of `name` may do, and what no role may: change the journal's past. */
export function computeGrants(name: FunctionName, place: Place): readonly Statement[] {
  const wiring = wiringOf(name);

  return [
    ...runtimeGrants(name, place),
    ...wakeGrants(name, wiring, place),
    ...journalGrants(name, wiring, place),
    ...viewGrants(wiring, place),
    ...profileGrants(wiring, place),
    ...documentGrants(name, place),
    ...sendGrants(name, wiring, place),
    ...secretGrants(wiring, place),
    ...keyGrants(name, wiring, place),
    ...journalDenial(place),
  ];
}

/** The bucket in which a function keeps its objects; webhooks' raw bodies lie in one that forgets them. */
export function bucketKindOf(name: FunctionName): BucketKind {
  const receivesWebhooks = wiringOf(name).http?.some((route) => route.includes('/webhooks/')) ?? false;

  return receivesWebhooks ? 'webhooks' : 'documents';
}

/** The short names of the secrets a function reads; calling providers takes each provider's own. */
export function secretsOf(wiring: Wiring, providers: readonly string[]): readonly string[] {
  const ofProviders = wiring.touches.providers
    ? providers.flatMap((name) => PROVIDER_SECRETS[name] ?? [])
    : [];

  return [...(wiring.touches.secrets ?? []), ...ofProviders];
}

/** The secrets of each payment provider. */
export const PROVIDER_SECRETS: Readonly<Record<string, readonly string[]>> = {
  sandbox: ['sandbox-webhook'],
  stripe: ['stripe-api-key', 'stripe-webhook'],
};

/** The functions to whose queues this one may send. */
export function sendTargets(name: FunctionName): readonly FunctionName[] {
  const { sends } = wiringOf(name).touches;
  if (sends === undefined) return [];
  const isTarget = (to: FunctionName) => hasQueue(to) && (sends === 'all' || sends.includes(to));

  return FUNCTION_NAMES.filter(isTarget);
}

function runtimeGrants(name: FunctionName, place: Place): readonly Statement[] {
  const logGroup = arn(place, 'logs', `log-group:/aws/lambda/${physicalName(place.stage, name)}`);

  return [
    {
      ...allow('WriteLog', ['logs:CreateLogStream', 'logs:PutLogEvents'], [`${logGroup}:*`]),
      wildcardReason: 'The log streams of its own log group; Lambda names them as it starts an environment.',
    },
    {
      ...allow('Trace', ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], ['*']),
      wildcardReason: 'X-Ray knows no resource to name.',
    },
  ];
}

function wakeGrants(name: FunctionName, wiring: Wiring, place: Place): readonly Statement[] {
  const queue = hasQueue(name)
    ? [allow('ReceiveMessages', QUEUE_READER, [queueArn(place, physicalName(place.stage, name))])]
    : [];
  const tick = wiring.schedules
    ? [
        allow(
          'KeepMissedTick',
          ['sqs:SendMessage'],
          [queueArn(place, `${physicalName(place.stage, name)}-missed`)],
        ),
      ]
    : [];

  return [...queue, ...tick, ...(wiring.stream ? streamGrants(place) : [])];
}

const QUEUE_READER = [
  'sqs:ChangeMessageVisibility',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:ReceiveMessage',
];

function streamGrants(place: Place): readonly Statement[] {
  const failures = bucketArn(place, 'failures');

  return [
    allow(
      'ReadStream',
      ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      [place.journalStreamArn],
    ),
    {
      ...allow('ListStreams', ['dynamodb:ListStreams'], ['*']),
      wildcardReason: 'Listing streams knows no resource to name.',
    },
    {
      ...allow('KeepFailedRecords', ['s3:PutObject', 's3:ListBucket'], [failures, `${failures}/*`]),
      wildcardReason: 'Lambda names the objects in which it keeps the records that a stream reader gave up.',
    },
  ];
}

function journalGrants(name: FunctionName, { touches }: Wiring, place: Place): readonly Statement[] {
  if (touches.journal === undefined && !parks(name)) return [];
  const scan = touches.journal === 'scan' ? ['dynamodb:Scan'] : [];
  const append = touches.journal === 'append' || parks(name) ? ['dynamodb:PutItem'] : [];

  return [
    allow(
      'UseJournal',
      ['dynamodb:GetItem', 'dynamodb:Query', ...scan, ...append],
      [tableArn(place, 'journal')],
    ),
  ];
}

/** A function that messages or records wake records, with its reason, the one it has to set aside. */
function parks(name: FunctionName): boolean {
  return hasQueue(name) || wiringOf(name).stream === true;
}

function viewGrants({ touches }: Wiring, place: Place): readonly Statement[] {
  const table = tableArn(place, 'views');
  const read = ['dynamodb:GetItem', 'dynamodb:Query'];
  if (touches.views === 'read') return [allow('ReadViews', read, [table])];
  if (touches.views === undefined) return [];
  // Who reads the whole journal rebuilds views from it, and only a rebuild takes rows away.
  const rebuild = touches.journal === 'scan' ? ['dynamodb:DeleteItem', 'dynamodb:Scan'] : [];

  return [allow('WriteViews', [...read, 'dynamodb:PutItem', ...rebuild], [table])];
}

function profileGrants({ touches }: Wiring, place: Place): readonly Statement[] {
  const table = tableArn(place, 'profiles');
  const read = ['dynamodb:GetItem', 'dynamodb:Query'];
  if (touches.profiles === undefined) return [];
  if (touches.profiles === 'read') return [allow('ReadProfiles', read, [table])];

  return [allow('WriteProfiles', [...read, 'dynamodb:PutItem', 'dynamodb:DeleteItem'], [table])];
}

function documentGrants(name: FunctionName, place: Place): readonly Statement[] {
  const { documents } = wiringOf(name).touches;
  if (documents === undefined) return [];
  const kind = bucketKindOf(name);
  const objects = `${bucketArn(place, kind)}/*`;
  const wildcardReason = 'The objects of one bucket; their keys are the ids of documents and messages.';
  if (kind === 'webhooks') return [{ ...allow('KeepWebhook', ['s3:PutObject'], [objects]), wildcardReason }];
  const write = documents === 'write' ? ['s3:PutObject'] : [];

  return [
    { ...allow('UseDocuments', ['s3:GetObject', ...write], [objects]), wildcardReason },
    // Without it S3 answers 403 for an object that is not there, and "absent" could not be told from "forbidden".
    allow('SeeMissingDocuments', ['s3:ListBucket'], [bucketArn(place, kind)]),
  ];
}

function sendGrants(name: FunctionName, { touches }: Wiring, place: Place): readonly Statement[] {
  if (touches.sends === undefined) return [];
  const queues = sendTargets(name).map((to) => queueArn(place, physicalName(place.stage, to)));

  return [allow('SendMessages', ['sqs:SendMessage'], queues)];
}

function secretGrants(wiring: Wiring, place: Place): readonly Statement[] {
  const secrets = secretsOf(wiring, place.providers);
  if (secrets.length === 0) return [];
  // Secrets Manager adds a hyphen and six characters of its own to a secret's name.
  const arns = secrets.map((secret) =>
    arn(place, 'secretsmanager', `secret:${secretName(place.stage, secret)}-??????`),
  );

  return [allow('ReadSecrets', ['secretsmanager:GetSecretValue'], arns)];
}

/** The key is used through the services that hold what it encrypts, never by itself. */
function keyGrants(name: FunctionName, wiring: Wiring, place: Place): readonly Statement[] {
  const { journal, views, profiles, documents } = wiring.touches;
  const usesTables = [journal, views, profiles].some((touch) => touch !== undefined) || parks(name);
  const services = [
    ...(usesTables ? ['dynamodb'] : []),
    ...(documents !== undefined || wiring.stream ? ['s3'] : []),
    ...(secretsOf(wiring, place.providers).length > 0 ? ['secretsmanager'] : []),
  ].map((service) => `${service}.${place.region}.amazonaws.com`);
  if (services.length === 0) return [];

  return [
    {
      ...allow('UseKey', isWriter(name) ? [...KEY_READER, ...KEY_WRITER] : KEY_READER, [place.keyArn]),
      conditions: { StringEquals: { 'kms:ViaService': services } },
    },
  ];
}

const KEY_READER = ['kms:Decrypt', 'kms:DescribeKey'];
const KEY_WRITER = ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'];

function isWriter(name: FunctionName): boolean {
  const { touches } = wiringOf(name);

  return (
    parks(name) ||
    touches.journal === 'append' ||
    [touches.views, touches.profiles, touches.documents].includes('write')
  );
}

/** The journal is append-only because nobody holds these rights, and stays so when somebody grants one by mistake. */
function journalDenial(place: Place): readonly Statement[] {
  return [
    {
      sid: 'KeepJournalAppendOnly',
      effect: 'Deny',
      actions: JOURNAL_DENIED,
      resources: [tableArn(place, 'journal')],
    },
  ];
}

/** What would change or delete an item of the journal, or put one without a condition. */
export const JOURNAL_DENIED: readonly string[] = [
  'dynamodb:BatchWriteItem',
  'dynamodb:DeleteItem',
  'dynamodb:PartiQLDelete',
  'dynamodb:PartiQLInsert',
  'dynamodb:PartiQLUpdate',
  'dynamodb:UpdateItem',
];

function allow(sid: string, actions: readonly string[], resources: readonly string[]): Statement {
  return { sid, effect: 'Allow', actions, resources };
}

function arn(place: Place, service: string, resource: string): string {
  return `arn:${place.partition}:${service}:${place.region}:${place.account}:${resource}`;
}

function tableArn(place: Place, kind: TableKind): string {
  return arn(place, 'dynamodb', `table/${tableName(place.stage, kind)}`);
}

/** The ARN of a queue by its physical name. */
export function queueArn(
  place: Omit<Place, 'keyArn' | 'journalStreamArn' | 'providers' | 'stage'>,
  queue: string,
): string {
  return `arn:${place.partition}:sqs:${place.region}:${place.account}:${queue}`;
}

/** The ARN of a bucket. */
export function bucketArn(
  place: Pick<Place, 'stage' | 'partition' | 'region' | 'account'>,
  kind: BucketKind,
): string {
  return `arn:${place.partition}:s3:::${bucketName(place.stage, kind, place)}`;
}
