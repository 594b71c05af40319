/** UN/CEFACT Cross Industry Invoice D16B, in the order its schema asks for. Business terms are mapped as in EN 16931-3-3. */
import { type AmountText, amountsIn } from './amounts.ts';
import type { FormatParts } from './formats.ts';
import type { SemanticAddress, SemanticInvoice, SemanticParty } from './model.ts';
import { ciiDay, ciiPeriod } from './write-cii-day.ts';
import { ciiLine, ciiReduction } from './write-cii-lines.ts';
import { attribute, leaf, node } from './xml-text.ts';

/** Namespaces of the syntax. */
export const CII_NAMESPACES = {
  rsm: 'urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100',
  ram: 'urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100',
  qdt: 'urn:un:unece:uncefact:data:standard:QualifiedDataType:100',
  udt: 'urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100',
} as const;

const OPENING = `<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice${Object.entries(CII_NAMESPACES)
  .map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`)
  .join('')}>`;

/** Writes an invoice or credit note. */
export function writeCii(invoice: SemanticInvoice, parts: FormatParts): string {
  const amount = amountsIn(invoice.currency);
  const transaction = node(
    'rsm:SupplyChainTradeTransaction',
    ...invoice.lines.map((line) => ciiLine(line, amount)),
    agreement(invoice),
    delivery(invoice),
    settlement(invoice, { amount, parts }),
  );

  return `${OPENING}${context(parts)}${heading(invoice)}${transaction}</rsm:CrossIndustryInvoice>\n`;
}

function context(parts: FormatParts): string {
  return node(
    'rsm:ExchangedDocumentContext',
    node('ram:BusinessProcessSpecifiedDocumentContextParameter', leaf('ram:ID', parts.process)),
    node('ram:GuidelineSpecifiedDocumentContextParameter', leaf('ram:ID', parts.specification)),
  );
}

function heading(invoice: SemanticInvoice): string {
  return node(
    'rsm:ExchangedDocument',
    leaf('ram:ID', invoice.number),
    leaf('ram:TypeCode', invoice.type),
    ciiDay('ram:IssueDateTime', invoice.issueDate),
    ...invoice.notes.map((note) => node('ram:IncludedNote', leaf('ram:Content', note))),
  );
}

function agreement(invoice: SemanticInvoice): string {
  return node(
    'ram:ApplicableHeaderTradeAgreement',
    leaf('ram:BuyerReference', invoice.buyerReference),
    party('ram:SellerTradeParty', invoice.seller),
    party('ram:BuyerTradeParty', invoice.buyer),
    node('ram:BuyerOrderReferencedDocument', leaf('ram:IssuerAssignedID', invoice.orderReference)),
  );
}

function party(name: string, of: SemanticParty): string {
  const { contact, endpoint } = of;
  return node(
    name,
    leaf('ram:ID', of.id),
    leaf('ram:Name', of.name),
    leaf('ram:Description', of.legalForm),
    node('ram:SpecifiedLegalOrganization', leaf('ram:ID', of.registration)),
    contact === null
      ? ''
      : node(
          'ram:DefinedTradeContact',
          leaf('ram:PersonName', contact.name),
          node('ram:TelephoneUniversalCommunication', leaf('ram:CompleteNumber', contact.phone)),
          node('ram:EmailURIUniversalCommunication', leaf('ram:URIID', contact.email)),
        ),
    address(of.address),
    endpoint === null
      ? ''
      : node(
          'ram:URIUniversalCommunication',
          leaf('ram:URIID', endpoint.id, attribute('schemeID', endpoint.scheme)),
        ),
    registration(of.vatId, 'VA'),
    registration(of.taxNumber, 'FC'),
  );
}

function registration(id: string | null, scheme: 'VA' | 'FC'): string {
  return node('ram:SpecifiedTaxRegistration', leaf('ram:ID', id, attribute('schemeID', scheme)));
}

function address(of: SemanticAddress): string {
  return node(
    'ram:PostalTradeAddress',
    leaf('ram:PostcodeCode', of.postcode),
    leaf('ram:LineOne', of.street),
    leaf('ram:LineTwo', of.additional),
    leaf('ram:CityName', of.city),
    leaf('ram:CountryID', of.country),
    leaf('ram:CountrySubDivisionName', of.region),
  );
}

function delivery(invoice: SemanticInvoice): string {
  const place = invoice.delivery === null ? '' : node('ram:ShipToTradeParty', address(invoice.delivery));
  const event = node(
    'ram:ActualDeliverySupplyChainEvent',
    ciiDay('ram:OccurrenceDateTime', invoice.supplyDate),
  );

  // The schema wants the element even where there is nothing to tell.
  return node('ram:ApplicableHeaderTradeDelivery', place, event) || '<ram:ApplicableHeaderTradeDelivery/>';
}

/** The schema of CII D16B takes one preceding invoice (BG-3); the note (BT-22) names every deposit that is deducted. */
const CII_PRECEDING_MAX = 1;

type Manner = { readonly amount: AmountText; readonly parts: FormatParts };

function settlement(invoice: SemanticInvoice, manner: Manner): string {
  const { amount } = manner;
  return node(
    'ram:ApplicableHeaderTradeSettlement',
    leaf('ram:CreditorReferenceID', invoice.payment?.debit?.creditor ?? null),
    leaf('ram:PaymentReference', invoice.payment?.reference ?? null),
    leaf('ram:TaxCurrencyCode', invoice.taxCurrency),
    leaf('ram:InvoiceCurrencyCode', invoice.currency),
    means(invoice),
    ...invoice.taxes.map((tax) => subtotal(tax, manner)),
    ciiPeriod(invoice.period),
    ...invoice.reductions.map((reduction) => ciiReduction(reduction, amount, reduction)),
    node(
      'ram:SpecifiedTradePaymentTerms',
      leaf('ram:Description', invoice.terms),
      ciiDay('ram:DueDateDateTime', invoice.dueDate),
      leaf('ram:DirectDebitMandateID', invoice.payment?.debit?.mandate ?? null),
    ),
    totals(invoice, amount),
    ...invoice.preceding
      .slice(0, CII_PRECEDING_MAX)
      .map(({ number, date }) =>
        node(
          'ram:InvoiceReferencedDocument',
          leaf('ram:IssuerAssignedID', number),
          ciiDay('ram:FormattedIssueDateTime', date, 'qdt'),
        ),
      ),
  );
}

function means({ payment }: SemanticInvoice): string {
  if (payment === null) return '';
  const { account, debit } = payment;

  return node(
    'ram:SpecifiedTradeSettlementPaymentMeans',
    leaf('ram:TypeCode', payment.means),
    node('ram:PayerPartyDebtorFinancialAccount', leaf('ram:IBANID', debit?.iban ?? null)),
    account === null
      ? ''
      : node(
          'ram:PayeePartyCreditorFinancialAccount',
          leaf('ram:IBANID', account.iban),
          leaf('ram:AccountName', account.holder),
        ),
    node('ram:PayeeSpecifiedCreditorFinancialInstitution', leaf('ram:BICID', account?.bic ?? null)),
  );
}

function subtotal(tax: SemanticInvoice['taxes'][number], { amount, parts }: Manner): string {
  // XRechnung asks for a rate in every row (BR-DE-14), even where there is none.
  const rate = tax.rate ?? (parts.profile === 'xrechnung' ? '0' : null);
  return node(
    'ram:ApplicableTradeTax',
    leaf('ram:CalculatedAmount', amount(tax.taxMinor)),
    leaf('ram:TypeCode', 'VAT'),
    leaf('ram:ExemptionReason', tax.reason),
    leaf('ram:BasisAmount', amount(tax.baseMinor)),
    leaf('ram:CategoryCode', tax.category),
    leaf('ram:ExemptionReasonCode', tax.reasonCode),
    leaf('ram:RateApplicablePercent', rate),
  );
}

function totals({ totals: sums, currency, taxCurrency }: SemanticInvoice, amount: AmountText): string {
  const whereNotZero = (minor: bigint) => (minor === 0n ? null : amount(minor));
  const accounting = sums.accountingTaxMinor;
  return node(
    'ram:SpecifiedTradeSettlementHeaderMonetarySummation',
    leaf('ram:LineTotalAmount', amount(sums.linesMinor)),
    leaf('ram:ChargeTotalAmount', whereNotZero(sums.chargesMinor)),
    leaf('ram:AllowanceTotalAmount', whereNotZero(sums.allowancesMinor)),
    leaf('ram:TaxBasisTotalAmount', amount(sums.netMinor)),
    leaf('ram:TaxTotalAmount', amount(sums.taxMinor), attribute('currencyID', currency)),
    accounting === null || taxCurrency === null
      ? ''
      : leaf('ram:TaxTotalAmount', amountsIn(taxCurrency)(accounting), attribute('currencyID', taxCurrency)),
    leaf('ram:RoundingAmount', whereNotZero(sums.roundingMinor)),
    leaf('ram:GrandTotalAmount', amount(sums.grossMinor)),
    leaf('ram:TotalPrepaidAmount', whereNotZero(sums.prepaidMinor)),
    leaf('ram:DuePayableAmount', amount(sums.dueMinor)),
  );
}
