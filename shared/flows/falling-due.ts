/**
 * What falls due in a tenant by itself, as a list: for each kind of work, when it is due next and how it is woken. The
 * test clock goes from one of these instants to the next. A schedule that looks for work in each tenant has a line here.
 */
import type { Instant } from '../kernel/time.ts';
import type { Message, Ports } from '../ports.ts';
import { nextDueAfter } from '../views/due.ts';
import { type DuePayment, DUE_SHARDS, waitingPaymentsOf } from '../views/payments.ts';
import { limitsDue, nextLimit } from './awaiting-due.ts';
import { firstQuestionsDue, nextFirstQuestion, questionsDue } from './asking.ts';
import { openWhereDue } from './opening.ts';
import { expiriesDue, nextExpiry } from './expiring.ts';
import { nextRecognition, recognitionsDue } from './recognising.ts';

/** One kind of work that falls due. */
type FallingDue = {
  /** The function whose schedule looks for it. */
  readonly by: string;
  /** The earliest instant after the given one at which there is some; undefined without one. */
  readonly next: (tenant: string, after: Instant, ports: Ports) => Promise<Instant | undefined>;
  /** Wakes whoever does what is due by then. */
  readonly wake: (tenant: string, at: Instant, ports: Ports) => Promise<unknown>;
};

/** Payments of one shard that are looked at. */
const WAITING_MAX = 500;

const billing: FallingDue = {
  by: 'billing.run',
  next: (tenant, after, { views }) => nextDueAfter(views, tenant, after),
  wake: (tenant, at, ports) => openWhereDue({ tenant, occasion: at, actor: 'test_clock.walk', at }, ports),
};

const asking: FallingDue = {
  by: 'payments.resolve',
  next: async (tenant, after, ports) => {
    const first = await nextFirstQuestion(ports.views, tenant, after);
    const waiting = await waitingIn(tenant, ports);

    return earliest([
      first,
      ...waiting.map(({ dueAt }) => (dueAt !== null && dueAt > after ? dueAt : undefined)),
    ]);
  },
  wake: async (tenant, at, ports) =>
    sendAll(
      [
        ...(await firstQuestionsDue(ports.views, tenant, at)),
        ...(await waitingIn(tenant, ports)).flatMap((payment) => questionsDue(payment, at)),
      ],
      ports,
    ),
};

const recognising: FallingDue = {
  by: 'ledger.recognise',
  next: (tenant, after, { views }) => nextRecognition(views, tenant, after),
  wake: async (tenant, at, ports) => sendAll(await recognitionsDue(ports.views, tenant, at), ports),
};

const expiring: FallingDue = {
  by: 'prepaid.expire',
  next: (tenant, after, { views }) => nextExpiry(views, tenant, after),
  wake: async (tenant, at, ports) => sendAll(await expiriesDue(ports.views, tenant, at), ports),
};

const awaiting: FallingDue = {
  by: 'subscriptions.activate',
  next: (tenant, after, { views }) => nextLimit(views, tenant, after),
  wake: async (tenant, at, ports) => sendAll(await limitsDue(ports.views, tenant, at), ports),
};

/** Everything that falls due in a tenant by itself. */
export const FALLING_DUE: readonly FallingDue[] = [billing, asking, recognising, expiring, awaiting];

/** The earliest instant after the given one at which anything falls due in the tenant. */
export async function nextInstant(
  tenant: string,
  after: Instant,
  ports: Ports,
): Promise<Instant | undefined> {
  return earliest(await Promise.all(FALLING_DUE.map(({ next }) => next(tenant, after, ports))));
}

/** Wakes the work on everything that is due by then; a repetition finds its effect there. */
export async function wakeDue(tenant: string, at: Instant, ports: Ports): Promise<void> {
  for (const { wake } of FALLING_DUE) await wake(tenant, at, ports);
}

async function sendAll(messages: readonly Message[], { queues }: Ports): Promise<void> {
  const unsent = messages.length === 0 ? [] : await queues.send(messages);
  if (unsent.length > 0) throw new Error(`${unsent.length} wake-ups were not taken`);
}

async function waitingIn(tenant: string, { views }: Ports): Promise<readonly DuePayment[]> {
  const shards = Array.from({ length: DUE_SHARDS }, (_, shard) =>
    waitingPaymentsOf(views, { tenant, shard, limit: WAITING_MAX }),
  );

  return (await Promise.all(shards)).flatMap(({ items }) => items.map(({ data }) => data as DuePayment)); // written by paymentRows alone
}

function earliest(instants: readonly (Instant | undefined)[]): Instant | undefined {
  return instants.flatMap((each) => each ?? []).toSorted()[0];
}
