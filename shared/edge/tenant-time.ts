/**
 * Each tenant's own time. Outside the stage that does business a tenant may have a test clock; requests and messages of
 * that tenant then see its time, and while the clock is on a journey they note what they begin and end, so that the
 * clock knows when all is at rest. In the stage `live` nothing of this runs: no read, no row.
 */
import { hasTestClocks, testClockOf, testClocks, tenantTime } from '../domain/test-clocks.ts';
import type { TestClock } from '../domain/test-clocks.ts';
import { load, stateOf } from '../execute.ts';
import { addToInstant, type Instant } from '../kernel/time.ts';
import type { Clock, Commit, Journal, Message, Ports, Queues } from '../ports.ts';
import type { FunctionName } from '../topology.ts';
import { FUNCTION_NAMES, wiringOf } from '../topology.ts';
import { begin, end, leave, type Work } from '../views/under-way.ts';
import { providersIn, type WhenWas } from './provider-time.ts';

/** Whoever carries the clock itself on is not waited for by it. */
const WALKER: FunctionName = 'test_clock.walk';

const READERS = FUNCTION_NAMES.filter((name) => wiringOf(name).stream);

/** The machine's time, whosever clock it is. */
export function machineNow(clock: Clock): Instant {
  return (clock.machine ?? clock).now();
}

/**
 * Ports inside a value: they fail by name where one is missing, so no promise may take them for another promise; and what
 * time it was for the tenant at an instant of the machine's.
 */
export type InTime = { readonly ports: Ports; readonly whenWas: WhenWas };

/** The ports as that tenant sees them; the ports themselves in the stage that does business, and where there is no clock. */
export async function inTimeOf(tenant: string, ports: Ports): Promise<InTime> {
  if (!hasTestClocks(ports) || tenant === '') return { ports, whenWas: async (machine) => machine };
  const whenWas: WhenWas = (machine) => tenantTimeAt(machine, tenant, ports);

  return { ports: seenWith(await clockIn(tenant, ports), { tenant, ports, whenWas }), whenWas };
}

/** Reads each tenant's clock once, for those who meet many: a batch, a tick. */
export function timesOf(ports: Ports): (tenant: string) => Promise<InTime> {
  const known = new Map<string, Promise<InTime>>();

  return (tenant) => {
    const seen = known.get(tenant) ?? inTimeOf(tenant, ports);
    known.set(tenant, seen);

    return seen;
  };
}

/** Notes the messages that are about to be sent because of commits. */
export async function noteSent(sent: readonly Sent[], ports: Ports): Promise<void> {
  const clocks = await clocksOf(
    sent.map(({ commit }) => commit),
    ports,
  );
  for (const { commit, message } of sent) {
    if (clocks.get(commit.tenant)?.status === 'advancing' && isAwaited(message))
      await begin(ports.views, commit.tenant, workOf(commit, message.to), ports.clock.now());
  }
}

/** Notes that a reader of the stream has dealt with commits. */
export async function noteRead(name: FunctionName, commits: readonly Commit[], ports: Ports): Promise<void> {
  const clocks = await clocksOf(commits, ports);
  for (const commit of commits)
    if (clocks.has(commit.tenant)) await end(ports.views, commit.tenant, workOf(commit, name));
}

/** Notes that a message has come to its end. */
export async function noteDone(name: FunctionName, of: Subject, ports: Ports): Promise<void> {
  if (ports.clock.machine === undefined) return;
  await end(ports.views, of.tenant, { function: name, subject: of.subject });
}

/** Notes that a message was set aside on a journey, and why, so that the journey can tell of it. */
export async function noteSetAside(
  name: FunctionName,
  of: Subject & { readonly code: string },
  ports: Ports,
): Promise<void> {
  const { machine } = ports.clock;
  if (machine === undefined) return;
  await leave(ports.views, of.tenant, { function: name, subject: of.subject, code: of.code }, machine.now());
}

/** A message with the commit it tells of. */
export type Sent = { readonly commit: Commit; readonly message: Message };

/** Whose work, on what. */
type Subject = { readonly tenant: string; readonly subject: string };

