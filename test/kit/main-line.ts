/**
 * The system in one process without a scheduler: every function over the given stores, each commit and each message
 * delivered once and in order. What it does is what a lone order causes, each by itself; or, where batches are asked for,
 * what many at once cause, each wake-up with as much as the platform hands over.
 */
import { inProcessSandbox } from '../../infra/local/sandbox/in-process.ts';
import { setupTenant } from '../../infra/setup.ts';
import { marshalled } from '../../shared/adapters/dynamo-item.ts';
import { memoryObserver } from '../../shared/adapters/memory-observer.ts';
import { memorySecrets } from '../../shared/adapters/memory-secrets.ts';
import { memoryMail } from '../../shared/adapters/memory-mail.ts';
import { memoryTaxIds } from '../../shared/adapters/memory-tax-ids.ts';
import { memoryClock, seededRandomness } from '../../shared/adapters/memory-system.ts';
import { sandboxProvider } from '../../shared/adapters/providers/sandbox.ts';
import { packedItem } from '../../shared/adapters/packing.ts';
import { checkedMessage } from '../../shared/adapters/stored.ts';
import { memoryUsage } from '../../shared/adapters/memory-usage.ts';
import { toItem } from '../../shared/journal/commit.ts';
import type { Span } from '../../shared/kernel/time.ts';
import type { Commit, Message, Ports, Queues } from '../../shared/ports.ts';
import { FUNCTION_NAMES, type FunctionName, wiringOf } from '../../shared/topology.ts';
import { STREAM_BATCH_MAX } from '../../shared/topology/wiring.ts';
import { readyMessages } from './ready-messages.ts';
import { gatherFunctions } from '../world/functions.ts';
import { type Ask, eventOf, functionOf, type Told, toldBy } from '../world/requests.ts';

/** What lies behind the ports. */
export type Stores = Pick<Ports, 'journal' | 'views' | 'profiles' | 'documents'> & {
  /** Wraps the queues, so that a meter can count what is sent. */
  readonly queues?: (queues: Queues) => Queues;
  /** Whether commits and messages come in the batches of the topology. */
  readonly batches?: true;
  /** Told how long each wake-up took, in milliseconds. */
  readonly took?: (name: FunctionName, milliseconds: number) => void;
};

/** A running main line. */
export type MainLine = {
  readonly ports: Ports;
  readonly tenant: string;
  readonly ask: (ask: Ask) => Promise<Told>;
  /** Works off everything that is ready: news, messages, webhooks; what is delayed stays, and so does what is not for `only`. */
  readonly rest: (only?: ReadonlySet<string>) => Promise<void>;
  /** Lets the delayed messages arrive, and works off what follows. */
  readonly later: () => Promise<void>;
  /** Lets time pass; while something is worked off, each step takes some of its own. */
  readonly pass: (span: Span) => void;
  /** Every commit appended so far, in order. */
  readonly commits: readonly Commit[];
  /** How often each function was woken. */
  readonly invocations: Map<FunctionName, number>;
};

const STEPS_MAX = 100_000;
const STEP: Span = { seconds: 1 };
/** Webhooks that come before the stream is read again, where many charges were made at once. */
const WEBHOOKS_AT_ONCE = 100;
const SECRET = 'the-secret-of-the-main-line';
const BASE_URL = 'http://sandbox.line';
const STREAM_READERS = FUNCTION_NAMES.filter((name) => wiringOf(name).stream);

