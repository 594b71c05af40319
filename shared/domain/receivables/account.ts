/** The words of a customer's account: its state, what may be asked of it, what becomes true of it. */
import type { CivilDate, Instant } from '../../kernel/time.ts';
import type { PostingSet } from '../../ports.ts';
import type { CreditEffect, Remainder } from '../invoices/wishes.ts';
import type { Unapplied } from '../ledger.ts';
import type { TaxSubtotal } from '../tax.ts';
import type { ItemDiscount } from './discount-terms.ts';

/** Who owes whom in what: one account each. */
export type Holder = { readonly entity: string; readonly customer: string; readonly currency: string };

/** An invoice that is not wholly paid or credited; `at` is when the journal recorded the invoice. */
export type OpenItem = {
  readonly invoice: string;
  readonly number: string;
  readonly dueDate: CivilDate;
  readonly grossMinor: bigint;
  readonly paidMinor: bigint;
  readonly creditedMinor: bigint;
  /** What is granted for early payment; absent where nothing was agreed. */
  readonly discount?: ItemDiscount;
  /** What was granted; absent while nothing is. */
  readonly discountedMinor?: bigint;
  /** The last day on which something came that pays it; absent where nothing did, or no discount was agreed. */
  readonly paidOn?: CivilDate;
  readonly at: Instant;
};

/** When a payment was booked, and the day on which it came where that is another one. */
export type Received = { readonly at: Instant; readonly receivedOn?: CivilDate };

/** What had paid an invoice that is replaced, each payment with the instant that brought it, and the item as it was. */
export type Moved = {
  readonly item: OpenItem;
  readonly parts: readonly (PaidPart & Received)[];
};

/** A payment of which a part is unapplied; `invoice` is what the payer said it was for. */
export type Cash = {
  readonly payment: string;
  readonly invoice: string | null;
  readonly restMinor: bigint;
  readonly at: Instant;
  /** The day on which it came, where it was booked on another one. */
  readonly receivedOn?: CivilDate;
  /** How much of it is for corrected invoices that are not opened yet; absent where nothing is. */
  readonly promised?: readonly Applied[];
};

/** A credit note of which a part is unapplied. */
export type Credit = {
  readonly creditNote: string;
  readonly invoice: string;
  readonly restMinor: bigint;
  readonly at: Instant;
  /** The invoice that replaces its own, which takes what is left of it; absent where none does. */
  readonly correctedBy?: string;
};

/** Something that was recorded and is done with; `at` is the instant of the fact that brought it. */
export type Mark = { readonly id: string; readonly at: Instant };

/**
 * The state of an account. What is open lives in the lists; what is done leaves a mark, of which only the latest are
 * kept. Whatever was brought by a fact later than `forgotten.until` and is neither listed nor marked is certainly new.
 */
export type OpenAccount = Holder & {
  readonly status: 'open';
  /** IANA zone of the seller; absent on accounts of before it was told to them. */
  readonly zone?: string;
  readonly items: readonly OpenItem[];
  readonly cash: readonly Cash[];
  readonly credits: readonly Credit[];
  readonly marks: readonly Mark[];
  readonly forgotten: { readonly count: number; readonly until: Instant };
};

/** An account, or nothing yet. */
export type Account = { readonly status: 'none' } | OpenAccount;

/**
 * What a fact elsewhere brings. `searched` is the count of forgotten marks at which the caller has searched the account's
 * story and found no trace of it, or null when it has not searched.
 */
export type Brought = Holder & {
  readonly zone?: string;
  readonly at: Instant;
  readonly date: CivilDate;
  readonly searched: number | null;
};

/** How much of an invoice was paid by which payment and can still go back. */
export type PaidPart = { readonly payment: string; readonly amountMinor: bigint };

/** An item that a payment went to, as it stood when it was cleared. */
export type PaidItem = { readonly amountMinor: bigint; readonly item: OpenItem };

/** Where a refund's money comes from and what it belongs to; enough to take it back should the refund fail. */
export type RefundOrigin = {
  readonly refund: string;
  readonly payment: string;
  readonly source: Unapplied;
  readonly creditNote: string | null;
  readonly invoice: string | null;
  readonly amountMinor: bigint;
  /** The instant of the payment or credit note that the money comes from. */
  readonly sourceAt: Instant;
  /** The day on which the payment came, where it was booked on another one. */
  readonly receivedOn?: CivilDate;
};

