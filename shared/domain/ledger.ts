/** The books: which postings each kind of money fact carries. */
import type { PostingSet } from '../ports.ts';
import type { InvoiceKind } from './invoices/kinds.ts';
import type { Role } from './ledger/roles.ts';
import { type Book, credit, debit, mirrored, set } from './ledger/sets.ts';
import type { PaidFromCredits } from './prepaid/credits.ts';

/** The amounts of an issued document. */
export type DocumentAmounts = {
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
  readonly grossMinor: bigint;
};

/** The amounts of a document with the kind of the invoice. */
type IssuedAmounts = DocumentAmounts & { readonly kind?: InvoiceKind | undefined };

/** Where money of customers lies while it belongs to no open item. */
export type Unapplied = 'cash' | 'credit';

/** Through what money comes and goes. */
export type Via = 'provider' | 'bank';

/**
 * An issued invoice: the customer owes the gross amount; of the net `deferredMinor` is not earned yet. A deposit is owed to
 * the customer until it is earned; a final invoice takes the deposits that it deducts back out, with their tax. Credits that
 * are sold are owed until they are used (a contract liability, IFRS 15.106); what is paid from credits that were given for
 * nothing lowers what the seller earns (IFRS 15.70): it is shown beside revenue.
 */
export function invoiceIssued(
  entry: Book &
    IssuedAmounts & {
      readonly deducts?: readonly DocumentAmounts[];
      readonly prepaid?: PaidFromCredits;
      readonly deferredMinor?: bigint;
    },
): PostingSet {
  const { netMinor, taxMinor, grossMinor, kind, deducts = [], prepaid, deferredMinor = 0n } = entry;
  const sumOf = (name: keyof DocumentAmounts) => deducts.reduce((sum, each) => sum + each[name], 0n);
  const { amountMinor: paidMinor = 0n, boughtMinor = 0n } = prepaid ?? {};

  return set(entry, [
    debit('receivables', grossMinor - sumOf('grossMinor') - paidMinor),
    debit('prepaid_credits', boughtMinor),
    debit('promotional_credits', paidMinor - boughtMinor),
    debit('prepayments_received', sumOf('netMinor')),
    debit('output_tax', sumOf('taxMinor')),
    credit(incomeOf(kind), netMinor - deferredMinor),
    credit('deferred_revenue', deferredMinor),
    credit('output_tax', taxMinor),
  ]);
}

/** An issued credit note: what its invoice credited is taken back, the value waits on the customer's account or its credits. */
export function creditNoteIssued({
  netMinor,
  taxMinor,
  grossMinor,
  kind,
  prepaid,
  ...book
}: Book & IssuedAmounts & { readonly prepaid?: PaidFromCredits | undefined }): PostingSet {
  const { amountMinor: backMinor = 0n, boughtMinor = 0n } = prepaid ?? {};

  return set(book, [
    debit(incomeOf(kind), netMinor),
    debit('output_tax', taxMinor),
    credit('unapplied_credit', grossMinor - backMinor),
    credit('prepaid_credits', boughtMinor),
    credit('promotional_credits', backMinor - boughtMinor),
  ]);
}

/**
 * An invoice in the supplier's name: we owe it the gross amount. Its tax, and what we owe ourselves where the charge is
 * reversed, is input tax where it may be deducted, and otherwise a part of what the supply costs.
 */
export function selfBilledInvoiceIssued({
  netMinor,
  taxMinor,
  grossMinor,
  reversedTaxMinor,
  isDeductible,
  ...book
}: Book &
  DocumentAmounts & { readonly reversedTaxMinor: bigint; readonly isDeductible: boolean }): PostingSet {
  const boughtTaxMinor = taxMinor + reversedTaxMinor;

  return set(book, [
    debit('purchased_supplies', isDeductible ? netMinor : netMinor + boughtTaxMinor),
    debit('input_tax', isDeductible ? boughtTaxMinor : 0n),
    credit('output_tax', reversedTaxMinor),
    credit('payables', grossMinor),
  ]);
}

/** A credit note to an invoice in the supplier's name; the mirror of `selfBilledInvoiceIssued`, by what it takes back. */
export function selfBilledCreditNoteIssued(entry: Parameters<typeof selfBilledInvoiceIssued>[0]): PostingSet {
  return mirrored(selfBilledInvoiceIssued(entry));
}

/** Input tax that is not deducted any more: what was bought costs it, until there is an invoice again. */
export function inputTaxLost({ taxMinor, ...book }: Book & { readonly taxMinor: bigint }): PostingSet {
  return set(book, [debit('purchased_supplies', taxMinor), credit('input_tax', taxMinor)]);
}

