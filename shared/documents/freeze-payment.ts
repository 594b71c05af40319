import type { PayeeAccount } from './account.ts';
import type { FrozenPayment } from './content.ts';
import { labelled, type Manner, sanitisedOrNull } from './figures.ts';
import { percentOf } from '../kernel/rational.ts';
import { addDays } from '../kernel/time.ts';
import { amountWithCurrency, dateText, percentText } from './format.ts';
import { type DocumentModel, toPayMinor } from './model.ts';
import { codedTransfer } from './payment-code.ts';
import { sanitise } from '../kernel/sanitise.ts';
import { filled } from './filled.ts';
import { maskedIban } from './direct-debit.ts';
import { swissBill } from './swiss-bill.ts';

/** The sentence that says what happens with the total. */
export function termsOf(model: DocumentModel, { texts, style }: Manner): string {
  const dueMinor = toPayMinor(model);
  const amountDue = amountWithCurrency(dueMinor, style);
  if (model.type === 'pro_forma') return texts.noInvoice;
  if (model.kind === 'credit_note') return filled(creditWords(model, texts).terms, { amount: amountDue });
  if (dueMinor <= 0n) return texts.nothingToPay;
  if (model.dueDate === null) return filled(texts.payableOnReceipt, { amount: amountDue });
  const payable = filled(wordsOf(model, texts), {
    amount: amountDue,
    date: dateText(model.dueDate, style, 'long'),
  });

  return [payable, ...discountsOf(model, { texts, style })].join(' ');
}

/** The words of a credit note; one to a self-billed invoice must not say that the supplier credits the customer. */
export function creditWords({ type }: Pick<DocumentModel, 'type'>, texts: Manner['texts']): CreditWords {
  if (type === 'self_billed') return texts.selfBilledCredit;
  const { title, corrects, correctsPart, total, credited: terms } = texts;

  return { title: title.credit_note, corrects, correctsPart, total: total.credit_note, terms };
}

/** Why a credit note was written, as a sentence; none where that is not known. */
export function creditReasonOf(
  { corrects }: Pick<DocumentModel, 'corrects'>,
  texts: Manner['texts'],
): string[] {
  const { reason = '' } = corrects ?? {};
  const sentences: Readonly<Record<string, string>> = texts.creditReason;

  return Object.hasOwn(sentences, reason) ? [sentences[reason] ?? ''] : [];
}

type CreditWords = Manner['texts']['selfBilledCredit'];

/** Who pays whom: what is collected, what a buyer that writes the invoice itself pays, or what is asked for. */
function wordsOf({ type, directDebit }: DocumentModel, texts: Manner['texts']): string {
  if (type === 'self_billed') return texts.buyerPays;

  return directDebit ? texts.debitedOn : texts.payableBy;
}

/** One sentence for each step of cash discount: until when which amount pays the whole. */
function discountsOf(model: DocumentModel, { texts, style }: Manner): string[] {
  const dueMinor = toPayMinor(model);
  return (model.cashDiscounts ?? []).map(({ days, percent }) =>
    filled(texts.cashDiscount, {
      date: dateText(addDays(model.issueDate, days), style, 'long'),
      percent: percentText(percent, style),
      amount: amountWithCurrency(dueMinor - percentOf(dueMinor, percent), style),
    }),
  );
}

/** How to pay; null where nothing is to be paid. */
export function frozenPayment(model: DocumentModel, manner: Manner): FrozenPayment | null {
  if (model.kind === 'credit_note' || model.type === 'pro_forma' || model.type === 'self_billed') return null;
  if (toPayMinor(model) <= 0n) return null;

  const { texts, style } = manner;
  const bank = model.bank === null ? null : frozenBank(model.bank);
  const rows =
    bank === null
      ? []
      : [
          { label: texts.holder, text: bank.holder },
          { label: texts.iban, text: inFours(bank.iban) },
          ...labelled(texts.bic, bank.bic),
        ];
  return {
    heading: texts.payment,
    rows: [
      ...rows,
      ...debitRows(model, texts),
      { label: texts.paymentAmount, text: amountWithCurrency(toPayMinor(model), style) },
    ],
    referenceLabel: texts.paymentReference,
    bank,
    ...(bank !== null && frozenCode(model, bank, manner)),
  };
}

function debitRows({ directDebit }: DocumentModel, texts: Manner['texts']): FrozenPayment['rows'] {
  if (!directDebit) return [];
  const { mandate, creditor, iban } = directDebit;

  return [
    { label: texts.mandateReference, text: sanitise(mandate) },
    { label: texts.creditorId, text: creditor },
    { label: texts.debitedAccount, text: maskedIban(iban) },
  ];
}

function frozenCode(
  model: DocumentModel,
  bank: PayeeAccount,
  { texts, style }: Manner,
): Pick<FrozenPayment, 'code' | 'swissBill'> {
  // Two codes on one page would be paid twice.
  const bill = swissBill(model, bank);
  if (bill !== null) return { swissBill: bill };

  const transfer = codedTransfer(model, bank);
  if (transfer === null) return {};

  const amount = amountWithCurrency(toPayMinor(model), style);
  const alternative = filled(texts.codeAlternative, { amount, holder: transfer.name });
  return { code: { ...transfer, caption: texts.scanToPay, alternative } };
}

function frozenBank(bank: NonNullable<DocumentModel['bank']>): PayeeAccount {
  return {
    iban: sanitise(bank.iban).replaceAll(' ', '').toUpperCase(),
    bic: sanitisedOrNull(bank.bic),
    holder: sanitise(bank.holder),
  };
}

function inFours(iban: string): string {
  return iban.replace(/(.{4})(?=.)/gu, '$1 ');
}
