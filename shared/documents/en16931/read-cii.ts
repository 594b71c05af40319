/** The Cross Industry Invoice into the semantic model. */
import type { SemanticAddress, SemanticInvoice, SemanticParty, SemanticPayment } from './model.ts';
import { ciiDayOf, ciiLineOf, ciiPeriodOf, ciiReductionOf } from './read-cii-lines.ts';
import {
  amountOf,
  decimalOf,
  finderOf,
  minorOf,
  type Parsed,
  type Reading,
  taxFrom,
  textOf,
} from './reading.ts';
import { CII_NAMESPACES } from './write-cii.ts';
import type { XmlElement } from './xml-reader.ts';

const { find, all } = finderOf(CII_NAMESPACES);

/** Reads an invoice or credit note. */
export function readCii(root: XmlElement, reading: Reading): Parsed {
  const document = find(root, 'rsm:ExchangedDocument');
  const transaction = find(root, 'rsm:SupplyChainTradeTransaction');
  const settlement = find(transaction, 'ram:ApplicableHeaderTradeSettlement');
  const agreement = find(transaction, 'ram:ApplicableHeaderTradeAgreement');
  const guideline = [
    'rsm:ExchangedDocumentContext',
    'ram:GuidelineSpecifiedDocumentContextParameter',
    'ram:ID',
  ];
  reading.currency = textOf(find(settlement, 'ram:InvoiceCurrencyCode')) ?? '';
  const lines = all(transaction, 'ram:IncludedSupplyChainTradeLineItem');

  return {
    specification: textOf(find(root, ...guideline)) ?? '',
    invoice: {
      number: textOf(find(document, 'ram:ID')) ?? '',
      issueDate: ciiDayOf(find(document, 'ram:IssueDateTime'), 'BT-2', reading) ?? '',
      type: textOf(find(document, 'ram:TypeCode')) ?? '',
      notes: all(document, 'ram:IncludedNote').flatMap((each) => textOf(find(each, 'ram:Content')) ?? []),
      ...agreementOf(agreement),
      ...deliveryOf(find(transaction, 'ram:ApplicableHeaderTradeDelivery'), reading),
      ...settlementOf(settlement, reading),
      lines: lines.map((line, index) => ciiLineOf(line, `BG-25[${index + 1}]`, reading)),
    },
  };
}

function agreementOf(agreement: XmlElement | undefined) {
  return {
    buyerReference: textOf(find(agreement, 'ram:BuyerReference')),
    orderReference: textOf(find(agreement, 'ram:BuyerOrderReferencedDocument', 'ram:IssuerAssignedID')),
    seller: partyOf(find(agreement, 'ram:SellerTradeParty')),
    buyer: partyOf(find(agreement, 'ram:BuyerTradeParty')),
  };
}

function partyOf(party: XmlElement | undefined): SemanticParty {
  const registrations = all(party, 'ram:SpecifiedTaxRegistration').flatMap(
    (each) => find(each, 'ram:ID') ?? [],
  );
  const registered = (scheme: string) =>
    textOf(registrations.find((id) => id.attributes.get('schemeID') === scheme));
  const endpoint = find(party, 'ram:URIUniversalCommunication', 'ram:URIID');
  const endpointId = textOf(endpoint);
  return {
    name: textOf(find(party, 'ram:Name')) ?? '',
    id: textOf(find(party, 'ram:ID')) ?? textOf(find(party, 'ram:GlobalID')),
    registration: textOf(find(party, 'ram:SpecifiedLegalOrganization', 'ram:ID')),
    vatId: registered('VA'),
    taxNumber: registered('FC'),
    legalForm: textOf(find(party, 'ram:Description')),
    endpoint:
      endpointId === null ? null : { scheme: endpoint?.attributes.get('schemeID') ?? '', id: endpointId },
    address: addressOf(find(party, 'ram:PostalTradeAddress')),
    contact: contactOf(find(party, 'ram:DefinedTradeContact')),
  };
}

function contactOf(contact: XmlElement | undefined): SemanticParty['contact'] {
  if (contact === undefined) return null;

  return {
    name: textOf(find(contact, 'ram:PersonName')) ?? textOf(find(contact, 'ram:DepartmentName')),
    phone: textOf(find(contact, 'ram:TelephoneUniversalCommunication', 'ram:CompleteNumber')),
    email: textOf(find(contact, 'ram:EmailURIUniversalCommunication', 'ram:URIID')),
  };
}

function addressOf(address: XmlElement | undefined): SemanticAddress {
  return {
    street: textOf(find(address, 'ram:LineOne')),
    additional: textOf(find(address, 'ram:LineTwo')),
    city: textOf(find(address, 'ram:CityName')),
    postcode: textOf(find(address, 'ram:PostcodeCode')),
    region: textOf(find(address, 'ram:CountrySubDivisionName')),
    country: textOf(find(address, 'ram:CountryID')) ?? '',
  };
}

function deliveryOf(delivery: XmlElement | undefined, reading: Reading) {
  const place = find(delivery, 'ram:ShipToTradeParty', 'ram:PostalTradeAddress');
  const event = find(delivery, 'ram:ActualDeliverySupplyChainEvent', 'ram:OccurrenceDateTime');
  return {
    supplyDate: ciiDayOf(event, 'BT-72', reading),
    delivery: place === undefined ? null : addressOf(place),
  };
}

