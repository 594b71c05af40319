import { canonicalJson } from '../../kernel/hash.ts';
import type { HttpClient, HttpRequest } from '../http.ts';
import { type CallResult, call, PROVIDER_TIMEOUT_MILLISECONDS } from './call.ts';

/** Where the sandbox listens, and how long to wait for it. */
export type SandboxOptions = {
  readonly http: HttpClient;
  readonly baseUrl: string;
  readonly timeoutMilliseconds?: number;
};

/** One call to the sandbox; its body becomes the same JSON whatever the order of its members. */
export type Exchange = {
  readonly method: HttpRequest['method'];
  readonly path: string;
  readonly key?: string;
  readonly body?: unknown;
};

/** Makes a call to the sandbox. */
export type SandboxApi = (exchange: Exchange) => Promise<CallResult>;

/** The calls to the sandbox, bound to its options. */
export function sandboxApi(options: SandboxOptions): SandboxApi {
  return (exchange) => call(options.http, requestOf(options, exchange));
}

/** An amount as the sandbox reads it. */
export function amountOf(request: { readonly amountMinor: bigint; readonly currency: string }) {
  return { amount_minor: request.amountMinor.toString(), currency: request.currency };
}

function requestOf(options: SandboxOptions, exchange: Exchange): HttpRequest {
  return {
    method: exchange.method,
    url: `${options.baseUrl}${exchange.path}`,
    headers: {
      accept: 'application/json',
      ...(exchange.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(exchange.key === undefined ? {} : { 'idempotency-key': exchange.key }),
    },
    ...(exchange.body === undefined ? {} : { body: canonicalJson(exchange.body) }),
    timeoutMilliseconds: options.timeoutMilliseconds ?? PROVIDER_TIMEOUT_MILLISECONDS,
  };
}
