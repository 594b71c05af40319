/** What the checker is given: the system at rest, and what outside it knows. */
import type { Data, Journal, RawItem, Violation } from './books.ts';

/** A charge as the provider's record tells it. */
export type ProviderCharge = {
  readonly id: string;
  readonly tenant: string;
  readonly payment: string;
  readonly checkout: string | null;
  readonly status: string;
  readonly amount_minor: string;
  readonly currency: string;
};

/** A refund as the provider's record tells it. */
export type ProviderRefund = {
  readonly id: string;
  readonly tenant: string;
  readonly refund: string;
  readonly payment: string;
  readonly charge: string;
  readonly status: string;
  readonly amount_minor: string;
  readonly currency: string;
};

/** A request that was answered. */
export type Answered = {
  readonly tenant: string;
  readonly method: string;
  readonly route: string;
  readonly params: Readonly<Record<string, string>>;
  readonly key: string | null;
  readonly body: string;
  readonly status: number;
  readonly answer: Data;
};

/** Everything there is to look at. What is left out (`null`) is not checked. */
export type Snapshot = {
  /** In the order in which they were appended, where that is known. */
  readonly items: readonly RawItem[];
  readonly isOrdered: boolean;
  readonly provider: {
    readonly charges: readonly ProviderCharge[];
    readonly refunds: readonly ProviderRefund[];
  } | null;
  readonly log: readonly Answered[];
  /** The stored objects by key. */
  readonly documents: {
    readonly get: (key: string) => Uint8Array | undefined;
    /** Keys under which something was written more than once, where the store can tell. */
    readonly rewritten?: readonly string[];
  } | null;
  /** Log lines, metrics, messages and view rows: wherever personal data and secrets may not be. */
  readonly texts: readonly string[];
  readonly canaries: readonly string[];
  readonly secrets: readonly string[];
  readonly now: string;
  /** What the clocks of their own show, by tenant; where there is none, it is `now`. */
  readonly clocks?: ReadonlyMap<string, string>;
  /** Whether everything had time to follow: then what is missing is lost, and not on its way. */
  readonly isAtRest: boolean;
  /** Whether nothing ever failed or lagged; then nothing has an excuse. */
  readonly isFaultless: boolean;
  /** Events of usage by tenant and subscription, with a space between; left out, none is looked at. */
  readonly usage?: ReadonlyMap<string, readonly { readonly meter: string; readonly at: string }[]>;
  /** Messages in queues and dead-letter queues. */
  readonly left: number;
};

/** What time it is for a tenant. */
export function nowIn({ now, clocks }: Pick<Snapshot, 'now' | 'clocks'>, tenant: string): string {
  return clocks?.get(tenant) ?? now;
}

/** What every part of the checker is given. */
export type Given = {
  readonly journal: Journal;
  readonly snapshot: Snapshot;
  readonly report: (violation: Violation) => void;
};
