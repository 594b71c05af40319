import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signStripe } from '../../../../shared/adapters/providers/stripe-webhook.ts';
import { epochMilliseconds } from '../../../../shared/kernel/time.ts';
import type { RawWebhook } from '../../../../shared/ports.ts';
import { chargeIntent, ERRORS, type Json, type StubState } from './stripe-stub-objects.ts';

/** A request as the stub received it. */
export type StubRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  readonly form: Readonly<Record<string, string>>;
};

/** A small server that answers in the shapes of Stripe's API, remembers keys and lets its search lag on request. */
export type StripeStub = {
  readonly url: string;
  readonly state: StubState;
  readonly requests: StubRequest[];
  readonly webhooks: RawWebhook[];
  close(): Promise<void>;
};

/** What a route answers; null is silence, after whatever it did. */
type Answer = { readonly status: number; readonly body: unknown } | null;

const NOW = '2026-03-01T12:00:00.000Z';
const NOW_SECONDS = epochMilliseconds(NOW) / 1_000;

/** Starts the stub on a free port; its webhooks are signed with the secret and kept rather than sent. */
export async function startStripeStub(secret: string): Promise<StripeStub> {
  const state: StubState = {
    intents: new Map(),
    refunds: new Map(),
    sessions: new Map(),
    isIndexed: false,
    silenced: new Set(),
  };
  const keys = new Map<string, { readonly form: string; readonly answer: Answer }>();
  const requests: StubRequest[] = [];
  const webhooks: RawWebhook[] = [];
  const tell = (type: string, object: Json) => {
    const event = {
      object: 'event',
      id: `evt_${webhooks.length}`,
      type,
      created: NOW_SECONDS,
      data: { object },
    };
    const body = Buffer.from(JSON.stringify(event));
    webhooks.push({ body, headers: signStripe(secret, NOW_SECONDS, body), receivedAt: NOW });
  };

  const server = createServer((request, response) => {
    respond(request, response).catch(() => response.destroy());
  });
  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const told = await requestOf(request);
    requests.push(told);
    const answer = keyed(told, () => route(state, told, tell));
    if (answer === null) {
      response.destroy();
      return;
    }
    response.writeHead(answer.status, {
      'content-type': 'application/json',
      date: new Date(NOW).toUTCString(),
    });
    response.end(JSON.stringify(answer.body));
  }
  function keyed(told: StubRequest, run: () => Answer): Answer {
    const key = told.headers['idempotency-key'];
    if (typeof key !== 'string') return run();
    const form = JSON.stringify([told.path, told.form]);
    const known = keys.get(key);
    if (known !== undefined && known.form !== form) return { status: 400, body: ERRORS.keyReused };
    if (known !== undefined) return known.answer;

    const answer = run();
    // A call that got lost on its way leaves no key behind; one whose answer got lost does.
    const isLost = answer === null && told.form.payment_method === 'pm_lost';
    const kept = answer ?? { status: 200, body: [...state.intents.values()].at(-1) };
    if (!isLost) keys.set(key, { form, answer: kept });
    return answer;
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    state,
    requests,
    webhooks,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Tell = (type: string, object: Json) => void;

function route(state: StubState, told: StubRequest, tell: Tell): Answer {
  const [, , noun = '', id = '', verb = ''] = told.path.split('/');
  if (noun === 'payment_intents' && told.method === 'POST') {
    return id === '' ? createIntent(state, told, tell) : moveIntent(state, id, verb);
  }
  if (noun === 'payment_intents' && id === 'search') return listOf(state.isIndexed ? ours(state, told) : []);
  if (noun === 'payment_intents')
    return id === '' ? listOf([...state.intents.values()]) : found(state.intents.get(id));
  if (noun === 'refunds' && told.method === 'POST') return createRefund(state, told);
  if (noun === 'refunds')
    return id === '' ? listOf([...state.refunds.values()]) : found(state.refunds.get(id));
  if (noun === 'checkout') return session(state, told);

  return { status: 404, body: ERRORS.missing };
}

function createIntent(state: StubState, { form }: StubRequest, tell: Tell): Answer {
  const method = form.payment_method ?? '';
  if (method === 'pm_lost' && !state.silenced.has(method)) {
    state.silenced.add(method);
    return null;
  }
  const { status, intent, body } = chargeIntent(state.intents.size, form, NOW_SECONDS);
  if (intent !== undefined) state.intents.set(String(intent.id), intent);
  if (intent?.status === 'succeeded') tell('payment_intent.succeeded', intent);
  return method === 'pm_silent' ? null : { status, body };
}

function moveIntent(state: StubState, id: string, verb: string): Answer {
  const intent = state.intents.get(id);
  if (intent === undefined) return { status: 404, body: ERRORS.missing };
  if (verb === 'cancel' && intent.status === 'succeeded') {
    return {
      status: 400,
      body: { error: { type: 'invalid_request_error', code: 'payment_intent_unexpected_state' } },
    };
  }
  const url = 'https://hooks.stripe.test/redirect/authenticate';
  const moved =
    verb === 'cancel'
      ? { ...intent, status: 'canceled' }
      : {
          ...intent,
          status: 'requires_action',
          next_action: { type: 'redirect_to_url', redirect_to_url: { url } },
        };
  state.intents.set(id, moved);
  return { status: 200, body: moved };
}

function createRefund(state: StubState, { form }: StubRequest): Answer {
  const intent = state.intents.get(form.payment_intent ?? '');
  if (intent === undefined) return { status: 404, body: ERRORS.missing };
  if (Number(form.amount) > Number(intent.amount)) return { status: 400, body: ERRORS.tooLarge };

  const id = `re_stub_${state.refunds.size}`;
  const refund = {
    object: 'refund',
    id,
    status: 'succeeded',
    amount: Number(form.amount),
    currency: intent.currency,
    created: NOW_SECONDS,
    metadata: metadataIn(form),
  };
  state.refunds.set(id, refund);
  return { status: 200, body: refund };
}

function session(state: StubState, told: StubRequest): Answer {
  const [, , , , id = '', verb = ''] = told.path.split('/');
  if (id === '') {
    const made = {
      object: 'checkout.session',
      id: `cs_stub_${state.sessions.size}`,
      status: 'open',
      payment_status: 'unpaid',
      url: 'https://checkout.stripe.test/c/pay/1',
      amount_total: Number(told.form['line_items[0][price_data][unit_amount]'] ?? 0),
      currency: told.form['line_items[0][price_data][currency]'] ?? null,
      metadata: metadataIn(told.form),
      payment_intent: null,
    };
    state.sessions.set(made.id, made);
    return { status: 200, body: made };
  }
  const known = state.sessions.get(id);
  if (known !== undefined && verb === 'expire')
    state.sessions.set(id, { ...known, status: 'expired', url: null });
  return found(state.sessions.get(id));
}

function ours(state: StubState, { query }: StubRequest): readonly Json[] {
  return [...state.intents.values()].filter((intent) => {
    // The stub writes its own metadata as text to text.
    const metadata = intent.metadata as Readonly<Record<string, string>>;
    return (
      query.query === `metadata['tenant']:'${metadata.tenant}' AND metadata['payment']:'${metadata.payment}'`
    );
  });
}

function metadataIn(form: StubRequest['form']): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(form).flatMap(([name, value]) => {
      const key = /^metadata\[(\w+)\]$/.exec(name)?.[1];
      return key === undefined ? [] : [[key, value]];
    }),
  );
}

function listOf(data: readonly Json[]): Answer {
  return {
    status: 200,
    body: { object: 'list', data: data.toReversed().slice(0, 100), has_more: data.length > 100 },
  };
}

function found(object: Json | undefined): Answer {
  return object === undefined ? { status: 404, body: ERRORS.missing } : { status: 200, body: object };
}

async function requestOf(request: IncomingMessage): Promise<StubRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stub');
  return {
    method: request.method ?? '',
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: request.headers,
    form: Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8'))),
  };
}
