/** The receipt of a payment: what was received, on which day, and which invoices it paid. No tax is stated, for the invoices do. */
import { type FrozenContent, type FrozenLine, LAYOUT_VERSION } from './content.ts';
import { amount, day, type Manner } from './figures.ts';
import { filled } from './filled.ts';
import { amountWithCurrency } from './format.ts';
import { footerOf, frozenParties } from './freeze-parties.ts';
import type { DocumentModel } from './model.ts';
import { sanitise } from '../kernel/sanitise.ts';
import { textsFor } from './texts/texts.ts';

/** A payment as its receipt tells it; the parts sum to what was received. */
export type Receipt = {
  readonly language: string;
  readonly currency: string;
  readonly parties: Pick<DocumentModel, 'seller' | 'buyer'>;
  readonly issueDate: string;
  readonly receivedOn: string;
  readonly receivedMinor: bigint;
  readonly invoices: readonly { readonly number: string; readonly amountMinor: bigint }[];
  /** What no invoice was paid with yet. */
  readonly onAccountMinor: bigint;
  readonly paidBackMinor: bigint;
};

/** Puts a receipt into words, in the layout that documents are printed in. */
export function freezeReceipt(receipt: Receipt): FrozenContent {
  const { texts, locale } = textsFor(receipt.language, receipt.parties.seller.country);
  const { currency, receivedMinor, parties } = receipt;
  const style = { locale, currency };
  const words = texts.receipt;
  const appliedMinor = receipt.invoices.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const heading = filled(texts.amount, { currency });
  const received = day(receipt.receivedOn, style);
  const named = frozenParties(parties, texts);
  const { accent, logo } = parties.seller;

  return {
    layout: LAYOUT_VERSION,
    kind: 'invoice',
    language: locale,
    currency,
    title: words.title,
    numberLabel: words.number,
    issueDate: { label: texts.issueDate, ...day(receipt.issueDate, style) },
    dueDate: null,
    supplyDate: { label: words.receivedOn, ...received },
    ...{ references: [], orderReference: null, buyerReference: null, corrects: null },
    ...named,
    columns: {
      ...{ position: texts.position, description: texts.description, amount: heading },
      ...{ quantity: '', unitPrice: '', taxRate: '' },
    },
    lines: linesOf(receipt, { texts, style }),
    ...{ carriedForward: texts.carriedForward, broughtForward: texts.broughtForward },
    summary: { heading: filled(texts.summary, { currency }), taxable: '', amount: heading },
    net: { label: words.applied, ...amount(appliedMinor, style) },
    ...{ taxes: [], tax: amount(0n, style) },
    total: { label: words.received, ...amountOf(receivedMinor, style) },
    ...{ notes: [], terms: words.thanks, payment: null },
    footer: footerOf(parties.seller, texts),
    page: texts.page,
    ...(accent !== undefined && { accent }),
    ...(logo !== undefined && { logo }),
  };
}

function linesOf(receipt: Receipt, manner: Manner): readonly FrozenLine[] {
  const { receipt: words } = manner.texts;
  const rows = [
    ...receipt.invoices.map(({ number, amountMinor }) => ({
      description: filled(words.invoice, { number: sanitise(number) }),
      amountMinor,
    })),
    { description: words.onAccount, amountMinor: receipt.onAccountMinor },
    { description: words.paidBack, amountMinor: receipt.paidBackMinor },
  ].filter(({ amountMinor }) => amountMinor !== 0n);
  let runningMinor = 0n;

  return rows.map(({ description, amountMinor }, index): FrozenLine => {
    runningMinor += amountMinor;
    const nothing = { value: '', text: '' };

    return {
      position: String(index + 1),
      description,
      details: [],
      ...{ quantity: nothing, unit: null, unitPrice: nothing, discount: amount(0n, manner.style) },
      ...{ category: 'O', rate: nothing, period: null },
      net: amount(amountMinor, manner.style),
      running: amount(runningMinor, manner.style),
    };
  });
}

function amountOf(minor: bigint, style: Manner['style']) {
  return { value: amount(minor, style).value, text: amountWithCurrency(minor, style) };
}
