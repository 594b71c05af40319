/** Lines, allowances and charges of the Cross Industry Invoice into the semantic model. */
import type { DocumentReduction, SemanticLine, SemanticPeriod, SemanticReduction } from './model.ts';
import { amountOf, dayOf, decimalOf, finderOf, type Reading, taxFrom, textOf } from './reading.ts';
import { CII_NAMESPACES } from './write-cii.ts';
import type { XmlElement } from './xml-reader.ts';

const { find, all } = finderOf(CII_NAMESPACES);

/** One line. */
export function ciiLineOf(line: XmlElement, field: string, reading: Reading): SemanticLine {
  const product = find(line, 'ram:SpecifiedTradeProduct');
  const price = find(line, 'ram:SpecifiedLineTradeAgreement', 'ram:NetPriceProductTradePrice');
  const quantity = find(line, 'ram:SpecifiedLineTradeDelivery', 'ram:BilledQuantity');
  const settlement = find(line, 'ram:SpecifiedLineTradeSettlement');
  const net = find(settlement, 'ram:SpecifiedTradeSettlementLineMonetarySummation', 'ram:LineTotalAmount');
  return {
    ...taxOf(find(settlement, 'ram:ApplicableTradeTax'), `${field}/BT-151`, reading),
    id: textOf(find(line, 'ram:AssociatedDocumentLineDocument', 'ram:LineID')) ?? '',
    note: textOf(find(line, 'ram:AssociatedDocumentLineDocument', 'ram:IncludedNote', 'ram:Content')),
    name: textOf(find(product, 'ram:Name')) ?? '',
    description: textOf(find(product, 'ram:Description')),
    sellerItem: textOf(find(product, 'ram:SellerAssignedID')),
    quantity: decimalOf(quantity, `${field}/BT-129`, reading) ?? '0',
    unit: quantity?.attributes.get('unitCode') ?? '',
    price: decimalOf(find(price, 'ram:ChargeAmount'), `${field}/BT-146`, reading) ?? '0',
    priceQuantity: decimalOf(find(price, 'ram:BasisQuantity'), `${field}/BT-149`, reading),
    netMinor: amountOf(net, `${field}/BT-131`, reading) ?? 0n,
    period: ciiPeriodOf(find(settlement, 'ram:BillingSpecifiedPeriod'), `${field}/BG-26`, reading),
    reductions: all(settlement, 'ram:SpecifiedTradeAllowanceCharge').map((each) =>
      reductionOf(each, `${field}/BG-27`, reading),
    ),
  };
}

/** An allowance or charge on the document. */
export function ciiReductionOf(element: XmlElement, field: string, reading: Reading): DocumentReduction {
  return {
    ...reductionOf(element, field, reading),
    ...taxOf(find(element, 'ram:CategoryTradeTax'), field, reading),
  };
}

/** First and last day of a period. */
export function ciiPeriodOf(
  element: XmlElement | undefined,
  field: string,
  reading: Reading,
): SemanticPeriod | null {
  if (element === undefined) return null;

  return {
    start: ciiDayOf(find(element, 'ram:StartDateTime'), field, reading),
    end: ciiDayOf(find(element, 'ram:EndDateTime'), field, reading),
  };
}

/** A day in any of the namespaces in which the syntax has them. */
export function ciiDayOf(element: XmlElement | undefined, field: string, reading: Reading): string | null {
  const own = find(element, 'udt:DateTimeString') ?? find(element, 'qdt:DateTimeString');

  return dayOf(own, field, reading);
}

function reductionOf(element: XmlElement, field: string, reading: Reading): SemanticReduction {
  return {
    isCharge: textOf(find(element, 'ram:ChargeIndicator', 'udt:Indicator')) === 'true',
    amountMinor: amountOf(find(element, 'ram:ActualAmount'), field, reading) ?? 0n,
    baseMinor: amountOf(find(element, 'ram:BasisAmount'), field, reading),
    percent: decimalOf(find(element, 'ram:CalculationPercent'), field, reading),
    reason: textOf(find(element, 'ram:Reason')),
    reasonCode: textOf(find(element, 'ram:ReasonCode')),
  };
}

function taxOf(element: XmlElement | undefined, field: string, reading: Reading) {
  const category = textOf(find(element, 'ram:CategoryCode'));
  const rate = decimalOf(find(element, 'ram:RateApplicablePercent'), field, reading);

  return taxFrom({ category, rate, field }, reading);
}
