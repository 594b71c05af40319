/** Lines in the semantic model. */
import { addDays } from '../../kernel/time.ts';
import { exponentOf } from '../../kernel/currencies.ts';
import { sanitisedOrNull } from '../figures.ts';
import type { DocumentLine, DocumentModel } from '../model.ts';
import { filled } from '../filled.ts';
import { sanitise } from '../../kernel/sanitise.ts';
import type { Texts } from '../texts/keys.ts';
import { canonicalDecimal, negatedDecimal } from './decimal.ts';
import type { DocumentReduction, SemanticLine, SemanticReduction, SemanticTax } from './model.ts';
import { ONE, unitCode } from './units.ts';

/** The line under its place, in the words of a language. */
export function semanticLine(line: DocumentLine, index: number, texts: Texts): SemanticLine {
  const price = canonicalDecimal(line.unitPrice);
  const quantity = canonicalDecimal(line.quantity);
  // Prices are never negative (BR-27): what takes away is a negative quantity of a positive price.
  const isNegative = price.startsWith('-');
  const unit = sanitisedOrNull(line.unit);
  const code = unitCode(unit);
  return {
    ...taxOf(line),
    id: String(index + 1),
    // A word that has no code is kept for people.
    note: noteOf(line, { unit: code === undefined ? unit : null, texts }),
    name: sanitise(line.description),
    description: null,
    sellerItem: null,
    quantity: isNegative ? negatedDecimal(quantity) : quantity,
    unit: code ?? ONE,
    price: isNegative ? negatedDecimal(price) : price,
    priceQuantity: null,
    netMinor: line.netMinor,
    period: periodOf(line),
    reductions: line.discountMinor === 0n ? [] : [discountOf(line.discountMinor)],
  };
}

/** What has no element of its own. */
function noteOf(
  { subscription }: DocumentLine,
  { unit, texts }: { readonly unit: string | null; readonly texts: Texts },
): string | null {
  const shared = subscription === undefined ? [] : [filled(texts.subscription, { subscription })];
  const said = [...shared, ...(unit === null ? [] : [unit])];

  return said.length === 0 ? null : said.join('\n');
}

/** A period's end does not belong to it; BT-135 is the last day that does, at the earliest the first. */
function periodOf({ period }: DocumentLine): SemanticLine['period'] {
  if (period === null) return null;
  const { start } = period;
  const last = addDays(period.end, -1);

  return last < start ? { start, end: start } : { start, end: last };
}

/** Category and rate; what is outside the scope of the tax has no rate. */
export function taxOf({ category, rate }: Pick<DocumentLine, 'category' | 'rate'>): SemanticTax {
  return { category, rate: category === 'O' ? null : canonicalDecimal(rate) };
}

/** A discount of a negative line adds to it, and so is a charge. */
function discountOf(discountMinor: bigint): SemanticReduction {
  const isCharge = discountMinor < 0n;
  return {
    isCharge,
    amountMinor: isCharge ? -discountMinor : discountMinor,
    baseMinor: null,
    percent: null,
    reason: null,
    reasonCode: isCharge ? 'ZZZ' : '95',
  };
}

/** Decimals from which a share that is off by a unit stays within what profiles allow between percentage and amount. */
const PERCENT_EXPONENT_MIN = 2;

/** The allowances and charges on the document; base and percentage are told where the amount follows from them closely. */
export function reductionsOf({ reductions = [], currency }: DocumentModel): readonly DocumentReduction[] {
  const isFine = (exponentOf(currency) ?? 0) >= PERCENT_EXPONENT_MIN;
  return reductions.map((share) => {
    const percent = isFine && share.percent !== null ? canonicalDecimal(share.percent) : null;
    return {
      ...taxOf(share),
      isCharge: share.isCharge,
      amountMinor: share.amountMinor,
      baseMinor: percent === null ? null : share.baseMinor,
      percent,
      reason: sanitisedOrNull(share.reason),
      reasonCode: share.code ?? (share.isCharge ? 'ZZZ' : '95'),
    };
  });
}
