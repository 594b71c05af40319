import { equalConstantTime, hmacSha256Hex } from '../../kernel/hash.ts';
import { ok, type Result, refuse } from '../../kernel/result.ts';
import { epochMilliseconds } from '../../kernel/time.ts';
import type { RawWebhook } from '../../ports.ts';

/** The largest webhook body read, in bytes. */
export const WEBHOOK_BYTES_MAX = 262_144;

/** How far a signed timestamp may lie from our clock, in seconds, in either direction. */
export const WEBHOOK_TOLERANCE_SECONDS = 300;

/** How many signatures one header, and how many secrets one endpoint, may hold while a secret is rotated. */
export const WEBHOOK_SIGNATURES_MAX = 8;

const HEADER_LENGTH_MAX = 1_024;
const TIMESTAMP = /^t=([1-9][0-9]{0,10})$/;
const SIGNATURE = /^v1=([0-9a-f]{64})$/;
const OTHER_SCHEME = /^v[0-9a-z]{1,8}=[0-9A-Za-z+/=_-]{0,512}$/;

/**
 * Checks a header `t=<seconds>,v1=<hex>` against the HMAC-SHA-256 of `<seconds>.<raw body>` under any of the secrets, then
 * parses the body as JSON. Refusals: `webhook.signature_invalid` (also without a secret), `webhook.timestamp_outside_tolerance`,
 * `webhook.malformed` (too large, or signed and yet no JSON). None of them says which part was wrong.
 */
export function openSignedWebhook(
  webhook: RawWebhook,
  secrets: readonly string[],
  headerName: string,
): Result<unknown> {
  if (webhook.body.byteLength > WEBHOOK_BYTES_MAX) return malformed();
  const header = readHeader(webhook.headers[headerName]);
  if (header === undefined || !isSigned(header, webhook.body, secrets)) {
    return refuse('webhook.signature_invalid', 'The signature does not fit the body.');
  }
  const ageSeconds = epochMilliseconds(webhook.receivedAt) / 1_000 - header.timestampSeconds;
  if (Math.abs(ageSeconds) > WEBHOOK_TOLERANCE_SECONDS) {
    return refuse('webhook.timestamp_outside_tolerance', 'The signature is too old or lies in the future.');
  }

  return parseJson(webhook.body);
}

/** The header that `openSignedWebhook` accepts for this body, time and secret. */
export function signWebhook(secret: string, timestampSeconds: number, body: string | Uint8Array): string {
  return `t=${timestampSeconds},v1=${signatureOf(secret, timestampSeconds, body)}`;
}

/** The refusal of a body that is genuine, or not even looked at, but cannot be read. */
export function malformed(): Result<never> {
  return refuse('webhook.malformed', 'The body is not an event of this provider.');
}

type SignatureHeader = { readonly timestampSeconds: number; readonly signatures: readonly string[] };

function readHeader(text: string | undefined): SignatureHeader | undefined {
  if (text === undefined || text.length > HEADER_LENGTH_MAX) return undefined;

  const [first = '', ...rest] = text.split(',');
  const timestamp = TIMESTAMP.exec(first)?.[1];
  if (timestamp === undefined || !rest.every((part) => SIGNATURE.test(part) || OTHER_SCHEME.test(part))) {
    return undefined;
  }

  const signatures = rest.flatMap((part) => SIGNATURE.exec(part)?.[1] ?? []);
  if (signatures.length > WEBHOOK_SIGNATURES_MAX) return undefined;
  return { timestampSeconds: Number(timestamp), signatures };
}

function isSigned(header: SignatureHeader, body: Uint8Array, secrets: readonly string[]): boolean {
  const usable = secrets.filter((secret) => secret !== '').slice(0, WEBHOOK_SIGNATURES_MAX);
  const expected = usable.map((secret) => signatureOf(secret, header.timestampSeconds, body));

  // Every pair is compared, so that the time taken does not tell which secret or signature came close.
  const verdicts = expected.flatMap((own) => header.signatures.map((given) => equalConstantTime(own, given)));
  return verdicts.includes(true);
}

function signatureOf(secret: string, timestampSeconds: number, body: string | Uint8Array): string {
  return hmacSha256Hex(secret, Buffer.concat([Buffer.from(`${timestampSeconds}.`), Buffer.from(body)]));
}

function parseJson(body: Uint8Array): Result<unknown> {
  try {
    // Bytes that are no UTF-8 are refused rather than replaced: a replaced byte is another text than the signed one.
    return ok(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)));
  } catch {
    return malformed();
  }
}
