import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { afterEach, expect, test } from 'vitest';
import { startMailbox } from '../../infra/local/servers/mailbox.ts';
import { memoryMail } from '../../shared/adapters/memory-mail.ts';
import { sesMail } from '../../shared/adapters/ses-mail.ts';
import { mailContract } from './mail.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const FROM = 'invoices@example.com';
const MAIL = { key: 'dlv_1:1', to: 'buyer@example.com', subject: 's', text: 't', attachments: [] };

function clientOf(endpoint: string): SESv2Client {
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };

  return new SESv2Client({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
}

mailContract('memory', async () => {
  const mail = memoryMail();

  return { mail, arrived: () => mail.sent };
});

mailContract('SES', async () => {
  const mailbox = await startMailbox();
  stops.push(mailbox.stop);

  return {
    mail: sesMail({ client: clientOf(mailbox.endpoint), from: FROM }),
    arrived: () => mailbox.mails().toReversed(),
  };
});

test.each([
  [400, 'MessageRejected', { status: 'refused', code: 'transport_refused' }],
  [403, 'AccessDeniedException', { status: 'refused', code: 'transport_refused' }],
  [429, 'TooManyRequestsException', { status: 'busy', code: 'transport_busy' }],
  [500, 'InternalFailure', { status: 'unknown', code: 'no_answer' }],
  [0, 'a cut connection', { status: 'unknown', code: 'no_answer' }],
])(
  'SES that answers %i %s is asked once, and what is not certain stays unknown',
  async (status, type, outcome) => {
    let calls = 0;
    const server: Server = createServer((request, response) => {
      calls += 1;
      if (status === 0) return void request.socket.destroy();
      response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type }).end('{}');
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    stops.push(() => server.close());
    const { port } = server.address() as AddressInfo; // it listens on a port
    const mail = sesMail({ client: clientOf(`http://127.0.0.1:${port}`), from: FROM });

    expect(await mail.send(MAIL)).toEqual(outcome);
    expect(calls).toBe(1);
  },
);

test('without a sender nothing is sent', async () => {
  const mail = sesMail({ client: clientOf('http://127.0.0.1:1'), from: undefined });

  expect(await mail.send(MAIL)).toEqual({ status: 'refused', code: 'sender_missing' });
});
