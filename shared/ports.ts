/**
 * The interfaces to the world. Everything a function can do beyond computing goes through one of these;
 * `shared/adapters` holds an AWS implementation and a memory twin of each, both held by one contract suite.
 */
import type { TaxDecision, TaxQuestion } from './contracts/tax.ts';
import type { CivilDate, Instant } from './kernel/time.ts';
import type { Result } from './kernel/result.ts';

/** One posting of a double-entry set: positive debits, negative credits, in minor units. */
export type Posting = { readonly account: string; readonly amountMinor: bigint };

/** A balanced set of postings in the books of one legal entity; it travels inside the fact that causes it. */
export type PostingSet = {
  readonly entity: string;
  readonly currency: string;
  readonly date: string;
  /** The day that it belongs to, where that lies in a closed period; absent elsewhere. */
  readonly originalDate?: string;
  readonly entries: readonly Posting[];
};

/** A fact as the journal stores it: something that became true, with its schema version and its postings. */
export type StoredFact = {
  readonly type: string;
  readonly v: number;
  readonly data: unknown;
  readonly books?: PostingSet;
};

/** Names one aggregate of one tenant. */
export type AggregateRef = { readonly tenant: string; readonly id: string };

/** One item of the journal: state change, guard, lock, postings, audit record and outbox in a single put. */
export type Commit = {
  readonly tenant: string;
  readonly id: string;
  readonly version: number;
  readonly at: Instant;
  readonly facts: readonly StoredFact[];
  /** The folded state after these facts, with its own schema version; absent on version 1. */
  readonly head?: { readonly v: number; readonly state: unknown };
  /** The request, message or tick that led to this commit. */
  readonly cause: string;
  /** The key or the function that acted. */
  readonly actor: string;
  /** Correlates log lines, messages and facts of one story. */
  readonly trace: string;
  /** Hash of the parsed request that created it; what a repeated idempotency key is compared with. */
  readonly fingerprint?: string;
  /** Covers this item and, through the former item's hash, every version before it. */
  readonly hash: string;
};

/** What a conditional put came to: ours, ours already (the answer had been lost), or somebody else's version. */
export type AppendOutcome =
  | { readonly outcome: 'appended' }
  | { readonly outcome: 'repeated' }
  | { readonly outcome: 'taken'; readonly by: Commit };

/** Eventual reads cost half; a decision may start from one because the version guards the put. */
export type Consistency = 'eventual' | 'strong';

/** A bounded part of a longer list, with the place to go on from. */
export type Page<Item> = { readonly items: readonly Item[]; readonly next?: string };

/** The only truth: an append-only table of commits. */
export interface Journal {
  latest(ref: AggregateRef, consistency: Consistency): Promise<Commit | undefined>;
  at(ref: AggregateRef, version: number): Promise<Commit | undefined>;
  /** Ascending by version, at most `HISTORY_PAGE_MAX` commits a page. */
  history(ref: AggregateRef, from: number): Promise<readonly Commit[]>;
  append(commit: Commit): Promise<AppendOutcome>;
  /** One segment of the whole table, in no order; for the sweeper, the rebuild and the checker. */
  scan(segment: { readonly index: number; readonly of: number }, after?: string): Promise<Page<Commit>>;
}

/** A row of a view: belongs to one aggregate, holds that aggregate's version, and is replaced only by a newer one. */
export type ViewRow = {
  readonly pk: string;
  readonly sk: string;
  readonly version: number;
  readonly data: unknown;
  /** Epoch second after which the row means nothing; the table removes it some time later. */
  readonly expiresAt?: number;
};

/** A question to a view: one partition, a range of sort keys, a bound. */
export type ViewQuery = {
  readonly pk: string;
  readonly from?: string;
  readonly to?: string;
  readonly descending?: boolean;
  /** Exclusive: go on behind this sort key. */
  readonly after?: string;
  readonly limit: number;
};

/** Lists built from facts, rebuilt from them at will, never read by a decision about money. */
export interface Views {
  put(row: ViewRow): Promise<'written' | 'stale'>;
  get(pk: string, sk: string): Promise<ViewRow | undefined>;
  query(query: ViewQuery): Promise<Page<ViewRow>>;
  scan(segment: { readonly index: number; readonly of: number }, after?: string): Promise<Page<ViewRow>>;
  /** Only the rebuild removes rows. */
  remove(pk: string, sk: string): Promise<void>;
}

/** A version of somebody's personal data; facts name it, and it can be erased. */
export type Profile = {
  readonly tenant: string;
  readonly id: string;
  readonly version: number;
  readonly data: Readonly<Record<string, unknown>>;
};

/** Personal data, apart from the facts. */
export interface Profiles {
  /** Writes a version once; the same version again is left as it is. */
  put(profile: Profile): Promise<void>;
  get(ref: AggregateRef, version: number): Promise<Profile | undefined>;
  /** Deletes every version; at most `PROFILE_VERSIONS_MAX`. */
  erase(ref: AggregateRef): Promise<void>;
}

