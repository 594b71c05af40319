/** From the document's model to the semantic one. Pure; all words come from the catalogue in the document's language. */
import { creditReasonOf, termsOf } from '../freeze-payment.ts';
import { showsGross } from '../gross.ts';
import { sanitisedOrNull } from '../figures.ts';
import { amountWithCurrency } from '../format.ts';
import { deductionText } from '../freeze-deductions.ts';
import { type DocumentModel, toPayMinor } from '../model.ts';
import { sanitise } from '../../kernel/sanitise.ts';
import { accountingTaxNote, taxNote } from '../tax-notes.ts';
import { textsFor } from '../texts/texts.ts';
import { reductionsOf, semanticLine, taxOf } from './derive-lines.ts';
import { buyerOf, semanticAddress, sellerOf } from './derive-parties.ts';
import type { SemanticInvoice, SemanticPayment, SemanticPeriod, SemanticSubtotal } from './model.ts';
import { ownReference } from '../swiss-bill.ts';

/** What a document says to a machine, under its number. Malformed dates, decimals and currencies are faults. */
export function toEn16931(model: DocumentModel, number: string): SemanticInvoice {
  const { texts } = textsFor(model.language, model.seller.country);
  const lines = model.lines.map((line, index) => semanticLine(line, index, texts));
  return withNumber(
    {
      number: '',
      issueDate: model.issueDate,
      type: typeOf(model),
      currency: model.currency,
      taxCurrency: model.accountingTax?.currency ?? null,
      dueDate: model.dueDate,
      buyerReference: sanitisedOrNull(model.buyerReference),
      orderReference: sanitisedOrNull(model.orderReference),
      terms: termsText(model),
      notes: inOneNote([...notesOf(model), ...deductionNotes(model)]),
      preceding: precedingOf(model),
      seller: sellerOf(model),
      buyer: buyerOf(model),
      supplyDate: model.supplyDate,
      delivery: deliveryOf(model),
      period: model.supplyDate === null ? periodOf(model, lines) : null,
      payment: paymentOf(model),
      ...(model.priceBasis && { grossesMinor: grossesOf(model) }),
      ...conversionOf(model),
      reductions: reductionsOf(model),
      totals: totalsOf(model),
      taxes: subtotalsOf(model),
      lines,
    },
    number,
  );
}

/** The same document under its number, which is also what a transfer refers to where it has no reference of its own. */
export function withNumber(invoice: SemanticInvoice, number: string): SemanticInvoice {
  const clean = sanitise(number);
  const { payment } = invoice;
  if (payment === null || payment.account === null) return { ...invoice, number: clean };

  const reference = payment.reference ?? (clean || null);

  return { ...invoice, number: clean, payment: { ...payment, reference } };
}

/** Without a due date the words say when; a cash discount is written as the XRechnung specification has it (BR-DE-18). */
function termsText(model: DocumentModel): string | null {
  const { cashDiscounts = [] } = model;
  const { texts, locale } = textsFor(model.language, model.seller.country);
  const words =
    model.dueDate === null ? termsOf(model, { texts, style: { locale, currency: model.currency } }) : null;
  if (cashDiscounts.length === 0) return words === null ? null : sanitise(words);

  const lines = cashDiscounts.map(({ days, percent }) => {
    const [whole = '0', places = ''] = percent.split('.');
    return `#SKONTO#TAGE=${days}#PROZENT=${whole}.${places.padEnd(2, '0').slice(0, 2)}#\n`;
  });
  return `${lines.join('')}${words === null ? '' : sanitise(words)}`;
}

/** What lines, allowances and charges of each category and rate come to with the tax in them. */
function grossesOf({ taxes, lines, reductions = [] }: DocumentModel): readonly bigint[] {
  return taxes.map(({ category, rate }) => {
    const isSame = (each: { readonly category: string; readonly rate: string }) =>
      each.category === category && each.rate === rate;
    const onTop = reductions.filter(isSame).reduce((sum, { isCharge, grossMinor = 0n }) => {
      return isCharge ? sum + grossMinor : sum - grossMinor;
    }, 0n);

    return lines.filter(isSame).reduce((sum, { gross }) => sum + (gross?.amountMinor ?? 0n), onTop);
  });
}

function conversionOf({ accountingTax }: DocumentModel): Pick<SemanticInvoice, 'conversion'> {
  if (!accountingTax) return {};
  const { rate, quotation } = accountingTax;

  return { conversion: { rate, quotation } };
}

/** The figures of an e-invoice are net, and it has no term for an exchange rate or a reason: all are said in words. */
function notesOf(model: DocumentModel): readonly string[] {
  const { texts, locale } = textsFor(model.language, model.seller.country);
  const converted = accountingTaxNote(model, { texts, style: { locale, currency: model.currency } });
  const gross = showsGross(model) ? [texts.grossPrices] : [];
  return [...creditReasonOf(model, texts), ...gross, ...(converted === null ? [] : [converted])];
}

/** Peppol takes one note a document unless both parties are German (PEPPOL-EN16931-R002), so all say it in one. */
function inOneNote(sentences: readonly string[]): readonly string[] {
  return sentences.length === 0 ? [] : [sentences.join('\n')];
}

/** UNTDID 1001. A final invoice is a commercial one: that it is the last is told by what it refers to and deducts. */
function typeOf({ kind, type }: DocumentModel): string {
  if (kind === 'credit_note') return type === 'self_billed' ? '261' : '381';
  if (type === 'corrected') return '384';
  if (type === 'deposit') return '386';
  if (type === 'self_billed') return '389';

  return type === 'partial' ? '326' : '380';
}

