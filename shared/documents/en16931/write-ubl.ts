/** OASIS UBL 2.1, Invoice or CreditNote, in the order its schema asks for. Business terms are mapped as in EN 16931-3-2. */
import { type AmountText, amountsIn } from './amounts.ts';
import type { FormatParts } from './formats.ts';
import { CREDIT_TYPES, type SemanticInvoice } from './model.ts';
import { ublAmount, ublLine, ublPeriod, ublReduction, ublTaxCategory } from './write-ubl-lines.ts';
import { ublAddress, ublBuyer, ublSeller } from './write-ubl-parties.ts';
import { attribute, leaf, node } from './xml-text.ts';

/** Namespaces of the syntax; the document's own depends on its kind. */
export const UBL_NAMESPACES = {
  invoice: 'urn:oasis:names:specification:ubl:schema:xsd:Invoice-2',
  creditNote: 'urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2',
  cac: 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2',
  cbc: 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2',
} as const;

/** Writes an invoice or credit note. */
export function writeUbl(invoice: SemanticInvoice, parts: FormatParts): string {
  const isCredit = CREDIT_TYPES.has(invoice.type);
  const root = isCredit ? 'CreditNote' : 'Invoice';
  const own = isCredit ? UBL_NAMESPACES.creditNote : UBL_NAMESPACES.invoice;
  const amount = amountsIn(invoice.currency);
  const body = [
    heading(invoice, parts, isCredit),
    references(invoice),
    ublSeller(invoice),
    ublBuyer(invoice.buyer),
    delivery(invoice),
    means(invoice, isCredit),
    node('cac:PaymentTerms', leaf('cbc:Note', invoice.terms)),
    ...invoice.reductions.map((reduction) =>
      ublReduction(reduction, { amount, currency: invoice.currency }, reduction),
    ),
    taxTotals(invoice, { amount, parts }),
    totals(invoice, amount),
    ...invoice.lines.map((line) => ublLine(line, { amount, currency: invoice.currency, isCredit })),
  ].join('');

  return `<?xml version="1.0" encoding="UTF-8"?>
<${root} xmlns="${own}" xmlns:cac="${UBL_NAMESPACES.cac}" xmlns:cbc="${UBL_NAMESPACES.cbc}">${body}</${root}>\n`;
}

function heading(invoice: SemanticInvoice, parts: FormatParts, isCredit: boolean): string {
  return [
    leaf('cbc:CustomizationID', parts.specification),
    leaf('cbc:ProfileID', parts.process),
    leaf('cbc:ID', invoice.number),
    leaf('cbc:IssueDate', invoice.issueDate),
    isCredit ? '' : leaf('cbc:DueDate', invoice.dueDate),
    leaf(isCredit ? 'cbc:CreditNoteTypeCode' : 'cbc:InvoiceTypeCode', invoice.type),
    ...invoice.notes.map((note) => leaf('cbc:Note', note)),
    leaf('cbc:DocumentCurrencyCode', invoice.currency),
    leaf('cbc:TaxCurrencyCode', invoice.taxCurrency),
    leaf('cbc:BuyerReference', invoice.buyerReference),
  ].join('');
}

function references(invoice: SemanticInvoice): string {
  return [
    ublPeriod(invoice.period),
    node('cac:OrderReference', leaf('cbc:ID', invoice.orderReference)),
    ...invoice.preceding.map(({ number, date }) =>
      node(
        'cac:BillingReference',
        node('cac:InvoiceDocumentReference', leaf('cbc:ID', number), leaf('cbc:IssueDate', date)),
      ),
    ),
  ].join('');
}

function delivery(invoice: SemanticInvoice): string {
  const place =
    invoice.delivery === null
      ? ''
      : node('cac:DeliveryLocation', ublAddress('cac:Address', invoice.delivery));

  return node('cac:Delivery', leaf('cbc:ActualDeliveryDate', invoice.supplyDate), place);
}

function means({ payment, dueDate }: SemanticInvoice, isCredit: boolean): string {
  if (payment === null) return '';
  const { account, debit } = payment;

  return node(
    'cac:PaymentMeans',
    leaf('cbc:PaymentMeansCode', payment.means),
    isCredit ? leaf('cbc:PaymentDueDate', dueDate) : '',
    leaf('cbc:PaymentID', payment.reference),
    account === null
      ? ''
      : node(
          'cac:PayeeFinancialAccount',
          leaf('cbc:ID', account.iban),
          leaf('cbc:Name', account.holder),
          node('cac:FinancialInstitutionBranch', leaf('cbc:ID', account.bic)),
        ),
    debit === null
      ? ''
      : node(
          'cac:PaymentMandate',
          leaf('cbc:ID', debit.mandate),
          node('cac:PayerFinancialAccount', leaf('cbc:ID', debit.iban)),
        ),
  );
}

type Manner = { readonly amount: AmountText; readonly parts: FormatParts };

function taxTotals(invoice: SemanticInvoice, { amount, parts }: Manner): string {
  const { totals: sums, currency, taxCurrency } = invoice;
  const rows = invoice.taxes.map((tax) =>
    node(
      'cac:TaxSubtotal',
      ublAmount('cbc:TaxableAmount', amount(tax.baseMinor), currency),
      ublAmount('cbc:TaxAmount', amount(tax.taxMinor), currency),
      // XRechnung asks for a rate in every row (BR-DE-14), even where there is none.
      ublTaxCategory(
        'cac:TaxCategory',
        parts.profile === 'xrechnung' ? { ...tax, rate: tax.rate ?? '0' } : tax,
        tax,
      ),
    ),
  );
  const total = node('cac:TaxTotal', ublAmount('cbc:TaxAmount', amount(sums.taxMinor), currency), ...rows);
  if (sums.accountingTaxMinor === null || taxCurrency === null) return total;

  const accounting = amountsIn(taxCurrency)(sums.accountingTaxMinor);
  return total + node('cac:TaxTotal', ublAmount('cbc:TaxAmount', accounting, taxCurrency));
}

function totals({ totals: sums, currency }: SemanticInvoice, amount: AmountText): string {
  const unit = attribute('currencyID', currency);
  const whereNotZero = (minor: bigint) => (minor === 0n ? null : amount(minor));
  return node(
    'cac:LegalMonetaryTotal',
    leaf('cbc:LineExtensionAmount', amount(sums.linesMinor), unit),
    leaf('cbc:TaxExclusiveAmount', amount(sums.netMinor), unit),
    leaf('cbc:TaxInclusiveAmount', amount(sums.grossMinor), unit),
    leaf('cbc:AllowanceTotalAmount', whereNotZero(sums.allowancesMinor), unit),
    leaf('cbc:ChargeTotalAmount', whereNotZero(sums.chargesMinor), unit),
    leaf('cbc:PrepaidAmount', whereNotZero(sums.prepaidMinor), unit),
    leaf('cbc:PayableRoundingAmount', whereNotZero(sums.roundingMinor), unit),
    leaf('cbc:PayableAmount', amount(sums.dueMinor), unit),
  );
}
