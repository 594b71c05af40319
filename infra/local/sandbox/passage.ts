import type { Instant } from '../../../shared/kernel/time.ts';
import { settleCharge } from './charges.ts';
import { expiryEvents } from './events.ts';
import type { Change, Checkout, Ledger } from './ledger.ts';
import { settleRefund } from './refunds.ts';

/** All that happens by itself until now: charges and refunds settle, open pages expire. */
export function passTime(ledger: Ledger, now: Instant): readonly Change[] {
  return [...ledger.waiting].flatMap((id) => passed(ledger, id, now));
}

/** The page after nobody paid on it in time, or after we withdrew it. */
export function expireCheckout(checkout: Checkout, now: Instant): readonly Change[] {
  if (checkout.status !== 'open') return [];

  const expired: Checkout = { ...checkout, status: 'expired' };
  return [{ put: 'checkouts', value: expired }, ...expiryEvents(expired, now)];
}

function passed(ledger: Ledger, id: string, now: Instant): readonly Change[] {
  const charge = ledger.charges.get(id);
  if (charge !== undefined) return isDue(charge.settlesAt, now) ? settleCharge(charge, now).changes : [];
  const checkout = ledger.checkouts.get(id);
  if (checkout !== undefined) return isDue(checkout.expiresAt, now) ? expireCheckout(checkout, now) : [];

  const refund = ledger.refunds.get(id);
  const refunded = ledger.charges.get(refund?.charge ?? '');
  if (refund === undefined || refunded === undefined || !isDue(refund.settlesAt, now)) return [];
  return settleRefund(refund, refunded, now).changes;
}

function isDue(at: Instant | null, now: Instant): boolean {
  return at !== null && at <= now;
}
