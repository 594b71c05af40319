/**
 * Lets Stripe's own mock server, which knows every parameter of the API, referee the requests that the adapter makes. It is a
 * Go module, built once into a folder for temporary files; where `go` or the network is missing this says so and passes.
 */
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type * as z from 'zod';
import type { HttpClient } from '../../shared/adapters/http.ts';
import { stripeProvider } from '../../shared/adapters/providers/stripe.ts';
import { STRIPE_API_VERSION } from '../../shared/adapters/providers/stripe-api.ts';
import { systemHttp } from '../../shared/adapters/system.ts';
import {
  StripeCustomer,
  StripeCustomers,
  StripeIntent,
  StripeList,
  StripeMethod,
  StripeMethods,
  StripeRefund,
  StripeSession,
} from '../../shared/contracts/providers/stripe.ts';

/** What a referee found: how many requests it accepted, what it objected to, or why it did not play. */
export type Verdict = {
  readonly name: string;
  readonly passed: number;
  readonly objections: readonly string[];
  readonly skipped: string | null;
};

/** The version of github.com/stripe/stripe-mock; it brings the API description of its time along. */
const MOCK_VERSION = 'v0.203.0';
const BUILD_MILLISECONDS_MAX = 300_000;
const START_MILLISECONDS_MAX = 20_000;
const NAME = `Stripe's mock server ${MOCK_VERSION}`;

type Exchange = { readonly request: string; readonly status: number; readonly text: string };

/** Builds and starts the mock, sends it every request of the adapter, and judges status and shape of each answer. */
export async function refereeStripe(): Promise<Verdict> {
  const built = await builtMock();
  if (built.path === null) return { name: NAME, passed: 0, objections: [], skipped: built.reason };

  const mock = await startMock(built.path);
  try {
    const exchanges: Exchange[] = [];
    await makeEveryRequest(mock.url, recording(exchanges));
    const objections = [...exchanges.flatMap(objectionTo), ...(await blindSpots(mock.url))];
    return { name: NAME, passed: exchanges.length - objections.length, objections, skipped: null };
  } finally {
    mock.stop();
  }
}

/** What the shape of each answer is read with, by method and path. */
const SHAPES: readonly (readonly [request: RegExp, schema: z.ZodType])[] = [
  [/^GET \/v1\/(payment_intents|refunds)(\/search)?$/, StripeList],
  [/^\w+ \/v1\/payment_intents/, StripeIntent],
  [/^\w+ \/v1\/refunds/, StripeRefund],
  [/^\w+ \/v1\/checkout\/sessions/, StripeSession],
  [/^GET \/v1\/customers\/search$/, StripeCustomers],
  [/^GET \/v1\/customers\/\w+\/payment_methods$/, StripeMethods],
  [/^POST \/v1\/customers$/, StripeCustomer],
  [/^POST \/v1\/payment_methods\/\w+\/detach$/, StripeMethod],
];

/** The mock's answers are about no payment of ours, so the outcomes say little; what counts is that it takes the requests. */
async function makeEveryRequest(url: string, http: HttpClient): Promise<void> {
  const options = { http, apiUrl: url, apiKey: async () => 'sk_test_123' };
  const returnUrl = 'https://shop.example/back';
  const paid = {
    tenant: 'ten_a',
    payment: 'pay_a',
    invoice: 'inv_a',
    key: 'pay_a',
    amountMinor: 12_345n,
    currency: 'EUR',
    description: 'Invoice 2026-1',
  };
  const refund = { ...paid, refund: 'ref_a', key: 'ref_a', paymentReference: 'pi_123' };

  for (const provider of [stripeProvider(options), stripeProvider({ ...options, returnUrl })]) {
    await provider.charge({ ...paid, method: { id: 'pm_123', customer: 'cus_123' } });
    await provider.charge({ ...paid, method: { id: 'pm_123', customer: null } });
    for (const reference of [null, 'pi_123', 'cs_test_123']) {
      await provider.askPayment('ten_a', 'pay_a', reference);
    }
    await provider.cancel('ten_a', 'pay_a', 'pi_123');
    await provider.cancel('ten_a', 'pay_a', 'cs_test_123');
    await provider.refund(refund);
    for (const reference of [null, 're_123']) await provider.askRefund('ten_a', 'ref_a', reference);
    await provider.checkout({ ...paid, customer: 'cus_123', returnUrl });
    await provider.checkout({ ...paid, customer: null, returnUrl });
    await provider.setup({ tenant: 'ten_a', customer: 'cus_a', key: 'setup', returnUrl });
    await provider.methods('cus_123');
    await provider.detach('pm_123');
  }
  await confirmOnSession(url, http, returnUrl);
  await makeCustomer(url, http);
}

