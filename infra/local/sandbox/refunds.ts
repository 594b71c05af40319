import { derivedId } from '../../../shared/kernel/hash.ts';
import type { Instant } from '../../../shared/kernel/time.ts';
import { behaviourNamed } from './behaviours.ts';
import type { Made } from './charges.ts';
import { refundEvents } from './events.ts';
import type { Charge, Ledger, Refund } from './ledger.ts';
import type { RefundBody } from './requests.ts';

/** Why a refund is refused; undefined where it may be made. */
export function refundRefusal(ledger: Ledger, wanted: RefundBody): string | undefined {
  const charge = ledger.charges.get(wanted.charge);
  if (charge === undefined || charge.tenant !== wanted.tenant) return 'charge.unknown';
  if (charge.status !== 'settled' || charge.currency !== wanted.currency) return 'charge.not_settled';

  const left = BigInt(charge.amountMinor) - refundedOf(ledger, charge.id);
  return BigInt(wanted.amount_minor) > left ? 'refund.exceeds_charge' : undefined;
}

/** Makes a refund that settles right after; `refundRefusal` has allowed it. */
export function makeRefund(ledger: Ledger, wanted: RefundBody, now: Instant): Made<Refund> {
  const refund: Refund = {
    id: derivedId('sbr', wanted.tenant, wanted.refund, String(ledger.refunds.size)),
    tenant: wanted.tenant,
    refund: wanted.refund,
    payment: wanted.payment,
    charge: wanted.charge,
    amountMinor: wanted.amount_minor,
    currency: wanted.currency,
    status: 'accepted',
    declineCode: null,
    createdAt: now,
    settlesAt: now,
    settledAt: null,
  };
  return { value: refund, changes: [{ put: 'refunds', value: refund }] };
}

/** The refund at the end of its wait. */
export function settleRefund(refund: Refund, charge: Charge, now: Instant): Made<Refund> {
  const isDeclined = behaviourNamed(charge.behaviour)?.refundDeclines === true;
  const ended: Refund = isDeclined
    ? { ...refund, status: 'declined', declineCode: 'account_closed', settlesAt: null }
    : { ...refund, status: 'settled', settledAt: now, settlesAt: null };

  return { value: ended, changes: [{ put: 'refunds', value: ended }, ...refundEvents(ended, charge, now)] };
}

function refundedOf(ledger: Ledger, charge: string): bigint {
  let sum = 0n;
  for (const id of ledger.refundsOf.get(charge) ?? []) {
    const refund = ledger.refunds.get(id);
    if (refund !== undefined && refund.status !== 'declined') sum += BigInt(refund.amountMinor);
  }
  return sum;
}
