/** What the API tells of self-billing. */
import type {
  SelfBilledInvoice as SelfBilledInvoiceBody,
  SelfBillingAgreement as AgreementBody,
} from '../../contracts/self-billing.ts';
import { formatMoney } from '../../kernel/money.ts';
import type { AgreementData, SelfBilledData } from '../self-billing.ts';
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

/** A self-billed invoice as answered. */
export function answerSelfBilled(
  id: string,
  invoice: SelfBilledData,
  model: PrintedModel,
): SelfBilledInvoiceBody {
  const { agreement, dueDate, reverseCharge, currency } = invoice;
  const reversed = reverseCharge && {
    rate: reverseCharge.rate,
    tax: { amount: formatMoney({ minor: reverseCharge.taxMinor, currency }), currency },
  };

  return {
    id,
    object: 'self_billed_invoice',
    ...figures(invoice, model),
    agreement,
    due_date: dueDate,
    reverse_charge: reversed,
  };
}
