/** Amounts as callers state them, made safe: readable, above zero, in the currency of what they are for. */
import { parseMoney } from '../../kernel/money.ts';
import type { Result } from '../../kernel/result.ts';
import { ok, refuse } from '../../kernel/result.ts';

/** The minor units of a stated amount. `currency` is that of the invoice or payment it is for, or null where it decides itself. */
export function statedMinor(
  stated: { readonly amount: string; readonly currency: string },
  currency: string | null,
): Result<bigint> {
  const parsed = parseMoney(stated.amount, stated.currency);
  if (!parsed.ok)
    return refuse(parsed.refusal.code, parsed.refusal.message, {
      ...parsed.refusal,
      pointer: '#/amount/amount',
    });
  if (currency !== null && stated.currency !== currency) {
    return refuse('payment.currency_differs', `The amount must be in ${currency}.`, {
      pointer: '#/amount/currency',
    });
  }
  if (parsed.value.minor <= 0n) {
    return refuse('payment.amount_not_positive', 'The amount must be above zero.', {
      pointer: '#/amount/amount',
    });
  }

  return ok(parsed.value.minor);
}
