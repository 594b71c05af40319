/** Explains lines whose price contains the tax. */
import { formatMoney, money } from '../../kernel/money.ts';
import type { Explanation } from './explanation.ts';

/** The explanation of a line priced gross, whose net is known once the tax of the whole document is. */
export function explainContained(
  explanation: Explanation,
  of: { readonly amountMinor: bigint; readonly netMinor: bigint; readonly rate: string },
): Explanation {
  const { currency } = explanation;
  const { amountMinor, netMinor, rate } = of;
  const shown = (minor: bigint) => formatMoney(money(minor, currency));
  const net = shown(netMinor);
  const tax = shown(amountMinor - netMinor);
  const contained = `${tax} ${currency} of it are VAT at ${rate} %, which leaves ${net} ${currency} net.`;

  return {
    ...explanation,
    formula: `${explanation.formula} − its share of round(gross of the rate × rate ÷ (100 + rate))`,
    sentence: `${explanation.sentence.replace(/\.$/, '')} including VAT; ${contained}`,
    net,
    tax_included: { gross: shown(amountMinor), tax, rate },
  };
}
