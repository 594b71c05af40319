/** What the API tells of payments and refunds: from the state to the wire. */
import type { Payment as PaymentBody, PaymentRow, Refund as RefundBody } from '../../contracts/payments.ts';
import { formatMoney, money } from '../../kernel/money.ts';
import { BY_BANK, type LivePayment, type Refund, referenceOf, refundedMinorOf } from '../payments/payment.ts';

/** A payment as answered. */
export function answerPayment(id: string, payment: LivePayment): PaymentBody {
  const { entity, customer, invoice, attempt, channel, provider, amountMinor, currency, at, matched } =
    payment;

  return {
    id,
    object: 'payment',
    status: payment.status,
    legal_entity: entity,
    customer,
    invoice,
    attempt,
    channel,
    provider: provider === BY_BANK ? 'bank' : provider,
    amount: amountOf(amountMinor, currency),
    refunded: amountOf(payment.status === 'settled' ? refundedMinorOf(payment) : 0n, currency),
    reference: referenceOf(payment),
    matched: matched ? { by: matched.by, invoice_was: matched.invoiceWas } : null,
    action_url: payment.status === 'action_required' ? payment.url : null,
    failure_code: payment.status === 'failed' ? payment.code : null,
    failure_kind: payment.status === 'failed' ? payment.kind : null,
    refunds:
      payment.status === 'settled' ? payment.refunds.map((refund) => answerRefund(id, refund, currency)) : [],
    created_at: at,
    settled_at: payment.status === 'settled' ? payment.settledAt : null,
  };
}

/** A refund as its payment knows it. */
export function answerRefund(payment: string, refund: Refund, currency: string): RefundBody {
  const { id, status, amountMinor, creditNote, code } = refund;

  return {
    id,
    object: 'refund',
    payment,
    status,
    amount: amountOf(amountMinor, currency),
    credit_note: creditNote,
    failure_code: code,
  };
}

/** A payment in a list. */
export function answerPaymentRow(
  id: string,
  row: Pick<
    LivePayment,
    'status' | 'entity' | 'customer' | 'invoice' | 'provider' | 'amountMinor' | 'currency' | 'at'
  > & { readonly refundedMinor: bigint },
): PaymentRow {
  const { status, entity, customer, invoice, provider, amountMinor, refundedMinor, currency, at } = row;
  const amounts = { amount: amountOf(amountMinor, currency), refunded: amountOf(refundedMinor, currency) };

  return {
    id,
    object: 'payment',
    status,
    legal_entity: entity,
    customer,
    invoice,
    provider,
    ...amounts,
    created_at: at,
  };
}

/** An amount on the wire. */
export function amountOf(minor: bigint, currency: string): { amount: string; currency: string } {
  return { amount: formatMoney(money(minor, currency)), currency };
}
