import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  REQUEST_BYTES_MAX,
  type SandboxServer,
  startSandbox,
} from '../../../../infra/local/sandbox/server.ts';
import { sandboxProvider } from '../../../../shared/adapters/providers/sandbox.ts';
import { systemHttp } from '../../../../shared/adapters/system.ts';
import { addToInstant, type Instant } from '../../../../shared/kernel/time.ts';
import { chargeWith, SECRET } from './kit.ts';

let folder: string;
let receiver: Server;
let statuses: number[];
let received: string[];
let now: Instant;
const running: SandboxServer[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  statuses = [];
  received = [];
  now = '2026-03-01T12:00:00.000Z';
  receiver = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      received.push(String(request.headers['sandbox-signature']));
      response.writeHead(statuses.shift() ?? 204).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()));
  await new Promise((resolve) => receiver.close(resolve));
  rmSync(folder, { recursive: true });
});

async function started(more: { readonly webhookUrl?: string; readonly port?: number } = {}) {
  // A server that listens on a port has an address with one.
  const { port } = receiver.address() as AddressInfo;
  const server = await startSandbox({
    port: 0,
    dataFolder: folder,
    webhookUrl: `http://127.0.0.1:${port}/`,
    secret: async () => SECRET,
    now: () => now,
    silenceMilliseconds: 10,
    ...more,
  });
  running.push(server);
  const baseUrl = server.url;
  return { server, baseUrl, provider: sandboxProvider({ http: systemHttp(), baseUrl }) };
}

async function until(isReached: () => boolean): Promise<void> {
  for (let round = 0; round < 300; round += 1) {
    if (isReached()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('what was waited for did not come');
}

describe('the sandbox as a server', () => {
  test('what it answered, and what it still has to tell, survives its end', async () => {
    const first = await started({ webhookUrl: 'http://127.0.0.1:1/' });
    const charged = await first.provider.charge(chargeWith('pm_approve'));
    await until(() => [...first.server.ledger.events.values()].some(({ attempts }) => attempts > 0));
    await first.server.close();

    const second = await started();
    now = addToInstant(now, { seconds: 2 });
    await until(() => received.length === 1);

    expect(await second.provider.charge(chargeWith('pm_approve'))).toEqual(charged);
    expect(await second.provider.askPayment('ten_a', 'pay_a', null)).toMatchObject({ status: 'settled' });
  });

  test('a record torn in its last line is read up to it', async () => {
    const first = await started();
    await first.provider.charge(chargeWith('pm_approve'));
    await first.server.close();
    appendFileSync(join(folder, 'sandbox.jsonl'), '{"put":"charges","value":{"id":"sbc_torn"');

    const second = await started();

    expect(await second.provider.askPayment('ten_a', 'pay_a', null)).toMatchObject({ status: 'settled' });
    expect(readFileSync(join(folder, 'sandbox.jsonl'), 'utf8')).not.toContain('sbc_torn');
  });

  test('a record damaged elsewhere is said to be, in one sentence that names the line', async () => {
    writeFileSync(join(folder, 'sandbox.jsonl'), 'rubbish\n{}\n');

    await expect(started()).rejects.toThrow(/damaged at .*sandbox\.jsonl:1/);
  });

  test('a webhook is sent again until it is taken, each time signed for its own moment', async () => {
    statuses = [500, 404, 200];
    const { provider, server } = await started();

    await provider.charge(chargeWith('pm_approve'));
    for (let round = 1; round <= 3; round += 1) {
      await until(() => received.length >= round);
      await until(() => [...server.ledger.events.values()].every(({ attempts }) => attempts === round % 3));
      now = addToInstant(now, { seconds: 60 });
    }

    expect(server.ledger.unsent.size).toBe(0);
    expect(new Set(received).size).toBe(3);
  });

  test('a port in use is refused', async () => {
    const { baseUrl } = await started();

    await expect(started({ port: Number(new URL(baseUrl).port) })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });

  test('a body beyond its bound is refused', async () => {
    const { baseUrl } = await started();

    const answer = await fetch(`${baseUrl}/charges`, {
      method: 'POST',
      body: 'x'.repeat(REQUEST_BYTES_MAX + 1),
    });

    expect(answer.status).toBe(413);
  });

  test('its pages come to a browser as pages', async () => {
    const { baseUrl } = await started();

    const answer = await fetch(baseUrl, { headers: { accept: 'text/html,*/*' } });

    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(await answer.text()).toContain('Sandbox provider');
  });
});
