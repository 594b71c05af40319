import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startCloud } from '../../../infra/local/cloud.ts';
import { makePages } from '../../../infra/local/pages/pages.ts';
import type { Cloud } from '../../../infra/local/running-cloud.ts';
import { jump } from '../../../infra/local/schedules/jump.ts';
import { synthesizeSmallApp } from './fixtures/small-app.ts';

// Real servers in real time: a machine that is busy with other work takes its time.
vi.setConfig({ testTimeout: 60_000 });

const Echo = z.object({
  greeting: z.string(),
  event: z.looseObject({ headers: z.record(z.string(), z.string()) }),
});

let assemblyFolder: string;
let dataFolder: string;
let cloud: Cloud;
const complaints: string[] = [];

const start = async () => {
  const started = await startCloud({
    assemblyFolder,
    dataFolder,
    port: 0,
    sandboxPort: 0,
    fact: () => {},
    complain: (line) => void complaints.push(line),
  });
  started.openPages(makePages(started, [{ name: 'Start here', url: started.url }], () => null));

  return started;
};

beforeAll(async () => {
  assemblyFolder = await synthesizeSmallApp();
  dataFolder = mkdtempSync(join(tmpdir(), 'countinghouse-cloud-'));
  cloud = await start();
});

afterAll(async () => {
  await cloud?.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

const order = (id: string, body: string | Uint8Array<ArrayBuffer> = 'first', type = 'text/plain') =>
  fetch(`${cloud.url}/orders/${id}`, { method: 'POST', body, headers: { 'content-type': type } });

const resultOf = async (id: string) => {
  const { Item } = await new DynamoDBClient({}).send(
    new GetItemCommand({ TableName: 'small-results', Key: { id: { S: id } } }),
  );

  return Item?.text?.S;
};

const until = async (isSo: () => Promise<boolean>) => {
  for (let tries = 0; tries < 1_000; tries += 1) {
    if (await isSo()) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }

  return false;
};

describe('a synthesized template', () => {
  test('is run from its route over its stream and its queue to the last function', async () => {
    const answer = await order('one');

    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe('/orders/one');
    expect(await cloud.quiet.wait(10)).toBe(true);
    expect(await resultOf('one')).toBe('worked');
  });

  test('gives each function its own environment and the event of payload format 2.0', async () => {
    const answer = await fetch(`${cloud.url}/echo/a/b%20c?x=1&x=2`, {
      headers: { 'X-Some': 'thing', cookie: 'a=1; b=2' },
    });
    const { greeting, event } = Echo.parse(await answer.json());

    expect(greeting).toBe('hello from http');
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'GET /echo/{rest+}',
      rawPath: '/echo/a/b%20c',
      rawQueryString: 'x=1&x=2',
      queryStringParameters: { x: '1,2' },
      cookies: ['a=1', 'b=2'],
      pathParameters: { rest: 'a/b c' },
      isBase64Encoded: false,
    });
    expect(event.headers['x-some']).toBe('thing');
  });

  test('refuses what no route fits with 404, and more than ten megabytes with 413', async () => {
    const missing = await fetch(`${cloud.url}/nowhere`);
    const large = await order('large', new Uint8Array(10_485_761), 'application/octet-stream');

    expect(missing.status).toBe(404);
    expect(large.status).toBe(413);
  });

  test('hands bytes that are not text over in base64', async () => {
    await order('bytes', new Uint8Array([0, 255, 1]), 'application/octet-stream');

    const { Items = [] } = await new DynamoDBClient({}).send(new ScanCommand({ TableName: tableName() }));
    expect(Items.find(({ id }) => id?.S === 'bytes')?.text?.S).toBe('AP8B');
  });

  test('answers 500 when a function runs out of its time', async () => {
    const answer = await order('late', 'slow');

    expect(answer.status).toBe(500);
    expect(complaints.at(-1)).toContain('timed out after 2.00 seconds');
  });

  test('parks a message that keeps failing while the rest of its batch goes on', async () => {
    await Promise.all([order('poison'), order('good-1'), order('good-2')]);

    expect(await until(async () => cloud.depth('small-dead')?.ready === 1)).toBe(true);
    expect(await resultOf('good-1')).toBe('worked');
    expect(await resultOf('good-2')).toBe('worked');
    expect(cloud.depth('small-jobs')).toEqual({ ready: 0, held: 0, delayed: 0 });
  });

  test('puts a stream record that keeps failing into the bucket and goes on behind it', async () => {
    await order('unreadable');
    await order('after-it');

    expect(await until(async () => (await resultOf('after-it')) === 'worked')).toBe(true);
    expect(readdirSync(join(dataFolder, 's3', 'small-lost', 'aws', 'lambda'))).toHaveLength(1);
  });

  test('wakes schedules when the clock is moved, and shows the functions the moved time', async () => {
    const to = Math.ceil(cloud.clock.now() / 3_600_000) * 3_600_000 + 2 * 3_600_000;

    const jumped = await jump(to, cloud);

    expect(jumped).toMatchObject({ fired: 3, is_quiet: true });
    expect(await resultOf(`tick ${new Date(to).toISOString().replace('.000', '')}`)).toBe('true');
  });

  test('lets no more requests through than the stage allows', async () => {
    // The stage lets so few through that also a slow machine, where tokens come back between two requests, finds more refused.
    const answers = await Promise.all(Array.from({ length: 400 }, () => fetch(`${cloud.url}/echo/x`)));

    expect(answers.some(({ status }) => status === 429)).toBe(true);
  });

  test('goes on after a restart with its clock, its data and without repeating its stream', async () => {
    const offset = cloud.clock.offsetMilliseconds();
    const pepper = cloud.secrets.find('small-pepper')?.current?.text;
    await cloud.stop();

    cloud = await start();

    expect(cloud.clock.offsetMilliseconds()).toBe(offset);
    expect(cloud.secrets.find('small-pepper')?.current?.text).toBe(pepper);
    expect(pepper).toHaveLength(20);
    expect(await cloud.quiet.wait(10)).toBe(true);
    expect(cloud.runtime.activity().begun).toBe(0);
    expect(await resultOf('one')).toBe('worked');
  });

  test('shows its workings to this machine alone', async () => {
    const workings = await fetch(`${cloud.url}/dev`);
    const strange = await statusFor({ host: 'elsewhere.example' });

    expect(await workings.json()).toMatchObject({
      queues: [{ name: 'small-jobs', ready: 0 }],
      dead_letters: [{ name: 'small-dead' }],
      schedules: [{ name: 'small-tick', expression: 'rate(1 hour)' }],
    });
    expect(strange).toBe(403);
  });

  test('moves its clock when a script of ours asks, and for nobody else', async () => {
    const before = cloud.clock.now();
    const move = (type: string, body: string) =>
      fetch(`${cloud.url}/dev/clock`, { method: 'POST', headers: { 'content-type': type }, body });

    const form = await move('text/plain', '{"advance":"P1D"}');
    const back = await move('application/json', '{"to":"2020-01-01T00:00:00Z"}');
    const forth = await move('application/json', '{"advance":"PT2H"}');

    expect([form.status, back.status, forth.status]).toEqual([400, 400, 200]);
    expect(cloud.clock.now() - before).toBeGreaterThanOrEqual(7_200_000);
    expect(cloud.clock.now() - before).toBeLessThan(7_260_000);
  });

  test('ends a jump where it is when it is stopped, and complains of nothing', async () => {
    const before = complaints.length;
    const jumping = jump(cloud.clock.now() + 400 * 86_400_000, cloud);
    const refused = expect(jumping).rejects.toThrow('the local cloud is ending');
    await new Promise((resolve) => setTimeout(resolve, 100));

    await cloud.stop();

    await refused;
    expect(complaints).toHaveLength(before);
    cloud = await start();
  });

  test('tells what of it cannot be enforced here', () => {
    const told = cloud.unenforced.map(({ what }) => what);

    expect(told).toContain('S3 versioning');
    expect(told).toContain('IAM: every function may do everything');
  });
});

function tableName(): string {
  return cloud.runtime.specs.find(({ name }) => name === 'small-http')?.environment.TABLE ?? '';
}

/** `fetch` does not let a caller lie about the host. */
function statusFor(headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(`${cloud.url}/dev`, { headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.once('error', reject);
    asked.end();
  });
}
