/** What credits are worth. */
import { fromRational } from '../../kernel/money.ts';
import { fromDecimal, multiply } from '../../kernel/rational.ts';
import type { Result } from '../../kernel/result.ts';
import { ok, refuse } from '../../kernel/result.ts';
import { isTooLarge } from '../pricing.ts';

/** Credits times their rate in minor units, exact until it is rounded once, half away from zero. */
export function worthOf(of: {
  readonly credits: string;
  readonly rate: string;
  readonly currency: string;
}): Result<bigint> {
  const worth = multiply(fromDecimal(of.credits), fromDecimal(of.rate));
  if (isTooLarge(worth)) return refuse('order.amount_too_large', 'The credits are worth too much together.');
  const { minor } = fromRational(worth, of.currency);
  if (minor === 0n)
    return refuse('prepaid.worth_nothing', 'The credits come to nothing in this currency.', {
      pointer: '#/credits',
    });

  return ok(minor);
}
