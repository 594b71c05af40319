/** How a function answers a provider's webhook: the raw bytes and headers, before anything is parsed; no API key. */
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Route } from '../contracts/route.ts';
import type { Result } from '../kernel/result.ts';
import { refuse } from '../kernel/result.ts';
import type { Ports, RawWebhook } from '../ports.ts';
import type { FunctionName } from '../topology.ts';
import { arrived, requestIdOf } from './arrival.ts';
import type { HttpFunction } from './http.ts';
import { observed } from './observe.ts';
import { answerFault, answerRefusal, SECURITY_HEADERS } from './problems.ts';

/** A webhook's body may weigh this much, whoever sends it. */
export const WEBHOOK_BODY_BYTES_MAX = 262_144;

/** A webhook as it came, with the provider that the path names. */
export type Arrival = { readonly provider: string; readonly webhook: RawWebhook; readonly requestId: string };

/** What is answered to the provider; it reads the status at most. */
export type Receipt = { readonly received: number };

/** Serves one route of webhooks. */
export function onWebhook(
  name: FunctionName,
  route: Route,
  run: (arrival: Arrival, ports: Ports) => Promise<Result<Receipt>>,
): HttpFunction {
  return {
    name,
    endpoints: [
      { route, run: async () => refuse('route.not_found', 'Webhooks are served from their raw bytes.') },
    ],
    with(ports) {
      const serve = (event: APIGatewayProxyEventV2) => respond(event, run, ports);
      // What is added last hears of a fault first, and the one that answers ends the telling.
      const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>(serve)
        .use({ onError: ({ error, event }) => answerFault(error, requestIdOf(event), event.rawPath) })
        .use(observed(name, ports));

      return (event) => handler(arrived(event), {} as never); // no function reads the Lambda context
    },
  };
}

async function respond(
  event: APIGatewayProxyEventV2,
  run: (arrival: Arrival, ports: Ports) => Promise<Result<Receipt>>,
  ports: Ports,
): Promise<APIGatewayProxyStructuredResultV2> {
  const requestId = requestIdOf(event);
  const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  const arrival = {
    provider: event.pathParameters?.provider ?? '',
    webhook: { body, headers: event.headers, receivedAt: ports.clock.now() },
    requestId,
  };
  const receipt =
    body.length > WEBHOOK_BODY_BYTES_MAX
      ? refuse('request.too_large', `The body must be at most ${WEBHOOK_BODY_BYTES_MAX} bytes.`)
      : await run(arrival, ports);
  if (!receipt.ok) return answerRefusal(receipt.refusal, requestId, event.rawPath);

  return {
    statusCode: 200,
    headers: { ...SECURITY_HEADERS, 'content-type': 'application/json', 'x-request-id': requestId },
    body: JSON.stringify(receipt.value),
  };
}