function settlementOf(settlement: XmlElement | undefined, reading: Reading) {
  const terms = find(settlement, 'ram:SpecifiedTradePaymentTerms');
  const taxCurrency = textOf(find(settlement, 'ram:TaxCurrencyCode'));
  const words = find(terms, 'ram:Description')?.text ?? '';
  return {
    currency: reading.currency,
    taxCurrency,
    dueDate: ciiDayOf(find(terms, 'ram:DueDateDateTime'), 'BT-9', reading),
    terms: words.trim() === '' ? null : words,
    payment: paymentOf(settlement, textOf(find(terms, 'ram:DirectDebitMandateID'))),
    period: ciiPeriodOf(find(settlement, 'ram:BillingSpecifiedPeriod'), 'BG-14', reading),
    reductions: all(settlement, 'ram:SpecifiedTradeAllowanceCharge').map((each, index) =>
      ciiReductionOf(each, `BG-20/21[${index + 1}]`, reading),
    ),
    taxes: all(settlement, 'ram:ApplicableTradeTax').map((tax, index) =>
      subtotalOf(tax, `BG-23[${index + 1}]`, reading),
    ),
    totals: totalsOf(settlement, taxCurrency, reading),
    preceding: all(settlement, 'ram:InvoiceReferencedDocument').map((each) => ({
      number: textOf(find(each, 'ram:IssuerAssignedID')) ?? '',
      date: ciiDayOf(find(each, 'ram:FormattedIssueDateTime'), 'BT-26', reading),
    })),
  };
}

function paymentOf(settlement: XmlElement | undefined, mandate: string | null): SemanticPayment | null {
  const means = find(settlement, 'ram:SpecifiedTradeSettlementPaymentMeans');
  if (means === undefined) return null;
  const account = find(means, 'ram:PayeePartyCreditorFinancialAccount');
  const iban = textOf(find(account, 'ram:IBANID')) ?? textOf(find(account, 'ram:ProprietaryID'));
  const creditor = textOf(find(settlement, 'ram:CreditorReferenceID'));
  const payer = textOf(find(means, 'ram:PayerPartyDebtorFinancialAccount', 'ram:IBANID'));

  return {
    means: textOf(find(means, 'ram:TypeCode')) ?? '',
    reference: textOf(find(settlement, 'ram:PaymentReference')),
    account:
      iban === null
        ? null
        : {
            iban,
            holder: textOf(find(account, 'ram:AccountName')),
            bic: textOf(find(means, 'ram:PayeeSpecifiedCreditorFinancialInstitution', 'ram:BICID')),
          },
    debit: (mandate ?? creditor ?? payer) ? { mandate, creditor, iban: payer } : null,
  };
}

function subtotalOf(tax: XmlElement, field: string, reading: Reading): SemanticInvoice['taxes'][number] {
  const category = textOf(find(tax, 'ram:CategoryCode'));
  const rate = decimalOf(find(tax, 'ram:RateApplicablePercent'), `${field}/BT-119`, reading);
  return {
    ...taxFrom({ category, rate, field: `${field}/BT-118` }, reading),
    baseMinor: amountOf(find(tax, 'ram:BasisAmount'), `${field}/BT-116`, reading) ?? 0n,
    taxMinor: amountOf(find(tax, 'ram:CalculatedAmount'), `${field}/BT-117`, reading) ?? 0n,
    reason: textOf(find(tax, 'ram:ExemptionReason')),
    reasonCode: textOf(find(tax, 'ram:ExemptionReasonCode')),
  };
}

function totalsOf(
  settlement: XmlElement | undefined,
  taxCurrency: string | null,
  reading: Reading,
): SemanticInvoice['totals'] {
  const sums = find(settlement, 'ram:SpecifiedTradeSettlementHeaderMonetarySummation');
  const sum = (name: string, field: string) => amountOf(find(sums, `ram:${name}`), field, reading) ?? 0n;
  const taxes = all(sums, 'ram:TaxTotalAmount');
  const inCurrency = (code: string | null) => taxes.find((tax) => tax.attributes.get('currencyID') === code);
  const accounting =
    taxCurrency === null || taxCurrency === reading.currency
      ? null
      : decimalOf(inCurrency(taxCurrency), 'BT-111', reading);
  return {
    linesMinor: sum('LineTotalAmount', 'BT-106'),
    allowancesMinor: sum('AllowanceTotalAmount', 'BT-107'),
    chargesMinor: sum('ChargeTotalAmount', 'BT-108'),
    netMinor: sum('TaxBasisTotalAmount', 'BT-109'),
    taxMinor: amountOf(inCurrency(reading.currency) ?? taxes[0], 'BT-110', reading) ?? 0n,
    accountingTaxMinor:
      accounting === null || taxCurrency === null
        ? null
        : minorOf(accounting, { field: 'BT-111', currency: taxCurrency }, reading),
    grossMinor: sum('GrandTotalAmount', 'BT-112'),
    prepaidMinor: sum('TotalPrepaidAmount', 'BT-113'),
    roundingMinor: sum('RoundingAmount', 'BT-114'),
    dueMinor: sum('DuePayableAmount', 'BT-115'),
  };
}
