/** Cursors: opaque to the caller, signed so that none can be made up, bound to the tenant and the list. */
import { equalConstantTime, hmacSha256Base64 } from '../kernel/hash.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Ports } from '../ports.ts';

/** Changes with the shape of any list's position; a cursor of another version is not one of ours. */
const VERSION = 1;

/** A position as a cursor, or null at the end of the list. */
export async function writeCursor(
  position: unknown,
  scope: readonly string[],
  ports: Pick<Ports, 'secrets'>,
): Promise<string | null> {
  if (position === null || position === undefined) return null;
  const [secret] = await ports.secrets.read('cursor');
  if (!secret) throw new Error('the secret named cursor has no value');
  const body = Buffer.from(JSON.stringify([VERSION, position])).toString('base64url');

  return `${body}.${signatureOf(body, scope, secret)}`;
}

/** The position in a cursor of this tenant and list; null when there is no cursor. */
export async function readCursor<Position>(
  cursor: string | undefined,
  scope: readonly string[],
  ports: Pick<Ports, 'secrets'>,
): Promise<Result<Position | null>> {
  if (cursor === undefined) return ok(null);
  const [body = '', signature = '', more] = cursor.split('.');
  const secrets = await ports.secrets.read('cursor');
  const isOurs = secrets.some((secret) => equalConstantTime(signature, signatureOf(body, scope, secret)));
  if (!isOurs || more !== undefined) return invalid();
  const text = Buffer.from(body, 'base64url').toString('utf8');
  const [version, position] = JSON.parse(text) as [number, Position]; // signed by writeCursor

  return version === VERSION ? ok(position) : invalid();
}

function invalid() {
  return refuse('cursor.invalid', 'The cursor is not one that this list gave.', { pointer: '?cursor' });
}

function signatureOf(body: string, scope: readonly string[], secret: string): string {
  return hmacSha256Base64(secret, JSON.stringify([scope, body]))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .slice(0, 32);
}
