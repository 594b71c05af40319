/** Lines, allowances and charges in the Cross Industry Invoice. */
import type { AmountText } from './amounts.ts';
import type { SemanticLine, SemanticReduction, SemanticTax } from './model.ts';
import { ciiPeriod } from './write-cii-day.ts';
import { attribute, leaf, node } from './xml-text.ts';

/** One line. */
export function ciiLine(line: SemanticLine, amount: AmountText): string {
  const unit = attribute('unitCode', line.unit);
  return node(
    'ram:IncludedSupplyChainTradeLineItem',
    node(
      'ram:AssociatedDocumentLineDocument',
      leaf('ram:LineID', line.id),
      node('ram:IncludedNote', leaf('ram:Content', line.note)),
    ),
    node(
      'ram:SpecifiedTradeProduct',
      leaf('ram:SellerAssignedID', line.sellerItem),
      leaf('ram:Name', line.name),
      leaf('ram:Description', line.description),
    ),
    node(
      'ram:SpecifiedLineTradeAgreement',
      node(
        'ram:NetPriceProductTradePrice',
        leaf('ram:ChargeAmount', line.price),
        leaf('ram:BasisQuantity', line.priceQuantity, unit),
      ),
    ),
    node('ram:SpecifiedLineTradeDelivery', leaf('ram:BilledQuantity', line.quantity, unit)),
    lineSettlement(line, amount),
  );
}

/** An allowance or a charge; one on the document also names its tax. */
export function ciiReduction(reduction: SemanticReduction, amount: AmountText, tax?: SemanticTax): string {
  const { isCharge, percent, baseMinor, amountMinor, reason, reasonCode } = reduction;
  return node(
    'ram:SpecifiedTradeAllowanceCharge',
    node('ram:ChargeIndicator', leaf('udt:Indicator', isCharge ? 'true' : 'false')),
    leaf('ram:CalculationPercent', percent),
    leaf('ram:BasisAmount', baseMinor === null ? null : amount(baseMinor)),
    leaf('ram:ActualAmount', amount(amountMinor)),
    leaf('ram:ReasonCode', reasonCode),
    leaf('ram:Reason', reason),
    tax === undefined ? '' : taxed('ram:CategoryTradeTax', tax),
  );
}

function lineSettlement(line: SemanticLine, amount: AmountText): string {
  return node(
    'ram:SpecifiedLineTradeSettlement',
    taxed('ram:ApplicableTradeTax', line),
    ciiPeriod(line.period),
    ...line.reductions.map((reduction) => ciiReduction(reduction, amount)),
    node(
      'ram:SpecifiedTradeSettlementLineMonetarySummation',
      leaf('ram:LineTotalAmount', amount(line.netMinor)),
    ),
  );
}

function taxed(name: string, { category, rate }: SemanticTax): string {
  return node(
    name,
    leaf('ram:TypeCode', 'VAT'),
    leaf('ram:CategoryCode', category),
    leaf('ram:RateApplicablePercent', rate),
  );
}
