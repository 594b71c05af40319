/** Amounts of one currency as XML text. */
import { formatMoney } from '../../kernel/money.ts';

/** Writes minor units as a decimal with the currency's places. */
export type AmountText = (minor: bigint) => string;

/** For one document: its currency is looked up once per amount and nowhere else. */
export function amountsIn(currency: string): AmountText {
  return (minor) => formatMoney({ minor, currency });
}
