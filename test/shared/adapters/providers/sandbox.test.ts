import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { startSandbox } from '../../../../infra/local/sandbox/server.ts';
import { inProcessSandbox } from '../../../../infra/local/sandbox/in-process.ts';
import { sandboxProvider } from '../../../../shared/adapters/providers/sandbox.ts';
import type { RawWebhook } from '../../../../shared/ports.ts';
import { type ProviderUnderContract, providerContract } from '../../../contract/provider-contract.ts';
import { systemHttp } from '../../../../shared/adapters/system.ts';

const METHODS = {
  approve: 'pm_approve',
  declineSoft: 'pm_decline_soft',
  declineHard: 'pm_decline_hard',
  actionRequired: 'pm_action_required',
  unknownCode: 'pm_unknown_code',
  answersNothingAfter: 'pm_timeout_after',
  answersNothingBefore: 'pm_timeout_before',
  slow: 'pm_delay_3600',
};
const SECRET = 'sandbox-contract-secret';
const NOW = '2026-03-01T12:00:00.000Z';

const running: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((stop) => stop()));
});

providerContract('the sandbox over HTTP', overHttp);
providerContract('the sandbox in this process', inProcess);

async function overHttp(): Promise<ProviderUnderContract> {
  const webhooks: RawWebhook[] = [];
  const receiver = await receiving(webhooks);
  const dataFolder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  const sandbox = await startSandbox({
    port: 0,
    dataFolder,
    webhookUrl: receiver.url,
    secret: async () => SECRET,
    now: () => NOW,
    silenceMilliseconds: 10,
  });
  running.push(async () => {
    await sandbox.close();
    receiver.server.close();
    rmSync(dataFolder, { recursive: true });
  });

  return {
    provider: sandboxProvider({ http: systemHttp(), baseUrl: sandbox.url }),
    methods: METHODS,
    settle: async () => {
      for (let round = 0; round < 200; round += 1) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        const isMoving = [...sandbox.ledger.charges.values(), ...sandbox.ledger.refunds.values()].some(
          (one) => one.settlesAt !== null && one.settlesAt <= NOW,
        );
        if (!isMoving && sandbox.ledger.unsent.size === 0) return;
      }
      throw new Error('the sandbox does not come to rest');
    },
    webhooks: () => webhooks,
    secret: SECRET,
  };
}

async function inProcess(): Promise<ProviderUnderContract> {
  const webhooks: RawWebhook[] = [];
  const sandbox = inProcessSandbox({ now: () => NOW, secret: SECRET, baseUrl: 'http://sandbox.test' });
  return {
    provider: sandboxProvider({ http: sandbox.http, baseUrl: 'http://sandbox.test' }),
    methods: METHODS,
    settle: async () => {
      for (const { event, body, headers } of sandbox.due(100)) {
        webhooks.push({ body: Buffer.from(body), headers, receivedAt: NOW });
        sandbox.delivered(event, true);
      }
    },
    webhooks: () => webhooks,
    secret: SECRET,
  };
}

function receiving(webhooks: RawWebhook[]): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { 'sandbox-signature': signature } = request.headers;
      webhooks.push({
        body: Buffer.concat(chunks),
        headers: { 'sandbox-signature': String(signature) },
        receivedAt: NOW,
      });
      response.writeHead(204).end();
    });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      // A server that listens on a port has an address with one.
      const { port } = server.address() as AddressInfo;
      resolve({ server, url: `http://127.0.0.1:${port}/` });
    });
  });
}