/** Money that left the house for what was owed to a supplier. */
export function payablePaid({ amountMinor, ...book }: Book & { readonly amountMinor: bigint }): PostingSet {
  return set(book, [debit('payables', amountMinor), credit('bank', amountMinor)]);
}

/** An item that another system left open: the customer owes it, against the opening balance. */
export function openItemBroughtForward({
  amountMinor,
  ...book
}: Book & { readonly amountMinor: bigint }): PostingSet {
  return set(book, [debit('receivables', amountMinor), credit('opening_balance', amountMinor)]);
}

/** The balance of an account as another system left it, above zero on its debit side, against the opening balance. */
export function balanceBroughtForward({
  role,
  amountMinor,
  ...book
}: Book & { readonly role: Role; readonly amountMinor: bigint }): PostingSet {
  return set(book, [debit(role, amountMinor), credit('opening_balance', amountMinor)]);
}

/** Deferred revenue that was earned, or taken back before it was. */
export function revenueRecognised({
  amountMinor,
  ...book
}: Book & { readonly amountMinor: bigint }): PostingSet {
  return set(book, [debit('deferred_revenue', amountMinor), credit('revenue', amountMinor)]);
}

/** Bought credits that expired unused: the seller owes nothing for them any more (breakage, IFRS 15.B46). */
export function creditsExpired({
  amountMinor,
  ...book
}: Book & { readonly amountMinor: bigint }): PostingSet {
  return set(book, [debit('prepaid_credits', amountMinor), credit('breakage', amountMinor)]);
}

/** Money that arrived; it is nobody's until it is allocated. */
export function paymentSettled({
  amountMinor,
  via,
  ...book
}: Book & { readonly amountMinor: bigint; readonly via: Via }): PostingSet {
  return set(book, [debit(VIA[via], amountMinor), credit('unapplied_cash', amountMinor)]);
}

/** Cash that pays an open item. */
export function cashAllocated({ amountMinor, ...book }: Book & { readonly amountMinor: bigint }): PostingSet {
  return set(book, [debit('unapplied_cash', amountMinor), credit('receivables', amountMinor)]);
}

/** Cash that is taken off an item again; the mirror of `cashAllocated`. */
export function cashReleased(entry: Book & { readonly amountMinor: bigint }): PostingSet {
  return mirrored(cashAllocated(entry));
}

/** A credit that lowers an open item. */
export function creditOffset({ amountMinor, ...book }: Book & { readonly amountMinor: bigint }): PostingSet {
  return set(book, [debit('unapplied_credit', amountMinor), credit('receivables', amountMinor)]);
}

/** What a customer keeps for paying early: the net of it lowers revenue, its tax is owed no more. */
export function discountTaken({ amountMinor, taxMinor, ...book }: Book & DiscountEntry): PostingSet {
  return set(book, [
    debit('cash_discounts', amountMinor - taxMinor),
    debit('output_tax', taxMinor),
    credit('receivables', amountMinor),
  ]);
}

/** A discount that is owed again; the mirror of `discountTaken`. */
export function discountWithdrawn(entry: Book & DiscountEntry): PostingSet {
  return mirrored(discountTaken(entry));
}

/** Money that is promised back to the customer. */
export function refundApproved({ amountMinor, source, ...book }: Book & RefundEntry): PostingSet {
  return set(book, [debit(SOURCE[source], amountMinor), credit('refunds_payable', amountMinor)]);
}

/** A refund that did not come about; the mirror of `refundApproved`. */
export function refundFailed(entry: Book & RefundEntry): PostingSet {
  return mirrored(refundApproved(entry));
}

/** A refund that left the house. */
export function refundSettled({
  amountMinor,
  via,
  ...book
}: Book & { readonly amountMinor: bigint; readonly via: Via }): PostingSet {
  return set(book, [debit('refunds_payable', amountMinor), credit(VIA[via], amountMinor)]);
}

type DiscountEntry = { readonly amountMinor: bigint; readonly taxMinor: bigint };
type RefundEntry = { readonly amountMinor: bigint; readonly source: Unapplied };

const VIA = { provider: 'provider_clearing', bank: 'bank' } as const;
const SOURCE = { cash: 'unapplied_cash', credit: 'unapplied_credit' } as const;

function incomeOf(kind: InvoiceKind | undefined): Role {
  if (kind === 'credits') return 'prepaid_credits';

  return kind === 'deposit' ? 'prepayments_received' : 'revenue';
}
