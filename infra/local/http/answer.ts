/** Turns what a function answered into an HTTP response, as API Gateway's payload format 2.0 does. */
import * as z from 'zod';

/** A response ready to be written. */
export type HttpAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
};

/** An answer without a status is taken as a JSON body with 200; a malformed one is the function's fault, so 500. */
export function answerOf(answered: unknown): HttpAnswer {
  const hasStatus = typeof answered === 'object' && answered !== null && 'statusCode' in answered;
  if (!hasStatus) return bareJson(200, answered ?? null);
  const parsed = Structured.safeParse(answered);
  if (!parsed.success) return gatewayAnswer(500, 'Internal Server Error');
  const { statusCode, headers, cookies, body, isBase64Encoded } = parsed.data;

  return {
    status: statusCode,
    headers: {
      'content-type': 'text/plain;charset=UTF-8',
      ...lowerCase(headers),
      ...(cookies ? { 'set-cookie': cookies } : {}),
    },
    body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
  };
}

/** What the gateway says of its own accord: a status and one word, without a problem document. */
export function gatewayAnswer(status: number, message: string): HttpAnswer {
  return bareJson(status, { message });
}

const Structured = z.object({
  statusCode: z.coerce.number().int().min(200).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String)).default({}),
  cookies: z.array(z.string()).optional(),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
});

function bareJson(status: number, value: unknown): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(value)),
  };
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
