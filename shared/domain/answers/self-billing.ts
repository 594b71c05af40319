/** What the API tells of self-billing. */
import type {
  SelfBilledCreditNote as SelfBilledCreditNoteBody,
  SelfBilledCreditNoteRow,
} from '../../contracts/self-billed-credits.ts';
import type {
  SelfBilledInvoice as SelfBilledInvoiceBody,
  SelfBillingAgreement as AgreementBody,
} from '../../contracts/self-billing.ts';
import { formatMoney } from '../../kernel/money.ts';
import { creditableMinor } from '../invoices/crediting.ts';
import type { AgreementData, ReverseCharge, SelfBilledCreditData } from '../self-billing.ts';
import type { SelfBilledIssued } from '../self-billing/documents.ts';
import { figures, type PrintedModel } from './documents.ts';

/** An agreement as answered. */
export function answerAgreement(id: string, agreement: AgreementData): AgreementBody {
  const { entity, customer, agreedOn, isSmallBusiness, dueDays, at } = agreement;

  return {
    id,
    object: 'self_billing_agreement',
    legal_entity: entity,
    supplier: customer,
    agreed_on: agreedOn,
    is_small_business: isSmallBusiness,
    due_days: dueDays,
    recorded_at: at,
  };
}

/** A self-billed invoice as answered, with the credit notes to it. */
export function answerSelfBilled(
  id: string,
  invoice: SelfBilledIssued,
  of: { readonly model: PrintedModel; readonly notes: readonly string[] },
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
    credit_notes: [...of.notes],
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
  const { number, entity, customer, issueDate, grossMinor, currency, invoice } = row;

  return {
    id,
    object: 'self_billed_credit_note',
    number,
    legal_entity: entity,
    customer,
    issue_date: issueDate,
    total: amount(grossMinor, currency),
    invoice,
  };
}

function reversed(charge: ReverseCharge | null, currency: string): SelfBilledInvoiceBody['reverse_charge'] {
  return charge && { rate: charge.rate, tax: amount(charge.taxMinor, currency) };
}

function amount(minor: bigint, currency: string) {
  return { amount: formatMoney({ minor, currency }), currency };
}