/** The mock never declines, so a stand-in decline leads the adapter to the confirmation, which the mock then judges. */
async function confirmOnSession(url: string, http: HttpClient, returnUrl: string): Promise<void> {
  const declined = {
    object: 'payment_intent',
    id: 'pi_123',
    status: 'requires_payment_method',
    amount: 100,
    amount_received: 0,
    currency: 'eur',
    created: 1_772_366_400,
    metadata: { tenant: 'ten_a', payment: 'pay_a' },
    last_payment_error: { code: 'authentication_required', payment_method: { id: 'pm_123' } },
  };
  const standIn: HttpClient = async (request) =>
    request.method === 'GET' ? { status: 200, headers: {}, text: JSON.stringify(declined) } : http(request);
  const options = { http: standIn, apiUrl: url, apiKey: async () => 'sk_test_123', returnUrl };
  await stripeProvider(options).askPayment('ten_a', 'pay_a', 'pi_123');
}

/** The mock's search always finds somebody; a stand-in that finds nobody leads to the making of a customer. */
async function makeCustomer(url: string, http: HttpClient): Promise<void> {
  const standIn: HttpClient = async (request) =>
    request.method === 'GET' ? { status: 200, headers: {}, text: '{"data":[]}' } : http(request);
  const provider = stripeProvider({ http: standIn, apiUrl: url, apiKey: async () => 'sk_test_123' });
  await provider.setup({
    tenant: 'ten_a',
    customer: 'cus_b',
    key: 'setup_b',
    returnUrl: 'https://shop.example/back',
  });
}

function objectionTo(exchange: Exchange): readonly string[] {
  const { request, status, text } = exchange;
  if (status !== 200) return [`${request} was answered ${status}: ${text.slice(0, 300)}`];
  const schema = SHAPES.find(([pattern]) => pattern.test(request))?.[1];
  if (schema === undefined) return [`${request} has no shape to be read with`];

  const read = schema.safeParse(JSON.parse(text));
  return read.success ? [] : [`${request} was answered in a shape we do not read: ${read.error.message}`];
}

/** A referee that lets everything pass proves nothing: a parameter that does not exist must be refused. */
async function blindSpots(url: string): Promise<readonly string[]> {
  const answer = await systemHttp()({
    method: 'POST',
    url: `${url}/v1/payment_intents`,
    headers: { authorization: 'Bearer sk_test_123', 'content-type': 'application/x-www-form-urlencoded' },
    body: 'amount=100&currency=eur&no_such_parameter=1',
  });
  return answer.status === 400 ? [] : [`a parameter that does not exist was answered ${answer.status}`];
}

function recording(exchanges: Exchange[]): HttpClient {
  const http = systemHttp();
  return async (request) => {
    const answer = await http(request);
    const path = new URL(request.url).pathname;
    exchanges.push({ request: `${request.method} ${path}`, status: answer.status, text: answer.text });
    return answer;
  };
}

type Built = { readonly path: string } | { readonly path: null; readonly reason: string };

async function builtMock(): Promise<Built> {
  const folder = join(tmpdir(), 'countinghouse-conformance', `stripe-mock-${MOCK_VERSION}`);
  const path = join(folder, 'stripe-mock');
  if (existsSync(path)) return { path };

  const run = promisify(execFile);
  try {
    await run('go', ['version']);
  } catch {
    return { path: null, reason: 'go is not installed' };
  }
  try {
    mkdirSync(folder, { recursive: true });
    const module = `github.com/stripe/stripe-mock@${MOCK_VERSION}`;
    const options = { env: { ...process.env, GOBIN: folder }, timeout: BUILD_MILLISECONDS_MAX };
    await run('go', ['install', module], options);
    return { path };
  } catch {
    return { path: null, reason: 'the Go module could not be fetched or built' };
  }
}

/** Starts the mock on a free port of this machine and waits until it says which one. */
function startMock(path: string): Promise<{ readonly url: string; readonly stop: () => void }> {
  const flags = ['-http-addr', '127.0.0.1:0', '-https-addr', '127.0.0.1:0'];
  const mock = spawn(path, flags, { stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = () => mock.kill();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop();
      reject(new Error('the mock server did not start in time'));
    }, START_MILLISECONDS_MAX);
    mock.once('error', reject);
    mock.once('exit', (code) => reject(new Error(`the mock server ended with ${code}`)));
    let output = '';
    const read = (chunk: Buffer) => {
      output += chunk.toString('utf8');
      const address = /Listening for HTTP at address: (\S+)/.exec(output)?.[1];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve({ url: `http://${address}`, stop });
    };
    mock.stdout.on('data', read);
    mock.stderr.on('data', read);
  });
}

/** The verdict in lines: one that sums it up, and one for each objection. */
export function verdictLines(verdict: Verdict): readonly string[] {
  if (verdict.skipped !== null) return [`skipped: ${verdict.name}, because ${verdict.skipped}`];

  const sum = `${verdict.name}: ${verdict.passed} requests accepted, ${verdict.objections.length} objections (API ${STRIPE_API_VERSION})`;
  return [sum, ...verdict.objections.map((objection) => `  ${objection}`)];
}

if (import.meta.main) {
  const verdict = await refereeStripe();
  for (const line of verdictLines(verdict)) console.log(line);
  process.exitCode = verdict.objections.length === 0 ? 0 : 1;
}