/** The clocks of those tenants that have one. */
async function clocksOf(commits: readonly Commit[], ports: Ports): Promise<ReadonlyMap<string, TestClock>> {
  if (!hasTestClocks(ports)) return new Map();
  const tenants = [...new Set(commits.map(({ tenant }) => tenant))];
  const clocks = await Promise.all(
    tenants.map(async (tenant) => [tenant, await clockIn(tenant, ports)] as const),
  );

  return new Map(clocks.filter(([, { status }]) => status !== 'none'));
}

/** A stale clock would let work be dated back, so the read is a strong one. */
async function clockIn(tenant: string, { journal }: Pick<Ports, 'journal'>): Promise<TestClock> {
  return (await load(journal, testClocks, { tenant, id: testClockOf(tenant) })).state;
}

/** Commits of a clock that are looked at, from the last one back; whatever was before them counts as of the oldest. */
const LOOKED_BACK_MAX = 100;

/** Clocks of machines differ and providers cut fractions off. A journey stays longer than that once its work is at rest. */
const SKEW_SECONDS = 1;

/** The clock's own history is told in the machine's time, so it tells when the clock stood where. */
async function tenantTimeAt(machine: Instant, tenant: string, { journal }: Ports): Promise<Instant> {
  const ref = { tenant, id: testClockOf(tenant) };
  const until = addToInstant(machine, { seconds: SKEW_SECONDS });
  let commit = await journal.latest(ref, 'strong');
  for (let looks = 1; commit && commit.at >= until && looks < LOOKED_BACK_MAX; looks += 1)
    commit = await journal.at(ref, commit.version - 1);
  const clock = commit && stateOf(testClocks, commit);

  return clock ? tenantTime(clock, machine) : machine;
}

type Seen = { readonly tenant: string; readonly ports: Ports; readonly whenWas: WhenWas };

function seenWith(clock: TestClock, { tenant, ports, whenWas }: Seen): Ports {
  if (clock.status === 'none') return ports;
  const { clock: machine } = ports;
  const own: Clock = { now: () => tenantTime(clock, machine.now()), machine };
  const noting = clock.status === 'advancing';

  return new Proxy(ports, {
    get(target, port) {
      if (port === 'clock') return own;
      if (port === 'providers') return providersIn(whenWas, target.providers);
      if (port === 'journal' && noting) return notingJournal(tenant, target);
      if (port === 'queues' && noting) return notingQueues(tenant, target);

      return Reflect.get(target, port);
    },
  });
}

/** The row stands before the commit does, and of two who want one version each has its own. */
function notingJournal(tenant: string, { journal, views, clock }: Ports): Journal {
  return {
    ...journal,
    append: async (commit) => {
      const isNoted = commit.tenant === tenant && commit.id !== testClockOf(tenant);
      const works = isNoted ? READERS.map((name) => workOf(commit, name)) : [];
      for (const work of works) await begin(views, tenant, work, clock.now());
      const outcome = await journal.append(commit);
      if (outcome.outcome === 'taken') for (const work of works) await end(views, tenant, work);

      return outcome;
    },
  };
}

function notingQueues(tenant: string, { queues, views, clock }: Ports): Queues {
  return {
    send: async (messages) => {
      for (const message of messages.filter(isAwaited)) {
        const { id } = JSON.parse(message.body) as { readonly id: string }; // functions send messages of this system only
        await begin(views, tenant, { function: message.to, subject: id }, clock.now());
      }

      return queues.send(messages);
    },
  };
}

/** What arrives later by intention is not waited for, and neither is the walker. */
function isAwaited({ to, delaySeconds = 0 }: Message): boolean {
  return to !== WALKER && delaySeconds === 0;
}

/** A reader of the stream deals with one commit among those that wanted its version; a worker with whichever won. */
function workOf({ id, version, hash }: Commit, name: string): Work {
  const subject = `${id}:${version}`;

  return {
    function: name,
    subject: READERS.some((reader) => reader === name) ? `${subject}:${hash}` : subject,
  };
}
