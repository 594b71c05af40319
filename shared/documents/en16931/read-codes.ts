/**
 * Codes that stand in a document beside what the semantic model keeps: the currency of each amount, schemes of identifiers, and
 * terms that are skipped. Each is held to its list where it stands, so that a report names what an official validator would.
 */
import { isCurrencyOn } from '../../kernel/currencies.ts';
import { SEPA_SCHEME } from './read-ubl-parties.ts';
import { note, type Reading, textOf } from './reading.ts';
import { isEInvoiceCountry, isIcdCode } from './rules/code-lists.ts';
import { isUnitCode } from './rules/unit-codes.ts';
import type { XmlElement } from './xml-reader.ts';

/** What is asked of the text of an element, or of an attribute of it. */
type Asked = {
  readonly rule: string;
  readonly field: string;
  readonly attribute?: string;
  readonly isListed: (code: string) => boolean;
};

/** Where an element stands: the names above it, and the line it belongs to. */
type Place = { readonly path: readonly string[]; readonly line: string };

const icd = (rule: string, field: string): Asked => ({
  rule,
  field,
  attribute: 'schemeID',
  isListed: isIcdCode,
});
/** Whoever is paid may have the creditor id of its direct debits among its identifiers. */
const payeeId = (field: string): Asked => ({
  ...icd('BR-CL-10', field),
  isListed: (code) => isIcdCode(code) || code === SEPA_SCHEME,
});
const origin: Asked = { rule: 'BR-CL-15', field: 'BT-159', isListed: isEInvoiceCountry };
const representative: Asked = { rule: 'BR-CL-14', field: 'BT-69', isListed: isEInvoiceCountry };
const baseUnit: Asked = { rule: 'BR-CL-23', field: 'BT-150', attribute: 'unitCode', isListed: isUnitCode };
const taxPoint = (codes: string): Asked => ({
  rule: 'BR-CL-06',
  field: 'BT-8',
  isListed: (code) => codes.split(' ').includes(code),
});

/** By the end of an element's path, local names from the outside in. */
const ASKED: ReadonlyMap<string, Asked> = new Map([
  ['AccountingSupplierParty/Party/PartyIdentification/ID', payeeId('BT-29')],
  ['AccountingCustomerParty/Party/PartyIdentification/ID', icd('BR-CL-10', 'BT-46')],
  ['PayeeParty/PartyIdentification/ID', payeeId('BT-60')],
  ['AccountingSupplierParty/Party/PartyLegalEntity/CompanyID', icd('BR-CL-11', 'BT-30')],
  ['AccountingCustomerParty/Party/PartyLegalEntity/CompanyID', icd('BR-CL-11', 'BT-47')],
  ['PayeeParty/PartyLegalEntity/CompanyID', icd('BR-CL-11', 'BT-61')],
  ['StandardItemIdentification/ID', icd('BR-CL-21', 'BT-157')],
  ['DeliveryLocation/ID', icd('BR-CL-26', 'BT-71')],
  ['OriginCountry/IdentificationCode', origin],
  ['TaxRepresentativeParty/PostalAddress/Country/IdentificationCode', representative],
  ['Price/BaseQuantity', baseUnit],
  ['InvoicePeriod/DescriptionCode', taxPoint('3 35 432')],
  ['SellerTradeParty/GlobalID', icd('BR-CL-10', 'BT-29')],
  ['BuyerTradeParty/GlobalID', icd('BR-CL-10', 'BT-46')],
  ['PayeeTradeParty/GlobalID', icd('BR-CL-10', 'BT-60')],
  ['SellerTradeParty/SpecifiedLegalOrganization/ID', icd('BR-CL-11', 'BT-30')],
  ['BuyerTradeParty/SpecifiedLegalOrganization/ID', icd('BR-CL-11', 'BT-47')],
  ['PayeeTradeParty/SpecifiedLegalOrganization/ID', icd('BR-CL-11', 'BT-61')],
  ['SpecifiedTradeProduct/GlobalID', icd('BR-CL-21', 'BT-157')],
  ['ShipToTradeParty/GlobalID', icd('BR-CL-26', 'BT-71')],
  ['OriginTradeCountry/ID', origin],
  ['SellerTaxRepresentativeTradeParty/PostalTradeAddress/CountryID', representative],
  ['NetPriceProductTradePrice/BasisQuantity', baseUnit],
  ['ApplicableTradeTax/DueDateTypeCode', taxPoint('5 29 72')],
]);

const LINES: ReadonlySet<string> = new Set([
  'InvoiceLine',
  'CreditNoteLine',
  'IncludedSupplyChainTradeLineItem',
]);
/** Names of a path that tell apart what ends alike. */
const PATH_LENGTH_MAX = 4;

/** Adds a finding for each code that is on no list. */
export function noteCodes(root: XmlElement, reading: Reading): void {
  noteBelow(root, { path: [], line: '' }, reading);
}

function noteBelow(element: XmlElement, { path, line }: Place, reading: Reading): void {
  let lines = 0;
  for (const child of element.children) {
    const name = child.name.slice(child.name.lastIndexOf(' ') + 1);
    if (LINES.has(name)) lines += 1;
    const place = {
      path: [...path, name].slice(-PATH_LENGTH_MAX),
      line: LINES.has(name) ? `BG-25[${lines}]/` : line,
    };
    noteOf(child, place, reading);
    noteBelow(child, place, reading);
  }
}

function noteOf(element: XmlElement, { path, line }: Place, reading: Reading): void {
  noteCurrency(element, `${line}${path.at(-1)}`, reading);
  const asked = askedOf(path);
  if (asked === undefined) return;
  const code = asked.attribute === undefined ? textOf(element) : element.attributes.get(asked.attribute);
  if (code === null || code === undefined || asked.isListed(code)) return;
  note(reading, asked.rule, `${line}${asked.field}`, code);
}

function askedOf(path: readonly string[]): Asked | undefined {
  for (let from = path.length - 2; from >= 0; from -= 1) {
    const asked = ASKED.get(path.slice(from).join('/'));
    if (asked !== undefined) return asked;
  }

  return undefined;
}

/** Amounts stand under many terms, so the element is named; only totals of the tax may be in the accounting currency. */
function noteCurrency(element: XmlElement, field: string, reading: Reading): void {
  const currency = element.attributes.get('currencyID');
  if (currency === undefined || currency === reading.currency) return;
  if (!isCurrencyOn(currency, reading.day)) note(reading, 'BR-CL-03', field, currency);
  else if (
    isCurrencyOn(reading.currency, reading.day) &&
    !TAX_TOTALS.has(element.name.slice(element.name.lastIndexOf(' ') + 1))
  )
    note(reading, 'CH-AMOUNT-CURRENCY', field, currency);
}

const TAX_TOTALS: ReadonlySet<string> = new Set(['TaxAmount', 'TaxTotalAmount']);
