/** What all processes of one world share: the memory twins, the sandbox provider and the clock. */
import { memoryDocuments } from '../../shared/adapters/memory-documents.ts';
import { memoryJournal } from '../../shared/adapters/memory-journal.ts';
import { memoryProfiles } from '../../shared/adapters/memory-profiles.ts';
import { memoryQueues } from '../../shared/adapters/memory-queues.ts';
import { memorySecrets } from '../../shared/adapters/memory-secrets.ts';
import { memoryMail } from '../../shared/adapters/memory-mail.ts';
import { memoryTaxIds } from '../../shared/adapters/memory-tax-ids.ts';
import { seededRandomness } from '../../shared/adapters/memory-system.ts';
import { memoryUsage } from '../../shared/adapters/memory-usage.ts';
import { memoryViews } from '../../shared/adapters/memory-views.ts';
import { inProcessSandbox } from '../../infra/local/sandbox/in-process.ts';
import { epochMilliseconds, type Instant, instantFromEpochMilliseconds } from '../../shared/kernel/time.ts';
import type { Observer } from '../../shared/ports.ts';

/** Where the sandbox provider is reached inside the world. */
export const SANDBOX_URL = 'http://sandbox.world';

/** Signs the webhooks of the world's provider. */
const WEBHOOK_SECRET = 'the-secret-of-the-sandbox-in-the-world';

/** The shared things of a world. */
export type Twins = ReturnType<typeof twinsAt>;

/** Everything empty, at an instant. */
export function twinsAt(start: Instant, seed: number) {
  const time = { milliseconds: epochMilliseconds(start) };
  const now = (skewMilliseconds = 0) => instantFromEpochMilliseconds(time.milliseconds + skewMilliseconds);
  const said: string[] = [];

  return {
    time,
    now,
    journal: memoryJournal(),
    views: memoryViews(() => now()),
    profiles: memoryProfiles(),
    usage: memoryUsage(),
    documents: memoryDocuments(),
    queues: memoryQueues(),
    taxIds: memoryTaxIds(),
    mail: memoryMail(),
    secrets: memorySecrets({
      pepper: ['the-pepper-of-the-world'],
      cursor: ['the-cursor-key-of-the-world'],
      'sandbox-webhook': [WEBHOOK_SECRET],
    }),
    randomness: seededRandomness(seed),
    sandbox: inProcessSandbox({ now: () => now(), secret: WEBHOOK_SECRET, baseUrl: SANDBOX_URL }),
    /** How many messages each function has sent. */
    sentBy: new Map<string, number>(),
    /** Every log line and metric, as text, for the search for personal data. */
    said,
    observer: observerInto(said),
  };
}

function observerInto(said: string[]): Observer {
  return {
    line: (entry) => void said.push(JSON.stringify(entry)),
    metric: (name, value, dimensions) => void said.push(JSON.stringify([name, value, dimensions])),
  };
}
