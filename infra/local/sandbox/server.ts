import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Instant } from '../../../shared/kernel/time.ts';
import { deliveries } from './deliveries.ts';
import { apply, type Ledger } from './ledger.ts';
import { passTime } from './passage.ts';
import { openRecord, type RecordFile } from './record-file.ts';
import type { SandboxAnswer, SandboxRequest } from './route.ts';
import { serve } from './serve.ts';

/** The largest request body the sandbox reads, in bytes. */
export const REQUEST_BYTES_MAX = 65_536;

/** How long a caller who gets no answer is kept waiting before the connection is cut, in milliseconds. */
const SILENCE_MILLISECONDS = 1_000;

/** How often the sandbox looks whether something has become due, in milliseconds. */
const TICK_MILLISECONDS = 100;

/** How a sandbox is started; port 0 takes a free one. */
export type SandboxServerOptions = {
  readonly port: number;
  readonly dataFolder: string;
  readonly webhookUrl: string;
  readonly secret: () => Promise<string>;
  readonly now: () => Instant;
  readonly silenceMilliseconds?: number;
};

/** A running sandbox. What is unsent when it closes is sent after the next start. */
export type SandboxServer = {
  readonly url: string;
  readonly ledger: Ledger;
  close(): Promise<void>;
};

/** Starts the sandbox provider on this machine; rejects when the port is taken or its record is damaged. */
export async function startSandbox(options: SandboxServerOptions): Promise<SandboxServer> {
  const record = openRecord(options.dataFolder);
  const sender = deliveries(record, options);
  const server = createServer();
  const url = await listening(server, options.port);
  const silence = options.silenceMilliseconds ?? SILENCE_MILLISECONDS;

  server.on('request', (request, response) => {
    respond(request, response).catch(() => response.destroy());
  });
  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const told = await read(request, url);
    if (told === undefined) return write(response, { status: 413, headers: {}, body: '' });

    const { answer, changes } = serve(record.ledger, told, { now: options.now(), baseUrl: url });
    // On disk before anybody hears of it, so that a kill in between makes nobody believe what is not kept.
    record.append(changes);
    if (answer === null) setTimeout(() => response.destroy(), silence).unref();
    else write(response, answer);
    sender.wake();
  }
  const timer = setInterval(() => {
    keepPassed(record, options.now());
    sender.wake();
  }, TICK_MILLISECONDS);

  return {
    url,
    ledger: record.ledger,
    close: async () => {
      clearInterval(timer);
      const ended = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await Promise.all([ended, sender.stop()]);
    },
  };
}

function keepPassed(record: RecordFile, now: Instant): void {
  const changes = passTime(record.ledger, now);
  apply(record.ledger, changes);
  record.append(changes);
}

function listening(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      // A server that listens on a port has an address with one, not the name of a socket file.
      const { port: actual } = server.address() as AddressInfo;
      resolve(`http://127.0.0.1:${actual}`);
    });
  });
}

/** The request as the sandbox reads it, or undefined when its body is too large. */
async function read(request: IncomingMessage, url: string): Promise<SandboxRequest | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > REQUEST_BYTES_MAX) return undefined;
    chunks.push(bytes);
  }

  const { pathname, searchParams } = new URL(request.url ?? '/', url);
  const { accept, 'idempotency-key': key } = request.headers;
  return {
    method: request.method ?? '',
    path: pathname,
    query: searchParams,
    headers: { accept, 'idempotency-key': Array.isArray(key) ? key[0] : key },
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function write(response: ServerResponse, answer: SandboxAnswer): void {
  response.writeHead(answer.status, answer.headers).end(answer.body);
}
