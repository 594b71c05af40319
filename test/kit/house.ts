/**
 * A whole small house in one process: every function behind the real front door, over the memory twins, on a clock that
 * stands still. Nothing happens by itself: `drain` relays, projects and works the queues until all is quiet.
 */
import { inProcessSandbox } from '../../infra/local/sandbox/in-process.ts';
import { setupTenant } from '../../infra/setup.ts';
import type { MemoryJournal } from '../../shared/adapters/memory-journal.ts';
import type { memoryObserver } from '../../shared/adapters/memory-observer.ts';
import { memorySecrets } from '../../shared/adapters/memory-secrets.ts';
import type { MemoryClock } from '../../shared/adapters/memory-system.ts';
import { memoryMail } from '../../shared/adapters/memory-mail.ts';
import { memoryTaxIds } from '../../shared/adapters/memory-tax-ids.ts';
import { sandboxProvider } from '../../shared/adapters/providers/sandbox.ts';
import { toItem } from '../../shared/journal/commit.ts';
import { epochMilliseconds } from '../../shared/kernel/time.ts';
import type { Commit, Message, Ports } from '../../shared/ports.ts';
import { FUNCTION_NAMES, type FunctionName, wiringOf } from '../../shared/topology.ts';
import { gatherFunctions, type WorldFunctions } from '../world/functions.ts';
import { type Ask, eventOf, functionOf } from '../world/requests.ts';
import { portsOf, twinsAt } from './ports.ts';

/** What a caller was told. The body is what a test expects it to be; a wrong guess fails where it is read. */
export type Told = {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: an answer is examined member by member, and each test says what it expects
  readonly body: any;
  readonly headers: Readonly<Record<string, string>>;
};

/** Everything a request may differ in from a good one. */
export type Asking = Ask & {
  readonly token?: string | null;
  readonly event?: Readonly<Record<string, unknown>>;
};

/** A message in a queue of the house. */
export type Letter = {
  readonly to: FunctionName;
  readonly body: string;
  readonly due: number;
  receives: number;
};

/** A house with one tenant and its key. */
export type House = {
  readonly ports: Ports;
  readonly journal: MemoryJournal;
  readonly clock: MemoryClock;
  readonly observer: ReturnType<typeof memoryObserver>;
  readonly tenant: string;
  readonly token: string;
  /** Asks by a route; `ports` stands in for some of the house's own this once. */
  readonly ask: (asking: Asking, ports?: Partial<Ports>) => Promise<Told>;
  readonly post: (route: string, body?: unknown, more?: Partial<Asking>) => Promise<Told>;
  readonly get: (route: string, more?: Partial<Asking>) => Promise<Told>;
  readonly wake: (name: FunctionName, event: unknown, ports?: Partial<Ports>) => Promise<unknown>;
  /** Does whatever is due; messages to the held functions wait. */
  readonly drain: (held?: readonly FunctionName[]) => Promise<void>;
  /** Letters that are under way, and those that came back too often. */
  readonly letters: Letter[];
  readonly dead: Letter[];
};

const STEPS_MAX = 5_000;
const RECEIVES_MAX = 8;
const SECRET = 'the-secret-of-the-house';
const SANDBOX_URL = 'http://sandbox.house';
const READERS = FUNCTION_NAMES.filter((name) => wiringOf(name).stream);

/** Opens a house at an instant. `around` may put something between the functions and their ports. */
export async function openHouse(
  of: { readonly start?: string; readonly around?: (ports: Ports) => Partial<Ports> } = {},
): Promise<House> {
  const functions = await gatherFunctions();
  const twins = twinsAt(of.start);
  const { clock, journal, queues, observer } = twins;
  const sandbox = inProcessSandbox({ now: clock.now, secret: SECRET, baseUrl: SANDBOX_URL });
  const plain = portsOf({
    ...twins,
    providers: { sandbox: sandboxProvider({ http: sandbox.http, baseUrl: SANDBOX_URL }) },
    taxIds: memoryTaxIds(),
    mail: memoryMail(),
    taxEngine: null,
    secrets: memorySecrets({ pepper: ['pepper'], cursor: ['cursor'], 'sandbox-webhook': [SECRET] }),
  });
  const ports = of.around ? withInstead(plain, of.around(plain)) : plain;
  const { tenant, token } = await setupTenant('House', plain);
  const wake = wakeWith(functions, ports);
  const ask = askWith(wake, token);
  const letters: Letter[] = [];
  const dead: Letter[] = [];
  let told = 0;
  let keys = 0;

  const news = async (): Promise<boolean> => {
    const commits = journal.stream.slice(told, told + 100);
    if (commits.length > 0) for (const reader of READERS) await wake(reader, streamEventOf(commits));
    told += commits.length;
    // What functions send each other is under way too, with news or without.
    const sent = queues.outbox.drain();
    for (const message of sent) letters.push(letterOf(message, clock));

    return commits.length + sent.length > 0;
  };
  const webhooks = async (): Promise<boolean> => {
    const [due] = sandbox.due(1);
    if (!due) return false;
    const route = '/v1/webhooks/{provider}';
    const answer = await ask({
      method: 'POST',
      route,
      params: { provider: 'sandbox' },
      body: due.body,
      headers: due.headers,
      token: null,
    });
    sandbox.delivered(due.event, answer.status === 200);

    return true;
  };

  return {
    ports,
    journal,
    clock,
    observer,
    tenant,
    token,
    ask,
    post: (route, body, more = {}) => {
      keys += 1;

      return ask({ method: 'POST', route, body, key: `key ${keys}`, ...more });
    },
    get: (route, more = {}) => ask({ method: 'GET', route, ...more }),
    wake,
    drain: async (held = []) => {
      for (let steps = 0; steps < STEPS_MAX; steps += 1) {
        if (await news()) continue;
        if (await work({ letters, dead, wake, now: epochMilliseconds(clock.now()) }, held)) continue;
        if (!(await webhooks())) return;
      }
      throw new Error('the house does not come to rest');
    },
    letters,
    dead,
  };
}

