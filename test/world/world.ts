/**
 * The world: every function over the memory twins, in one process, moved by one seeded scheduler on one clock. Nothing
 * waits for real time. A step resumes one waiting call, starts one delivery, or moves the clock to what is due next.
 */
import type { Ports } from '../../shared/ports.ts';
import { FUNCTION_NAMES, type FunctionName, wiringOf } from '../../shared/topology.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import { epochMilliseconds } from '../../shared/kernel/time.ts';
import type { Chance } from './chance.ts';
import type { Faults } from './faults.ts';
import type { WorldFunctions } from './functions.ts';
import { portsOf } from './ports.ts';
import { begin, crash, newProcess, nextWait, type PortCall, type Process } from './process.ts';
import type { Ask, Asked, Told } from './requests.ts';
import { eventOf, functionOf, toldBy } from './requests.ts';
import { isReady, newPost, nextDelivery, post } from './sqs.ts';
import { feed, newStream, nextBatch } from './streams.ts';
import type { Twins } from './twins.ts';

/** A request on its way. */
type Waiting = { readonly ask: Ask; readonly token: string | null; readonly tell: (told: Told) => void };

/** A schedule with its next tick. */
export type Tick = { readonly name: FunctionName; readonly everyMilliseconds: number; nextAt: number };

/** Parts of the system that a test switches off, to see that the others suffice or that their absence shows. */
export type Layers = {
  readonly sweeper: boolean;
  readonly resolver: boolean;
  readonly webhookRetry: boolean;
  readonly views: boolean;
};

/** A world. */
export type World = {
  readonly chance: Chance;
  readonly faults: Faults;
  readonly twins: Twins;
  readonly functions: WorldFunctions;
  readonly layers: Layers;
  readonly plant: ((ports: Ports, process: Process) => Ports) | undefined;
  readonly processes: Process[];
  readonly post: ReturnType<typeof newPost>;
  readonly stream: ReturnType<typeof newStream>;
  readonly ticks: Tick[];
  readonly requests: Waiting[];
  readonly sleepers: { readonly until: number; readonly wake: () => void }[];
  readonly webhooks: Set<string>;
  readonly log: Asked[];
  /** Whether schedules tick by themselves. */
  isTicking: boolean;
  clients: number;
  started: number;
  steps: number;
};

const PROCESSES_MAX = 4;
const SKEW_MILLISECONDS_MAX = 120_000;

/** A world in which nothing has happened. */
export function newWorld(
  of: Pick<World, 'chance' | 'faults' | 'twins' | 'functions' | 'layers' | 'plant'>,
): World {
  const now = of.twins.time.milliseconds;

  return {
    ...of,
    processes: [],
    post: newPost(),
    stream: newStream(),
    ticks: ticksFrom(now, of.layers),
    requests: [],
    sleepers: [],
    webhooks: new Set(),
    log: [],
    isTicking: true,
    clients: 0,
    started: 0,
    steps: 0,
  };
}

/** Runs until nothing is left to do, or for at most so many steps; answers whether the world is at rest. */
export async function run(world: World, stepsMax: number): Promise<boolean> {
  for (let steps = 0; steps < stepsMax; steps += 1) {
    world.steps += 1;
    if (!(await step(world))) return true;
  }

  return false;
}

/** Wakes a function as its schedule would, whatever the time. */
export async function tick(world: World, name: FunctionName, event: unknown = {}): Promise<void> {
  await start(world, name, { event, ended: () => {} });
}

/** Sends a request and waits for the answer, the first time only. */
export function send(world: World, ask: Ask, token: string | null): Promise<Told> {
  return new Promise((tell) => {
    world.requests.push({ ask, token, tell });
  });
}

/** Waits on the world's clock. */
export function sleep(world: World, milliseconds: number): Promise<void> {
  return new Promise((wake) => {
    world.sleepers.push({ until: world.twins.time.milliseconds + milliseconds, wake });
  });
}

async function step(world: World): Promise<boolean> {
  reap(world);
  collectNews(world);
  const busy = world.processes;
  const mayStart = busy.length < PROCESSES_MAX;
  if (busy.length > 0 && (!mayStart || world.chance.at(0.6))) return resumeOne(world);
  if (mayStart && (await startOne(world))) return true;
  if (busy.length > 0) return resumeOne(world);

  return moveClock(world);
}

