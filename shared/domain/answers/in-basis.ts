/** Amounts of which only the net or only the gross is known, because the tax is decided with the document. */
import { formatMoney, money } from '../../kernel/money.ts';

/** An amount in the basis of the prices: it is the net or the gross, and the other is not known. */
export function amountInBasis(
  minor: bigint,
  { currency, priceBasis }: { readonly currency: string; readonly priceBasis?: 'net' | 'gross' | undefined },
) {
  const amount = { amount: formatMoney(money(minor, currency)), currency };

  return priceBasis === 'gross' ? { net: null, gross: amount } : { net: amount, gross: null };
}
