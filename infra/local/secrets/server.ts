/** The part of the Secrets Manager API that functions and their operator use, over our own store. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { readBody } from '../http/body.ts';
import { listen, type Listening } from '../http/listen.ts';
import type { Secret, SecretStore } from './store.ts';

/** Starts the endpoint on a free port of this machine. */
export function startSecrets(store: SecretStore): Promise<Listening> {
  return listen({ port: 0, handle: (request, response) => answer(store, request, response) });
}

const BODY_BYTES_MAX = 100_000;

const Request = z.object({
  SecretId: z.string(),
  VersionStage: z.string().default('AWSCURRENT'),
  SecretString: z.string().optional(),
});

type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

async function answer(store: SecretStore, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const operation = String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
  const body = await readBody(request, BODY_BYTES_MAX);
  const parsed = Request.safeParse(JSON.parse(body?.toString('utf8') || '{}'));
  const { status, body: answered } = parsed.success
    ? perform(store, operation, parsed.data)
    : refused('ValidationException', 'malformed');

  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(answered));
}

function perform(store: SecretStore, operation: string, request: z.infer<typeof Request>): Answer {
  const missing = refused(
    'ResourceNotFoundException',
    `Secrets Manager can't find the specified secret value for staging label: ${request.VersionStage}`,
  );
  if (operation === 'PutSecretValue') {
    const secret = store.put(request.SecretId, request.SecretString ?? '');

    return secret ? { status: 200, body: described(secret) } : missing;
  }
  if (operation !== 'GetSecretValue')
    return refused('InvalidAction', `the local cloud does not know ${operation}`);
  const secret = store.find(request.SecretId);
  const value = request.VersionStage === 'AWSPREVIOUS' ? secret?.previous : secret?.current;
  if (!secret || !value) return missing;

  return {
    status: 200,
    body: {
      ...described(secret),
      VersionId: value.id,
      SecretString: value.text,
      VersionStages: [request.VersionStage],
    },
  };
}

function described({ name, arn }: Secret): Record<string, unknown> {
  return { Name: name, ARN: arn };
}

function refused(type: string, message: string): Answer {
  return { status: 400, body: { __type: type, Message: message } };
}
