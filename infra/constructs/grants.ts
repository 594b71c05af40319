/** What each function may do, computed from its line in the topology. Pure: plain values in, plain values out. */
import type { FunctionName } from '../../shared/topology.ts';
import type { Wiring } from '../../shared/topology/wiring.ts';
import { FUNCTION_NAMES, hasQueue, wiringOf } from '../../shared/topology.ts';
import type { BucketKind } from '../names.ts';
import { physicalName, secretName } from '../names.ts';
import { arn, bucketArn, type Place, queueArn, tableArn } from './place.ts';
import { allow, type Statement } from './statement.ts';
import { runtimeGrants, wakeGrants } from './wake-grants.ts';

/** Everything the role of `name` may do, and what no role may: change the journal's past. */
export function computeGrants(name: FunctionName, place: Place): readonly Statement[] {
  const wiring = wiringOf(name);

  return [
    ...runtimeGrants(name, place),
    ...wakeGrants(name, wiring, place),
    ...journalGrants(name, wiring, place),
    ...viewGrants(wiring, place),
    ...journeyGrants(name, place),
    ...profileGrants(wiring, place),
    ...usageGrants(wiring, place),
    ...documentGrants(name, place),
    ...sendGrants(name, wiring, place),
    ...secretGrants(wiring, place),
    ...mailGrants(wiring, place),
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

/** Where tenants may have a test clock, whoever works notes in the views what is under way; nobody does in the stage `live`. */
function journeyGrants(name: FunctionName, place: Place): readonly Statement[] {
  if (place.stage === 'live' || !(parks(name) || wiringOf(name).touches.journal === 'append')) return [];

  return [allow('NoteUnderWay', ['dynamodb:PutItem', 'dynamodb:DeleteItem'], [tableArn(place, 'views')])];
}

function profileGrants({ touches }: Wiring, place: Place): readonly Statement[] {
  const table = tableArn(place, 'profiles');
  const read = ['dynamodb:GetItem', 'dynamodb:Query'];
  if (touches.profiles === undefined) return [];
  if (touches.profiles === 'read') return [allow('ReadProfiles', read, [table])];

  return [allow('WriteProfiles', [...read, 'dynamodb:PutItem', 'dynamodb:DeleteItem'], [table])];
}

/** Nobody deletes usage: it expires. */
function usageGrants({ touches }: Wiring, place: Place): readonly Statement[] {
  const actions = ['dynamodb:Query', 'dynamodb:PutItem'];

  return touches.usage === true ? [allow('UseUsage', actions, [tableArn(place, 'usage')])] : [];
}

function documentGrants(name: FunctionName, place: Place): readonly Statement[] {
  const { documents } = wiringOf(name).touches;
  if (documents === undefined) return [];
  const kind = bucketKindOf(name);
  const objects = `${bucketArn(place, kind)}/*`;
  const wildcardReason = 'The objects of one bucket; their keys are the ids of documents and messages.';
  if (kind === 'webhooks') return [{ ...allow('KeepWebhook', ['s3:PutObject'], [objects]), wildcardReason }];
  // Whoever puts a document says how long it is locked; to shorten or lift a lock is granted to nobody.
  const write = documents === 'write' ? ['s3:PutObject', 's3:PutObjectRetention'] : [];

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

/** SES checks the identity that was verified: the address itself, or its domain. */
function mailGrants({ touches }: Wiring, place: Place): readonly Statement[] {
  const { mailFrom } = place;
  if (touches.mail !== true || mailFrom === undefined) return [];
  const identities = [mailFrom, mailFrom.slice(mailFrom.lastIndexOf('@') + 1)];

  return [
    allow(
      'SendMail',
      ['ses:SendEmail'],
      identities.map((identity) => arn(place, 'ses', `identity/${identity}`)),
    ),
  ];
}

/** The key is used through the services that hold what it encrypts, never by itself. */
function keyGrants(name: FunctionName, wiring: Wiring, place: Place): readonly Statement[] {
  const { journal, views, profiles, usage, documents } = wiring.touches;
  const usesTables = [journal, views, profiles, usage].some((touch) => touch !== undefined) || parks(name);
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
    touches.usage === true ||
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
