/** The words of a prepaid balance: its grants, what may be asked of it, what becomes true of it. */
import type { CivilDate, Instant } from '../../kernel/time.ts';
import type { PostingSet } from '../../ports.ts';
import type { Holder } from '../receivables/account.ts';
import { OPEN_ITEMS_MAX } from '../receivables/bounds.ts';
import type {
  Bought,
  CreditLimit,
  OrderOfUse,
  PaidFromCredits,
  PrepaidPosition,
  UsableLine,
} from './credits.ts';

/** Grants of one balance with credit left; a further one is refused, because the head must stay small. */
export const GRANTS_MAX = 100;

/** Bought grants beyond those: a purchase is refused before it is invoiced, or what was paid is granted. No more can be unpaid. */
export const BOUGHT_HEADROOM = OPEN_ITEMS_MAX;

/** Grants that one invoice takes from; where given credits lower what is taxed, as many of those and as many bought ones. */
export const PARTS_MAX = 20;

/** Refunds of one grant; each is remembered by its key, and takes one of the credit notes in part that its invoice may have. */
export const REFUNDS_MAX = 20;

/** On what terms a grant may be used: from `validFrom` to before `expiresOn`, days of the seller's zone. */
export type GrantTerms = {
  readonly grant: string;
  /** The lower is used first. */
  readonly priority: number;
  readonly validFrom: CivilDate;
  readonly expiresOn: CivilDate | null;
  /** The instant at which that day begins where the seller is. */
  readonly expiresAt: Instant | null;
  /** When it was granted. */
  readonly at: Instant;
  /** Where it was bought; absent where it was given for nothing. */
  readonly bought?: Bought;
  /** Absent where it may be used for anything. */
  readonly limit?: CreditLimit;
};

/** A grant with what is left of it, in minor units; one of which nothing is left is not listed. */
export type CreditGrant = GrantTerms & {
  readonly restMinor: bigint;
  /** The day on which some of it came back that had expired by then; absent where nothing did. */
  readonly backOn?: CivilDate;
};

/** How much of which grant; its terms go along, so that it can come back after the grant was used up. */
export type GrantedPart = GrantTerms & { readonly amountMinor: bigint };

/** A balance that has been opened; `dueAt` is when the next of its grants expires. */
export type OpenBalance = Holder & {
  readonly status: 'open';
  readonly grants: readonly CreditGrant[];
  readonly dueAt: Instant | null;
};

/** A balance, or nothing yet. */
export type PrepaidBalance = { readonly status: 'none' } | OpenBalance;

/** What a grant is told with beside its terms. */
export type NewGrant = GrantTerms & {
  /** Exact decimal: how many credits. */
  readonly credits: string;
  /** Exact decimal: what a credit is worth in the currency. */
  readonly rate: string;
  /** Their worth, rounded half away from zero to minor units once. */
  readonly amountMinor: bigint;
  readonly reason: string;
  /** Of the request, so that the same key with another request is noticed. */
  readonly fingerprint: string;
};

/** So much of an invoice that is issued on a day, with what is kept for it already. */
export type Consumption = {
  readonly invoice: string;
  readonly limitMinor: bigint;
  /** Its lines, which say what limited grants may be used for; left out, they are used for nothing. */
  readonly lines?: readonly UsableLine[];
  /** What it took before, when it was drafted for less and not issued; absent where this is the first time. */
  readonly kept?: readonly GrantedPart[];
  readonly on: CivilDate;
  /** Left out: `expiring_first`. */
  readonly order?: OrderOfUse;
  /** Where given credits lower what is taxed: which this is about, those or the bought ones that pay. Left out: all pay. */
  readonly position?: PrepaidPosition;
  readonly at: Instant;
};

