/** Lines, allowances and charges of UBL into the semantic model. */
import type { DocumentReduction, SemanticLine, SemanticPeriod, SemanticReduction } from './model.ts';
import { amountOf, dayOf, decimalOf, finderOf, type Reading, taxFrom, textOf } from './reading.ts';
import { UBL_NAMESPACES } from './write-ubl.ts';
import type { XmlElement } from './xml-reader.ts';

const { find, all } = finderOf(UBL_NAMESPACES);

/** One line. */
export function ublLineOf(line: XmlElement, field: string, reading: Reading): SemanticLine {
  const item = find(line, 'cac:Item');
  const price = find(line, 'cac:Price');
  const quantity = find(line, 'cbc:InvoicedQuantity') ?? find(line, 'cbc:CreditedQuantity');
  return {
    ...taxOf(find(item, 'cac:ClassifiedTaxCategory'), `${field}/BT-151`, reading),
    id: textOf(find(line, 'cbc:ID')) ?? '',
    note: textOf(find(line, 'cbc:Note')),
    name: textOf(find(item, 'cbc:Name')) ?? '',
    description: textOf(find(item, 'cbc:Description')),
    sellerItem: textOf(find(item, 'cac:SellersItemIdentification', 'cbc:ID')),
    quantity: decimalOf(quantity, `${field}/BT-129`, reading) ?? '0',
    unit: quantity?.attributes.get('unitCode') ?? '',
    price: decimalOf(find(price, 'cbc:PriceAmount'), `${field}/BT-146`, reading) ?? '0',
    priceQuantity: decimalOf(find(price, 'cbc:BaseQuantity'), `${field}/BT-149`, reading),
    netMinor: amountOf(find(line, 'cbc:LineExtensionAmount'), `${field}/BT-131`, reading) ?? 0n,
    period: ublPeriodOf(find(line, 'cac:InvoicePeriod'), `${field}/BG-26`, reading),
    reductions: all(line, 'cac:AllowanceCharge').map((each) => reductionOf(each, `${field}/BG-27`, reading)),
  };
}

/** An allowance or charge on the document. */
export function ublReductionOf(element: XmlElement, field: string, reading: Reading): DocumentReduction {
  return {
    ...reductionOf(element, field, reading),
    ...taxOf(find(element, 'cac:TaxCategory'), field, reading),
  };
}

/** First and last day of a period. */
export function ublPeriodOf(
  element: XmlElement | undefined,
  field: string,
  reading: Reading,
): SemanticPeriod | null {
  if (element === undefined) return null;
  const start = dayOf(find(element, 'cbc:StartDate'), field, reading);
  const end = dayOf(find(element, 'cbc:EndDate'), field, reading);

  // A period may hold nothing but the code that says from when the tax is due.
  return start === null && end === null ? null : { start, end };
}

function reductionOf(element: XmlElement, field: string, reading: Reading): SemanticReduction {
  return {
    isCharge: textOf(find(element, 'cbc:ChargeIndicator')) === 'true',
    amountMinor: amountOf(find(element, 'cbc:Amount'), field, reading) ?? 0n,
    baseMinor: amountOf(find(element, 'cbc:BaseAmount'), field, reading),
    percent: decimalOf(find(element, 'cbc:MultiplierFactorNumeric'), field, reading),
    reason: textOf(find(element, 'cbc:AllowanceChargeReason')),
    reasonCode: textOf(find(element, 'cbc:AllowanceChargeReasonCode')),
  };
}

function taxOf(element: XmlElement | undefined, field: string, reading: Reading) {
  const category = textOf(find(element, 'cbc:ID'));
  const rate = decimalOf(find(element, 'cbc:Percent'), field, reading);

  return taxFrom({ category, rate, field }, reading);
}
