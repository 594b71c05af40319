/** What the API tells of invoices and credit notes: the frozen lines, the figures of the fact, and the account's answer. */
import type {
  CreditNote as CreditNoteBody,
  CreditNoteRow,
  Invoice as InvoiceBody,
  InvoiceRow,
} from '../../contracts/documents.ts';
import type { Draft } from '../drafting/draft.ts';
import type { ClearedBy, CreditNote, DocumentFigures, Invoice } from '../invoices/states.ts';
import { answerAccountingTax } from './accounting-tax.ts';
import { answerDeduction, answerPaidFrom } from './deductions.ts';
import { amountOf as amount } from './payments.ts';
import { answerRelations } from './relations.ts';
import { lineBody, shareBodies } from './document-lines.ts';
import { dueMinorOf } from '../invoices/deducting.ts';
import { creditableMinor } from '../invoices/crediting.ts';
import type { PriceBasis } from '../tax.ts';
import type { Account } from '../receivables/account.ts';

/** What is told of a frozen document beyond the figures of its fact. */
export type PrintedModel = Pick<Draft, 'lines' | 'reductions'> & {
  /** The last day of its retention. */
  readonly retainedUntil: string;
};

type Issued<T> = Exclude<T, { status: 'none' }>;

/** What the money did with an invoice, in minor units; the three sum to what is due of it. */
export type InvoiceMoney = {
  readonly openMinor: bigint;
  readonly paidMinor: bigint;
  readonly creditedMinor: bigint;
};

/**
 * What is open of an invoice. The account says so while the item is on it; before it was opened all is open, and once
 * it is cleared the invoice's own echo tells how, which for a mixture needs `paidMinor` from the account's story.
 */
export function invoiceMoney(
  id: string,
  invoice: Issued<Invoice>,
  of: {
    readonly account: Account;
    readonly cleared: { readonly by: ClearedBy; readonly paidMinor: bigint } | null;
  },
): InvoiceMoney {
  const grossMinor = dueMinorOf(invoice);
  const item =
    of.account.status === 'open' ? of.account.items.find((each) => each.invoice === id) : undefined;
  if (item) {
    const { paidMinor, discountedMinor = 0n } = item;
    const creditedMinor = item.creditedMinor + discountedMinor;
    return { openMinor: grossMinor - paidMinor - creditedMinor, paidMinor, creditedMinor };
  }
  if (of.cleared)
    return {
      openMinor: 0n,
      paidMinor: of.cleared.paidMinor,
      creditedMinor: grossMinor - of.cleared.paidMinor,
    };

  return { openMinor: grossMinor, paidMinor: 0n, creditedMinor: 0n };
}

/** An invoice as answered; `today` is the civil date in the seller's zone. */
export function answerInvoice(
  id: string,
  invoice: Issued<Invoice>,
  of: {
    readonly model: PrintedModel;
    readonly money: InvoiceMoney;
    readonly today: string;
    /** Those that are issued, the earliest first. */
    readonly creditNotes: readonly string[];
  },
): InvoiceBody {
  const { currency, cause, dueDate, kind = 'plain', deducts = [], prepaid } = invoice;
  const { openMinor, paidMinor, creditedMinor } = of.money;

  return {
    id,
    object: 'invoice',
    ...figures(invoice, of.model),
    kind,
    due_date: dueDate,
    deposits: deducts.map((deduction) => answerDeduction(deduction, currency)),
    ...answerPaidFrom(prepaid, currency),
    due: amount(dueMinorOf(invoice), currency),
    order: 'order' in cause ? cause.order : null,
    subscription: 'subscription' in cause ? cause.subscription : null,
    subscriptions: subscriptionsOf(cause),
    payment_status: statusOf(of.money),
    overdue: openMinor > 0n && of.today > dueDate,
    open: amount(openMinor, currency),
    paid: amount(paidMinor, currency),
    credited: amount(creditedMinor, currency),
    credit_note: of.creditNotes.at(-1) ?? null,
    credit_notes: [...of.creditNotes],
    ...answerRelations(invoice),
    creditable: creditableMinor(invoice).flatMap((minor, index) =>
      minor === 0n || invoice.deducted ? [] : [creditableLine(index + 1, amount(minor, currency), invoice)],
    ),
  };
}

