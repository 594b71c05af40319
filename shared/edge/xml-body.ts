/** A request whose body is an XML document: its bounds are kept here, what is in it is read by whoever asked for it. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';

/** An XML body may weigh this much. */
export const XML_BYTES_MAX = 2_000_000;

/** The body as text. Refusals: `request.too_large`, `request.media_type`, `request.encoding`. */
export function xmlBodyOf(event: APIGatewayProxyEventV2): Result<string> {
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > XML_BYTES_MAX)
    return refuse('request.too_large', `The body must be at most ${XML_BYTES_MAX} bytes.`);
  const type = event.headers['content-type'] ?? '';
  if (!/^(?:application|text)\/xml\s*(;|$)/i.test(type))
    return refuse('request.media_type', 'The body must be sent as Content-Type: application/xml.');
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return refuse('request.encoding', 'The body must be UTF-8.');
  }
}
