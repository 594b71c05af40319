/** Reads request bodies with a bound. */
import type { IncomingMessage } from 'node:http';

/** The whole body, or null when it is larger than allowed; the rest is then read and dropped, so that the answer arrives. */
export async function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    if (bytes <= bytesMax) chunks.push(part);
  }

  return bytes > bytesMax ? null : Buffer.concat(chunks);
}
