/**
 * Woken by clock.advance_requested and clock.advanced, and by itself while it waits; wakes what is due where the clock
 * stands, and once that work is at rest records clock.advanced for the next due instant, or clock.arrived. Every message
 * names the version of the clock it is about, so that a repeated or late one changes nothing.
 */
import { TestClockLook } from '../../shared/contracts/test-clocks.ts';
import { hasTestClocks, testClockOf, testClocks, FAILED_SHOWN_MAX } from '../../shared/domain/test-clocks.ts';
import type { Failed, TestClock, TestClockCommand } from '../../shared/domain/test-clocks.ts';
import { type Delivery, DONE, type Outcome } from '../../shared/edge/delivery.ts';
import { actingOn, eachOf, onQueue } from '../../shared/edge/queue.ts';
import { machineNow } from '../../shared/edge/tenant-time.ts';
import { execute, load } from '../../shared/execute.ts';
import { nextInstant, wakeDue } from '../../shared/flows/falling-due.ts';
import { epochMilliseconds } from '../../shared/kernel/time.ts';
import type { AggregateRef, Ports } from '../../shared/ports.ts';
import { leftBehind, told, underWay } from '../../shared/views/under-way.ts';

/** Looks in a row that must find nothing under way before work counts as at rest: a view lags behind what was written. */
const QUIET_LOOKS = 2;

/** Work that takes longer at one instant is left behind, and told. */
export const WAIT_MINUTES_MAX = 30;

/** How long it waits between two looks, in seconds: at first, and after the first minute. */
const PAUSES = { first: 1, later: 5 } as const;

const MINUTE = 60_000;

type Standing = TestClock & { readonly status: 'advancing' };
type At = { readonly ref: AggregateRef; readonly clock: Standing; readonly version: number };

async function walk(delivery: Delivery, ports: Ports): Promise<Outcome> {
  const { message } = delivery;
  if (!hasTestClocks(ports)) return DONE;
  const ref = { tenant: message.tenant, id: testClockOf(message.tenant) };
  const { state: clock, version } = await load(ports.journal, testClocks, ref);
  if (clock.status !== 'advancing') return DONE;
  const at = { ref, clock, version };
  const look = message.kind === 'work' ? TestClockLook.safeParse(message.task).data : undefined;
  if (look && look.version === version) return lookAround(at, look, { delivery, ports });
  if (look || (message.kind === 'fact' && message.version !== version)) return DONE;

  await wakeDue(ref.tenant, clock.standsAt, ports);
  const since = epochMilliseconds(machineNow(ports.clock));

  return lookLater(ref, { version, quiet: 0, since }, ports);
}

type Doing = { readonly delivery: Delivery; readonly ports: Ports };

async function lookAround(at: At, look: TestClockLook, { delivery, ports }: Doing): Promise<Outcome> {
  const works = await underWay(ports.views, at.ref.tenant, FAILED_SHOWN_MAX);
  const waited = epochMilliseconds(machineNow(ports.clock)) - look.since;
  const quiet = works.length === 0 ? look.quiet + 1 : 0;
  const isOver = quiet >= QUIET_LOOKS || waited > WAIT_MINUTES_MAX * MINUTE;
  if (!isOver) return lookLater(at.ref, { ...look, quiet }, ports);

  const aside = await leftBehind(ports.views, at.ref.tenant, FAILED_SHOWN_MAX);
  const failed = [...aside, ...works.map((work) => ({ ...work, code: null }))];
  const done = await execute(ports.journal, testClocks, {
    ref: at.ref,
    command: await goOn(at, failed, ports),
    acting: { ...actingOn('test_clock.walk', delivery, ports), at: machineNow(ports.clock) },
    expect: at.version,
  });
  if (done.ok) await told(ports.views, at.ref.tenant, aside);

  return DONE;
}

async function goOn({ ref, clock }: At, failed: readonly Failed[], ports: Ports): Promise<TestClockCommand> {
  const next = await nextInstant(ref.tenant, clock.standsAt, ports);

  return next !== undefined && next <= clock.to
    ? { do: 'step', at: next, failed }
    : { do: 'arrive', machineNow: machineNow(ports.clock), failed };
}

async function lookLater({ tenant, id }: AggregateRef, look: TestClockLook, ports: Ports): Promise<Outcome> {
  const waited = epochMilliseconds(machineNow(ports.clock)) - look.since;
  const body = { kind: 'work', tenant, id, trace: id, task: look };
  const delaySeconds = waited < MINUTE ? PAUSES.first : PAUSES.later;
  const unsent = await ports.queues.send([
    { to: 'test_clock.walk', body: JSON.stringify(body), delaySeconds },
  ]);

  return unsent.length === 0 ? DONE : { end: 'wait', reason: 'the next look was not taken' };
}

export const handler = onQueue('test_clock.walk', eachOf(walk));
