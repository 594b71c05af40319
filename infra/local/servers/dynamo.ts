/** A DynamoDB with streams in a child process over one SQLite file. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { BinaryMissing, DataFolderCorrupt, PortInUse, ServerDidNotStart } from './faults.ts';
import { freePort, HOST, type RunningServer } from './server.ts';

/** How long the server may take to answer. */
export const START_MILLISECONDS_MAX = 10_000;

/** How long it may take to end before it is killed. */
export const STOP_MILLISECONDS_MAX = 3_000;

/** Tries with another free port, in case somebody took the one that was found. */
const PORT_ATTEMPTS_MAX = 5;
const SAID_LENGTH_MAX = 2_000;
const LOOK_AGAIN_MILLISECONDS = 20;

/** What an embedded DynamoDB may be told; without a folder its data goes when it stops. */
export type DynamoOptions = { readonly dataFolder?: string; readonly port?: number };

/** Starts a DynamoDB. Throws `BinaryMissing`, `PortInUse`, `DataFolderCorrupt` or `ServerDidNotStart`. */
export async function startDynamo({ dataFolder, port }: DynamoOptions = {}): Promise<RunningServer> {
  const binary = dynamoBinary();
  if (!binary) throw new BinaryMissing(packageName());

  const folder = dataFolder ?? (await mkdtemp(join(tmpdir(), 'countinghouse-dynamo-')));
  const cleanUp = async () => {
    if (dataFolder === undefined) await rm(folder, { recursive: true, force: true });
  };
  try {
    const { child, endpoint } = await startedOver(folder, { binary, port });

    return { endpoint, stop: () => stopped(child).then(cleanUp) };
  } catch (fault) {
    await cleanUp();
    throw fault;
  }
}

async function startedOver(folder: string, { binary, port }: Omit<Launch, 'file'>): Promise<Launched> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, FILE);
  endOrphan(folder, file);
  checkReadable(folder, file);
  const launched = await started({ binary, file, port });
  writeFileSync(join(folder, PROCESS_ID_FILE), String(launched.child.pid));
  indexStream(file);

  return launched;
}

/** The server's program for this platform, if it is installed. */
export function dynamoBinary(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve(`${packageName()}/package.json`);
    const binary = join(dirname(manifest), process.platform === 'win32' ? 'dynoxide.exe' : 'dynoxide');

    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}

function packageName(): string {
  return `@dynoxide/${process.platform}-${process.arch}`;
}

const FILE = 'dynamo.sqlite';
const PROCESS_ID_FILE = 'dynamo.pid';

/** A start that was killed leaves its server behind, which would go on holding the file; only Linux tells whose it is. */
export function endOrphan(folder: string, file: string = join(folder, FILE)): void {
  const note = join(folder, PROCESS_ID_FILE);
  const processId = existsSync(note) ? Number(readFileSync(note, 'utf8')) : 0;
  const command = `/proc/${processId}/cmdline`;
  if (processId > 0 && existsSync(command) && readFileSync(command, 'utf8').includes(file))
    process.kill(processId);
}

/** The server would say of a damaged file that it may be encrypted, which leads nobody anywhere. */
function checkReadable(folder: string, file: string): void {
  if (!existsSync(file)) return;
  try {
    const database = new DatabaseSync(file, { readOnly: true });
    const [verdict] = database.prepare('PRAGMA quick_check(1)').all();
    database.close();
    if (verdict?.quick_check !== 'ok') throw new Error(String(verdict?.quick_check));
  } catch (cause) {
    throw new DataFolderCorrupt(folder, cause);
  }
}

/** Every write asks for the greatest sequence number, which without an index reads the whole stream. */
function indexStream(file: string): void {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  const number = 'CAST(sequence_number AS INTEGER)';
  const columns = [
    `table_name, ${number}`,
    `table_name, shard_id, ${number}`,
    'table_name, shard_id, sequence_number',
  ];
  for (const [index, list] of columns.entries()) {
    database.exec(`CREATE INDEX IF NOT EXISTS stream_order_${index} ON _stream_records (${list})`);
  }
  database.close();
}

type Launch = { readonly binary: string; readonly file: string; readonly port: number | undefined };
type Launched = { readonly child: ChildProcess; readonly endpoint: string };

async function started({ binary, file, port }: Launch): Promise<Launched> {
  for (let attempt = 1; ; attempt += 1) {
    const chosen = port ?? (await freePort());
    try {
      return await launched({ binary, file, port: chosen });
    } catch (fault) {
      if (!(fault instanceof PortInUse) || port !== undefined || attempt === PORT_ATTEMPTS_MAX) throw fault;
    }
  }
}

async function launched({ binary, file, port }: Launch & { readonly port: number }): Promise<Launched> {
  const child = spawn(binary, ['serve', '--host', HOST, '--port', String(port), '--db-path', file], {
    stdio: ['ignore', 'ignore', 'pipe'],
    // A group of its own: Ctrl-C at the terminal must not end it before those who are still writing to it.
    detached: true,
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-SAID_LENGTH_MAX);
  });
  // A child that cannot be spawned at all reports an error and then has no exit code of its own.
  child.once('error', (fault) => {
    said += fault.message;
  });
  const endWithParent = () => child.kill();
  process.once('exit', endWithParent);
  child.once('exit', () => process.off('exit', endWithParent));

  const endpoint = `http://${HOST}:${port}`;
  const until = Date.now() + START_MILLISECONDS_MAX;
  while (Date.now() < until && isRunning(child)) {
    // The program announces itself once it has bound the port: another's answer there is not mistaken for its.
    if (said.includes('listening on') && (await answers(endpoint))) return { child, endpoint };
    await wait(LOOK_AGAIN_MILLISECONDS);
  }

  await stopped(child);
  throw said.includes('already in use')
    ? new PortInUse('DynamoDB', port)
    : new ServerDidNotStart('DynamoDB', said.trim());
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    const answer = await fetch(endpoint, { signal: AbortSignal.timeout(1_000) });
    await answer.arrayBuffer();

    return answer.ok;
  } catch {
    return false;
  }
}

function isRunning(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

async function stopped(child: ChildProcess): Promise<void> {
  if (!isRunning(child)) return;
  const exit = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MILLISECONDS_MAX);
  await exit;
  clearTimeout(timer);
}