/** Those whose bills it is for, in the order of their lines. */
function subscriptionsOf(cause: Issued<Invoice>['cause']): string[] {
  if ('bills' in cause) return cause.bills.map(({ subscription }) => subscription);

  return 'subscription' in cause ? [cause.subscription] : [];
}

function creditableLine(
  line: number,
  money: InvoiceBody['open'],
  { priceBasis }: DocumentFigures,
): InvoiceBody['creditable'][number] {
  return priceBasis === 'gross' ? { line, gross: money } : { line, net: money };
}

/** A credit note as answered. */
export function answerCreditNote(id: string, note: Issued<CreditNote>, model: PrintedModel): CreditNoteBody {
  const { invoice, reason, remainder, effect = 'cancel_debt' } = note;

  return { id, object: 'credit_note', ...figures(note, model), invoice, reason, effect, remainder };
}

/** An invoice in a list, from what its row holds. */
export function answerInvoiceRow(
  id: string,
  row: Pick<
    Issued<Invoice>,
    'number' | 'customer' | 'entity' | 'currency' | 'issueDate' | 'dueDate' | 'grossMinor' | 'settledBy'
  >,
): InvoiceRow {
  const { number, entity, customer, issueDate, dueDate, grossMinor, currency, settledBy } = row;
  const dates = { issue_date: issueDate, due_date: dueDate };

  return {
    id,
    object: 'invoice',
    number,
    legal_entity: entity,
    customer,
    ...dates,
    total: amount(grossMinor, currency),
    settled: settledBy,
  };
}

/** A credit note in a list, from what its row holds. */
export function answerCreditNoteRow(
  id: string,
  row: Pick<
    Issued<CreditNote>,
    'number' | 'customer' | 'entity' | 'currency' | 'issueDate' | 'grossMinor' | 'invoice'
  >,
): CreditNoteRow {
  const { number, entity, customer, issueDate, grossMinor, currency, invoice } = row;

  return {
    id,
    object: 'credit_note',
    number,
    legal_entity: entity,
    customer,
    issue_date: issueDate,
    total: amount(grossMinor, currency),
    invoice,
  };
}

/** The figures that every document tells. */
export function figures(
  document: Omit<DocumentFigures, 'account'>,
  { lines, reductions = [], retainedUntil }: PrintedModel,
) {
  const priceBasis: PriceBasis = document.priceBasis ?? 'net';
  const { entity, customer, number, currency, issueDate, taxes, netMinor, taxMinor, grossMinor } = document;

  return {
    legal_entity: entity,
    customer,
    number,
    currency,
    issue_date: issueDate,
    price_basis: priceBasis,
    lines: lines.map((line, index) => lineBody(line, index + 1, currency)),
    allowances: shareBodies(
      reductions.filter(({ isCharge }) => !isCharge),
      currency,
    ),
    charges: shareBodies(
      reductions.filter(({ isCharge }) => isCharge),
      currency,
    ),
    taxes: taxes.map((tax) => ({
      category: tax.category,
      rate: tax.rate,
      base: amount(tax.baseMinor, currency),
      tax: amount(tax.taxMinor, currency),
    })),
    net: amount(netMinor, currency),
    tax: amount(taxMinor, currency),
    accounting_tax: answerAccountingTax(document),
    total: amount(grossMinor, currency),
    retained_until: retainedUntil,
  };
}

function statusOf({ openMinor, paidMinor, creditedMinor }: InvoiceMoney) {
  if (openMinor > 0n) return paidMinor + creditedMinor > 0n ? 'partly_paid' : 'open';

  return paidMinor === 0n && creditedMinor > 0n ? 'credited' : 'paid';
}
