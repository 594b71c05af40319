/** The keys of a document's texts. */
import type { TaxCategory } from '../model.ts';

/** Why a credit note is written: what a caller may say, and what follows from something else. */
export type CreditReason =
  | 'cancelled'
  | 'returned'
  | 'wrong'
  | 'goodwill'
  | 'corrected'
  | 'deposit_not_deducted'
  | 'order_cancelled'
  | 'subscription_changed'
  | 'usage_lowered'
  | 'billing_repaired'
  | 'subscription_cancelled'
  | 'subscription_unpaid'
  | 'credits_refunded';

/**
 * Every text a document can print, by key; a language that lacks one does not compile. Words in braces are places that
 * `filled` (beside the folder) fills: each text has exactly the places its neighbour in English has, which a test holds.
 */
export type Texts = {
  readonly title: {
    readonly invoice: string;
    readonly credit_note: string;
    readonly deposit: string;
    readonly partial: string;
    readonly final: string;
    readonly corrected: string;
    readonly self_billed: string;
    readonly pro_forma: string;
  };
  readonly number: { readonly invoice: string; readonly credit_note: string };
  /** What a pro forma invoice is not, and in the place of the terms that nothing is asked for. */
  readonly proForma: string;
  readonly noInvoice: string;
  /** Of the receipt of a payment: its parts are invoices, what waits on the account, what was paid back. */
  readonly receipt: {
    readonly title: string;
    readonly number: string;
    readonly receivedOn: string;
    readonly invoice: string;
    readonly onAccount: string;
    readonly paidBack: string;
    readonly applied: string;
    readonly received: string;
    readonly thanks: string;
  };
  readonly issueDate: string;
  readonly dueDate: string;
  readonly supplyDate: string;
  readonly orderReference: string;
  readonly buyerReference: string;
  readonly buyerVatId: string;
  readonly corrects: string;
  /** Of a credit note that takes back a part. */
  readonly correctsPart: string;
  /** Why it was written, behind that: several states want it told (in Spain RD 1619/2012, Art. 15 (5)). */
  readonly creditReason: Readonly<Record<CreditReason, string>>;
  /** Of a credit note to a self-billed invoice: it lowers what the customer owes the supplier. */
  readonly selfBilledCredit: {
    readonly title: string;
    readonly corrects: string;
    readonly correctsPart: string;
    readonly total: string;
    readonly terms: string;
  };
  /** Of a corrected invoice. */
  readonly replaces: string;
  readonly position: string;
  readonly description: string;
  readonly quantity: string;
  readonly unitPrice: string;
  /** The heading where prices contain the tax, and so for the amounts and their sum. */
  readonly unitPriceGross: string;
  readonly taxRate: string;
  readonly amount: string;
  readonly amountGross: string;
  /** Where several subscriptions share a document: `{subscription}`. */
  readonly subscription: string;
  readonly period: string;
  readonly discount: string;
  readonly linesTotal: string;
  readonly linesTotalGross: string;
  readonly allowance: string;
  readonly charge: string;
  readonly carriedForward: string;
  readonly broughtForward: string;
  readonly summary: string;
  readonly taxable: string;
  readonly net: string;
  readonly total: { readonly invoice: string; readonly credit_note: string };
  /** The total where deposits are deducted from it, each deduction, and what is left. */
  readonly totalCharged: string;
  readonly deducted: string;
  /** What is paid from prepaid credits. */
  readonly paidFromCredits: string;
  readonly toPay: string;
  readonly tax: Readonly<Record<TaxCategory, string>>;
  /** Of a rate whose tax the prices contain. */
  readonly taxContained: string;
  /** What the law wants said beside a category; null where the rate says it all. */
  readonly note: Readonly<Record<TaxCategory, string | null>>;
  /** The note of E where the seller is a small enterprise; `law` is the article that exempts it. */
  readonly smallBusiness: string;
  readonly grossPrices: string;
  /** The tax in accounting currency; one unit of `base` is `rate` of `counter`. */
  readonly accountingTax: string;
  readonly payment: string;
  /** The announcement of a direct debit, which its rulebook wants before the day. */
  readonly debitedOn: string;
  readonly mandateReference: string;
  readonly creditorId: string;
  readonly debitedAccount: string;
  /** Of a self-billed invoice, which its buyer writes. */
  readonly buyerPays: string;
  readonly payableBy: string;
  /** Added for each step of cash discount. */
  readonly cashDiscount: string;
  readonly payableOnReceipt: string;
  readonly nothingToPay: string;
  readonly credited: string;
  readonly holder: string;
  readonly iban: string;
  readonly bic: string;
  readonly paymentReference: string;
  readonly paymentAmount: string;
  /** Below the code that a banking app scans, and what the code is told as to those who do not see it. */
  readonly scanToPay: string;
  readonly codeAlternative: string;
  readonly vatId: string;
  readonly taxNumber: string;
  readonly email: string;
  readonly page: string;
};
