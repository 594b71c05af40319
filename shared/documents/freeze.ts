import { formatMoney } from '../kernel/money.ts';
import { type FrozenContent, type FrozenTax, LAYOUT_VERSION } from './content.ts';
import { amount, day, labelled, type Manner, rateOf, sanitisedOrNull } from './figures.ts';
import { amountWithCurrency } from './format.ts';
import { frozenDeductions } from './freeze-deductions.ts';
import { frozenLines, frozenReductions } from './freeze-lines.ts';
import { frozenParties, footerOf } from './freeze-parties.ts';
import { creditReasonOf, creditWords, frozenPayment, termsOf } from './freeze-payment.ts';
import type { DocumentModel, TaxSubtotal } from './model.ts';
import { sanitise } from '../kernel/sanitise.ts';
import { showsGross } from './gross.ts';
import { filled } from './filled.ts';
import { accountingTaxNote, taxNote } from './tax-notes.ts';
import type { Texts } from './texts/keys.ts';
import { textsFor } from './texts/texts.ts';

/**
 * Puts a document into words, for good: what comes out does not change with the catalogue, the formats or the profiles any
 * more. It asks nothing but its argument. Malformed dates, decimals and currencies are faults, for they were checked before.
 */
export function freeze(model: DocumentModel): FrozenContent {
  const { texts, locale } = textsFor(model.language, model.seller.country);
  const manner: Manner = { texts, style: { locale, currency: model.currency } };
  return {
    layout: LAYOUT_VERSION,
    kind: model.kind,
    language: locale,
    currency: model.currency,
    title: titleOf(model, texts),
    numberLabel: model.type === 'pro_forma' ? texts.orderReference : texts.number[model.kind],
    ...frozenDates(model, manner),
    ...frozenReferences(model, texts),
    ...frozenParties(model, texts),
    corrects: frozenCorrection(model, manner),
    columns: columnsOf(model, texts),
    lines: frozenLines(model, manner),
    carriedForward: texts.carriedForward,
    broughtForward: texts.broughtForward,
    ...frozenTotals(model, manner),
    notes: notesOf(model, manner),
    terms: termsOf(model, manner),
    payment: frozenPayment(model, manner),
    footer: footerOf(model.seller, texts),
    page: texts.page,
    ...ownLook(model),
  };
}

function titleOf(model: DocumentModel, texts: Texts): string {
  return model.kind === 'credit_note'
    ? creditWords(model, texts).title
    : texts.title[model.type ?? model.kind];
}

function ownLook({ seller: { accent, logo } }: DocumentModel): Pick<FrozenContent, 'accent' | 'logo'> {
  return { ...(accent !== undefined && { accent }), ...(logo !== undefined && { logo }) };
}

function frozenDates(
  model: DocumentModel,
  { texts, style }: Manner,
): Pick<FrozenContent, 'issueDate' | 'dueDate' | 'supplyDate'> {
  const dated = (label: string, date: string) => ({ label, ...day(date, style) });
  return {
    issueDate: dated(texts.issueDate, model.issueDate),
    dueDate: model.dueDate === null ? null : dated(texts.dueDate, model.dueDate),
    supplyDate: model.supplyDate === null ? null : dated(texts.supplyDate, model.supplyDate),
  };
}

function frozenReferences(
  model: DocumentModel,
  texts: Texts,
): Pick<FrozenContent, 'references' | 'orderReference' | 'buyerReference'> {
  const orderReference = sanitisedOrNull(model.orderReference);
  const buyerReference = sanitisedOrNull(model.buyerReference);
  return {
    orderReference,
    buyerReference,
    references: [
      ...labelled(texts.buyerReference, buyerReference),
      ...labelled(texts.orderReference, orderReference),
      ...labelled(texts.buyerVatId, sanitisedOrNull(model.buyer.vatId)),
    ],
  };
}

function frozenCorrection(model: DocumentModel, { texts, style }: Manner): FrozenContent['corrects'] {
  const { corrects, kind } = model;
  if (corrects === null) return null;
  const words = creditWords(model, texts);

  const number = sanitise(corrects.number);
  const date = day(corrects.date, style);
  const text = kind === 'invoice' ? texts.replaces : corrects.isPart ? words.correctsPart : words.corrects;
  const why = creditReasonOf(model, texts);
  return { number, date, text: [filled(text, { number, date: date.text }), ...why].join(' ') };
}

function columnsOf(model: DocumentModel, texts: Texts): FrozenContent['columns'] {
  const { position, description, quantity, taxRate } = texts;
  const isGross = showsGross(model);
  const unitPrice = isGross ? texts.unitPriceGross : texts.unitPrice;
  const amount = filled(isGross ? texts.amountGross : texts.amount, { currency: model.currency });
  return { position, description, quantity, unitPrice, taxRate, amount };
}

function frozenTotals(
  model: DocumentModel,
  { texts, style }: Manner,
): Pick<FrozenContent, 'summary' | 'reductions' | 'net' | 'taxes' | 'tax' | 'total' | 'deductions'> {
  const { currency } = model;
  return {
    summary: {
      heading: filled(texts.summary, { currency }),
      taxable: texts.taxable,
      amount: filled(texts.amount, { currency }),
    },
    ...frozenReductions(model, { texts, style }),
    net: { label: texts.net, ...amount(model.netMinor, style) },
    taxes: model.taxes.map((subtotal) => frozenTax(subtotal, model, { texts, style })),
    tax: amount(model.taxMinor, style),
    total: {
      label: totalLabel(model, texts),
      value: formatMoney({ minor: model.grossMinor, currency }),
      text: amountWithCurrency(model.grossMinor, style),
    },
    ...frozenDeductions(model, { texts, style }),
  };
}

function frozenTax(subtotal: TaxSubtotal, model: DocumentModel, { texts, style }: Manner): FrozenTax {
  const rate = rateOf(subtotal, style);
  const isContained = subtotal.category === 'S' && showsGross(model);
  const words = isContained ? texts.taxContained : texts.tax[subtotal.category];
  return {
    label: filled(words, { rate: rate.text }),
    category: subtotal.category,
    rate,
    base: amount(subtotal.baseMinor, style),
    tax: amount(subtotal.taxMinor, style),
  };
}

function totalLabel(model: DocumentModel, texts: Texts): string {
  if (isCharged(model)) return texts.totalCharged;

  return model.kind === 'credit_note' ? creditWords(model, texts).total : texts.total.invoice;
}

/** Whether the total is not what is to be paid: deposits are deducted from it, credits pay of it, or nothing is asked for. */
function isCharged({ deducts, prepaid, type }: DocumentModel): boolean {
  return deducts !== undefined || prepaid !== undefined || type === 'pro_forma';
}

function notesOf(model: DocumentModel, manner: Manner): string[] {
  const { texts } = manner;
  const converted = accountingTaxNote(model, manner);
  const notes = model.taxes
    .map(({ category }) => taxNote(category, model, texts))
    .filter((note) => note !== null);
  return [
    ...new Set([
      ...(model.type === 'pro_forma' ? [texts.proForma] : []),
      ...(showsGross(model) ? [texts.grossPrices] : []),
      ...notes,
      ...(converted === null ? [] : [converted]),
    ]),
  ];
}
