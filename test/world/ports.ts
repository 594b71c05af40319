/** The ports of one process: each call waits for the scheduler and is held to the grants that the topology gives. */
import { HttpFault, type HttpClient } from '../../shared/adapters/http.ts';
import { sandboxProvider } from '../../shared/adapters/providers/sandbox.ts';
import type {
  AggregateRef,
  Consistency,
  Journal,
  Message,
  PaymentProviders,
  Ports,
  Queues,
} from '../../shared/ports.ts';
import { type FunctionName, wiringOf } from '../../shared/topology.ts';
import type { Touches } from '../../shared/topology/wiring.ts';
import type { Chance } from './chance.ts';
import type { Faults } from './faults.ts';
import { gated, type Process } from './process.ts';
import { SANDBOX_URL, type Twins } from './twins.ts';

/** What a process is put into. */
export type Surroundings = {
  readonly twins: Twins;
  readonly faults: Faults;
  readonly chance: Chance;
  /** Puts a planted bug, if there is one, between a function and its ports. */
  readonly plant: ((ports: Ports, process: Process) => Ports) | undefined;
};

/** A call that the topology does not grant; in AWS it would be denied. */
export class NotGranted extends Error {
  override readonly name = 'NotGranted';
}

/** The ports of a process. */
export function portsOf(around: Surroundings, process: Process): Ports {
  const { twins } = around;
  const { touches } = wiringOf(process.name as FunctionName); // processes are named by their functions
  const ports: Ports = {
    // As where business is done: nobody has a clock of his own, and nobody asks for one.
    stage: 'live',
    publicUrl: 'https://api.world',
    journal: journalOf(around, process, touches),
    views: gatedAll(process, 'views', twins.views, {
      allowed: allowedOf(touches.views, READS, WRITES),
    }),
    profiles: gatedAll(process, 'profiles', twins.profiles, {
      allowed: allowedOf(touches.profiles, READS, WRITES),
    }),
    usage: gatedAll(process, 'usage', twins.usage, { allowed: () => touches.usage === true }),
    documents: gatedAll(process, 'documents', twins.documents, {
      allowed: allowedOf(touches.documents, READS, WRITES),
    }),
    queues: queuesOf(around, process, touches),
    providers: providersOf(around, process, touches),
    taxIds: gatedAll(process, 'taxIds', twins.taxIds, { allowed: () => touches.taxIds === true }),
    mail: gatedAll(process, 'mail', { send: twins.mail.send }, { allowed: () => touches.mail === true }),
    taxEngine: null,
    secrets: gatedAll(process, 'secrets', twins.secrets, { allowed: () => true }),
    clock: { now: () => twins.now(process.skewMilliseconds) },
    randomness: twins.randomness,
    observer: twins.observer,
  };

  return around.plant ? around.plant(ports, process) : ports;
}

const READS = new Set(['get', 'query', 'scan', 'link']);
const WRITES = new Set([...READS, 'put', 'remove', 'erase']);

function allowedOf(grant: string | undefined, read: ReadonlySet<string>, write: ReadonlySet<string>) {
  return (method: string) => (grant === 'read' ? read : grant === 'write' ? write : new Set()).has(method);
}

function gatedAll<Port extends object>(
  process: Process,
  name: string,
  port: Port,
  of: { readonly allowed: (method: string) => boolean },
): Port {
  const entries = Object.entries(port).map(([method, call]) => [
    method,
    (...args: readonly unknown[]) => {
      if (!of.allowed(method)) throw new NotGranted(`${process.name} may not ${name}.${method}`);
      return gated(process, `${name}.${method}`, () =>
        (call as (...args: readonly unknown[]) => Promise<unknown>)(...args),
      );
    },
  ]);

  return Object.fromEntries(entries) as Port; // the same methods, each behind the gate
}

function journalOf({ twins, faults }: Surroundings, process: Process, { journal: grant }: Touches): Journal {
  const { journal } = twins;
  const lawful = (method: string) => {
    const isLawful =
      method === 'scan' ? grant === 'scan' : method === 'append' ? grant === 'append' : grant !== undefined;
    if (!isLawful) throw new NotGranted(`${process.name} may not journal.${method}`);
  };
  const gate = <Value>(method: string, run: () => Promise<Value>) => {
    lawful(method);
    return gated(process, `journal.${method}`, run);
  };
  const latest = async (ref: AggregateRef, consistency: Consistency) => {
    const found = await journal.latest(ref, 'strong');
    if (consistency === 'strong' || !found || !faults.strikes('stale_read')) return found;
    return found.version === 1 ? undefined : journal.at(ref, found.version - 1);
  };

  return {
    latest: (ref, consistency) => gate('latest', () => latest(ref, consistency)),
    at: (ref, version) => gate('at', () => journal.at(ref, version)),
    history: (ref, from) => gate('history', () => journal.history(ref, from)),
    append: (commit) => gate('append', () => journal.append(commit)),
    scan: (segment, after) => gate('scan', () => journal.scan(segment, after)),
  };
}

function queuesOf({ twins, faults, chance }: Surroundings, process: Process, { sends }: Touches): Queues {
  const send = async (messages: readonly Message[]) => {
    const isPartial = faults.strikes('partial');
    const failed = isPartial ? messages.flatMap((_, index) => (chance.at(0.4) ? [index] : [])) : [];
    await twins.queues.send(messages.filter((_, index) => !failed.includes(index)));
    twins.sentBy.set(process.name, (twins.sentBy.get(process.name) ?? 0) + messages.length - failed.length);
    return failed;
  };

  return {
    send: (messages) => {
      const isLawful = sends === 'all' || messages.every(({ to }) => sends?.includes(to));
      if (!isLawful) throw new NotGranted(`${process.name} may not send there`);
      return gated(process, 'queues.send', () => send(messages));
    },
  };
}

function providersOf(
  around: Surroundings,
  process: Process,
  { providers: isGranted }: Touches,
): PaymentProviders {
  if (!isGranted) return {};
  const http: HttpClient = (request) => gated(process, 'provider.http', () => answered(around, request));

  return { sandbox: sandboxProvider({ http, baseUrl: SANDBOX_URL }) };
}

async function answered({ twins, faults }: Surroundings, request: Parameters<HttpClient>[0]) {
  if (faults.strikes('provider_silent_before')) throw new HttpFault('The provider did not hear.');
  if (faults.strikes('provider_fault'))
    return { status: 503, headers: {}, text: '{"error":{"code":"busy","message":"later"}}' };
  const response = await twins.sandbox.http(request);
  if (faults.strikes('provider_silent_after')) throw new HttpFault('The provider was not heard.');

  return response;
}
