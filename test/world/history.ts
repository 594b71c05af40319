/**
 * One history: a small business under faults, then without them until nothing moves any more, then whatever is to be
 * looked at. Everything in it follows from its seed.
 */
import { setupTenant } from '../../infra/setup.ts';
import type { Ports } from '../../shared/ports.ts';
import { FUNCTION_NAMES, wiringOf } from '../../shared/topology.ts';
import { attachMethod, type Business, live, lookAround, newBusiness, type Thing } from './business.ts';
import { type Chance, chanceOf } from './chance.ts';
import { ask, type Client, textOf } from './client.ts';
import { drawFaults, FAULT_KINDS, type FaultKind, type Faults } from './faults.ts';
import { CHEAP_RENDER, gatherFunctions, switchedOff, type WorldFunction } from './functions.ts';
import { METHODS, newCustomer, newEntity, newPlan } from './goods.ts';
import type { Process } from './process.ts';
import { redrive, redriveParked } from './sqs.ts';
import { twinsAt } from './twins.ts';
import { type Layers, newWorld, run, tick, type World } from './world.ts';

/** A mistake that is put into the world. */
export type Planted = {
  readonly plant?: (ports: Ports, process: Process) => Ports;
  readonly wrap?: (woken: WorldFunction) => WorldFunction;
};

/** How a history is made. */
export type HistoryOptions = {
  readonly seed: number;
  /** Without faults when empty; all kinds when left out. */
  readonly faults?: readonly FaultKind[];
  /** Faults at chosen places, in the stead of drawn ones. */
  readonly chosen?: Faults;
  /** Whether every kind occurs, at half of its highest rate or more. */
  readonly isFierce?: boolean;
  readonly layers?: Partial<Layers>;
  /** A planted bug: between a function and its ports, or around the function. */
  readonly bug?: Planted | undefined;
  /** Whether PDFs are really printed; a mark stands in for them otherwise. */
  readonly isPrinted?: boolean;
  readonly things?: number;
  /** What is done and sold, where it is something in particular. */
  readonly trade?: Trade;
  /** How saved methods behave; every way there is when left out. */
  readonly methods?: readonly string[];
};

/** What clients do, which plans they find, and whose, where it is anybody in particular. */
export type Trade = {
  readonly deck: readonly Thing[];
  readonly plan: (chance: Chance) => { readonly name: string; readonly price_basis?: string };
  readonly entity?: (chance: Chance) => ReturnType<typeof newEntity>;
};

/** A finished history. */
export type History = {
  readonly world: World;
  /** Whether it came to rest within the rounds it was given. */
  readonly isAtRest: boolean;
  readonly rounds: number;
  /** The instant of the last jobs. */
  readonly restedAt: string;
};

/** Steps of the phase with faults, and of each round after it; a livelock ends here by name. */
const STEPS_MAX = 400_000;

/** Rounds of sweep and wait after the faults have stopped. */
export const ROUNDS_MAX = 24;

/** How often two tenants share a world; they use the same keys for their own requests. */
const SECOND_TENANT_RATE = 0.25;

const ALL_LAYERS: Layers = { sweeper: true, resolver: true, webhookRetry: true, views: true };

/** Runs the history of a seed to its end. */
export async function historyOf(options: HistoryOptions): Promise<History> {
  const chance = chanceOf(options.seed);
  const layers = { ...ALL_LAYERS, ...options.layers };
  const gathered = await gatherFunctions();
  const { plant, wrap } = options.bug ?? {};
  const functions = new Map(gathered);
  if (!options.isPrinted) functions.set('documents.render', CHEAP_RENDER);
  if (!layers.resolver) functions.set('payments.resolve', switchedOff('payments.resolve'));
  if (wrap) for (const [name, woken] of functions) functions.set(name, wrap(woken));
  const twins = twinsAt(startOf(options.seed), options.seed);
  const faults =
    options.chosen ??
    drawFaults(chance.fork('faults'), {
      kinds: options.faults ?? FAULT_KINDS,
      isFierce: options.isFierce ?? false,
    });
  const world = newWorld({ chance, faults, twins, functions, layers, plant });

  faults.isOn = false;
  const firms = [await open(world, options)];
  if (chance.at(SECOND_TENANT_RATE)) firms.push(await open(world, options));
  faults.isOn = true;
  const things = Math.ceil((options.things ?? chance.between(5, 20)) / firms.length);
  const deck = options.trade?.deck ?? null;
  const trading = firms.flatMap((firm) => trade(world, { ...firm, things, deck }));
  await watched(world, Promise.all(trading));
  faults.isOn = false;
  const { isAtRest, rounds } = await converge(world);
  const restedAt = twins.now(-60_000 * 10);
  if (isAtRest) {
    await watched(world, Promise.all(firms.map(({ client, business }) => lookAround(client, business))));
  }

  return { world, isAtRest, rounds, restedAt };
}

/** Different months and years, one of them about to end. */
function startOf(seed: number): string {
  const starts = [
    '2026-01-31T09:00:00.000Z',
    '2026-12-30T20:00:00.000Z',
    '2027-03-27T22:00:00.000Z',
    '2028-02-28T12:00:00.000Z',
  ];

  return starts[seed % starts.length] ?? '2026-01-31T09:00:00.000Z';
}