async function resumeOne(world: World): Promise<boolean> {
  const process = world.chance.of(world.processes);
  const call = process.pending.length === 0 ? undefined : world.chance.of(process.pending);
  if (!call) {
    await microtasks();
    return true;
  }
  process.pending.splice(process.pending.indexOf(call), 1);
  await perform(world, process, call);

  return true;
}

async function perform(world: World, process: Process, call: PortCall): Promise<void> {
  const { faults } = world;
  world.twins.time.milliseconds += world.chance.below(20);
  if (faults.strikes('crash_before')) return crash(process);
  if (call.port !== 'provider.http' && faults.strikes('throttle'))
    return go(process, () => call.reject(throttled(call.port)));
  let outcome: () => void;
  try {
    const value = await call.run();
    outcome = () => call.resolve(value);
    if (call.port === 'journal.append' && faults.strikes('lost_reply'))
      outcome = () => call.reject(unheard());
  } catch (error) {
    outcome = () => call.reject(error);
  }
  collectNews(world);
  if (faults.strikes('crash_after')) return crash(process);

  return go(process, outcome);
}

/** Lets the process go on, and returns once it waits again or has ended. */
async function go(process: Process, outcome: () => void): Promise<void> {
  if (process.pending.length > 0 || process.status !== 'running') {
    outcome();
    await microtasks();
    return;
  }
  const parked = nextWait(process);
  outcome();
  await parked;
}

function reap(world: World): void {
  for (let index = world.processes.length - 1; index >= 0; index -= 1) {
    const process = world.processes[index];
    if (!process || process.status === 'running') continue;
    world.processes.splice(index, 1);
    process.ended(process);
  }
}

function collectNews(world: World): void {
  const { twins, stream, faults, chance } = world;
  feed(stream, twins.journal.stream, { faults, chance });
  if (twins.queues.outbox.count() > 0) {
    post(world.post, twins.queues.outbox.drain(), { faults, chance, now: twins.time.milliseconds });
  }
}

/** Starts one of the deliveries that could start now. */
async function startOne(world: World): Promise<boolean> {
  const starts = possibleStarts(world);
  if (starts.length === 0) return false;
  await world.chance.of(starts)();

  return true;
}

function possibleStarts(world: World): (() => Promise<void>)[] {
  const { twins, faults, chance } = world;
  const now = twins.time.milliseconds;
  const starts: (() => Promise<void>)[] = [];
  for (const shard of world.stream.shards) {
    if (shard.isBusy || shard.records.length === 0) continue;
    starts.push(() => start(world, shard.reader, nextBatch(shard, { faults, chance })));
  }
  for (const queue of world.post.queues.values()) {
    if (!isReady(queue, now)) continue;
    starts.push(() => start(world, queue.name, nextDelivery(queue, { faults, chance, now })));
  }
  if (world.requests.length > 0) starts.push(() => startRequest(world));
  for (const webhook of dueWebhooks(world)) starts.push(() => startWebhook(world, webhook));
  for (const due of world.isTicking ? world.ticks : [])
    if (due.nextAt <= now) starts.push(() => startTick(world, due));
  const sleeper = world.sleepers.find(({ until }) => until <= now);
  if (sleeper) {
    starts.push(async () => {
      world.sleepers.splice(world.sleepers.indexOf(sleeper), 1);
      sleeper.wake();
      await microtasks();
    });
  }

  return starts;
}

type Delivery = { readonly event: unknown; readonly ended: (process: Process) => void };

async function start(world: World, name: FunctionName, { event, ended }: Delivery): Promise<void> {
  const { functions, chance, faults } = world;
  world.started += 1;
  const skew = faults.strikes('skew') ? chance.between(-SKEW_MILLISECONDS_MAX, SKEW_MILLISECONDS_MAX) : 0;
  const process = newProcess({ id: world.started, name, skewMilliseconds: skew, ended });
  const woken = functions.get(name);
  if (!woken) throw new Error(`there is no function ${name}`);
  world.processes.push(process);
  await begin(process, async () => woken.with(portsOf(world, process))(event));
}

async function startRequest(world: World): Promise<void> {
  const { chance, faults, requests } = world;
  const place = chance.below(requests.length);
  const [waiting] = requests.splice(place, 1);
  if (!waiting) return;
  const event = eventOf(waiting.ask, { requestId: `req-${world.started + 1}`, token: waiting.token });
  const ended = (process: Process) => {
    const isHeard = process.status === 'finished' && !faults.strikes('lost_answer');
    waiting.tell(isHeard ? toldBy(process.answer) : { status: 0, body: null, headers: {} });
  };
  await start(world, functionOf(waiting.ask), { event, ended });
}