/** What can be asked of an account. */
export type AccountCommand =
  | (Brought & {
      readonly do: 'open_item';
      readonly invoice: string;
      readonly number: string;
      readonly dueDate: CivilDate;
      readonly grossMinor: bigint;
      readonly discount?: ItemDiscount;
      /** The invoices that it replaces, the latest first; money that came for one of them is for it. */
      readonly replaces?: readonly string[];
    })
  | (Brought & {
      readonly do: 'add_cash';
      readonly payment: string;
      readonly invoice: string | null;
      readonly amountMinor: bigint;
    })
  | (Brought & {
      readonly do: 'add_credit';
      readonly creditNote: string;
      readonly invoice: string;
      readonly amountMinor: bigint;
      readonly remainder: Remainder;
      readonly effect?: CreditEffect | undefined;
      /** The story tells of the item, though the head no longer does. */
      readonly wasOpened: boolean;
      /** The item as the story leaves it, where it is cleared and a discount was granted on it. */
      readonly discounted?: DiscountedItem;
      /** The invoice that replaces the one that is taken back. */
      readonly correctedBy?: string | undefined;
      /** What is taken off the item, so that it can go over; the story tells it. */
      readonly moved?: Moved;
      readonly paidBy: readonly PaidPart[];
      /** Gives each refund its id, from the credit note and the payment. */
      readonly refundIds: Readonly<Record<string, string>>;
    })
  | {
      readonly do: 'allocate';
      readonly allocation: string;
      readonly from: string;
      readonly invoice: string;
      readonly amountMinor: bigint | null;
      readonly date: CivilDate;
    }
  | {
      readonly do: 'approve_refund';
      readonly refund: string;
      readonly payment: string;
      readonly effect: 'unapplied' | 'reopen';
      readonly amountMinor: bigint;
      readonly received: Received;
      /** What the payment is allocated to, the latest first; the story tells it. */
      readonly paidItems: readonly PaidItem[];
      /** Of the request, so that the same key with another request is noticed. */
      readonly fingerprint: string;
      readonly at: Instant;
      readonly date: CivilDate;
    }
  | (Brought & { readonly do: 'reverse_refund'; readonly origin: RefundOrigin });

type Of<Type extends string, Data> = { readonly type: Type; readonly data: Data };
type Booked<Type extends string, Data> = Of<Type, Data> & { readonly books: PostingSet };
type Granted = Applied & { readonly taxMinor: bigint; readonly shares: readonly TaxSubtotal[] };
/** So much of an invoice. */
export type Applied = { readonly invoice: string; readonly amountMinor: bigint };

/** What becomes true of an account. */
export type AccountFact =
  | Of<'account.opened', Holder & Pick<OpenAccount, 'zone'>>
  | Of<
      'item.opened',
      {
        readonly invoice: string;
        readonly number: string;
        readonly dueDate: CivilDate;
        readonly grossMinor: bigint;
        readonly discount?: ItemDiscount;
        readonly at: Instant;
        /** The invoices that it replaces; absent where it replaces none. */
        readonly replaces?: readonly string[];
      }
    >
  | Of<'item.cleared', { readonly invoice: string; readonly by: 'paid' | 'credited' | 'mixed' }>
  | Of<'item.reopened', OpenItem>
  | Of<
      'cash.added',
      {
        readonly payment: string;
        readonly invoice: string | null;
        readonly amountMinor: bigint;
      } & Received
    >
  | Of<
      'credit.added',
      {
        readonly creditNote: string;
        readonly invoice: string;
        readonly amountMinor: bigint;
        readonly remainder: Remainder;
        readonly at: Instant;
        readonly correctedBy?: string;
      }
    >
  | Booked<
      'cash.allocated',
      Applied & {
        readonly payment: string;
        readonly allocation?: string;
        /** The day on which it came; told where the item has a discount. */
        readonly paidOn?: CivilDate;
      }
    >
  | Booked<'credit.offset', Applied & { readonly creditNote: string; readonly allocation?: string }>
  | Booked<'discount.taken', Granted & { readonly payment: string; readonly percent: string }>
  | Booked<'discount.withdrawn', Granted>
  | Booked<'cash.released', Applied & Received & { readonly payment: string; readonly goesTo?: string }>
  | Booked<'refund.approved', RefundOrigin & { readonly at: Instant; readonly fingerprint?: string }>
  | Booked<'refund.reversed', RefundOrigin & { readonly at: Instant }>;

/** What is still owed on an item. */
export function openMinorOf({
  grossMinor,
  paidMinor,
  creditedMinor,
  discountedMinor = 0n,
}: OpenItem): bigint {
  return grossMinor - paidMinor - creditedMinor - discountedMinor;
}

/** A cleared item on which a discount was granted, and what earlier credit notes took back of its invoice. */
export type DiscountedItem = { readonly item: OpenItem; readonly takenBackMinor: bigint };
