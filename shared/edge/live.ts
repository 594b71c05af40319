/** Gives a function the real world: only the parts that its line in the topology names; any other port fails by name. */
import { consoleObserver } from '../adapters/console-observer.ts';
import { systemClock, systemRandomness } from '../adapters/system.ts';
import type { Ports } from '../ports.ts';
import type { Config } from './config.ts';
import { readConfig } from './config.ts';
import type { Woken } from './woken.ts';

/** What every function has. */
export type Base = Pick<Ports, 'stage' | 'publicUrl' | 'taxEngine' | 'clock' | 'randomness' | 'observer'>;

/** A part of the world: the ports that come with one client. Bundled only where the topology asks for it. */
export type Part = (config: Config, base: Base) => Partial<Ports>;

/** The Lambda handler of a function. The environment is read here, once, while the module loads. */
export function live<Event, Answer>(
  woken: Woken<Event, Answer>,
  parts: readonly Part[],
): (event: Event) => Promise<Answer> {
  const config = readConfig();
  const clock = systemClock(config.stage === 'local' ? localOffset : undefined);
  const base: Base = {
    stage: config.stage,
    publicUrl: config.publicUrl,
    taxEngine: null,
    clock,
    randomness: systemRandomness(),
    observer: consoleObserver({ stage: config.stage, clock }),
  };
  const given = Object.assign({}, base, ...parts.map((part) => part(config, base))) as Partial<Ports>; // each part holds ports only
  const handle = woken.with(guarded(woken.name, given));

  return (event) => handle(event);
}

/** Where the local cloud puts the offset of its movable clock; on AWS nobody does. */
function localOffset(): number {
  const offset: unknown = Reflect.get(globalThis, Symbol.for('countinghouse.clock-offset-milliseconds'));

  return typeof offset === 'number' ? offset : 0;
}

function guarded(name: string, given: Partial<Ports>): Ports {
  return new Proxy(given, {
    get(target, port) {
      if (port in target) return Reflect.get(target, port);
      throw new Error(`${name} may not touch ${String(port)}: its line in the topology does not name it`);
    },
  }) as Ports; // what is missing throws by name
}
