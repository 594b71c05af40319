/** The stages: what differs between the local cloud, a trial account and the account that does business. */

/** The names that `--context stage=…` takes. */
export const STAGE_NAMES = ['local', 'test', 'live'] as const;

/** A stage's name; it is part of every physical name. */
export type StageName = (typeof STAGE_NAMES)[number];

/** Everything in which one stage differs from another. */
export type Stage = {
  readonly name: StageName;
  /** Absent: the account and region of the credentials that deploy. */
  readonly account?: string;
  readonly region?: string;
  /** Payment providers that are switched on. */
  readonly providers: readonly string[];
  /** Where the sandbox provider answers; a stage that takes real money has none. */
  readonly sandboxUrl?: string;
  /** The address that customers and providers see; absent: the one that API Gateway gives. */
  readonly publicUrl?: string;
  /** Who is told when an alarm goes off; absent: nobody, the console shows it. */
  readonly alarmEmail?: string;
  /** Who sends the mails; SES must have verified the address or its domain. Absent: mails are refused. */
  readonly mailFrom?: string;
  /** Tables and buckets refuse deletion and outlive their stack. */
  readonly isProtected: boolean;
  readonly documentRetentionDays: number;
  readonly logRetentionDays: 30 | 90 | 365;
  readonly throttle: { readonly requestsPerSecond: number; readonly burst: number };
};

/** Reads one setting from the CDK context, that is from `--context key=value` or `cdk.json`. */
export type ReadContext = (key: string) => unknown;

/**
 * The stage that the context asks for, `local` where it says nothing; throws on a name that is none, and on a
 * sandbox provider where real money moves.
 */
export function stageOf(read: ReadContext): Stage {
  const text = (key: string) => textOf(read, key);
  const defaults = STAGES[stageNameOf(text('stage') ?? 'local')];
  const providers =
    text('providers')
      ?.split(',')
      .map((name) => name.trim()) ?? defaults.providers;
  const stage = { ...defaults, providers, ...settings(defaults, text) };
  if (providers.includes('sandbox')) refuseHomelessSandbox(stage);

  return stage;
}

/** Ten years, leap days included: what the strictest of the supported countries asks for. */
const TEN_YEARS_IN_DAYS = 3_653;

const STAGES: Readonly<Record<StageName, Stage>> = {
  local: {
    name: 'local',
    // Nobody's account: the local cloud has none, and a deployment that forgot its stage fails before it begins.
    account: '000000000000',
    region: 'us-east-1',
    providers: ['sandbox'],
    sandboxUrl: 'http://127.0.0.1:4010',
    publicUrl: 'http://127.0.0.1:4000',
    mailFrom: 'invoices@countinghouse.example',
    isProtected: true,
    documentRetentionDays: 1,
    logRetentionDays: 30,
    throttle: { requestsPerSecond: 500, burst: 1_000 },
  },
  test: {
    name: 'test',
    providers: ['stripe'],
    isProtected: false,
    documentRetentionDays: 1,
    logRetentionDays: 30,
    throttle: { requestsPerSecond: 100, burst: 200 },
  },
  live: {
    name: 'live',
    providers: ['stripe'],
    isProtected: true,
    documentRetentionDays: TEN_YEARS_IN_DAYS,
    logRetentionDays: 365,
    throttle: { requestsPerSecond: 500, burst: 1_000 },
  },
};

function settings(defaults: Stage, text: (key: string) => string | undefined): Partial<Stage> {
  const sandboxUrl = defaults.name === 'live' ? undefined : (text('sandboxUrl') ?? defaults.sandboxUrl);
  const publicUrl = text('publicUrl') ?? defaults.publicUrl;
  const alarmEmail = text('alarmEmail');
  const mailFrom = text('mailFrom') ?? defaults.mailFrom;

  return {
    ...(sandboxUrl === undefined ? {} : { sandboxUrl }),
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...(alarmEmail === undefined ? {} : { alarmEmail }),
    ...(mailFrom === undefined ? {} : { mailFrom }),
  };
}

function refuseHomelessSandbox(stage: Stage): void {
  if (stage.name === 'live') {
    throw new Error('The sandbox provider invents payments and may not be switched on in the stage live.');
  }
  if (stage.sandboxUrl === undefined) {
    throw new Error('The sandbox provider needs an address: add --context sandboxUrl=https://….');
  }
}

/** The stage of that name; throws on any other. */
export function stageNameOf(text: string): StageName {
  const name = STAGE_NAMES.find((each) => each === text);
  if (name === undefined) throw new Error(`The stage "${text}" is none of ${STAGE_NAMES.join(', ')}.`);

  return name;
}

function textOf(read: ReadContext, key: string): string | undefined {
  const value = read(key);

  return typeof value === 'string' && value !== '' ? value : undefined;
}
