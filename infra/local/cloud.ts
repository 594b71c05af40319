/** The local cloud: runs a synthesized assembly on this machine. */
import { join } from 'node:path';
import { type LocalClock, openClock } from './clock.ts';
import { closeClients, makeClients } from './clients.ts';
import { deploy } from './deploy/deploy.ts';
import type { QueuePlace } from './deploy/queues.ts';
import { type Endpoints, openEndpoints } from './endpoints.ts';
import { enterEnvironment } from './environment.ts';
import { type FactTail, makeFactTail } from './facts.ts';
import { openFront, type OpenFront } from './http/open-front.ts';
import { openCheckpoints } from './mappings/checkpoints.ts';
import { makeQuiet, type Quiet } from './quiet.ts';
import type { Cloud } from './running-cloud.ts';
import { localEnvironment } from './runtime/local-environment.ts';
import { openLogs } from './runtime/logs.ts';
import { makeRuntime, type Runtime } from './runtime/runtime.ts';
import { openSandbox, type OpenSandbox } from './open-sandbox.ts';
import { makeSchedules, type Schedules } from './schedules/run.ts';
import { noteWhenAllDone } from './sweep.ts';
import { startTicking } from './schedules/tick.ts';
import { makeWake } from './schedules/wake.ts';
import { type Mailbox, startMailbox } from './servers/mailbox.ts';
import { startSecrets } from './secrets/server.ts';
import { openSecrets, type SecretStore } from './secrets/store.ts';
import { apiOf } from './template/api.ts';
import { functionsOf } from './template/functions.ts';
import { readAssembly } from './template/model.ts';
import { openWorld, type World } from './template/scope.ts';
import { unenforcedIn } from './template/unenforced.ts';
import { repetitionsOf, schedulesOf } from './template/wakers.ts';
import { wire } from './wiring.ts';

/** What a local cloud is started with; ports may be 0 for any free one. */
export type CloudOptions = {
  readonly assemblyFolder: string;
  readonly dataFolder: string;
  readonly port: number;
  readonly sandboxPort: number;
  /** Where the clock of an empty data folder begins, against the real time. */
  readonly firstOffsetMilliseconds?: number;
  /** One readable line for each fact. */
  readonly fact: (line: string) => void;
  /** One readable line for each thing that went wrong. */
  readonly complain: (line: string) => void;
};

/** Starts everything in the order in which it depends on one another; what had started is stopped when the rest fails. */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const undo: (() => Promise<void> | void)[] = [];
  let isEnding = false;
  // What fails while everything ends is only the end of it; the functions' own files still tell.
  const complain = (line: string) => (isEnding ? undefined : options.complain(line));
  const stop = async () => {
    isEnding = true;
    for (let last = undo.pop(); last; last = undo.pop()) await last();
  };
  try {
    return { ...(await start({ ...options, complain }, (step) => void undo.push(step))), stop };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

type Undo = (step: () => Promise<void> | void) => void;

/** Where an assembly without a region runs. */
const REGION_DEFAULT = 'us-east-1';

async function start(options: CloudOptions, undo: Undo): Promise<Omit<Cloud, 'stop'>> {
  const assembly = readAssembly(options.assemblyFolder);
  const world = openWorld(assembly, assembly.region ?? REGION_DEFAULT);
  const ground = await layGround(options, world, undo);
  const { clock, front, secrets } = ground;
  const declared = functionsOf(world);
  const sandbox = await openSandbox({ ...options, declared, secrets, clock, webhookBase: front.url });
  undo(sandbox.stop);
  const specs = localEnvironment(declared, {
    queues: ground.queues,
    publicUrl: front.url,
    sandboxUrl: sandbox.url,
    region: world.region,
  });
  const logs = openLogs(join(options.dataFolder, 'logs'));
  undo(logs.stop);
  const runtime = makeRuntime({
    specs,
    logs,
    onFailure: (name, line) => options.complain(`${name} failed: ${line}`),
  });
  undo(runtime.close);
  const woken = startWaking(options, { ...ground, world, runtime, sandbox }, undo);
  front.openRoutes({ api: apiOf(world), runtime, now: clock.now });
  undo(front.stop);
  undo(clock.freeze);

  return {
    ...ground,
    ...woken,
    runtime,
    logs,
    url: front.url,
    sandboxUrl: sandbox.url,
    unenforced: unenforcedIn(assembly),
    openPages: front.openPages,
  };
}

type Ground = {
  readonly clock: LocalClock;
  readonly clients: ReturnType<typeof makeClients>;
  readonly queues: readonly QueuePlace[];
  readonly depth: Endpoints['depth'];
  readonly secrets: SecretStore;
  readonly mailbox: Mailbox;
  readonly environment: Readonly<Record<string, string>>;
  readonly front: OpenFront;
};

/** Servers, resources, secrets, the clock and an open port; nothing runs yet. */
async function layGround(options: CloudOptions, world: World, undo: Undo): Promise<Ground> {
  const front = await openFront(options.port);
  undo(front.stop);
  const endpoints = await openEndpoints(options.dataFolder, world.region);
  undo(endpoints.stop);
  const secrets = openSecrets(world, join(options.dataFolder, 'secrets.json'));
  const secretsServer = await startSecrets(secrets);
  undo(secretsServer.stop);
  const mailbox = await startMailbox();
  undo(mailbox.stop);
  const environment = {
    ...endpoints.environment,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsServer.endpoint,
    AWS_ENDPOINT_URL_SESV2: mailbox.endpoint,
  };
  undo(enterEnvironment(environment));
  const clients = makeClients();
  undo(() => closeClients(clients));
  const queues = await deploy(world, clients);
  const clock = openClock(join(options.dataFolder, 'clock.json'), options.firstOffsetMilliseconds);
  clock.onMove(endpoints.passDelays);

  return {
    clock,
    clients,
    queues,
    depth: endpoints.depth,
    secrets,
    mailbox,
    environment,
    front,
  };
}

type Running = Ground & { readonly world: World; readonly runtime: Runtime; readonly sandbox: OpenSandbox };

function startWaking(
  options: CloudOptions,
  running: Running,
  undo: Undo,
): { schedules: Schedules; quiet: Quiet; facts: FactTail } {
  const { world, runtime, clock, depth, sandbox } = running;
  const { complain } = options;
  const checkpoints = openCheckpoints(join(options.dataFolder, 'checkpoints.json'));
  undo(checkpoints.save);
  undo(() => noteWhenAllDone(running.queues, depth, options.dataFolder));
  undo(runtime.close);
  const facts = makeFactTail(options.fact);
  const wired = wire({
    ...running,
    checkpoints,
    complain,
    tap: facts.hear,
    isHurried: clock.isHurried,
    ready: ({ name }) => depth(name)?.ready ?? null,
  });
  undo(
    async () => void (await Promise.all([...wired.streams, ...wired.queues].map((poller) => poller.stop()))),
  );
  const wake = makeWake({ ...running, repetitions: repetitionsOf(world), complain });
  const schedules = makeSchedules(schedulesOf(world), clock.now(), wake);
  undo(startTicking(schedules, clock));
  const consumed = running.queues.filter(({ deadLetterArn }) => deadLetterArn !== null);
  const isWaiting = () => sandbox.isBusy() || consumed.some(({ name }) => (depth(name)?.ready ?? 0) > 0);

  return { schedules, facts, quiet: makeQuiet({ runtime, ...wired, isWaiting }) };
}
