/** Starts the official DynamoDB Local and ElasticMQ, each in a Java process on a free port of this machine. */
import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort, HOST, type RunningServer } from '../../infra/local/servers/server.ts';
import type { Artifact } from './maven.ts';

/** A server that judges: what to fetch, how to start it from the folder it was fetched into, what it is named. */
export type Referee = {
  readonly name: string;
  readonly artifact: Artifact;
  readonly start: (folder: string) => Promise<RunningServer>;
};

/** Amazon's own DynamoDB for development. */
export const DYNAMODB_LOCAL: Referee = {
  name: 'DynamoDB Local 3.0.0',
  artifact: { group: 'software.amazon.dynamodb', name: 'DynamoDBLocal', version: '3.0.0' },
  start: async (folder) => {
    const port = await freePort();
    const main = 'software.amazon.dynamodb.services.local.main.ServerRunner';
    const argv = [
      `-Djava.library.path=${folder}`,
      '-cp',
      join(folder, '*'),
      main,
      '-inMemory',
      '-port',
      String(port),
    ];

    return startedJava(argv, port);
  },
};

/** The SQS of the JVM world. */
export const ELASTICMQ: Referee = {
  name: 'ElasticMQ 1.7.1',
  artifact: { group: 'org.elasticmq', name: 'elasticmq-server_2.13', version: '1.7.1' },
  start: async (folder) => {
    const port = await freePort();
    const config = join(folder, '..', 'referee.conf');
    writeFileSync(config, configOf(port));

    return startedJava(
      [`-Dconfig.file=${config}`, '-cp', join(folder, '*'), 'org.elasticmq.server.Main'],
      port,
    );
  },
};

const START_MILLISECONDS_MAX = 40_000;
const LOOK_AGAIN_MILLISECONDS = 200;
const SAID_LENGTH_MAX = 2_000;

function configOf(port: number): string {
  return `include classpath("application.conf")
node-address { protocol = http, host = "${HOST}", port = ${port}, context-path = "" }
rest-sqs { enabled = true, bind-port = ${port}, bind-hostname = "${HOST}", sqs-limits = strict }
rest-stats { enabled = false }
`;
}

async function startedJava(argv: readonly string[], port: number): Promise<RunningServer> {
  const child = spawn('java', argv, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const hear = (text: Buffer) => {
    said = (said + text.toString('utf8')).slice(-SAID_LENGTH_MAX);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  child.once('error', (fault) => {
    said += fault.message;
  });
  const endpoint = `http://${HOST}:${port}`;
  const until = Date.now() + START_MILLISECONDS_MAX;
  while (Date.now() < until && child.exitCode === null) {
    if (await isThere(endpoint)) return { endpoint, stop: () => stopped(child) };
    await wait(LOOK_AGAIN_MILLISECONDS);
  }
  await stopped(child);

  throw new Error(`it did not start: ${said.trim()}`);
}

async function isThere(endpoint: string): Promise<boolean> {
  try {
    const answer = await fetch(endpoint, { signal: AbortSignal.timeout(1_000) });
    await answer.arrayBuffer();

    return true;
  } catch {
    return false;
  }
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  const exit = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  child.kill();
  await exit;
}
