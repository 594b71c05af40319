/** The tax in accounting currency (BT-6, BT-111): stated whole or not at all, of the sign of the tax, and exact at a told rate. */
import { exponentOf, isCurrency, isCurrencyOn } from '../../../kernel/currencies.ts';
import { formatMoney } from '../../../kernel/money.ts';
import { CREDIT_TYPES, type SemanticInvoice } from '../model.ts';
import type { Report } from './reporting.ts';

/** Checks the second tax total of a document, where there is one. */
export function checkAccountingTax(invoice: SemanticInvoice, report: Report): void {
  const { currency, taxCurrency, totals } = invoice;
  const { taxMinor, accountingTaxMinor: minor } = totals;
  if (taxCurrency === null && minor === null) return;
  if (taxCurrency === null || minor === null) {
    report('BR-53', taxCurrency === null ? 'BT-6' : 'BT-111', '');
    return;
  }
  if (taxCurrency === currency || !isCurrencyOn(taxCurrency, invoice.issueDate))
    report('CH-TAX-CURRENCY', 'BT-6', taxCurrency);
  if ((taxMinor > 0n && minor < 0n) || (taxMinor < 0n && minor > 0n))
    report('CH-TAX-SIGN', 'BT-111', minor.toString());
  if (!isExact(invoice, { taxCurrency, minor }))
    report(
      'CH-VAT-ACCOUNTING',
      'BT-111',
      isCurrency(taxCurrency) ? formatMoney({ minor, currency: taxCurrency }) : '',
    );
}

/**
 * What is converted misses its exact value by half a unit at most; that of a note which takes back a part by less than a whole
 * one, since it is what is left after earlier notes.
 */
function isExact(
  { conversion, currency, type, totals }: SemanticInvoice,
  { taxCurrency, minor }: { readonly taxCurrency: string; readonly minor: bigint },
): boolean {
  if (!conversion) return true;
  const rate = scaled(conversion.rate);
  const { n, d } = conversion.quotation === 'direct' ? rate : { n: rate.d, d: rate.n };
  const [from, to] = [currency, taxCurrency].map((code) => 10n ** BigInt(exponentOf(code) ?? 2));
  const unit = d * (from ?? 1n);
  const exact = totals.taxMinor * n * (to ?? 1n);
  const off = minor * unit - exact;
  const distance = off < 0n ? -off : off;

  return CREDIT_TYPES.has(type) ? distance < unit : distance * 2n <= unit;
}

/** A canonical decimal as a fraction; it need not be in lowest terms. */
function scaled(decimal: string): { readonly n: bigint; readonly d: bigint } {
  const [whole = '0', places = ''] = decimal.split('.');

  return { n: BigInt(whole + places), d: 10n ** BigInt(places.length) };
}
