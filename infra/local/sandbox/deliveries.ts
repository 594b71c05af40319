import type { Instant } from '../../../shared/kernel/time.ts';
import { afterDelivery, dueEvents } from './events.ts';
import { signedDelivery } from './in-process.ts';
import { apply, type Event } from './ledger.ts';
import type { RecordFile } from './record-file.ts';

/** How many webhooks are under way at once. */
const UNDER_WAY_MAX = 16;

/** How long a receiver may take, in milliseconds. */
const DELIVERY_TIMEOUT_MILLISECONDS = 10_000;

/** What sends webhooks: woken whenever there may be something due. */
export type Deliveries = {
  wake(): void;
  /** Starts nothing more and waits for what is under way. */
  stop(): Promise<void>;
};

/** Where webhooks go, and how they are signed and dated. */
export type DeliveryOptions = {
  readonly webhookUrl: string;
  readonly secret: () => Promise<string>;
  readonly now: () => Instant;
};

/** Sends what is due until the receiver answers 2xx, each event once at a time, again and again with growing pauses. */
export function deliveries(record: RecordFile, options: DeliveryOptions): Deliveries {
  const underWay = new Map<string, Promise<void>>();
  let isStopped = false;

  function wake(): void {
    if (isStopped) return;

    for (const event of dueEvents(record.ledger, options.now(), UNDER_WAY_MAX)) {
      if (underWay.size >= UNDER_WAY_MAX) return;
      if (underWay.has(event.id)) continue;
      const run = deliver(record, options, event).finally(() => {
        underWay.delete(event.id);
        wake();
      });
      underWay.set(event.id, run);
    }
  }

  return {
    wake,
    stop: async () => {
      isStopped = true;
      await Promise.all(underWay.values());
    },
  };
}

async function deliver(record: RecordFile, options: DeliveryOptions, event: Event): Promise<void> {
  const isAccepted = await isTaken(event, options);
  const current = record.ledger.events.get(event.id) ?? event;
  const change = afterDelivery(current, isAccepted, options.now());
  apply(record.ledger, [change]);
  record.append([change]);
}

async function isTaken(event: Event, options: DeliveryOptions): Promise<boolean> {
  try {
    const { body, headers } = signedDelivery(event, await options.secret(), options.now());
    const signal = AbortSignal.timeout(DELIVERY_TIMEOUT_MILLISECONDS);
    const response = await fetch(options.webhookUrl, { method: 'POST', headers, body, signal });
    await response.body?.cancel();
    return response.ok;
  } catch {
    // A receiver that is down, and a secret that is not there yet, are tried again like any refusal.
    return false;
  }
}
