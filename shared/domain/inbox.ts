/** The inbox: a provider's event, recorded once for ever with the few fields that we act on; the raw body lies apart. */
import type { Decider } from '../kernel/decider.ts';
import { derivedId } from '../kernel/hash.ts';
import { ok } from '../kernel/result.ts';
import type { PaymentOutcome, ProviderEvent, RefundOutcome } from '../ports.ts';

/** What is kept of an event; `body` is the hash under which its raw bytes are stored for a while. */
export type RecordedEvent = {
  readonly provider: string;
  readonly event: string;
  readonly type: string;
  readonly payment: string;
  readonly refund: string | null;
  readonly outcome: PaymentOutcome | null;
  readonly refundOutcome: RefundOutcome | null;
  readonly body: string;
};

/** An event that changes nothing for us, with the reason. */
export type IgnoredEvent = {
  readonly provider: string;
  readonly event: string;
  readonly type: string;
  readonly reason: 'type_unknown' | 'not_ours';
  readonly body: string;
};

/** An event's life: it is recorded, and that is all. */
export type Inbox =
  | { readonly status: 'none' }
  | { readonly status: 'recorded' | 'ignored'; readonly event: string };

/** Records an event. */
export type InboxCommand = {
  readonly do: 'record';
  readonly provider: string;
  readonly event: ProviderEvent;
  readonly body: string;
};

/** What becomes true. */
export type InboxFact =
  | { readonly type: 'inbox.recorded'; readonly data: RecordedEvent }
  | { readonly type: 'inbox.ignored'; readonly data: IgnoredEvent };

/** Event ids and types are cut at this length before they become part of a fact. */
export const EVENT_TEXT_MAX = 80;

/** The id under which an event of a provider is recorded. */
export function inboxOf(provider: string, eventId: string): string {
  return derivedId('ibx', provider, eventId);
}

/** The rules: the same event is recorded once. */
export const inbox: Decider<Inbox, InboxCommand, InboxFact> = {
  name: 'inbox',
  headVersion: 1,
  initial: { status: 'none' },
  decide: (state, command) => ok(state.status === 'none' ? [factOf(command)] : []),
  evolve: (_, fact) => ({
    status: fact.type === 'inbox.recorded' ? 'recorded' : 'ignored',
    event: fact.data.event,
  }),
};

function factOf({ provider, event, body }: InboxCommand): InboxFact {
  const named = {
    provider,
    event: event.eventId.slice(0, EVENT_TEXT_MAX),
    type: event.type.slice(0, EVENT_TEXT_MAX),
    body,
  };
  const { payment, refund, outcome, refundOutcome } = event;
  if (outcome === null && refundOutcome === null)
    return { type: 'inbox.ignored', data: { ...named, reason: 'type_unknown' } };
  if (event.tenant === null || payment === null)
    return { type: 'inbox.ignored', data: { ...named, reason: 'not_ours' } };

  return { type: 'inbox.recorded', data: { ...named, payment, refund, outcome, refundOutcome } };
}
