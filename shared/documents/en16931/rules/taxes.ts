/** What each VAT category asks for: rate, reason, ids, place and time. */
import { isMemberState } from '../../../kernel/countries.ts';
import { CREDIT_TYPES, type SemanticInvoice, type SemanticSubtotal, type SemanticTax } from '../model.ts';
import type { Report } from './reporting.ts';

/** Checks the categories that occur in a document; of our own, by `isOwn`, what the law of its seller asks for. */
export function checkTaxes(invoice: SemanticInvoice, report: Report, isOwn: boolean): void {
  const categories = new Set(invoice.taxes.map(({ category }) => category));
  invoice.taxes.forEach((tax, index) => {
    checkSubtotal(tax, `BG-23[${index + 1}]`, report);
  });
  invoice.lines.forEach((line, index) => {
    checkRate(line, `BG-25[${index + 1}]/BT-152`, report);
  });
  invoice.reductions.forEach((each, index) => {
    checkRate(each, `BG-20/21[${index + 1}]`, report);
  });
  checkSeller(invoice, { categories, isOwn }, report);
  checkBuyer(invoice, categories, report);
  if (categories.has('K')) checkIntraCommunity(invoice, report);
  if (categories.has('O')) checkOutside(invoice, categories, report);
  if (categories.has('B')) checkSplitPayment(invoice, categories, report);
}

type Categories = ReadonlySet<SemanticTax['category']>;

const TAXED: Categories = new Set(['S', 'Z', 'L', 'M']);
/** Of any rate that is not below nothing. */
const OF_ANY_RATE: Categories = new Set(['L', 'M', 'B']);

function checkSubtotal(tax: SemanticSubtotal, field: string, report: Report): void {
  const hasReason = tax.reason !== null || tax.reasonCode !== null;
  if (TAXED.has(tax.category) && hasReason)
    report('CH-NO-REASON', `${field}/BT-120`, tax.reason ?? tax.reasonCode ?? '');
  if (!TAXED.has(tax.category) && tax.category !== 'B' && !hasReason)
    report('CH-REASON', `${field}/BT-120`, tax.category);
  checkRate(tax, `${field}/BT-119`, report);
}

function checkRate({ category, rate }: SemanticTax, field: string, report: Report): void {
  if (!fitsCategory(category, rate)) report('CH-RATE', field, `${category} ${rate ?? ''}`.trim());
}

function fitsCategory(category: SemanticTax['category'], rate: string | null): boolean {
  if (category === 'O') return rate === null;
  if (category === 'S') return isAboveZero(rate);

  return rate === '0' || (OF_ANY_RATE.has(category) && isAboveZero(rate));
}

function isAboveZero(rate: string | null): boolean {
  return rate !== null && rate !== '0' && !rate.startsWith('-');
}

/**
 * What is outside the scope may not carry VAT ids. Beyond the Union other laws hold, and a note takes back what its invoice
 * said: there a document of ours lacks no more than an e-invoice does.
 */
function checkSeller(
  { type, seller }: SemanticInvoice,
  { categories, isOwn }: { readonly categories: Categories; readonly isOwn: boolean },
  report: Report,
): void {
  const isUnnamed = !categories.has('O') && seller.vatId === null && seller.taxNumber === null;
  const isLenient = isOwn && (CREDIT_TYPES.has(type) || !isMemberState(seller.address.country));
  if (isUnnamed) report(isLenient ? 'CH-SELLER-TAX-PAPER' : 'CH-SELLER-TAX', 'BT-31', '');
  const needsVatId = categories.has('K') || categories.has('G');
  if (needsVatId && seller.vatId === null) report('CH-SELLER-VAT', 'BT-31', '');
}

function checkBuyer({ buyer }: SemanticInvoice, categories: Categories, report: Report): void {
  const isNeeded = categories.has('K') || categories.has('AE');
  if (isNeeded && buyer.vatId === null && buyer.registration === null) report('CH-BUYER-VAT', 'BT-48', '');
}

function checkIntraCommunity(invoice: SemanticInvoice, report: Report): void {
  if (!invoice.delivery?.country) report('BR-IC-12', 'BT-80', '');
  if (invoice.supplyDate === null && invoice.period === null) report('BR-IC-11', 'BT-72', '');
}

function checkOutside({ seller, buyer }: SemanticInvoice, categories: Categories, report: Report): void {
  if (seller.vatId !== null) report('BR-O-02', 'BT-31', seller.vatId);
  if (buyer.vatId !== null) report('BR-O-02', 'BT-48', buyer.vatId);
  if (categories.size > 1) report('BR-O-11', 'BG-23', [...categories].join(', '));
}

function checkSplitPayment({ seller, buyer }: SemanticInvoice, categories: Categories, report: Report): void {
  if (seller.address.country !== 'IT') report('BR-B-01', 'BT-40', seller.address.country);
  if (buyer.address.country !== 'IT') report('BR-B-01', 'BT-55', buyer.address.country);
  if (categories.has('S')) report('BR-B-02', 'BG-23', [...categories].join(', '));
}
