/** What carries every recorded fact on: the functions of the stack `core`. */
import type { Wiring } from './wiring.ts';

export const CORE = {
  'journal.relay': {
    context: 'core',
    stream: true,
    touches: { journal: 'append', sends: 'all' },
    timeoutSeconds: 60,
    does: 'Sends each recorded fact to the queues of those it wakes.',
  },
  'journal.project': {
    context: 'core',
    stream: true,
    touches: { journal: 'append', views: 'write' },
    timeoutSeconds: 60,
    does: 'Writes the view rows that each recorded fact moves.',
  },
  'journal.sweep': {
    context: 'core',
    schedules: ['rate(1 day)'],
    touches: { journal: 'scan', views: 'write', sends: 'all' },
    timeoutSeconds: 900,
    memoryMegabytes: 512,
    does: 'Re-reads the journal and sends again what has had no consequence.',
  },
} as const satisfies Readonly<Record<string, Wiring>>;
