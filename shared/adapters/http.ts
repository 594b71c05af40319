/** How the adapters of providers reach the network; `system.ts` has the real one, tests give their own. */

/** A request; the body is text, already encoded. */
export type HttpRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Without it, `HTTP_TIMEOUT_MILLISECONDS`. */
  readonly timeoutMilliseconds?: number;
};

/** An answer of any status; header names are in lower case. Redirects are answers, not followed. */
export type HttpResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
};

/** Sends one request. Throws `HttpFault` when there is no whole answer; whether the request arrived is then unknown. */
export type HttpClient = (request: HttpRequest) => Promise<HttpResponse>;

/** How long a request may take, answer included. */
export const HTTP_TIMEOUT_MILLISECONDS = 10_000;

/** Bytes of an answer that are read. */
export const HTTP_ANSWER_BYTES_MAX = 4_000_000;

/** No whole answer came: the connection failed, time ran out, or the answer was too large. */
export class HttpFault extends Error {
  override readonly name = 'HttpFault';
}
