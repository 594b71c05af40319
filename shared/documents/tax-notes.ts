/** The sentences that the law wants beside the tax. */
import { filled } from './filled.ts';
import { amountWithCurrency, dateText, priceText } from './format.ts';
import type { DocumentModel, TaxCategory } from './model.ts';
import { sanitise } from '../kernel/sanitise.ts';
import type { Manner } from './figures.ts';
import type { Texts } from './texts/keys.ts';

/** The law of the exemption of small enterprises, where a country has a name for it of its own. */
const LAWS: Readonly<Record<string, string>> = {
  AT: '§ 6 Abs. 1 Z 27 UStG',
  BE: 'Art. 56bis WBTW/CTVA',
  DE: '§ 19 UStG',
  FR: 'art. 293 B du CGI',
  IT: 'L. 190/2014, art. 1',
  NL: 'art. 25 Wet OB 1968',
};

/** Where a country has none, the article of the directive. */
const DIRECTIVE = 'Art. 284, 2006/112/EC';

/** The sentence of a category on this document; null where the rate says it all. */
export function taxNote(
  category: TaxCategory,
  model: Pick<DocumentModel, 'smallBusiness' | 'seller'>,
  texts: Texts,
): string | null {
  const { smallBusiness, seller } = model;
  if (category !== 'E' || !smallBusiness) return texts.note[category];
  if (smallBusiness.text !== null) return sanitise(smallBusiness.text);

  return filled(texts.smallBusiness, { law: LAWS[seller.country] ?? DIRECTIVE });
}

/** The tax in accounting currency and how it was converted; null where that is the document's currency. */
export function accountingTaxNote(
  { accountingTax, currency }: Pick<DocumentModel, 'accountingTax' | 'currency'>,
  { texts, style: { locale } }: Manner,
): string | null {
  if (!accountingTax) return null;
  const { currency: accounting, taxMinor, rate, quotation, ratedOn, source } = accountingTax;
  const [base, counter] = quotation === 'direct' ? [currency, accounting] : [accounting, currency];

  return filled(texts.accountingTax, {
    amount: amountWithCurrency(taxMinor, { locale, currency: accounting }),
    date: dateText(ratedOn, { locale, currency }, 'long'),
    source: sanitise(source),
    base,
    rate: priceText(rate, { locale, currency: counter }),
    counter,
  });
}
