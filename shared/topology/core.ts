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
  'test_clock.keep': {
    context: 'core',
    http: ['POST /v1/test_clock/advance', 'GET /v1/test_clock'],
    touches: { journal: 'append', views: 'read', sends: ['test_clock.walk'], secrets: ['pepper'] },
    timeoutSeconds: 10,
    does: "Moves a tenant's test clock forward and shows it; refuses where business is done.",
  },
  'test_clock.walk': {
    context: 'core',
    facts: ['clock.advance_requested', 'clock.advanced'],
    queue: true,
    touches: {
      journal: 'append',
      views: 'read',
      sends: ['ledger.recognise', 'payments.resolve', 'test_clock.walk'],
    },
    timeoutSeconds: 60,
    batch: { size: 1, windowSeconds: 0, concurrencyMax: 2 },
    does: "Takes a tenant's test clock from one due instant to the next, each once the work before it is at rest.",
  },
} as const satisfies Readonly<Record<string, Wiring>>;
