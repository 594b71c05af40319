/** The memory twins as ports. A port that was not given fails by name when somebody asks for it. */
import { memoryDocuments } from '../../shared/adapters/memory-documents.ts';
import { memoryJournal } from '../../shared/adapters/memory-journal.ts';
import { memoryObserver } from '../../shared/adapters/memory-observer.ts';
import { memoryProfiles } from '../../shared/adapters/memory-profiles.ts';
import { memoryQueues } from '../../shared/adapters/memory-queues.ts';
import { memorySecrets } from '../../shared/adapters/memory-secrets.ts';
import { memoryClock, seededRandomness } from '../../shared/adapters/memory-system.ts';
import { memoryUsage } from '../../shared/adapters/memory-usage.ts';
import { memoryViews } from '../../shared/adapters/memory-views.ts';
import type { Ports } from '../../shared/ports.ts';

/** The twins by themselves, for a test that looks behind the ports. */
export function twinsAt(start = '2026-11-23T09:00:00.000Z') {
  const clock = memoryClock(start);

  return {
    stage: 'local',
    publicUrl: 'http://api.house',
    journal: memoryJournal(),
    views: memoryViews(clock.now),
    profiles: memoryProfiles(),
    usage: memoryUsage(),
    documents: memoryDocuments(),
    queues: memoryQueues(),
    // Our own rules decide; where nobody asks the register, its absence fails by name.
    taxEngine: null,
    secrets: memorySecrets({ pepper: ['pepper'], cursor: ['cursor'] }),
    clock,
    randomness: seededRandomness(11),
    observer: memoryObserver(),
  };
}

/** Ports of which only the given ones exist. */
export function portsOf(given: Partial<Ports>): Ports {
  return new Proxy(given, {
    get(target, port) {
      if (port in target) return Reflect.get(target, port);
      throw new Error(`the test gave no port ${String(port)}`);
    },
  }) as Ports; // what is missing throws by name
}
