import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { HTTP_ANSWER_BYTES_MAX, HttpFault } from '../../../shared/adapters/http.ts';
import {
  RANDOM_BYTES_MAX,
  systemClock,
  systemHttp,
  systemRandomness,
} from '../../../shared/adapters/system.ts';
import { epochMilliseconds } from '../../../shared/kernel/time.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

test('the clock shows the machine time, moved by the offset as it is at that moment', () => {
  let offset = 0;
  const clock = systemClock(() => offset);

  const before = epochMilliseconds(clock.now());
  offset = 86_400_000;
  const after = epochMilliseconds(clock.now());

  expect(Math.abs(before - Date.now())).toBeLessThan(5_000);
  expect(Math.abs(after - before - 86_400_000)).toBeLessThan(5_000);
});

test('randomness gives so many bytes, other ones each time, and not too many', () => {
  const randomness = systemRandomness();

  expect(randomness.bytes(32)).toHaveLength(32);
  expect(randomness.bytes(32)).not.toEqual(randomness.bytes(32));
  expect(() => randomness.bytes(RANDOM_BYTES_MAX + 1)).toThrow(RangeError);
});

test('a request carries its method, headers and body, and an answer of any status is an answer', async () => {
  const url = await served((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      response.writeHead(402, { 'X-Seen': `${request.method} ${request.headers.authorization}` });
      response.end(`grüße ${body}`);
    });
  });

  const answer = await systemHttp()({
    method: 'POST',
    url,
    headers: { authorization: 'Bearer x' },
    body: '{"a":1}',
  });

  expect(answer).toMatchObject({ status: 402, text: 'grüße {"a":1}' });
  expect(answer.headers['x-seen']).toBe('POST Bearer x');
});

test('a redirect is answered and not followed', async () => {
  const url = await served((_, response) => {
    response.writeHead(302, { location: 'http://127.0.0.1:1/' });
    response.end();
  });

  expect((await systemHttp()({ method: 'GET', url })).status).toBe(302);
});

test('silence ends in a fault after the time limit', async () => {
  const url = await served(() => {});

  await expect(systemHttp()({ method: 'GET', url, timeoutMilliseconds: 50 })).rejects.toThrow(HttpFault);
});

test('an answer that is too large is a fault', async () => {
  const url = await served((_, response) => response.end('x'.repeat(HTTP_ANSWER_BYTES_MAX + 1)));

  await expect(systemHttp()({ method: 'GET', url })).rejects.toThrow(HttpFault);
});

test('a fault names the host and nothing of the address behind it', async () => {
  const fault = await systemHttp()({ method: 'GET', url: 'http://127.0.0.1:1/secret' }).catch(
    (thrown: unknown) => thrown,
  );

  expect(fault).toMatchObject({ name: 'HttpFault', message: 'GET 127.0.0.1:1 got no answer' });
});

async function served(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });

  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/path`;
}
