import { signSandbox } from '../../../shared/adapters/providers/sandbox-webhook.ts';
import { type HttpClient, HttpFault } from '../../../shared/adapters/http.ts';
import { epochMilliseconds, type Instant } from '../../../shared/kernel/time.ts';
import { recordOf } from './calls.ts';
import { afterDelivery, dueEvents } from './events.ts';
import { apply, emptyLedger, type Event, type Ledger } from './ledger.ts';
import { passTime } from './passage.ts';
import { serve } from './serve.ts';

/** A webhook as the sandbox sends it: the same event, signed anew for each delivery. */
export type Delivery = {
  readonly event: Event;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** The sandbox without a network: an HTTP client that reaches it, and the webhooks it wants delivered. */
export type InProcessSandbox = {
  readonly http: HttpClient;
  readonly ledger: Ledger;
  /** Lets time pass and returns at most so many webhooks that are due; each stays due until `delivered` is told of it. */
  due(limit: number): readonly Delivery[];
  delivered(event: Event, isAccepted: boolean): void;
  record(): ReturnType<typeof recordOf>;
};

/** Starts an empty sandbox in this process; deterministic, and moved by nothing but calls and the given clock. */
export function inProcessSandbox(options: {
  readonly now: () => Instant;
  readonly secret: string;
  readonly baseUrl: string;
}): InProcessSandbox {
  const ledger = emptyLedger();
  return {
    ledger,
    http: httpInto(ledger, options),
    due: (limit) => {
      const now = options.now();
      apply(ledger, passTime(ledger, now));
      return dueEvents(ledger, now, limit).map((event) => signedDelivery(event, options.secret, now));
    },
    delivered: (event, isAccepted) => {
      const current = ledger.events.get(event.id) ?? event;
      apply(ledger, [afterDelivery(current, isAccepted, options.now())]);
    },
    record: () => recordOf(ledger),
  };
}

/** One delivery of the event, signed with the time of sending, which is what the receiver's tolerance is about. */
export function signedDelivery(event: Event, secret: string, now: Instant): Delivery {
  const seconds = Math.floor(epochMilliseconds(now) / 1_000);
  const headers = { 'content-type': 'application/json', ...signSandbox(secret, seconds, event.body) };
  return { event, body: event.body, headers };
}

function httpInto(
  ledger: Ledger,
  options: { readonly now: () => Instant; readonly baseUrl: string },
): HttpClient {
  return async ({ method, url, headers = {}, body = '' }) => {
    const { pathname, searchParams } = new URL(url);
    const request = { method, path: pathname, query: searchParams, headers, body };
    const { answer } = serve(ledger, request, { now: options.now(), baseUrl: options.baseUrl });
    if (answer === null) throw new HttpFault('The sandbox does not answer.');

    return { status: answer.status, headers: answer.headers, text: answer.body };
  };
}