/** The event by which the stream tells of commits. */
export function streamEventOf(commits: readonly Commit[]) {
  return {
    Records: commits.map((commit, index) => recordOf(toItem(commit), String(index + 1).padStart(12, '0'))),
  };
}

/** The stream's record of an item, whatever the item holds. */
export function recordOf(item: { pk: string; sk: number; body: string; hash: string }, sequence: string) {
  const Keys = { pk: { S: item.pk }, sk: { N: String(item.sk) } };
  const NewImage = { ...Keys, body: { S: item.body }, hash: { S: item.hash } };

  return { eventID: sequence, eventName: 'INSERT', dynamodb: { Keys, NewImage, SequenceNumber: sequence } };
}

/** The event by which a queue hands out messages. */
export function queueEventOf(bodies: readonly string[], receives = 1) {
  const attributes = { ApproximateReceiveCount: String(receives) };

  return {
    Records: bodies.map((body, index) => ({
      messageId: `m${index + 1}`,
      body,
      attributes,
      messageAttributes: {},
    })),
  };
}

/** The identifiers of what a batch handler left undone. */
export function failuresOf(answer: unknown): readonly string[] {
  const { batchItemFailures } = answer as { batchItemFailures: { itemIdentifier: string }[] }; // what Lambda reads of it

  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}

function wakeWith(functions: WorldFunctions, usual: Ports) {
  return async (name: FunctionName, event: unknown, instead: Partial<Ports> = {}) => {
    const woken = functions.get(name);
    if (!woken) throw new Error(`there is no function ${name}`);

    return woken.with(withInstead(asNamed(name, usual), instead))(event);
  };
}

/** Usage fails, as it does where a function runs by itself, unless its line in the topology names it. */
function asNamed(name: FunctionName, usual: Ports): Ports {
  if (wiringOf(name).touches.usage) return usual;

  return new Proxy(usual, {
    get(target, port) {
      if (port === 'usage') throw new Error(`${name} may not touch usage`);
      return Reflect.get(target, port);
    },
    ownKeys: (target) => Reflect.ownKeys(target).filter((port) => port !== 'usage'),
  });
}

/** The usual ports but for some; they stay behind their guard. */
function withInstead(usual: Ports, instead: Partial<Ports>): Ports {
  return new Proxy(usual, {
    get: (target, port) => (port in instead ? Reflect.get(instead, port) : Reflect.get(target, port)),
  });
}

function askWith(wake: House['wake'], token: string): House['ask'] {
  let asked = 0;

  return async ({ token: other, event, ...asking }, instead) => {
    asked += 1;
    const given = eventOf(asking, { requestId: `req-${asked}`, token: other === undefined ? token : other });
    const answer = await wake(functionOf(asking), { ...given, ...event }, instead);
    const { statusCode, body, headers } = answer as {
      statusCode: number;
      body: string;
      headers: Record<string, string>;
    }; // payload 2.0

    const isJson = (headers['content-type'] ?? '').includes('json');

    return { status: statusCode, body: body && isJson ? JSON.parse(body) : body || null, headers };
  };
}

async function work(
  of: Pick<House, 'letters' | 'dead' | 'wake'> & { readonly now: number },
  held: readonly FunctionName[],
): Promise<boolean> {
  const ready = of.letters.filter((letter) => letter.due <= of.now && !held.includes(letter.to));
  const [first] = ready;
  if (!first) return false;
  const batch = ready.filter(({ to }) => to === first.to).slice(0, wiringOf(first.to).batch?.size ?? 10);
  for (const letter of batch) of.letters.splice(of.letters.indexOf(letter), 1);
  const attributes = (letter: Letter) => ({ ApproximateReceiveCount: String(letter.receives + 1) });
  const records = batch.map((letter, index) => ({
    messageId: `m${index}`,
    body: letter.body,
    attributes: attributes(letter),
  }));
  const failed = failuresOf(await of.wake(first.to, { Records: records }));
  for (const id of failed) {
    const letter = batch[Number(id.slice(1))];
    if (!letter) continue;
    letter.receives += 1;
    (letter.receives < RECEIVES_MAX ? of.letters : of.dead).push(letter);
  }

  return true;
}

function letterOf({ to, body, delaySeconds = 0 }: Message, clock: MemoryClock): Letter {
  const due = epochMilliseconds(clock.now()) + delaySeconds * 1_000;

  return { to: to as FunctionName, body, due, receives: 0 }; // checked when it was sent
}
