/** UBL, Invoice or CreditNote, into the semantic model. */
import type { SemanticInvoice, SemanticPayment } from './model.ts';
import { ublLineOf, ublPeriodOf, ublReductionOf } from './read-ubl-lines.ts';
import { SEPA_SCHEME, ublAddressOf, ublPartyOf } from './read-ubl-parties.ts';
import {
  amountOf,
  dayOf,
  decimalOf,
  finderOf,
  minorOf,
  note,
  type Parsed,
  type Reading,
  taxFrom,
  textOf,
} from './reading.ts';
import { CREDIT_NOTE_CODES, INVOICE_CODES } from './rules/code-lists.ts';
import { UBL_NAMESPACES } from './write-ubl.ts';
import type { XmlElement } from './xml-reader.ts';

const { find, all } = finderOf(UBL_NAMESPACES);

/** Reads an invoice or credit note. */
export function readUbl(root: XmlElement, reading: Reading): Parsed {
  reading.currency = textOf(find(root, 'cbc:DocumentCurrencyCode')) ?? '';
  const lines = [...all(root, 'cac:InvoiceLine'), ...all(root, 'cac:CreditNoteLine')];

  return {
    specification: textOf(find(root, 'cbc:CustomizationID')) ?? '',
    invoice: {
      number: textOf(find(root, 'cbc:ID')) ?? '',
      issueDate: dayOf(find(root, 'cbc:IssueDate'), 'BT-2', reading) ?? '',
      type: typeOf(root, reading),
      notes: all(root, 'cbc:Note').flatMap((each) => textOf(each) ?? []),
      ...headingOf(root, reading),
      ...partiesOf(root),
      ...deliveryOf(root, reading),
      ...moneyOf(root, reading),
      lines: lines.map((line, index) => ublLineOf(line, `BG-25[${index + 1}]`, reading)),
    },
  };
}

/** The root says whether it charges or gives back, and its code must say the same. */
function typeOf(root: XmlElement, reading: Reading): string {
  const charging = textOf(find(root, 'cbc:InvoiceTypeCode'));
  const type = charging ?? textOf(find(root, 'cbc:CreditNoteTypeCode')) ?? '';
  const [fitting, other] =
    charging === null ? [CREDIT_NOTE_CODES, INVOICE_CODES] : [INVOICE_CODES, CREDIT_NOTE_CODES];
  if (!fitting.has(type) && other.has(type)) note(reading, 'BR-CL-01', 'BT-3', type);

  return type;
}

function headingOf(root: XmlElement, reading: Reading) {
  const words = find(root, 'cac:PaymentTerms', 'cbc:Note')?.text ?? '';
  const due = find(root, 'cbc:DueDate') ?? find(root, 'cac:PaymentMeans', 'cbc:PaymentDueDate');
  return {
    currency: reading.currency,
    taxCurrency: textOf(find(root, 'cbc:TaxCurrencyCode')),
    dueDate: dayOf(due, 'BT-9', reading),
    buyerReference: textOf(find(root, 'cbc:BuyerReference')),
    orderReference: textOf(find(root, 'cac:OrderReference', 'cbc:ID')),
    terms: words.trim() === '' ? null : words,
    period: ublPeriodOf(find(root, 'cac:InvoicePeriod'), 'BG-14', reading),
    preceding: all(root, 'cac:BillingReference').map((each) => ({
      number: textOf(find(each, 'cac:InvoiceDocumentReference', 'cbc:ID')) ?? '',
      date: dayOf(find(each, 'cac:InvoiceDocumentReference', 'cbc:IssueDate'), 'BT-26', reading),
    })),
  };
}

function partiesOf(root: XmlElement) {
  return {
    seller: ublPartyOf(find(root, 'cac:AccountingSupplierParty', 'cac:Party')),
    buyer: ublPartyOf(find(root, 'cac:AccountingCustomerParty', 'cac:Party')),
    payment: paymentOf(root),
  };
}

function deliveryOf(root: XmlElement, reading: Reading) {
  const delivery = find(root, 'cac:Delivery');
  const place = find(delivery, 'cac:DeliveryLocation', 'cac:Address');
  return {
    supplyDate: dayOf(find(delivery, 'cbc:ActualDeliveryDate'), 'BT-72', reading),
    delivery: place === undefined ? null : ublAddressOf(place),
  };
}

