/** Prepaid credits that a customer buys: an order of one line whose invoice, once it is paid, grants them. */
import type { TaxDecision, TaxQuestion } from '../../contracts/tax.ts';
import { derivedId } from '../../kernel/hash.ts';
import { PREFIX } from '../../kernel/ids.ts';
import type { Result } from '../../kernel/result.ts';
import { ok, refuse } from '../../kernel/result.ts';
import type { CreditLimit } from './credits.ts';

/** A reason for a credit note that only the refund of unused credits gives. */
export const UNUSED_CREDITS = 'credits_refunded';

/** The grant of the credits that an order buys. */
export function boughtGrantOf(tenant: string, order: string): string {
  return derivedId(PREFIX.creditGrant, tenant, 'order', order);
}

/**
 * Refuses to sell credits that are limited: supplies whose rate and place are known make them a single-purpose voucher, whose
 * tax falls due when it is sold (Art. 30a (2), 30b (1)).
 */
export function refusedVoucher(limit: CreditLimit | null) {
  return limit === null
    ? undefined
    : refuse('prepaid.single_purpose', 'Credits that are sold may be used for anything.', {
        pointer: '#/limited_to',
        hint: 'Leave `limited_to` out; credits that are given may be limited.',
      });
}

/** Handing over a multi-purpose voucher is no supply: no tax is due on it (Art. 30b (2)). */
export function decideVoucher({ seller }: TaxQuestion): Result<TaxDecision> {
  return ok({
    ...{ category: 'O', rate: '0', country: seller.country },
    ...{ phrase: 'outside_scope', proofs: [], reason: 'multi_purpose_voucher' },
  });
}
