/** The words of a payment: one attempt to collect money, and what was given back of it. */
import type { CivilDate, Instant } from '../../kernel/time.ts';
import type { PaymentOutcome, PostingSet, RefundOutcome } from '../../ports.ts';
import { bookingDay } from '../booking-day.ts';
import type { Unapplied } from '../ledger.ts';
import type { Matched } from './references.ts';

/** Attempts on one invoice; the next one asks a person to look first. */
export const ATTEMPTS_MAX = 20;

/** Refunds of one payment, failed ones included. */
export const REFUNDS_MAX = 20;

/** The name under which money that came by bank transfer is kept; no provider may have it. */
export const BY_BANK = 'bank';

/** How an attempt came about. */
export type Channel = 'automatic' | 'api' | 'checkout' | 'bank';

/** What an attempt is for and with what it is made; fixed by its first fact. */
export type Attempt = {
  readonly entity: string;
  readonly customer: string;
  readonly account: string;
  readonly invoice: string | null;
  /** The invoice's number: what the customer reads on a statement, and part of a charge that must repeat to the letter. */
  readonly number: string | null;
  readonly attempt: number;
  readonly channel: Channel;
  readonly provider: string;
  readonly method: { readonly id: string; readonly customer: string | null } | null;
  readonly amountMinor: bigint;
  readonly currency: string;
  /** Names the request that asked for it, so that its repetition meets this attempt again; empty when nobody asked. */
  readonly request: string;
  /** IANA zone of the seller; absent on those of before it was told, and of a transfer that no invoice was named for. */
  readonly zone?: string;
  readonly at: Instant;
  /** How a transfer found its invoice by its reference; absent where the caller named the invoice or the customer. */
  readonly matched?: Matched;
};

/** The day on which a payment came and is booked: of a transfer the one that was told, of a charge that of its instant where the seller is. */
export function dayReceived(
  { channel, settledAt }: { readonly channel: Channel; readonly settledAt: Instant },
  zone: string | undefined,
): CivilDate {
  return bookingDay(settledAt, channel === 'bank' ? undefined : zone);
}

/** How often the provider was asked, and when it is asked next; null when a person has to look. */
export type Asking = { readonly count: number; readonly nextAt: Instant | null };

/** A refund's own small life within its payment. */
export type Refund = {
  readonly id: string;
  readonly status: 'intended' | 'processing' | 'unknown' | 'settled' | 'failed';
  readonly amountMinor: bigint;
  readonly source: Unapplied;
  readonly creditNote: string | null;
  readonly invoice: string | null;
  readonly sourceAt: Instant;
  readonly reference: string | null;
  readonly code: string | null;
  readonly at: Instant;
  readonly asking: Asking | null;
};

/** What every attempt carries once it was made. */
export type Attempted = Attempt & { readonly asking: Asking | null };

/** An attempt by where it stands. */
export type Payment =
  | { readonly status: 'none' }
  | (Attempted & { readonly status: 'intended' })
  | (Attempted & { readonly status: 'action_required'; readonly reference: string; readonly url: string })
  | (Attempted & { readonly status: 'processing'; readonly reference: string })
  | (Attempted & { readonly status: 'unknown'; readonly reference: string | null; readonly reason: string })
  | (Attempted & {
      readonly status: 'failed';
      readonly reference: string | null;
      readonly code: string;
      readonly kind: 'soft' | 'hard';
    })
  | (Attempted & { readonly status: 'cancelled'; readonly reference: string | null })
  | SettledPayment;

/** Money that arrived. */
export type SettledPayment = Attempted & {
  readonly status: 'settled';
  readonly reference: string;
  readonly settledAt: Instant;
  readonly refunds: readonly Refund[];
};

/** An attempt that exists. */
export type LivePayment = Exclude<Payment, { readonly status: 'none' }>;

/** A refund that an account approved. */
export type ApprovedRefund = Pick<
  Refund,
  'id' | 'amountMinor' | 'source' | 'creditNote' | 'invoice' | 'sourceAt'
>;

/** What can be asked of a payment. */
export type PaymentCommand =
  | { readonly do: 'intend'; readonly attempt: Attempt }
  | {
      readonly do: 'book';
      readonly attempt: Attempt;
      readonly reference: string;
      readonly receivedOn: CivilDate;
    }
  | {
      readonly do: 'record';
      readonly outcome: Exclude<PaymentOutcome, { status: 'absent' }>;
      readonly at: Instant;
    }
  | { readonly do: 'asked'; readonly outcome: PaymentOutcome; readonly at: Instant }
  | { readonly do: 'intend_refund'; readonly refund: ApprovedRefund; readonly at: Instant }
  | {
      readonly do: 'record_refund';
      readonly refund: string;
      readonly outcome: Exclude<RefundOutcome, { status: 'absent' }>;
      readonly at: Instant;
    }
  | {
      readonly do: 'asked_refund';
      readonly refund: string;
      readonly outcome: RefundOutcome;
      readonly at: Instant;
    };

type Of<Type extends string, Data> = { readonly type: Type; readonly data: Data };
type Booked<Type extends string, Data> = Of<Type, Data> & { readonly books: PostingSet };
type Named = { readonly refund: string };

/** What becomes true of a payment. */
export type PaymentFact =
  | Of<'payment.intended', Attempt>
  | Of<'payment.accepted', { readonly reference: string }>
  | Of<'payment.action_required', { readonly reference: string; readonly url: string }>
  | Of<'payment.outcome_unknown', { readonly reason: string; readonly nextAt: Instant }>
  | Of<'payment.asked', Asking>
  | Booked<
      'payment.settled',
      {
        readonly invoice: string | null;
        readonly provider: string;
        readonly amountMinor: bigint;
        readonly currency: string;
        readonly reference: string;
        readonly at: Instant;
      }
    >
  | Of<
      'payment.failed',
      {
        readonly invoice: string | null;
        readonly reference: string | null;
        readonly code: string;
        readonly kind: 'soft' | 'hard';
      }
    >
  | Of<'payment.cancelled', { readonly reference: string | null }>
  | Of<'refund.intended', Named & Omit<ApprovedRefund, 'id'> & { readonly at: Instant }>
  | Of<'refund.accepted', Named & { readonly reference: string }>
  | Of<'refund.outcome_unknown', Named & { readonly reason: string; readonly nextAt: Instant }>
  | Of<'refund.asked', Named & Asking>
  | Booked<
      'refund.settled',
      Named & {
        readonly amountMinor: bigint;
        readonly currency: string;
        readonly reference: string;
        readonly at: Instant;
      }
    >
  | Of<'refund.failed', Named & { readonly code: string }>;

/** Whether nothing more is expected of the provider. */
export function isTerminal(status: LivePayment['status']): boolean {
  return status === 'settled' || status === 'failed' || status === 'cancelled';
}

/** The provider's name for the charge, once it is known. */
export function referenceOf(payment: LivePayment): string | null {
  return payment.status === 'intended' ? null : payment.reference;
}

/** What went back, or is on its way, of a settled payment. */
export function refundedMinorOf({ refunds }: SettledPayment): bigint {
  return refunds.reduce((sum, refund) => (refund.status === 'failed' ? sum : sum + refund.amountMinor), 0n);
}
