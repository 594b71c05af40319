/** Orders to paid a second through the local cloud: the synthesized template, real HTTP, embedded servers, one machine. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type ApiRequest, apiClient, ROOT, readRunFile } from '../../infra/local/client.ts';
import { type Business, referenceOrder } from '../kit/reference-order.ts';
import type { Section } from './section.ts';
import { median } from './timing.ts';

const ORDERS = 60;
const AT_ONCE = 6;
const START_SECONDS_MAX = 240;
const PAID_SECONDS_MAX = 180;
const LOOK_AGAIN_MILLISECONDS = 100;

type Call = (request: ApiRequest) => Promise<Readonly<Record<string, unknown>>>;

/** The table of the local cloud. Starts one on free ports with a fresh folder, and stops it. */
export async function localCloudSection(): Promise<Section> {
  const folder = mkdtempSync(join(tmpdir(), 'countinghouse-bench-'));
  const child = spawn(
    process.execPath,
    ['infra/local/main.ts', '--port', '0', '--sandbox-port', '0', '--data-folder', folder],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  try {
    await untilItStands(child);
    const { url, apiKey } = readRunFile(folder);
    const call = callerOf(url, apiKey);

    return await measure(call, await businessOf(call));
  } finally {
    await ended(child);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(call: Call, business: Business): Promise<Section> {
  const waits: number[] = [];
  let next = 0;
  const started = performance.now();
  const worker = async () => {
    for (let order = next++; order < ORDERS; order = next++)
      waits.push(await placeAndWait(call, business, order));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const seconds = (performance.now() - started) / 1_000;

  return {
    title: `The local cloud: ${ORDERS} reference orders, ${AT_ONCE} at a time, each until its invoice is paid`,
    note: 'API, functions, queues, tables, documents and provider share this machine; PDFs are printed on the way.',
    figures: [
      { name: 'orders to paid', value: ORDERS / seconds, unit: 'a second' },
      { name: 'from POST to paid, median', value: median(waits) / 1_000, unit: 's' },
      { name: 'from POST to paid, slowest', value: Math.max(...waits) / 1_000, unit: 's' },
    ],
  };
}

/** Milliseconds from the POST until the invoice says that it is paid. */
async function placeAndWait(call: Call, business: Business, order: number): Promise<number> {
  const posted = performance.now();
  const body = referenceOrder(business);
  const { invoices } = await call({
    method: 'POST',
    path: '/v1/orders',
    body,
    idempotencyKey: `bench ${order}`,
  });
  const [invoice] = invoices as readonly string[]; // an order as answered
  const until = posted + PAID_SECONDS_MAX * 1_000;
  while (performance.now() < until) {
    await wait(LOOK_AGAIN_MILLISECONDS);
    const { payment_status } = await call({ method: 'GET', path: `/v1/invoices/${invoice}` });
    if (payment_status === 'paid') return performance.now() - posted;
  }

  throw new Error(`${invoice} is not paid after ${PAID_SECONDS_MAX} s`);
}

async function businessOf(call: Call): Promise<Business> {
  const entities = await call({ method: 'GET', path: '/v1/legal_entities' });
  const [entity] = entities.data as readonly { readonly id: string }[]; // the seed registered one
  const address = { line1: 'Example Street 1', postal_code: '10115', city: 'Berlin', country: 'DE' };
  const person = { name: 'Example Buyers', address };
  const { id } = await call({
    method: 'POST',
    path: '/v1/customers',
    body: person,
    idempotencyKey: 'bench customer',
  });
  const path = `/v1/customers/${id}/payment_methods`;
  const page = { provider: 'sandbox', return_url: 'https://shop.example/back' };
  const setup = await call({ method: 'POST', path, body: page, idempotencyKey: 'bench page' });
  const saved = {
    provider: 'sandbox',
    payment_method: 'pm_approve',
    provider_customer: setup.provider_customer,
  };
  await call({ method: 'POST', path, body: saved, idempotencyKey: 'bench method' });

  return { seller: entity?.id ?? '', customer: String(id) };
}

/** An invoice is not there at once, which is no failure; every other refusal is. */
function callerOf(url: string, apiKey: string | null): Call {
  const call = apiClient(url, apiKey);

  return async (request) => {
    const { status, body } = await call(request);
    const isEarly = request.method === 'GET' && status === 404;
    if (status >= 400 && !isEarly)
      throw new Error(`${request.method} ${request.path} was answered ${status}: ${JSON.stringify(body)}`);

    return body as Readonly<Record<string, unknown>>; // every answer of these routes is an object
  };
}

function untilItStands(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`the local cloud did not start in ${START_SECONDS_MAX} s`)),
      START_SECONDS_MAX * 1_000,
    );
    let said = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4_000);
      if (!said.includes('Ctrl-C ends it')) return;
      clearTimeout(timer);
      resolve();
    });
    child.once('exit', () => {
      clearTimeout(timer);
      reject(new Error(`the local cloud ended before it stood:\n${said}`));
    });
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  child.kill('SIGINT');
  await exit;
}
