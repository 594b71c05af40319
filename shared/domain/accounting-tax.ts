/**
 * The tax of a document in the currency that its seller accounts for it in (EN 16931 BT-6, BT-111; Directive 2006/112/EC,
 * Art. 91 and 230): the whole tax converted once, at a rate that stays with the document.
 */
import { currencyOfCountry } from '../kernel/country-currencies.ts';
import { fromRational, money, toRational } from '../kernel/money.ts';
import { divide, fromDecimal, multiply } from '../kernel/rational.ts';
import type { SellerDetails } from './legal-entities/states.ts';
import type { AccountingTax } from './tax/accounting.ts';

/** Days that a rate holds beyond its own: the longest that central banks pause, with a day to spare. */
export const RATE_AGE_DAYS_MAX = 7;

/** The accounting currency of a seller; null where its documents state the tax in their own currency alone. */
export function accountingCurrencyOf({
  accountingCurrency,
  country,
}: Pick<SellerDetails, 'accountingCurrency' | 'country'>): string | null {
  return accountingCurrency === undefined ? currencyOfCountry(country) : accountingCurrency;
}

/** An amount of tax at a rate, in minor units of the accounting currency, rounded once, half away from zero. */
export function convertedMinor(
  minor: bigint,
  of: Pick<AccountingTax, 'currency' | 'rate' | 'quotation'> & { readonly from: string },
): bigint {
  const amount = toRational(money(minor, of.from));
  const rate = fromDecimal(of.rate);
  const exact = of.quotation === 'direct' ? multiply(amount, rate) : divide(amount, rate);

  return fromRational(exact, of.currency).minor;
}

/**
 * What a credit note takes back of an invoice's tax in accounting currency: what all that is taken back by now comes to, less
 * what earlier notes came to. So notes that take back all the tax end at exactly zero, however it was cut.
 */
export function accountingTaxOfPart(
  whole: AccountingTax,
  of: { readonly from: string; readonly beforeMinor: bigint; readonly taxMinor: bigint },
): AccountingTax {
  const at = { ...whole, from: of.from };
  const taxMinor = convertedMinor(of.beforeMinor + of.taxMinor, at) - convertedMinor(of.beforeMinor, at);

  return { ...whole, taxMinor };
}