function paymentOf(root: XmlElement): SemanticPayment | null {
  const means = find(root, 'cac:PaymentMeans');
  if (means === undefined) return null;
  const account = find(means, 'cac:PayeeFinancialAccount');
  const iban = textOf(find(account, 'cbc:ID'));
  const mandate = textOf(find(means, 'cac:PaymentMandate', 'cbc:ID'));
  const payer = textOf(find(means, 'cac:PaymentMandate', 'cac:PayerFinancialAccount', 'cbc:ID'));
  const creditor = creditorOf(root);

  return {
    means: textOf(find(means, 'cbc:PaymentMeansCode')) ?? '',
    reference: textOf(find(means, 'cbc:PaymentID')),
    account:
      iban === null
        ? null
        : {
            iban,
            holder: textOf(find(account, 'cbc:Name')),
            bic: textOf(find(account, 'cac:FinancialInstitutionBranch', 'cbc:ID')),
          },
    debit: (mandate ?? creditor ?? payer) ? { mandate, creditor, iban: payer } : null,
  };
}

/** The SEPA creditor id is an identification of the seller, or of the payee where there is one. */
function creditorOf(root: XmlElement): string | null {
  const parties = [find(root, 'cac:AccountingSupplierParty', 'cac:Party'), find(root, 'cac:PayeeParty')];
  const ids = parties
    .flatMap((party) => all(party, 'cac:PartyIdentification'))
    .map((each) => find(each, 'cbc:ID'));

  return textOf(ids.find((id) => id?.attributes.get('schemeID') === SEPA_SCHEME));
}

function moneyOf(root: XmlElement, reading: Reading) {
  const totals = all(root, 'cac:TaxTotal');
  const own = totals.find((total) => currencyOf(total) === reading.currency) ?? totals[0];
  return {
    reductions: all(root, 'cac:AllowanceCharge').map((each, index) =>
      ublReductionOf(each, `BG-20/21[${index + 1}]`, reading),
    ),
    taxes: all(own, 'cac:TaxSubtotal').map((row, index) => subtotalOf(row, `BG-23[${index + 1}]`, reading)),
    totals: totalsOf(root, { own, totals }, reading),
  };
}

function currencyOf(total: XmlElement): string | undefined {
  return find(total, 'cbc:TaxAmount')?.attributes.get('currencyID');
}

function subtotalOf(row: XmlElement, field: string, reading: Reading): SemanticInvoice['taxes'][number] {
  const tax = find(row, 'cac:TaxCategory');
  const category = textOf(find(tax, 'cbc:ID'));
  const rate = decimalOf(find(tax, 'cbc:Percent'), `${field}/BT-119`, reading);
  return {
    ...taxFrom({ category, rate, field: `${field}/BT-118` }, reading),
    baseMinor: amountOf(find(row, 'cbc:TaxableAmount'), `${field}/BT-116`, reading) ?? 0n,
    taxMinor: amountOf(find(row, 'cbc:TaxAmount'), `${field}/BT-117`, reading) ?? 0n,
    reason: textOf(find(tax, 'cbc:TaxExemptionReason')),
    reasonCode: textOf(find(tax, 'cbc:TaxExemptionReasonCode')),
  };
}

function totalsOf(
  root: XmlElement,
  of: { readonly own: XmlElement | undefined; readonly totals: readonly XmlElement[] },
  reading: Reading,
): SemanticInvoice['totals'] {
  const sums = find(root, 'cac:LegalMonetaryTotal');
  const sum = (name: string, field: string) => amountOf(find(sums, `cbc:${name}`), field, reading) ?? 0n;
  return {
    linesMinor: sum('LineExtensionAmount', 'BT-106'),
    allowancesMinor: sum('AllowanceTotalAmount', 'BT-107'),
    chargesMinor: sum('ChargeTotalAmount', 'BT-108'),
    netMinor: sum('TaxExclusiveAmount', 'BT-109'),
    taxMinor: amountOf(find(of.own, 'cbc:TaxAmount'), 'BT-110', reading) ?? 0n,
    accountingTaxMinor: accountingTaxOf(root, of, reading),
    grossMinor: sum('TaxInclusiveAmount', 'BT-112'),
    prepaidMinor: sum('PrepaidAmount', 'BT-113'),
    roundingMinor: sum('PayableRoundingAmount', 'BT-114'),
    dueMinor: sum('PayableAmount', 'BT-115'),
  };
}

function accountingTaxOf(
  root: XmlElement,
  of: { readonly own: XmlElement | undefined; readonly totals: readonly XmlElement[] },
  reading: Reading,
): bigint | null {
  const currency = textOf(find(root, 'cbc:TaxCurrencyCode'));
  const total = of.totals.find((each) => each !== of.own && currencyOf(each) === currency);
  const decimal = decimalOf(find(total, 'cbc:TaxAmount'), 'BT-111', reading);

  return decimal === null || currency === null
    ? null
    : minorOf(decimal, { field: 'BT-111', currency }, reading);
}
