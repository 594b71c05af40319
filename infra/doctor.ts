/** `npm run doctor`: says what this machine has, what it lacks, and the command that would change it. Asks no network. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What was looked at, whether it is there, and what to do where it is not. */
export type Finding = {
  readonly about: string;
  readonly isPresent: boolean;
  readonly says: string;
  readonly next?: string;
  /** Only some of the commands need it. */
  readonly neededFor: 'everything' | 'npm start' | 'npm run deploy';
};

/** What the machine says of itself; given as a value so that tests can make one up. */
export type Machine = {
  readonly nodeVersion: string;
  readonly platform: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly exists: (path: string) => boolean;
  readonly read: (path: string) => string | undefined;
  readonly home: string;
};

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const NODE_MAJOR_MIN = 24;

/** The command line is made in its own major version; there is no third. */
const CDK_MAJOR = 2;

/** Where the local cloud listens unless told otherwise. */
const PORTS = [4000, 4010];

/** Looks at everything, in the order in which one would mend it. */
export function examine(machine: Machine): readonly Finding[] {
  return [
    nodeFinding(machine),
    cdkFinding(machine),
    embeddedFinding(machine),
    credentialsFinding(machine),
    regionFinding(machine),
  ];
}

/** One line a finding, and the next command under each that is missing. */
export function report(findings: readonly Finding[]): string {
  return findings
    .map(({ isPresent, about, says, next, neededFor }) => {
      const line = `${isPresent ? 'ok     ' : 'missing'}  ${about.padEnd(ABOUT_WIDTH)} ${says}`;
      const reason = neededFor === 'everything' ? '' : ` (for ${neededFor})`;

      return isPresent || next === undefined
        ? line
        : `${line}${reason}\n         ${' '.repeat(ABOUT_WIDTH)} → ${next}`;
    })
    .join('\n');
}

const ABOUT_WIDTH = 16;

function nodeFinding({ nodeVersion }: Machine): Finding {
  const isPresent = majorOf(nodeVersion) >= NODE_MAJOR_MIN;

  return {
    about: 'Node',
    isPresent,
    says: `${nodeVersion}, wanted ${NODE_MAJOR_MIN} or newer`,
    next: 'npm ci, which brings one for linux-x64; elsewhere install Node 24',
    neededFor: 'everything',
  };
}

function cdkFinding({ read }: Machine): Finding {
  const version = versionIn(read(join(ROOT, 'node_modules/aws-cdk/package.json')));

  return {
    about: 'CDK',
    isPresent: version !== undefined && majorOf(version) === CDK_MAJOR,
    says: version === undefined ? 'not installed' : `${version}, wanted major version ${CDK_MAJOR}`,
    next: 'npm ci',
    neededFor: 'npm run deploy',
  };
}

function embeddedFinding({ platform, exists, environment }: Machine): Finding {
  const isGiven = Boolean(environment.AWS_ENDPOINT_URL_DYNAMODB);
  const isInstalled = exists(join(ROOT, `node_modules/@dynoxide/${platform}`));

  return {
    about: 'local DynamoDB',
    isPresent: isGiven || isInstalled,
    says: isGiven ? `the one at ${environment.AWS_ENDPOINT_URL_DYNAMODB}` : `embedded server for ${platform}`,
    next: 'point AWS_ENDPOINT_URL_DYNAMODB at a DynamoDB server; without one the local cloud keeps its data in memory',
    neededFor: 'npm start',
  };
}

function credentialsFinding({ environment, exists, home }: Machine): Finding {
  const files = [
    environment.AWS_SHARED_CREDENTIALS_FILE ?? join(home, '.aws/credentials'),
    environment.AWS_CONFIG_FILE ?? join(home, '.aws/config'),
  ];
  const inEnvironment = ['AWS_ACCESS_KEY_ID', 'AWS_PROFILE', 'AWS_WEB_IDENTITY_TOKEN_FILE'].find(
    (name) => environment[name],
  );
  const file = files.find(exists);

  return {
    about: 'AWS credentials',
    isPresent: inEnvironment !== undefined || file !== undefined,
    says: inEnvironment ?? file ?? 'neither in the environment nor in a file',
    next: 'aws configure sso',
    neededFor: 'npm run deploy',
  };
}

function regionFinding({ environment, read, home }: Machine): Finding {
  const config = read(environment.AWS_CONFIG_FILE ?? join(home, '.aws/config')) ?? '';
  const region =
    environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION ?? /^\s*region\s*=\s*(\S+)/m.exec(config)?.[1];

  return {
    about: 'AWS region',
    isPresent: region !== undefined,
    says: region ?? 'not set',
    next: 'export AWS_REGION=eu-central-1',
    neededFor: 'npm run deploy',
  };
}

function majorOf(version: string): number {
  return Number(/^v?(\d+)/.exec(version)?.[1] ?? 0);
}

function versionIn(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const parsed: unknown = JSON.parse(text);
  const version =
    typeof parsed === 'object' && parsed !== null && 'version' in parsed ? parsed.version : undefined;

  return typeof version === 'string' ? version : undefined;
}

/** Whether a port of the laptop is free. */
async function portFinding(port: number): Promise<Finding> {
  const isPresent = await new Promise<boolean>((answer) => {
    const server = createServer();
    server.once('error', () => answer(false));
    server.listen(port, '127.0.0.1', () => server.close(() => answer(true)));
  });

  return {
    about: `port ${port}`,
    isPresent,
    says: isPresent ? 'free' : 'in use',
    next: 'end the program that holds it, perhaps a local cloud that is still running',
    neededFor: 'npm start',
  };
}

function thisMachine(): Machine {
  return {
    nodeVersion: process.version,
    platform: `${process.platform}-${process.arch}`,
    environment: process.env,
    exists: existsSync,
    read: (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined),
    home: homedir(),
  };
}

/** Prints the report; with `--deploy`, a lack that a deployment cannot do without ends in exit code 1. */
async function main(): Promise<void> {
  const isDeploying = process.argv.includes('--deploy');
  const ports = isDeploying ? [] : await Promise.all(PORTS.map(portFinding));
  const findings = [...examine(thisMachine()), ...ports].filter(
    ({ neededFor }) => !isDeploying || neededFor !== 'npm start',
  );
  console.log(report(findings));

  const isLacking = findings.some(
    ({ isPresent, neededFor }) => !isPresent && (neededFor === 'everything' || isDeploying),
  );
  if (isLacking) process.exitCode = 1;
}

if (import.meta.main) await main();
