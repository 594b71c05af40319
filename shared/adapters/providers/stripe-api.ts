import { invariant } from '../../kernel/invariant.ts';
import type { HttpClient, HttpRequest } from '../http.ts';
import { type CallResult, call, PROVIDER_TIMEOUT_MILLISECONDS } from './call.ts';

/** The version of Stripe's API that the requests and contracts here are written for; webhooks are set to the same. */
export const STRIPE_API_VERSION = '2026-10-28.endive';

/** How to reach Stripe. */
export type StripeOptions = {
  readonly http: HttpClient;
  readonly apiUrl: string;
  readonly apiKey: () => Promise<string>;
  /**
   * Where the customer comes back to after the bank has asked them. Without it a charge that the bank wants to see the
   * customer for is a soft failure, and the hosted page is the way to pay.
   */
  readonly returnUrl?: string;
  readonly timeoutMilliseconds?: number;
};

/** Fields of a form; what is null is left out. */
export type StripeForm = Readonly<Record<string, string | null>>;

/** The calls that Stripe's API is spoken to with. */
export type StripeApi = {
  get(path: string, query?: StripeForm): Promise<CallResult>;
  /** Every change carries an idempotency key, except those that come to the same when done again. */
  post(path: string, form: StripeForm, key: string | null): Promise<CallResult>;
};

/** The API bound to its options. The key is read for each call, so that a rotated one is used at once. */
export function stripeApi(options: StripeOptions): StripeApi {
  const headers = async () => ({
    accept: 'application/json',
    authorization: `Bearer ${await options.apiKey()}`,
    'stripe-version': STRIPE_API_VERSION,
  });
  const timeoutMilliseconds = options.timeoutMilliseconds ?? PROVIDER_TIMEOUT_MILLISECONDS;
  const send = async (request: HttpRequest) => call(options.http, { timeoutMilliseconds, ...request });
  return {
    get: async (path, query = {}) => {
      const encoded = formOf(query);
      const url = `${options.apiUrl}${path}${encoded === '' ? '' : `?${encoded}`}`;
      return send({ method: 'GET', url, headers: await headers() });
    },
    post: async (path, form, key) =>
      send({
        method: 'POST',
        url: `${options.apiUrl}${path}`,
        headers: {
          ...(await headers()),
          'content-type': 'application/x-www-form-urlencoded',
          ...(key === null ? {} : { 'idempotency-key': key }),
        },
        body: formOf(form),
      }),
  };
}

/** An id of ours as part of a search query; anything that could end the quoted text is a fault. */
export function searchable(id: string): string {
  invariant(/^[A-Za-z0-9_-]{1,100}$/.test(id), 'an id in a search has no signs of the query language');
  return id;
}

function formOf(form: StripeForm): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(form)) if (value !== null) given.append(name, value);
  return given.toString();
}