/** What can be asked of a balance. */
export type PrepaidCommand =
  | (Holder & NewGrant & { readonly do: 'grant' })
  | (Consumption & { readonly do: 'consume' })
  /** What an invoice that is issued does not state of what is kept for it. */
  | {
      readonly do: 'release';
      readonly invoice: string;
      readonly stated: PaidFromCredits;
      readonly kept: readonly GrantedPart[];
      /** The invoice's date of issue. */
      readonly on: CivilDate;
      readonly at: Instant;
    }
  /** What of a credit note goes back to the credits that paid its invoice. */
  | {
      readonly do: 'return';
      readonly creditNote: string;
      readonly invoice: string;
      readonly noteMinor: bigint;
      readonly chargedMinor: bigint;
      readonly paid: readonly GrantedPart[];
      /** What lowered the net of the invoice, and what of that the note takes back. */
      readonly lowered: { readonly parts: readonly GrantedPart[]; readonly backMinor: bigint };
      /** What earlier notes took back of the invoice, and gave back of each grant. */
      readonly before: {
        readonly notesMinor: bigint;
        readonly parts: readonly Pick<GrantedPart, 'grant' | 'amountMinor'>[];
      };
      /** The credit note's date of issue. */
      readonly on: CivilDate;
      readonly at: Instant;
    }
  | { readonly do: 'expire'; readonly at: Instant }
  | { readonly do: 'void'; readonly grant: string; readonly at: Instant }
  /** What is unused of a grant that was bought. */
  | {
      readonly do: 'refund';
      readonly grant: string;
      /** The hash of the request's key. */
      readonly key: string;
      /** How often it was refunded before. */
      readonly before: number;
      readonly at: Instant;
    };

type Of<Type extends string, Data> = { readonly type: Type; readonly data: Data };
/** With the instant at which a grant was to expire next before the fact, so that its row can be closed. */
type Due<Data> = Data & { readonly dueAt: Instant | null };

/** What an invoice took; nothing where nothing could be used, which is remembered as well. */
export type Consumed = {
  readonly invoice: string;
  readonly amountMinor: bigint;
  readonly parts: readonly GrantedPart[];
  /** The day on which it was to be issued; absent on the first ones that were recorded. */
  readonly on?: CivilDate;
  /** Absent where it is `expiring_first`. */
  readonly order?: OrderOfUse;
  /** Absent where all of it pays. */
  readonly position?: PrepaidPosition;
  readonly at: Instant;
};

/** What was kept for an invoice and was not needed: it was issued for less than it had been drafted for. */
export type Released = {
  readonly invoice: string;
  readonly amountMinor: bigint;
  readonly parts: readonly GrantedPart[];
  /** The day of the document that did not need it; absent on the first ones that were recorded. */
  readonly on?: CivilDate;
  readonly at: Instant;
};

/** What a credit note gave back. */
export type Returned = {
  readonly creditNote: string;
  readonly invoice: string;
  readonly noteMinor: bigint;
  readonly amountMinor: bigint;
  /** What of that had lowered the net, which the first of the parts are; absent where nothing had. */
  readonly loweredMinor?: bigint;
  readonly parts: readonly GrantedPart[];
  /** The day of the credit note; absent on the first ones that were recorded. */
  readonly on?: CivilDate;
  readonly at: Instant;
};

/** What is unused of a bought grant, taken away so that its invoice is credited by as much. */
export type Refunded = {
  readonly grant: string;
  readonly invoice: string;
  readonly amountMinor: bigint;
  /** The hash of the request's key; absent on the first ones that were recorded. */
  readonly key?: string;
  readonly at: Instant;
};

/** What becomes true of a balance. */
export type PrepaidFact =
  | Of<'prepaid_balance.opened', Holder>
  | Of<'prepaid.granted', Due<NewGrant>>
  | Of<'prepaid.consumed', Due<Consumed>>
  | Of<'prepaid.released', Due<Released>>
  | Of<'prepaid.returned', Due<Returned>>
  | (Of<
      'prepaid.expired',
      Due<{
        readonly parts: readonly { readonly grant: string; readonly amountMinor: bigint }[];
        readonly amountMinor: bigint;
        readonly at: Instant;
      }>
    > & { readonly books?: PostingSet })
  | Of<'prepaid.refunded', Due<Refunded>>
  | Of<'prepaid.voided', Due<{ readonly grant: string; readonly amountMinor: bigint; readonly at: Instant }>>;