/** Names what is measured: one meter of one subscription. */
export type MeterRef = { readonly tenant: string; readonly subscription: string; readonly meter: string };

/** Something used at an instant; `id` is the sender's, and names it for good within its meter. */
export type UsageEvent = {
  readonly id: string;
  readonly at: Instant;
  /** A decimal in its shortest spelling. */
  readonly quantity: string;
  /** What a meter of different things tells them apart by, or null. */
  readonly dimension: string | null;
  /** The event whose quantity it replaces; absent where it stands for itself. */
  readonly corrects?: string;
};

/** How far its subscription had come, and when, as an event was first recorded. */
export type UsageMark = { readonly version: number; readonly at: Instant };

/** How an event is kept: with its mark, and the epoch second after which it means nothing and is removed some time later. */
export type UsageKept = { readonly mark: UsageMark; readonly expiresAt: number };

/** The events of one UTC day that lie in `[from, to)`. */
export type UsageQuery = {
  readonly day: CivilDate;
  readonly from: Instant;
  readonly to: Instant;
  /** Exclusive: go on behind this place. */
  readonly after?: string;
  readonly limit: number;
  /** Leaves out what was recorded later: behind this version of the subscription, or this instant where one is given. */
  readonly knownBy?: { readonly version: number; readonly at?: Instant };
};

/** What was used, apart from the facts: many small events, each kept once until it expires. */
export interface Usage {
  /** Keeps an event once, with its first mark. `differs`: another event of its meter has its id, and nothing is changed. */
  record(ref: MeterRef, event: UsageEvent, kept: UsageKept): Promise<'recorded' | 'repeated' | 'differs'>;
  /** Ascending by instant, then by id, a page perhaps of none and still with a next; strongly consistent, so it sees whatever `record` has answered for. */
  events(ref: MeterRef, query: UsageQuery): Promise<Page<UsageEvent>>;
}

/** A wake-up on its way to one function's queue. The body names what happened; it carries no authority. */
export type Message = { readonly to: string; readonly body: string; readonly delaySeconds?: number };

/** The queues of the functions. */
export interface Queues {
  /** Sends all in batches of ten; returns the indexes of those that the service did not take. */
  send(messages: readonly Message[]): Promise<readonly number[]>;
}

/** Write-once objects: frozen contents, PDFs, raw webhook bodies. */
export interface Documents {
  /**
   * Stores the bytes under the key once; a second put of the key changes nothing and answers `present`. Until the instant,
   * where one is given, the object can neither be deleted nor replaced.
   */
  put(
    key: string,
    bytes: Uint8Array,
    contentType: string,
    lockedUntil?: Instant,
  ): Promise<'written' | 'present'>;
  get(key: string): Promise<Uint8Array | undefined>;
  /** A link that opens the object for so many seconds; the file name is what a browser saves it as. */
  link(key: string, seconds: number, fileName: string): Promise<string>;
}

/** What a provider says of a payment. Only `settled`, `failed` and `cancelled` are certain. */
export type PaymentOutcome =
  | { readonly status: 'accepted'; readonly reference: string }
  | { readonly status: 'action_required'; readonly reference: string; readonly url: string }
  | {
      readonly status: 'settled';
      readonly reference: string;
      readonly amountMinor: bigint;
      readonly currency: string;
      readonly at: Instant;
    }
  | {
      readonly status: 'failed';
      readonly reference: string | null;
      readonly code: string;
      readonly kind: 'soft' | 'hard';
    }
  | { readonly status: 'cancelled'; readonly reference: string | null }
  | { readonly status: 'unknown'; readonly reason: string }
  /** The provider is certain that it never heard of it. */
  | { readonly status: 'absent' };

/** What a provider says of a refund. */
export type RefundOutcome =
  | { readonly status: 'accepted'; readonly reference: string }
  | {
      readonly status: 'settled';
      readonly reference: string;
      readonly amountMinor: bigint;
      readonly currency: string;
      readonly at: Instant;
    }
  | { readonly status: 'failed'; readonly reference: string | null; readonly code: string }
  | { readonly status: 'unknown'; readonly reason: string }
  | { readonly status: 'absent' };

/** A charge to be made; `key` is the provider's idempotency key and derives from the payment alone. */
export type ChargeRequest = {
  readonly tenant: string;
  readonly payment: string;
  readonly invoice: string;
  readonly key: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly method: { readonly id: string; readonly customer: string | null };
  readonly description: string;
};

/** A refund to be made of a settled payment. */
export type RefundRequest = {
  readonly tenant: string;
  readonly refund: string;
  readonly payment: string;
  readonly paymentReference: string;
  readonly key: string;
  readonly amountMinor: bigint;
  readonly currency: string;
};

/** A hosted page on which the customer pays one open invoice. */
export type CheckoutRequest = Omit<ChargeRequest, 'method'> & {
  readonly returnUrl: string;
  readonly customer: string | null;
};

