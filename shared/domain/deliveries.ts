/**
 * The delivery log of one issued document: who asked for it to be sent by mail, and what became of each mail. A mail is
 * claimed before it is handed over, so that it is never handed over twice; where the claim stands and the outcome is not
 * known, the mail may have arrived, and only a person decides to send another.
 */
import type { Decider } from '../kernel/decider.ts';
import { derivedId } from '../kernel/hash.ts';
import { PREFIX } from '../kernel/ids.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Instant } from '../kernel/time.ts';

/** Mails that one document is sent in its life. */
export const SENDS_MAX = 20;

/** How often a mail that certainly did not leave is handed over again. */
export const TRIES_MAX = 5;

/** The key of the mail that a document is sent by itself; no hash reads like it. */
export const AUTOMATIC = 'automatic';

/** One mail of a document. It names the version of the profile that holds the address, never the address. */
export type Send = {
  readonly send: number;
  /** Hash of the idempotency key of whoever asked; `AUTOMATIC` where nobody did. */
  readonly key: string;
  readonly status: 'requested' | 'intended' | 'sent' | 'failed' | 'unknown';
  readonly tries: number;
  readonly profile: number | null;
  readonly requestedAt: Instant;
  readonly at: Instant;
  readonly code: string | null;
  /** The transport's own id of the mail. */
  readonly reference: string | null;
};

/** What is sent, and to whom. */
export type Parcel = {
  readonly document: string;
  readonly number: string;
  readonly customer: string;
};

/** A document's log. */
export type DeliveryLog =
  | { readonly status: 'none' }
  | (Parcel & { readonly status: 'kept'; readonly sends: readonly Send[] });

/** What a mail came to, told by its number. */
export type SendNews =
  | { readonly is: 'intended'; readonly profile: number }
  | { readonly is: 'sent'; readonly reference: string }
  /** It certainly did not leave, and may be handed over again. */
  | { readonly is: 'postponed'; readonly code: string }
  | { readonly is: 'failed'; readonly code: string }
  | { readonly is: 'unknown'; readonly code: string };

/** What can be asked. */
export type DeliveryCommand =
  | { readonly do: 'request'; readonly parcel: Parcel; readonly key: string; readonly at: Instant }
  | { readonly do: 'note'; readonly send: number; readonly news: SendNews; readonly at: Instant };

type Noted = { readonly send: number; readonly at: Instant };

/** What becomes true. */
export type DeliveryFact =
  | { readonly type: 'delivery.requested'; readonly data: Parcel & Noted & { readonly key: string } }
  | { readonly type: 'delivery.intended'; readonly data: Noted & { readonly profile: number } }
  | { readonly type: 'delivery.postponed'; readonly data: Noted & { readonly code: string } }
  | { readonly type: 'document.sent'; readonly data: Noted & { readonly reference: string } }
  | { readonly type: 'document.delivery_failed'; readonly data: Noted & { readonly code: string } }
  | { readonly type: 'document.delivery_unknown'; readonly data: Noted & { readonly code: string } };

/** The id of a document's log. */
export function deliveryLogOf(tenant: string, document: string): string {
  return derivedId(PREFIX.delivery, tenant, document);
}

/** The rules of one log. */
export const deliveries: Decider<DeliveryLog, DeliveryCommand, DeliveryFact> = {
  name: 'deliveries',
  headVersion: 1,
  initial: { status: 'none' },
  decide(state, command) {
    if (command.do === 'request') return request(state, command);
    const send = sendIn(state, command.send);

    return ok(send ? noted(send, command) : []);
  },
  evolve(state, fact) {
    if (fact.type === 'delivery.requested') return begun(state, fact.data);
    if (state.status === 'none') return state;
    const sends = state.sends.map((each) => (each.send === fact.data.send ? moved(each, fact) : each));

    return { ...state, sends };
  },
};

/** A mail of the log by its number. */
export function sendIn(log: DeliveryLog, send: number): Send | undefined {
  return log.status === 'none' ? undefined : log.sends.find((each) => each.send === send);
}

function request(
  state: DeliveryLog,
  { parcel, key, at }: Extract<DeliveryCommand, { do: 'request' }>,
): Result<readonly DeliveryFact[]> {
  const sends = state.status === 'none' ? [] : state.sends;
  if (sends.some((each) => each.key === key)) return ok([]);
  // Whoever asked before the document was printed has it sent already.
  if (key === AUTOMATIC && sends.length > 0) return ok([]);
  if (sends.some(({ status }) => status === 'requested' || status === 'intended')) {
    return refuse('delivery.in_progress', 'A mail with this document is on its way.', {
      hint: 'Look at the deliveries of the document.',
    });
  }
  if (sends.length >= SENDS_MAX) {
    return refuse('delivery.too_many', `A document is sent at most ${SENDS_MAX} times.`);
  }

  return ok([{ type: 'delivery.requested', data: { ...parcel, send: sends.length + 1, key, at } }]);
}

/** An outcome that is certain stands; whatever is certain replaces what was not known. */
function noted(
  { status, tries, send }: Send,
  { news, at }: Extract<DeliveryCommand, { do: 'note' }>,
): readonly DeliveryFact[] {
  const isClaimed = status === 'intended' || status === 'unknown';
  switch (news.is) {
    case 'intended':
      return status === 'requested'
        ? [{ type: 'delivery.intended', data: { send, profile: news.profile, at } }]
        : [];
    case 'sent':
      return isClaimed ? [{ type: 'document.sent', data: { send, reference: news.reference, at } }] : [];
    case 'postponed': {
      if (!isClaimed) return [];
      const data = { send, code: news.code, at };
      return [{ type: tries < TRIES_MAX ? 'delivery.postponed' : 'document.delivery_failed', data }];
    }
    case 'failed':
      return isClaimed || status === 'requested'
        ? [{ type: 'document.delivery_failed', data: { send, code: news.code, at } }]
        : [];
    case 'unknown':
      return status === 'intended'
        ? [{ type: 'document.delivery_unknown', data: { send, code: news.code, at } }]
        : [];
  }
}

function begun(
  state: DeliveryLog,
  data: Extract<DeliveryFact, { type: 'delivery.requested' }>['data'],
): DeliveryLog {
  const { document, number, customer, send, key, at } = data;
  const fresh = { send, key, status: 'requested', tries: 0, requestedAt: at, at } as const;
  const sends = state.status === 'none' ? [] : state.sends;

  return {
    status: 'kept',
    document,
    number,
    customer,
    sends: [...sends, { ...fresh, profile: null, code: null, reference: null }],
  };
}

function moved(send: Send, fact: Exclude<DeliveryFact, { type: 'delivery.requested' }>): Send {
  const { at } = fact.data;
  switch (fact.type) {
    case 'delivery.intended':
      return { ...send, status: 'intended', tries: send.tries + 1, profile: fact.data.profile, at };
    case 'delivery.postponed':
      return { ...send, status: 'requested', code: fact.data.code, at };
    case 'document.sent':
      return { ...send, status: 'sent', code: null, reference: fact.data.reference, at };
    case 'document.delivery_failed':
      return { ...send, status: 'failed', code: fact.data.code, at };
    case 'document.delivery_unknown':
      return { ...send, status: 'unknown', code: fact.data.code, at };
  }
}
