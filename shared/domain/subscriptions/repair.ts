/** Bills at once, by itself, what earlier bills came to too little or too much. */
import { ok, refuse, type Result } from '../../kernel/result.ts';
import { repairBill } from '../billing.ts';
import type { BillCommand } from '../billing/bill.ts';
import { creditReturned } from './ending.ts';
import { evolveKnown } from './evolve.ts';
import type { SubscriptionFact } from './facts.ts';
import type { KnownSubscription } from './states.ts';

/**
 * The bill of the repairs; nothing where there are none. What the end of a subscription leaves no later bill to take off is given
 * back by credit notes. Refuses with `subscription.incomplete` while the first payment is waited for, and with `customer.erased`
 * where no invoice can name whose it is.
 */
export function repaired(
  state: KnownSubscription,
  command: BillCommand,
): Result<readonly SubscriptionFact[]> {
  if (!command.repairs || command.repairs.of.length === 0) return ok([]);
  if (state.status === 'incomplete')
    return refuse('subscription.incomplete', 'This subscription waits for its first payment.');
  if (command.profile === null)
    return refuse('customer.erased', 'The personal data that the invoice needs was erased.');
  const bill = { type: 'subscription.billed', data: repairBill(state, command) } as const;
  const returned = creditReturned(evolveKnown(state, bill), command.at);

  if (!returned) return ok([bill]);

  return ok([bill, { ...returned, data: { ...returned.data, reason: 'billing_repaired' } }]);
}