/** A verified event of a provider, reduced to what we act on. */
export type ProviderEvent = {
  readonly eventId: string;
  readonly type: string;
  readonly tenant: string | null;
  readonly payment: string | null;
  readonly refund: string | null;
  readonly outcome: PaymentOutcome | null;
  readonly refundOutcome: RefundOutcome | null;
};

/** A webhook as it arrived: raw bytes before any parsing, headers in lower case. */
export type RawWebhook = {
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly receivedAt: Instant;
};

/** A saved means of payment at the provider. */
export type SavedMethod = {
  readonly id: string;
  readonly kind: string;
  readonly label: string;
  readonly customer: string | null;
};

/** A payment provider; every call may throw (a fault) or answer `unknown`, and both mean: ask later. */
export interface PaymentProvider {
  readonly name: string;
  /** How long the provider remembers an idempotency key; after that a call is never repeated, only asked about. */
  readonly keyWindowSeconds: number;
  charge(request: ChargeRequest): Promise<PaymentOutcome>;
  askPayment(tenant: string, payment: string, reference: string | null): Promise<PaymentOutcome>;
  cancel(tenant: string, payment: string, reference: string): Promise<PaymentOutcome>;
  refund(request: RefundRequest): Promise<RefundOutcome>;
  askRefund(tenant: string, refund: string, reference: string | null): Promise<RefundOutcome>;
  checkout(request: CheckoutRequest): Promise<{ readonly url: string; readonly reference: string }>;
  /** Starts attaching a method: what the customer's browser needs to enter it, never card data itself. */
  setup(request: {
    readonly tenant: string;
    readonly customer: string;
    readonly key: string;
    readonly returnUrl: string;
  }): Promise<{
    readonly url: string | null;
    readonly clientSecret: string | null;
    readonly providerCustomer: string;
  }>;
  methods(providerCustomer: string): Promise<readonly SavedMethod[]>;
  detach(method: string): Promise<void>;
  /** Checks the signature over the raw bytes against any of the secrets, both directions of the clock, then parses. */
  verify(webhook: RawWebhook, secrets: readonly string[]): Result<readonly ProviderEvent[]>;
}

/** The configured providers by name. */
export type PaymentProviders = Readonly<Record<string, PaymentProvider>>;

/** What the register says of a VAT id. An outage is never `invalid`: nothing is known then. */
export type TaxIdAnswer = {
  readonly answer: 'valid' | 'invalid' | 'unavailable';
  /** The register's own id of the answer, which proves to an auditor that somebody asked. */
  readonly consultation: string | null;
};

/** The register of VAT ids; it may throw (a fault) or answer `unavailable`, and both mean: ask later. */
export interface TaxIdRegistry {
  /** `requester` is the VAT id of whoever wants to know; without one the register gives no id of its answer. */
  check(question: { readonly vatId: string; readonly requester: string | null }): Promise<TaxIdAnswer>;
}

/** Decides the tax of a document's lines in place of our own rules; one answer for each question, in their order. */
export interface TaxEngine {
  decide(questions: readonly TaxQuestion[]): Promise<Result<readonly TaxDecision[]>>;
}

/** A mail to one customer; `key` derives from the delivery, so that what arrived twice can be told. */
export type MailMessage = {
  readonly key: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly attachments: readonly {
    readonly fileName: string;
    readonly contentType: string;
    readonly bytes: Uint8Array;
  }[];
};

/** What became of a mail. `refused` and `busy` are certain: nothing left; `unknown` may have left. */
export type MailOutcome =
  | { readonly status: 'sent'; readonly reference: string }
  | { readonly status: 'refused' | 'busy' | 'unknown'; readonly code: string };

/** The transport of mail. */
export interface Mail {
  send(message: MailMessage): Promise<MailOutcome>;
}

/** Secrets by name; several values are valid at once while one is rotated. */
export interface Secrets {
  read(name: string): Promise<readonly string[]>;
}

/** Tells the time; the local cloud and the world can move it. */
export interface Clock {
  now(): Instant;
  /** The clock behind a tenant's own; absent where this is the machine's. */
  readonly machine?: Clock;
}

/** Bytes nobody can guess; for keys and links, never for business ids. */
export interface Randomness {
  bytes(count: number): Uint8Array;
}

/** One line a beat and business metrics; never bodies, secrets or personal data. */
export interface Observer {
  line(entry: Readonly<Record<string, string | number | boolean | null>>): void;
  metric(name: string, value: number, dimensions: Readonly<Record<string, string>>): void;
}

/** Everything a function may touch; each function is granted only what `topology.ts` names. */
export type Ports = {
  readonly stage: string;
  /** Where customers and providers reach this deployment. */
  readonly publicUrl: string;
  readonly journal: Journal;
  readonly views: Views;
  readonly profiles: Profiles;
  readonly usage: Usage;
  readonly queues: Queues;
  readonly documents: Documents;
  readonly providers: PaymentProviders;
  readonly taxIds: TaxIdRegistry;
  readonly mail: Mail;
  /** Null: our own rules decide. */
  readonly taxEngine: TaxEngine | null;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly observer: Observer;
};
