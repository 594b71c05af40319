/** The pages that exist only here: the list of addresses, the API to read, the workings and their levers. */
import * as z from 'zod';
import { gatewayAnswer, type HttpAnswer } from '../http/answer.ts';
import { type Incoming, split } from '../http/event.ts';
import type { Page } from '../http/front.ts';
import type { Cloud } from '../running-cloud.ts';
import { targetOf } from '../schedules/duration.ts';
import { jump, JUMP_DAYS_MAX } from '../schedules/jump.ts';
import { redrive } from './redrive.ts';
import { clockOf, devPage, stateOf } from './dev.ts';
import { docsPage } from './docs.ts';
import { escapeHtml, htmlPage, jsonPage } from './html.ts';
import { mailboxPage } from './mailbox.ts';

/** Lines of text and address for the first page. */
export type Address = { readonly name: string; readonly url: string };

/** The pages of a cloud. Only this machine may ask, and only scripts of ours may pull a lever. */
export function makePages(cloud: Cloud, addresses: readonly Address[], curl: () => string | null): Page {
  return async (incoming) => {
    const { rawPath } = split(incoming.target);
    if (!isLocal(incoming)) return gatewayAnswer(403, 'Forbidden');
    if (incoming.method === 'POST') return lever(cloud, rawPath, incoming);
    if (incoming.method !== 'GET') return null;
    if (rawPath === '/') return indexPage(addresses, curl());
    if (rawPath === '/docs') return docsPage(await openApi(cloud));
    if (rawPath === '/dev') return wantsHtml(incoming) ? devPage(cloud) : jsonPage(stateOf(cloud));
    if (rawPath === '/dev/clock') return jsonPage(clockOf(cloud));

    return mailboxPage(rawPath, cloud.mailbox.mails());
  };
}

const QUIET_SECONDS_MAX = 120;

/** A name that resolves to this machine but is another's would be a page elsewhere reaching in. */
function isLocal({ headers }: Incoming): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(String(headers.host ?? ''));
}

function wantsHtml({ headers }: Incoming): boolean {
  return String(headers.accept ?? '').includes('text/html');
}

async function lever(cloud: Cloud, path: string, incoming: Incoming): Promise<HttpAnswer | null> {
  if (!path.startsWith('/dev/')) return null;
  const isJson = String(incoming.headers['content-type'] ?? '').startsWith('application/json');
  const body = isJson ? Lever.safeParse(parse(incoming.body)) : null;
  if (!body?.success)
    return jsonPage({ message: 'send a JSON object with the content type application/json' }, 400);
  if (path === '/dev/clock') return moveClock(cloud, body.data);
  if (path === '/dev/quiet') return quiet(cloud, body.data.seconds ?? QUIET_SECONDS_MAX);
  if (path === '/dev/fire') return fire(cloud, body.data.schedule ?? '');
  if (path === '/dev/redrive') return jsonPage(await redrive(cloud, body.data.queue ?? ''));
  if (path === '/dev/invoke') return invoke(cloud, body.data.function ?? '', body.data.event);

  return null;
}

const Lever = z.object({
  advance: z.union([z.string(), z.number()]).optional(),
  to: z.iso.datetime().optional(),
  seconds: z.number().positive().max(600).optional(),
  schedule: z.string().optional(),
  queue: z.string().optional(),
  function: z.string().optional(),
  event: z.unknown().optional(),
});

async function moveClock(cloud: Cloud, { advance, to }: z.infer<typeof Lever>): Promise<HttpAnswer> {
  const now = cloud.clock.now();
  const target = to === undefined ? targetOf(advance, now) : Date.parse(to);
  if (target === undefined || target < now || target > now + JUMP_DAYS_MAX * 86_400_000) {
    return jsonPage(
      {
        message: `say how far in "advance" (seconds, or P1M, P10D, PT3H), forward and at most ${JUMP_DAYS_MAX} days`,
      },
      400,
    );
  }

  return jsonPage(await jump(target, cloud));
}

/** Beside the answer it tells how many messages wait for a retry or their delay, which quiet does not wait for. */
async function quiet(cloud: Cloud, seconds: number): Promise<HttpAnswer> {
  const is_quiet = await cloud.quiet.wait(seconds);
  const depths = cloud.queues
    .filter(({ deadLetterArn }) => deadLetterArn !== null)
    .map(({ name }) => cloud.depth(name));
  const sum = (of: 'held' | 'delayed') => depths.reduce((total, depth) => total + (depth?.[of] ?? 0), 0);

  return jsonPage({ is_quiet, held: sum('held'), delayed: sum('delayed') });
}

async function fire(cloud: Cloud, schedule: string): Promise<HttpAnswer> {
  const isKnown = await cloud.schedules.fire(schedule);

  return isKnown
    ? jsonPage({ fired: schedule })
    : jsonPage({ message: `there is no schedule ${schedule}` }, 404);
}

async function invoke(cloud: Cloud, name: string, event: unknown): Promise<HttpAnswer> {
  if (!cloud.runtime.specs.some((spec) => spec.name === name))
    return jsonPage({ message: `there is no function ${name}` }, 404);
  try {
    return jsonPage({ answer: await cloud.runtime.invoke(name, event ?? {}) });
  } catch (thrown) {
    return jsonPage({ message: String(thrown) }, 500);
  }
}

async function openApi(cloud: Cloud): Promise<unknown> {
  const answer = await fetch(`${cloud.url}/openapi.json`);

  return answer.ok ? answer.json() : null;
}

function indexPage(addresses: readonly Address[], curl: string | null): HttpAnswer {
  const list = addresses.map(
    ({ name, url }) =>
      `<tr><th scope="row">${escapeHtml(name)}</th><td><a href="${escapeHtml(url)}">${escapeHtml(url)}</a></td></tr>`,
  );
  const order = curl === null ? '' : `<h2>Post an order</h2><pre><code>${escapeHtml(curl)}</code></pre>`;

  return htmlPage('The local cloud', `<table>${list.join('')}</table>${order}`);
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8') || '{}');
  } catch {
    return null;
  }
}