async function open(world: World, { methods = METHODS, trade: of }: HistoryOptions) {
  const { chance, twins } = world;
  const { tenant, token } = await setupTenant('Tenant', {
    ...twins,
    clock: { now: () => twins.now() },
    stage: 'local',
  });
  const client: Client = { world, chance: chance.fork(tenant), tenant, token };
  const business = newBusiness(methods);
  await watched(world, stock(client, business, { plan: newPlan, entity: newEntity, ...of }));

  return { client, business };
}

async function stock(
  client: Client,
  business: Business,
  { plan, entity: seller }: Required<Omit<Trade, 'deck'>>,
): Promise<void> {
  const { chance } = client;
  for (let count = chance.between(1, 2); count > 0; count -= 1) {
    const request = { method: 'POST', route: '/v1/legal_entities' };
    const entity = seller(chance);
    let told = await ask(client, { ...request, body: entity, key: `entity-${count}` });
    // After the end of our tables a seller has rates of its own.
    if (told.status === 422) {
      const tax_rates = { standard: '19', reduced: '7' };
      told = await ask(client, { ...request, body: { ...entity, tax_rates }, key: `entity-again-${count}` });
    }
    business.entities.push(textOf(told, 'id'));
  }
  for (let count = chance.between(1, 2); count > 0; count -= 1) {
    const body = plan(chance);
    const told = await ask(client, { method: 'POST', route: '/v1/plans', body, key: `plan-${count}` });
    business.plans.push(textOf(told, 'id'));
    if (body.price_basis === 'gross') business.grossPlans.add(textOf(told, 'id'));
  }
  for (let count = chance.between(1, 3); count > 0; count -= 1) {
    const told = await ask(client, {
      method: 'POST',
      route: '/v1/customers',
      body: newCustomer(chance),
      key: `customer-${count}`,
    });
    const customer = textOf(told, 'id');
    business.customers.push(customer);
    if (chance.at(0.8))
      await attachMethod(client, business, { customer, method: chance.of(business.methods) });
  }
}

/** Several clients of one tenant at once, until they have done what they came for. */
function trade(
  world: World,
  of: {
    readonly client: Client;
    readonly business: Business;
    readonly things: number;
    readonly deck: readonly Thing[] | null;
  },
): readonly Promise<void>[] {
  const clients = world.chance.between(1, 3);

  return Array.from({ length: clients }, (_, index) =>
    live({ ...of.client, chance: of.client.chance.fork(`life ${index}`) }, of.business, {
      things: Math.ceil(of.things / clients),
      deck: of.deck,
    }),
  );
}

/** Runs the world until it rests; whoever acts in it is done by then, or has failed. */
async function watched(world: World, actors: Promise<unknown>): Promise<void> {
  let failure: unknown;
  let isDone = false;
  actors.then(
    () => {
      isDone = true;
    },
    (error: unknown) => {
      failure = error ?? new Error('an actor failed');
    },
  );
  for (let turn = 0; turn < 20; turn += 1) {
    await Promise.resolve();
  }
  while (failure === undefined) {
    const rests = await run(world, STEPS_MAX);
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    if (!rests) throw new Error(`the world does not come to rest within ${STEPS_MAX} steps`);
    if (isDone && world.requests.length === 0) return;
  }
  throw failure;
}

/** Without faults: rounds of every scheduled job, each after a longer wait, until one of them changes nothing. */
async function converge(world: World): Promise<{ readonly isAtRest: boolean; readonly rounds: number }> {
  world.isTicking = false;
  await settleDown(world);
  redrive(world.post);
  redriveParked(world.post, waitedInVain(world));
  for (let rounds = 1; rounds <= ROUNDS_MAX; rounds += 1) {
    const before = world.twins.journal.stream.length;
    world.twins.time.milliseconds += rounds < 2 ? 20 * 60_000 : 25 * 3_600_000;
    await runJobs(world);
    const hasGrown = world.twins.journal.stream.slice(before).some(({ facts }) => facts.some(isNews));
    if (!hasGrown && rounds >= 2) return { isAtRest: true, rounds };
  }

  return { isAtRest: false, rounds: ROUNDS_MAX };
}

/** What is tried or asked each day in vain is told each day, and is no news. */
const NO_NEWS = new Set([
  'run.opened',
  'run.advanced',
  'run.page_finished',
  'subscription.parked',
  'payment.asked',
  'refund.asked',
]);

function isNews({ type }: { readonly type: string }): boolean {
  return !NO_NEWS.has(type);
}

function waitedInVain({ twins }: World) {
  return twins.journal.stream
    .flatMap(({ facts }) => facts)
    .filter(({ type }) => type === 'message.parked')
    .map(({ data }) => data as { worker: string; subject: string; code: string }) // as the fact says
    .filter(({ code }) => code === 'message.waited_in_vain');
}

/** Every scheduled job once, to its end. */
export async function runJobs(world: World): Promise<void> {
  for (const name of FUNCTION_NAMES) {
    if (!wiringOf(name).schedules || !world.ticks.some((each) => each.name === name)) continue;
    await tick(world, name, name === 'journal.sweep' ? { since: 'all' } : {});
    await settleDown(world);
  }
}

/** Runs until nothing is under way any more. */
export function settleDown(world: World): Promise<void> {
  return watched(world, Promise.resolve());
}