/** A main line with one tenant and its key; nothing else has happened. */
export async function openMainLine(stores: Stores): Promise<MainLine> {
  const functions = await gatherFunctions();
  const { ports, commits, ready, delayed, sandbox, clock } = surroundings(stores);
  const { tenant, token } = await setupTenant('Reference', ports);
  const invocations = new Map<FunctionName, number>();
  const wake = async (name: FunctionName, event: unknown) => {
    const woken = functions.get(name);
    if (!woken) throw new Error(`there is no function ${name}`);
    invocations.set(name, (invocations.get(name) ?? 0) + 1);

    const begun = performance.now();
    const answer = await woken.with(ports)(event);
    stores.took?.(name, performance.now() - begun);

    return answer;
  };
  const ask = async (request: Ask) =>
    toldBy(
      await wake(
        functionOf(request),
        eventOf(request, { requestId: `JKJaXmPLvHcE${String(commits.length).padStart(4, '0')}`, token }),
      ),
    );
  let told = 0;
  const step = async (only?: ReadonlySet<string>): Promise<boolean> => {
    clock.advance(STEP);
    const news = commits.slice(told, told + (stores.batches ? STREAM_BATCH_MAX : 1));
    if (news.length > 0) {
      for (const reader of STREAM_READERS) complainOf(reader, await wake(reader, streamEventOf(news, told)));
      told += news.length;
      return true;
    }
    const messages = ready.take(stores.batches ?? false, only);
    const [message] = messages;
    if (message) {
      complainOf(message.to, await wake(message.to as FunctionName, queueEventOf(messages))); // checked when it was sent
      return true;
    }
    const webhooks = only ? [] : sandbox.due(stores.batches ? WEBHOOKS_AT_ONCE : 1);
    for (const webhook of webhooks) {
      const route = { method: 'POST', route: '/v1/webhooks/{provider}', params: { provider: 'sandbox' } };
      const answer = await ask({ ...route, body: webhook.body, headers: webhook.headers });
      if (answer.status !== 200) throw new Error(`a webhook was answered ${answer.status}`);
      sandbox.delivered(webhook.event, true);
    }
    return webhooks.length > 0;
  };
  const rest = async (only?: ReadonlySet<string>) => {
    for (let steps = 0; steps < STEPS_MAX; steps += 1) if (!(await step(only))) return;
    throw new Error('the main line does not come to rest');
  };
  await rest();

  return {
    ports,
    tenant,
    ask,
    rest,
    later: async () => {
      ready.push(...delayed.splice(0));
      await rest();
    },
    pass: clock.advance,
    commits,
    invocations,
  };
}

function surroundings(stores: Stores) {
  const clock = memoryClock('2026-11-23T09:00:00.000Z');
  const sandbox = inProcessSandbox({ now: clock.now, secret: SECRET, baseUrl: BASE_URL });
  const commits: Commit[] = [];
  const ready = readyMessages();
  const delayed: Message[] = [];
  const queues: Queues = {
    send: async (messages) => {
      for (const message of messages) (message.delaySeconds ? delayed : ready).push(checkedMessage(message));
      return [];
    },
  };
  const ports: Ports = {
    ...stores,
    usage: memoryUsage(),
    journal: {
      ...stores.journal,
      append: async (commit) => {
        const outcome = await stores.journal.append(commit);
        if (outcome.outcome === 'appended') commits.push(commit);
        return outcome;
      },
    },
    queues: stores.queues ? stores.queues(queues) : queues,
    // As where business is done: nobody has a clock of his own, and nobody asks for one.
    stage: 'live',
    publicUrl: 'http://api.line',
    taxIds: memoryTaxIds(),
    mail: memoryMail(),
    taxEngine: null,
    providers: { sandbox: sandboxProvider({ http: sandbox.http, baseUrl: BASE_URL }) },
    secrets: memorySecrets({ pepper: ['pepper'], cursor: ['cursor'], 'sandbox-webhook': [SECRET] }),
    clock,
    randomness: seededRandomness(7),
    observer: memoryObserver(),
  };

  return { ports, commits, ready, delayed, sandbox, clock };
}

/** A lone order meets no failure; one that shows would make every figure wrong. */
function complainOf(name: string, answer: unknown): void {
  const { batchItemFailures = [] } = (answer ?? {}) as { readonly batchItemFailures?: readonly unknown[] }; // what Lambda reads of it
  if (batchItemFailures.length > 0) throw new Error(`${name} left a message undone`);
}

/** As the table's stream has it: what the adapter would have written. */
function streamEventOf(commits: readonly Commit[], former: number) {
  const records = commits.map((commit, index) => {
    const image = marshalled(packedItem(toItem(commit), 'body'));
    const { pk, sk } = image;
    return {
      eventName: 'INSERT',
      dynamodb: { Keys: { pk, sk }, NewImage: image, SequenceNumber: String(former + index + 1) },
    };
  });

  return { Records: records };
}

function queueEventOf(messages: readonly Message[]) {
  const records = messages.map(({ body }, index) => ({
    messageId: `m${index + 1}`,
    body,
    attributes: { ApproximateReceiveCount: '1' },
    messageAttributes: {},
  }));

  return { Records: records };
}
