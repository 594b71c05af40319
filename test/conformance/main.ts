/**
 * `npm run conformance`: lets servers that others wrote judge what our adapters do. Whatever cannot be fetched here is
 * skipped with its reason; the last line counts what was judged.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { judgeTransferOrders } from './bank-files.ts';
import { judgeEInvoices, judgeHybrids } from './documents.ts';
import type { Judged } from './judging.ts';
import { fetchArtifact } from './maven.ts';
import { DYNAMODB_LOCAL, ELASTICMQ, type Referee } from './referees.ts';
import { refereeStripe, verdictLines } from './stripe-mock.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TESTS_MILLISECONDS_MAX = 240_000;

const DYNAMODB_TESTS = [
  'test/contract/journal.test.ts',
  'test/contract/views.test.ts',
  'test/contract/profiles.test.ts',
  'test/contract/usage.test.ts',
  'test/contract/twins.test.ts',
  'test/shared/adapters/meter.test.ts',
  'test/shared/adapters/meter.order.test.ts',
];
const SQS_TESTS = ['test/contract/queues.test.ts', 'test/shared/adapters/sqs-queues.test.ts'];

let passed = 0;
let failed = 0;
for (const judge of [
  () => byReferee(DYNAMODB_LOCAL, { variable: 'AWS_ENDPOINT_URL_DYNAMODB', tests: DYNAMODB_TESTS }),
  () => byReferee(ELASTICMQ, { variable: 'AWS_ENDPOINT_URL_SQS', tests: SQS_TESTS }),
  byStripe,
  judgeEInvoices,
  judgeHybrids,
  judgeTransferOrders,
]) {
  const judged = await judge();
  passed += judged.passed;
  failed += judged.failed;
  for (const line of judged.lines) console.log(line);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function byReferee(
  { name, artifact, start }: Referee,
  of: { readonly variable: string; readonly tests: readonly string[] },
): Promise<Judged> {
  const fetched = await fetchArtifact(artifact);
  if (fetched.folder === null)
    return { passed: 0, failed: 0, lines: [`skipped: ${name}, because ${fetched.reason}`] };

  try {
    const server = await start(fetched.folder);
    try {
      return await runTests(name, of.tests, { CONTRACT_ENDPOINTS: '1', [of.variable]: server.endpoint });
    } finally {
      await server.stop();
    }
  } catch (error) {
    return {
      passed: 0,
      failed: 1,
      lines: [`${name}: ${error instanceof Error ? error.message : String(error)}`],
    };
  }
}

/** Runs test files in a process of their own against the server that the environment names. */
async function runTests(
  name: string,
  tests: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Judged> {
  const folder = mkdtempSync(join(tmpdir(), 'countinghouse-conformance-'));
  const report = join(folder, 'report.json');
  try {
    const argv = [
      'node_modules/vitest/vitest.mjs',
      'run',
      ...tests,
      '--reporter=json',
      `--outputFile=${report}`,
    ];
    const said = await output(argv, environment);
    const { numPassedTests, numFailedTests, testResults, success } = readReport(report, said);
    const objections = testResults.flatMap(({ name: file, message, assertionResults }) => [
      ...(message ? [`  ${file}: ${message}`] : []),
      ...assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => `  ${fullName}`),
    ]);
    const failures = Math.max(numFailedTests, success ? 0 : 1);

    return {
      passed: numPassedTests,
      failed: failures,
      lines: [`${name}: ${numPassedTests} tests passed, ${failures} failed`, ...objections],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Report = {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly success: boolean;
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
};

function readReport(path: string, said: string): Report {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Report; // what vitest's json reporter writes
  } catch (cause) {
    throw new Error(`the tests did not run: ${said.slice(-1_000)}`, { cause });
  }
}

function output(argv: readonly string[], environment: Readonly<Record<string, string>>): Promise<string> {
  const child = spawn(process.execPath, argv, {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TESTS_MILLISECONDS_MAX,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });

  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => resolve(said));
  });
}

async function byStripe(): Promise<Judged> {
  const verdict = await refereeStripe();

  return { passed: verdict.passed, failed: verdict.objections.length, lines: verdictLines(verdict) };
}