/** BT-113 is one sum; the net and tax of each deposit, which the law wants told, stand in words beside it; so does what credits pay. */
function deductionNotes(model: DocumentModel): readonly string[] {
  const { texts, locale } = textsFor(model.language, model.seller.country);
  const style = { locale, currency: model.currency };
  const paidMinor = model.prepaid?.amountMinor ?? 0n;
  const deposits = (model.deducts ?? []).map(
    (deducted) =>
      `${deductionText(deducted, { texts, style })} = ${amountWithCurrency(deducted.grossMinor, style)}`,
  );
  const paid = `${texts.paidFromCredits} = ${amountWithCurrency(paidMinor, style)}`;

  return paidMinor === 0n ? deposits : [...deposits, paid];
}

/** What is taken back, replaced or deducted. */
function precedingOf({ corrects, deducts = [] }: DocumentModel): SemanticInvoice['preceding'] {
  const deposits = deducts.map(({ number, issueDate: date }) => ({ number: sanitise(number), date }));

  return corrects === null
    ? deposits
    : [{ number: sanitise(corrects.number), date: corrects.date }, ...deposits];
}

/**
 * Goods that leave the country go to the buyer where nothing else is said. Where no day of supply is told, Factur-X wants the
 * place of it (BR-FX-EN-04).
 */
function deliveryOf(model: DocumentModel) {
  const leaves = model.taxes.some(({ category }) => category === 'K' || category === 'G');
  if (model.delivery) return semanticAddress({ ...model.buyer, postal: model.delivery });

  return leaves || model.supplyDate === null ? semanticAddress(model.buyer) : null;
}

/**
 * The span of the lines. What takes a deposit back has neither a day of supply nor periods; as Factur-X asks for one on all but
 * deposits themselves (BR-FX-EN-04), its invoicing period is the day on which the deposit was invoiced.
 */
function periodOf({ kind, corrects }: DocumentModel, lines: SemanticInvoice['lines']): SemanticPeriod | null {
  const span = spanOf(lines.map(({ period }) => period));
  if (span !== null || kind === 'invoice' || corrects === null) return span;

  return { start: corrects.date, end: corrects.date };
}

/** From the first day of all periods to the last. */
function spanOf(periods: readonly (SemanticPeriod | null)[]): SemanticPeriod | null {
  const known = periods.filter((period) => period !== null);
  if (known.length === 0) return null;
  const start = known.reduce<string | null>((least, { start: day }) => earlier(least, day), null);
  const end = known.reduce<string | null>((most, { end: day }) => later(most, day), null);
  return { start, end };
}

function earlier(a: string | null, b: string | null): string | null {
  return a === null || b === null ? (a ?? b) : a < b ? a : b;
}

function later(a: string | null, b: string | null): string | null {
  return a === null || b === null ? (a ?? b) : a > b ? a : b;
}

/**
 * SEPA transfer (58), another transfer (30), SEPA direct debit (59), or an instrument that is not told: 1, in the Netherlands,
 * whose rules lack it (NL-R-008), what was agreed upon before: 57.
 */
function paymentOf(model: DocumentModel): SemanticPayment {
  const { bank, directDebit, currency, kind, seller } = model;
  const none = { means: seller.country === 'NL' ? '57' : '1', reference: null, account: null, debit: null };
  if (kind === 'credit_note') return none;
  if (directDebit) {
    const { mandate, creditor, iban } = directDebit;
    return {
      ...none,
      means: '59',
      debit: { mandate: sanitise(mandate), creditor, iban: iban.replaceAll(' ', '') },
    };
  }
  if (bank === null) return none;

  return {
    ...none,
    reference: ownReference(model, bank),
    means: currency === 'EUR' ? '58' : '30',
    account: {
      iban: sanitise(bank.iban).replaceAll(' ', '').toUpperCase(),
      holder: sanitisedOrNull(bank.holder),
      bic: sanitisedOrNull(bank.bic),
    },
  };
}

function totalsOf(model: DocumentModel): SemanticInvoice['totals'] {
  const { reductions = [] } = model;
  const sumOf = (wanted: boolean) =>
    reductions.reduce(
      (sum, { isCharge, amountMinor }) => (isCharge === wanted ? sum + amountMinor : sum),
      0n,
    );
  return {
    linesMinor: model.lines.reduce((sum, { netMinor }) => sum + netMinor, 0n),
    allowancesMinor: sumOf(false),
    chargesMinor: sumOf(true),
    netMinor: model.netMinor,
    taxMinor: model.taxMinor,
    accountingTaxMinor: model.accountingTax?.taxMinor ?? null,
    grossMinor: model.grossMinor,
    prepaidMinor: model.grossMinor - toPayMinor(model),
    roundingMinor: 0n,
    dueMinor: toPayMinor(model),
  };
}

/** Codes of the VATEX list; the other categories have none that holds in every country. */
const REASON_CODES: Readonly<Record<string, string>> = {
  AE: 'VATEX-EU-AE',
  K: 'VATEX-EU-IC',
  G: 'VATEX-EU-G',
  O: 'VATEX-EU-O',
};

function subtotalsOf(model: DocumentModel): readonly SemanticSubtotal[] {
  const { texts } = textsFor(model.language, model.seller.country);
  return model.taxes.map((subtotal) => ({
    ...taxOf(subtotal),
    baseMinor: subtotal.baseMinor,
    taxMinor: subtotal.taxMinor,
    reason: taxNote(subtotal.category, model, texts),
    reasonCode: REASON_CODES[subtotal.category] ?? null,
  }));
}
