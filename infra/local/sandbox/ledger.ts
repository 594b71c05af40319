/**
 * What the sandbox provider knows: charges, refunds, hosted pages, saved methods, remembered keys and events to send. It is
 * only ever changed by applying a list of changes, so the same list kept in a file brings the same record back.
 */
import type { Instant } from '../../../shared/kernel/time.ts';

/** A charge; `settlesAt` is set while it waits to settle by itself. */
export type Charge = {
  readonly id: string;
  readonly tenant: string;
  readonly payment: string;
  readonly invoice: string;
  readonly checkout: string | null;
  readonly behaviour: string;
  readonly amountMinor: string;
  readonly currency: string;
  readonly description: string;
  readonly status: 'accepted' | 'action_required' | 'settled' | 'declined' | 'cancelled';
  readonly declineCode: string | null;
  readonly url: string | null;
  readonly createdAt: Instant;
  readonly settlesAt: Instant | null;
  readonly settledAt: Instant | null;
};

/** A refund of a settled charge. */
export type Refund = {
  readonly id: string;
  readonly tenant: string;
  readonly refund: string;
  readonly payment: string;
  readonly charge: string;
  readonly amountMinor: string;
  readonly currency: string;
  readonly status: 'accepted' | 'settled' | 'declined';
  readonly declineCode: string | null;
  readonly createdAt: Instant;
  readonly settlesAt: Instant | null;
  readonly settledAt: Instant | null;
};

/** A hosted page for one payment. */
export type Checkout = {
  readonly id: string;
  readonly tenant: string;
  readonly payment: string;
  readonly invoice: string;
  readonly amountMinor: string;
  readonly currency: string;
  readonly description: string;
  readonly returnUrl: string;
  readonly status: 'open' | 'complete' | 'expired';
  readonly url: string;
  readonly charge: string | null;
  readonly expiresAt: Instant;
};

/** A page on which a customer saves a method. */
export type Setup = {
  readonly id: string;
  readonly customer: string;
  readonly returnUrl: string;
  readonly url: string;
  readonly method: string | null;
};

/** A saved method; its behaviour is what `pm_…` names. */
export type Method = {
  readonly id: string;
  readonly customer: string;
  readonly behaviour: string;
  readonly isDetached: boolean;
};

/** The first answer to an idempotency key, or none if the first call was swallowed. */
export type Remembered = {
  readonly id: string;
  readonly fingerprint: string;
  readonly status: number;
  readonly body: string;
  readonly isSwallowed: boolean;
  readonly forgottenAt: Instant;
};

/** An event on its way; `copiesLeft` counts what is still to be delivered of it, none for one never sent. */
export type Event = {
  readonly id: string;
  readonly type: string;
  readonly body: string;
  readonly copiesLeft: number;
  readonly attempts: number;
  readonly nextAt: Instant;
};

/** One change of the record: the whole new value under its id. */
export type Change =
  | { readonly put: 'charges'; readonly value: Charge }
  | { readonly put: 'refunds'; readonly value: Refund }
  | { readonly put: 'checkouts'; readonly value: Checkout }
  | { readonly put: 'setups'; readonly value: Setup }
  | { readonly put: 'methods'; readonly value: Method }
  | { readonly put: 'keys'; readonly value: Remembered }
  | { readonly put: 'events'; readonly value: Event };

/** The record in memory, with what waits for its time kept apart. */
export type Ledger = {
  readonly charges: Map<string, Charge>;
  readonly refunds: Map<string, Refund>;
  readonly checkouts: Map<string, Checkout>;
  readonly setups: Map<string, Setup>;
  readonly methods: Map<string, Method>;
  readonly keys: Map<string, Remembered>;
  readonly events: Map<string, Event>;
  /** Ids of charges by payment and of refunds by charge: `payment` or `charge` to ids. */
  readonly chargesOf: Map<string, Set<string>>;
  readonly refundsOf: Map<string, Set<string>>;
  readonly checkoutsOf: Map<string, Set<string>>;
  /** Ids that wait: charges and refunds to settle, pages to expire, events to be sent. */
  readonly waiting: Set<string>;
  readonly unsent: Set<string>;
};

/** A record of nothing. */
export function emptyLedger(): Ledger {
  return {
    charges: new Map(),
    refunds: new Map(),
    checkouts: new Map(),
    setups: new Map(),
    methods: new Map(),
    keys: new Map(),
    events: new Map(),
    chargesOf: new Map(),
    refundsOf: new Map(),
    checkoutsOf: new Map(),
    waiting: new Set(),
    unsent: new Set(),
  };
}

/** Applies the changes in their order; the only way a record changes. */
export function apply(ledger: Ledger, changes: readonly Change[]): void {
  for (const change of changes) applyOne(ledger, change);
}

function applyOne(ledger: Ledger, change: Change): void {
  switch (change.put) {
    case 'charges':
      ledger.charges.set(change.value.id, change.value);
      enter(ledger.chargesOf, change.value.payment, change.value.id);
      wait(ledger.waiting, change.value.id, change.value.settlesAt !== null);
      return;
    case 'refunds':
      ledger.refunds.set(change.value.id, change.value);
      enter(ledger.refundsOf, change.value.charge, change.value.id);
      wait(ledger.waiting, change.value.id, change.value.settlesAt !== null);
      return;
    case 'checkouts':
      ledger.checkouts.set(change.value.id, change.value);
      enter(ledger.checkoutsOf, change.value.payment, change.value.id);
      wait(ledger.waiting, change.value.id, change.value.status === 'open');
      return;
    case 'setups':
      ledger.setups.set(change.value.id, change.value);
      return;
    case 'methods':
      ledger.methods.set(change.value.id, change.value);
      return;
    case 'keys':
      ledger.keys.set(change.value.id, change.value);
      return;
    case 'events':
      ledger.events.set(change.value.id, change.value);
      wait(ledger.unsent, change.value.id, change.value.copiesLeft > 0);
      return;
  }
}

function enter(index: Map<string, Set<string>>, key: string, id: string): void {
  const ids = index.get(key) ?? new Set();
  index.set(key, ids.add(id));
}

function wait(waiting: Set<string>, id: string, isWaiting: boolean): void {
  if (isWaiting) waiting.add(id);
  else waiting.delete(id);
}