type Webhook = ReturnType<Twins['sandbox']['due']>[number];

function dueWebhooks({ twins, webhooks }: World): readonly Webhook[] {
  const { ledger } = twins.sandbox;
  if (ledger.unsent.size === 0 && ledger.waiting.size === 0) return [];

  return twins.sandbox.due(6).filter(({ event }) => !webhooks.has(event.id));
}

async function startWebhook(world: World, { event, body, headers }: Webhook): Promise<void> {
  const { twins, faults, layers } = world;
  if (faults.strikes('lose')) return twins.sandbox.delivered(event, true);
  world.webhooks.add(event.id);
  const ask: Ask = {
    method: 'POST',
    route: '/v1/webhooks/{provider}',
    params: { provider: 'sandbox' },
    body,
    headers,
  };
  const ended = (process: Process) => {
    world.webhooks.delete(event.id);
    const told = process.status === 'finished' ? toldBy(process.answer) : undefined;
    const isTaken = told !== undefined && told.status >= 200 && told.status < 300;
    if (isTaken && faults.strikes('duplicate')) return;
    twins.sandbox.delivered(event, isTaken || !layers.webhookRetry);
  };
  await start(world, 'payments.receive', {
    event: eventOf(ask, { requestId: `hook-${world.started + 1}`, token: null }),
    ended,
  });
}

async function startTick(world: World, due: Tick): Promise<void> {
  const { faults } = world;
  due.nextAt = world.twins.time.milliseconds + (faults.strikes('duplicate') ? 0 : due.everyMilliseconds);
  if (faults.strikes('lose')) return;
  await start(world, due.name, { event: {}, ended: () => {} });
}

/** Nothing can go on now: on to the next instant at which something can; false when there is none. */
async function moveClock(world: World): Promise<boolean> {
  const next = nextInstant(world);
  if (next === undefined) return false;
  world.twins.time.milliseconds = Math.max(world.twins.time.milliseconds, next);

  return true;
}

function nextInstant(world: World): number | undefined {
  const { ledger } = world.twins.sandbox;
  const instants: number[] = world.sleepers.map(({ until }) => until);
  for (const { letters } of world.post.queues.values())
    for (const letter of letters) instants.push(letter.visibleAt);
  for (const id of ledger.unsent) instants.push(millisecondsOf(ledger.events.get(id)?.nextAt));
  for (const id of ledger.waiting) {
    const waiting = ledger.charges.get(id)?.settlesAt ?? ledger.refunds.get(id)?.settlesAt;
    if (waiting) instants.push(millisecondsOf(waiting));
  }
  if (instants.length === 0) return undefined;
  const next = Math.min(...instants);
  const now = world.twins.time.milliseconds;
  // Over a longer wait the ticks in between are missed, and the one at its end is late: a tick says nothing of what is due.
  const isNear = next - now <= NEAR_MILLISECONDS;
  const ticks = world.isTicking && isNear ? world.ticks.map(({ nextAt }) => nextAt) : [];

  return Math.min(next, ...ticks);
}

const NEAR_MILLISECONDS = 2 * 3_600_000;

function millisecondsOf(instant: Instant | undefined): number {
  return instant === undefined ? Number.POSITIVE_INFINITY : epochMilliseconds(instant);
}

function ticksFrom(now: number, layers: Layers): Tick[] {
  return FUNCTION_NAMES.flatMap((name) =>
    (wiringOf(name).schedules ?? []).map((rate) => ({
      name,
      everyMilliseconds: millisecondsIn(rate),
      nextAt: now + millisecondsIn(rate),
    })),
  ).filter(({ name }) => isSwitchedOn(name, layers));
}

function isSwitchedOn(name: FunctionName, layers: Layers): boolean {
  if (name === 'journal.sweep') return layers.sweeper;

  return name !== 'payments.resolve' || layers.resolver;
}

const UNIT_MILLISECONDS: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

function millisecondsIn(rate: string): number {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(rate) ?? [];
  const milliseconds = UNIT_MILLISECONDS[unit ?? ''];
  if (!count || !milliseconds) throw new Error(`the world does not know the schedule ${rate}`);

  return Number(count) * milliseconds;
}

/** Lets every continuation run that needs nothing of the world. */
async function microtasks(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

function throttled(port: string): Error {
  return Object.assign(new Error(`${port} is throttled`), { name: 'ThrottlingException' });
}

function unheard(): Error {
  return Object.assign(new Error('the answer was lost'), { name: 'TimeoutError' });
}
