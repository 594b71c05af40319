/** One-off charges of a subscription: each stands on its next bill once, whole, whatever day it is, and no coupon lowers it. */
import { ok, refuse, type Result } from '../../kernel/result.ts';
import { type CivilDate, type Instant, localDate } from '../../kernel/time.ts';
import { changeBill, toldOf } from '../billing.ts';
import type { BillCommand, BilledPeriodData } from '../billing/bill.ts';
import { type OneOffCharge, oneOffLines } from '../billing/one-off.ts';
import { isChargeLeft, lastTrueUps } from '../billing/owed.ts';
import { mended, repairLines } from '../billing/repairs.ts';
import { periodAt } from '../billing/rhythm.ts';
import { billWords } from '../billing/words.ts';
import { refusedAmount } from '../pricing/check.ts';
import { perUnit } from '../pricing/models.ts';
import { type Request, requestMet } from '../requests.ts';
import type { SubscriptionFact } from './facts.ts';
import type { KnownSubscription } from './states.ts';

/** Charges that one subscription holds until they are billed. */
export const CHARGES_MAX = 10;

/** What a plan charges for setting a subscription up, on its first day of service; it stands on the first bill, behind a trial. */
export function setupCharge(
  amount: string,
  of: { readonly description: string; readonly language: string; readonly startsOn: CivilDate },
): OneOffCharge {
  const description = `${billWords(of.language).setup}: ${of.description}`;

  return { id: 'setup', description, quantity: '1', amount, on: of.startsOn };
}

/**
 * Adds a charge once. Refusals: `charge.too_many`, `order.amount_too_large`, `idempotency.key_reused`, and
 * `subscription.cancelled` where it will never be billed, because it ends before it begins.
 */
export function chargeAdded(
  state: KnownSubscription,
  {
    charge,
    at,
    request,
  }: { readonly charge: Omit<OneOffCharge, 'on'>; readonly at: Instant; readonly request: Request },
): Result<readonly SubscriptionFact[]> {
  const met = requestMet(state.requests, request);
  if (met) return met;
  const { charges = [], status, cancellation, currency } = state;
  if (cancellation !== null && (status === 'pending' || status === 'trialing'))
    return refuse('subscription.cancelled', 'This subscription is cancelled and will not be billed.');
  if (charges.length >= CHARGES_MAX)
    return refuse('charge.too_many', `At most ${CHARGES_MAX} charges wait for a bill of a subscription.`);
  const refused = refusedAmount(perUnit(charge.amount), { quantity: charge.quantity, currency });
  if (refused) return refused;
  const own = { ...charge, on: localDate(at, state.zone) };

  return ok([{ type: 'subscription.charge_added', data: { charge: own, request, at } }]);
}

/** Takes a charge back that is not billed yet; refuses any other with `charge.not_found`. */
export function chargeWithdrawn(
  { charges = [] }: KnownSubscription,
  { charge, at }: { readonly charge: string; readonly at: Instant },
): Result<readonly SubscriptionFact[]> {
  return charges.some(({ id }) => id === charge)
    ? ok([{ type: 'subscription.charge_withdrawn', data: { charge, at } }])
    : refuse(
        'charge.not_found',
        'No such charge waits for a bill; what is billed is taken back by a credit note.',
      );
}

/** Whether charges are owed by now that no period will bill, because the subscription has ended. */
export function isChargeOwed(
  state: KnownSubscription,
  { at, target }: Pick<BillCommand, 'at' | 'target'>,
): boolean {
  const { cancellation } = state;
  if (cancellation === null || cancellation.endsAt > at || !isChargeLeft(state)) return false;

  return target === null || cancellation.endsOn <= target;
}

/** The bill of the charges and true-ups that are left at the end, numbered as those of changes are; it moves no due date. */
export function lastChargesBill(given: KnownSubscription, command: BillCommand): BilledPeriodData {
  const state = mended(given, command);
  const { rhythm, nextIndex } = state;
  const bill = changeBill(state, command, {
    lines: [...oneOffLines(state), ...repairLines(state, command), ...lastTrueUps(state)],
    span: periodAt(rhythm, Math.max(nextIndex - 1, rhythm.firstIndex)),
  });

  return { ...bill, ...toldOf(bill.lines, state, command) };
}
