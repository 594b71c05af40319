/** Lines, allowances and charges in UBL. */
import type { AmountText } from './amounts.ts';
import type {
  SemanticLine,
  SemanticPeriod,
  SemanticReduction,
  SemanticSubtotal,
  SemanticTax,
} from './model.ts';
import { attribute, leaf, node } from './xml-text.ts';

/** How amounts of the document are written. */
export type UblManner = { readonly amount: AmountText; readonly currency: string };

/** One line of an invoice or of a credit note. */
export function ublLine(line: SemanticLine, manner: UblManner & { readonly isCredit: boolean }): string {
  const { amount, currency, isCredit } = manner;
  const unit = attribute('unitCode', line.unit);
  return node(
    isCredit ? 'cac:CreditNoteLine' : 'cac:InvoiceLine',
    leaf('cbc:ID', line.id),
    leaf('cbc:Note', line.note),
    leaf(isCredit ? 'cbc:CreditedQuantity' : 'cbc:InvoicedQuantity', line.quantity, unit),
    ublAmount('cbc:LineExtensionAmount', amount(line.netMinor), currency),
    ublPeriod(line.period),
    ...line.reductions.map((reduction) => ublReduction(reduction, manner)),
    node(
      'cac:Item',
      leaf('cbc:Description', line.description),
      leaf('cbc:Name', line.name),
      node('cac:SellersItemIdentification', leaf('cbc:ID', line.sellerItem)),
      ublTaxCategory('cac:ClassifiedTaxCategory', line),
    ),
    node(
      'cac:Price',
      ublAmount('cbc:PriceAmount', line.price, currency),
      leaf('cbc:BaseQuantity', line.priceQuantity, unit),
    ),
  );
}

/** An allowance or a charge; one on the document also names its tax. */
export function ublReduction(reduction: SemanticReduction, manner: UblManner, tax?: SemanticTax): string {
  const { isCharge, percent, baseMinor, amountMinor, reason, reasonCode } = reduction;
  const { amount, currency } = manner;
  return node(
    'cac:AllowanceCharge',
    leaf('cbc:ChargeIndicator', isCharge ? 'true' : 'false'),
    leaf('cbc:AllowanceChargeReasonCode', reasonCode),
    leaf('cbc:AllowanceChargeReason', reason),
    leaf('cbc:MultiplierFactorNumeric', percent),
    ublAmount('cbc:Amount', amount(amountMinor), currency),
    baseMinor === null ? '' : ublAmount('cbc:BaseAmount', amount(baseMinor), currency),
    tax === undefined ? '' : ublTaxCategory('cac:TaxCategory', tax),
  );
}

/** Category and rate, in the breakdown with the reason why nothing is due. */
export function ublTaxCategory(
  name: string,
  { category, rate }: SemanticTax,
  why?: Pick<SemanticSubtotal, 'reason' | 'reasonCode'>,
): string {
  return node(
    name,
    leaf('cbc:ID', category),
    leaf('cbc:Percent', rate),
    leaf('cbc:TaxExemptionReasonCode', why?.reasonCode ?? null),
    leaf('cbc:TaxExemptionReason', why?.reason ?? null),
    '<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>',
  );
}

/** An amount that names its currency. */
export function ublAmount(name: string, text: string, currency: string): string {
  return leaf(name, text, attribute('currencyID', currency));
}

/** First and last day of a period. */
export function ublPeriod(period: SemanticPeriod | null): string {
  if (period === null) return '';

  return node('cac:InvoicePeriod', leaf('cbc:StartDate', period.start), leaf('cbc:EndDate', period.end));
}
