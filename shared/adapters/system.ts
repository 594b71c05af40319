/** The machine's clock, chance and network: the only file that reads any of them. */
import { randomBytes } from 'node:crypto';
import { instantFromEpochMilliseconds } from '../kernel/time.ts';
import type { Clock, Randomness } from '../ports.ts';
import {
  HTTP_ANSWER_BYTES_MAX,
  HTTP_TIMEOUT_MILLISECONDS,
  type HttpClient,
  HttpFault,
  type HttpRequest,
  type HttpResponse,
} from './http.ts';

/** Bytes of randomness that may be asked for at once. */
export const RANDOM_BYTES_MAX = 1_024;

/** The machine's time, moved by the offset; the local cloud moves it, AWS never does. */
export function systemClock(offsetMilliseconds: () => number = () => 0): Clock {
  return { now: () => instantFromEpochMilliseconds(Date.now() + Math.trunc(offsetMilliseconds())) };
}

/** Bytes from the operating system's generator. */
export function systemRandomness(): Randomness {
  return {
    bytes: (count) => {
      if (count > RANDOM_BYTES_MAX)
        throw new RangeError(`${count} random bytes are more than ${RANDOM_BYTES_MAX}`);

      return new Uint8Array(randomBytes(count));
    },
  };
}

/** Sends requests with a time limit, reads answers up to a size, follows no redirect. */
export function systemHttp(): HttpClient {
  return async (request) => {
    try {
      return await answerTo(request);
    } catch (cause) {
      if (cause instanceof HttpFault) throw cause;
      throw new HttpFault(`${request.method} ${new URL(request.url).host} got no answer`, { cause });
    }
  };
}

async function answerTo(request: HttpRequest): Promise<HttpResponse> {
  const { method, url, headers = {}, body, timeoutMilliseconds = HTTP_TIMEOUT_MILLISECONDS } = request;
  const answer = await fetch(url, {
    method,
    headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMilliseconds),
    ...(body === undefined ? {} : { body }),
  });

  return { status: answer.status, headers: Object.fromEntries(answer.headers), text: await textOf(answer) };
}

async function textOf(answer: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of answer.body ?? []) {
    length += part.length;
    if (length > HTTP_ANSWER_BYTES_MAX)
      throw new HttpFault(`an answer has more than ${HTTP_ANSWER_BYTES_MAX} bytes`);
    parts.push(part);
  }

  return Buffer.concat(parts).toString('utf8');
}
