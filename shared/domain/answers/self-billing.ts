/** What the API tells of self-billing. */
import type { SelfBilledInvoiceRow } from '../../contracts/payables.ts';
import type {
  SelfBilledCreditNote as SelfBilledCreditNoteBody,
  SelfBilledCreditNoteRow,
} from '../../contracts/self-billed-credits.ts';
import type { SelfBillingAgreement as AgreementBody } from '../../contracts/self-billing-agreements.ts';
import type { SelfBilledInvoice as SelfBilledInvoiceBody } from '../../contracts/self-billing.ts';
import { formatMoney } from '../../kernel/money.ts';
import { creditableMinor } from '../invoices/crediting.ts';
import type { AgreementData, ReverseCharge, SelfBilledCreditData } from '../self-billing.ts';
import { selfBilledCreditNoteOf } from '../self-billing/documents.ts';
import { payableOf } from '../self-billing/payable.ts';
import type { SelfBilledIssued } from '../self-billing/states.ts';
import { answerCreditNoteRow, figures, type PrintedModel } from './documents.ts';

/** An agreement as answered. */
export function answerAgreement(
  id: string,
  agreement: AgreementData & { readonly endedOn?: string },
): AgreementBody {
  const { entity, customer, agreedOn, endedOn = null, isSmallBusiness, dueDays, at } = agreement;

  return {
    id,
    object: 'self_billing_agreement',
    legal_entity: entity,
    supplier: customer,
    agreed_on: agreedOn,
    ended_on: endedOn,
    is_small_business: isSmallBusiness,
    due_days: dueDays,
    recorded_at: at,
  };
}

/** A self-billed invoice as answered, with the credit notes to it. */
export function answerSelfBilled(
  id: string,
  invoice: SelfBilledIssued,
  of: { readonly tenant: string; readonly model: PrintedModel },
): SelfBilledInvoiceBody {
  const { agreement, dueDate, reverseCharge, currency } = invoice;

  return {
    id,
    object: 'self_billed_invoice',
    ...figures(invoice, of.model),
    agreement,
    due_date: dueDate,
    reverse_charge: reversed(reverseCharge, currency),
    creditable: creditableMinor(invoice).flatMap((minor, index) =>
      minor === 0n ? [] : [{ line: index + 1, net: amount(minor, currency) }],
    ),
    credit_notes: invoice.credits.map((met) => selfBilledCreditNoteOf(of.tenant, id, met)),
    ...owed(invoice),
  };
}

/** What is owed, what was paid of it, and whether the supplier objected. */
function owed(
  invoice: SelfBilledIssued,
): Pick<SelfBilledInvoiceBody, 'payable' | 'payments' | 'objected_on'> {
  const { currency, payments, objection } = invoice;
  const { openMinor, paidMinor, creditedMinor, overpaidMinor } = payableOf(invoice);

  return {
    payable: {
      open: amount(openMinor, currency),
      paid: amount(paidMinor, currency),
      credited: amount(creditedMinor, currency),
      overpaid: amount(overpaidMinor, currency),
    },
    payments: payments.map(({ amountMinor, paidOn, reference }) => ({
      amount: amount(amountMinor, currency),
      paid_on: paidOn,
      reference,
    })),
    objected_on: objection?.objectedOn ?? null,
  };
}

/** One in a list, from what its row holds. */
export function answerSelfBilledRow(
  id: string,
  row: Pick<
    SelfBilledIssued,
    'number' | 'customer' | 'entity' | 'currency' | 'issueDate' | 'dueDate' | 'grossMinor'
  > & { readonly openMinor: bigint; readonly objectedOn: string | null },
): SelfBilledInvoiceRow {
  const { number, entity, customer, issueDate, dueDate, grossMinor, openMinor, currency } = row;

  return {
    id,
    object: 'self_billed_invoice',
    number,
    legal_entity: entity,
    customer,
    issue_date: issueDate,
    due_date: dueDate,
    total: amount(grossMinor, currency),
    open: amount(openMinor, currency),
    objected_on: row.objectedOn,
  };
}

/** A credit note to a self-billed invoice as answered. */
export function answerSelfBilledCredit(
  id: string,
  note: SelfBilledCreditData,
  model: PrintedModel,
): SelfBilledCreditNoteBody {
  const { invoice, reason, reverseCharge, currency } = note;

  return {
    id,
    object: 'self_billed_credit_note',
    ...figures(note, model),
    invoice,
    reason,
    reverse_charge: reversed(reverseCharge, currency),
  };
}

/** One in a list, from what its row holds. */
export function answerSelfBilledCreditRow(
  id: string,
  row: Pick<
    SelfBilledCreditData,
    'number' | 'customer' | 'entity' | 'currency' | 'issueDate' | 'grossMinor' | 'invoice'
  >,
): SelfBilledCreditNoteRow {
  return { ...answerCreditNoteRow(id, row), object: 'self_billed_credit_note' };
}

function reversed(charge: ReverseCharge | null, currency: string): SelfBilledInvoiceBody['reverse_charge'] {
  return charge && { rate: charge.rate, tax: amount(charge.taxMinor, currency) };
}

function amount(minor: bigint, currency: string) {
  return { amount: formatMoney({ minor, currency }), currency };
}
