/** A door with endpoints of its own behind it, for what holds of every route; and the key that opens it. */
import { Buffer } from 'node:buffer';
import type { Endpoint } from '../../shared/edge/http.ts';
import { onHttp } from '../../shared/edge/http.ts';
import { issueKey } from '../../shared/edge/keys.ts';
import type { Scope } from '../../shared/contracts/route.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import type { Ports } from '../../shared/ports.ts';
import { portsOf, twinsAt } from './ports.ts';

export const TENANT = derivedId('ten', 'desk');

/** The token of a key with these scopes. */
export async function tokenOf(
  ports: Ports,
  scopes: readonly Scope[],
  of: { id?: string; tenant?: string } = {},
): Promise<string> {
  const { tenant = TENANT, id = derivedId('key', 'desk', ...scopes) } = of;
  const acting = { actor: 'test', cause: 'test', trace: 'test', at: ports.clock.now() };
  const key = await issueKey({ tenant, id, label: 'desk', scopes, acting }, ports);
  if (!key.ok || key.value.token === null) throw new Error('no key was issued');

  return key.value.token;
}

/** A desk with its twins, a key for everything, and one way to ask. */
export async function openDesk(
  endpoints: readonly Endpoint[],
  around: (ports: Ports) => Partial<Ports> = () => ({}),
) {
  const twins = twinsAt();
  const ports = portsOf({ ...twins, ...around(portsOf(twins)) });
  const token = await tokenOf(portsOf(twins), ['admin']);
  const handler = onHttp('orders.place', endpoints).with(ports);
  const ask = async (event: Readonly<Record<string, unknown>>) => {
    const answer = await handler(event as never); // an event as strange as the test wants it

    return {
      status: answer.statusCode ?? 0,
      headers: (answer.headers ?? {}) as Record<string, string>,
      text: answer.body ?? '',
      body: answer.body ? JSON.parse(answer.body) : null,
    };
  };

  return { twins, token, ask };
}

/** An event of the HTTP API as it usually is. */
export function eventFor(
  routeKey: string,
  of: { token?: string; body?: unknown; headers?: Record<string, string>; more?: object } = {},
) {
  const { token, body, headers, more } = of;

  return {
    routeKey,
    rawPath: routeKey.split(' ')[1] ?? '/',
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    requestContext: { requestId: 'gateway-1' },
    isBase64Encoded: false,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    ...more,
  };
}

/** The same body as the gateway sends it when it takes it for binary. */
export function inBase64(body: string): { body: string; isBase64Encoded: true } {
  return { body: Buffer.from(body).toString('base64'), isBase64Encoded: true };
}
