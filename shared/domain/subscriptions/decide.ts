/** What each command of a subscription that lives asks of its rules. */
import { ok, type Result } from '../../kernel/result.ts';
import { activated } from './activate.ts';
import { addOnAdded, addOnRemoved } from './add-ons.ts';
import { concluded, refusedWhileAwaited } from './awaiting.ts';
import { begunBy } from './beginning.ts';
import { billed } from './bill.ts';
import { cancelled } from './cancel.ts';
import { changed, withdrawn } from './change.ts';
import { chargeAdded, chargeWithdrawn } from './charges.ts';
import type { SubscriptionCommand } from './commands.ts';
import { couponAdded } from './discount.ts';
import type { SubscriptionFact } from './facts.ts';
import { regrouped } from './grouping.ts';
import { refusedAlone } from './hosted.ts';
import { paused, resumed } from './pause.ts';
import { reactivated } from './reactivate.ts';
import type { KnownSubscription } from './states.ts';
import { repaired } from './repair.ts';
import { reinstated, suspended } from './suspend.ts';

/** The facts of a command on a subscription that has not ended, or the refusal of its rule. */
export function decidedLive(
  state: KnownSubscription,
  command: Exclude<SubscriptionCommand, { readonly do: 'start' | 'note_usage' }>,
): Result<readonly SubscriptionFact[]> {
  // Whoever has not read the usage cannot bill what it is part of; a strong read brings it.
  if (command.do === 'bill')
    return ok(state.usage && command.usage === undefined ? [] : billed(state, command));
  if (command.do === 'repair') return repaired(state, command);
  const begun = begunBy(state, command.at);
  const decided =
    refusedWhileAwaited(begun.state, command) ??
    refusedAlone(begun.state, command) ??
    decidedBegun(begun.state, command);

  return decided.ok && decided.value.length > 0 ? ok([...begun.facts, ...decided.value]) : decided;
}

function decidedBegun(
  state: KnownSubscription,
  command: Exclude<SubscriptionCommand, { readonly do: 'start' | 'note_usage' | 'bill' | 'repair' }>,
): Result<readonly SubscriptionFact[]> {
  switch (command.do) {
    case 'activate':
      return activated(state, command);
    case 'add_add_on':
      return addOnAdded(state, command);
    case 'remove_add_on':
      return ok(addOnRemoved(state, command));
    case 'cancel':
      return cancelled(state, command);
    case 'conclude_payment':
      return ok(concluded(state, command));
    case 'reactivate':
      return reactivated(state, command.at);
    case 'change':
      return changed(state, command);
    case 'withdraw_change':
      return withdrawn(state, command.at);
    case 'pause':
      return paused(state, command.at);
    case 'resume':
      return resumed(state, command.at);
    case 'suspend':
      return suspended(state, command);
    case 'reinstate':
      return reinstated(state, command.at);
    case 'add_charge':
      return chargeAdded(state, command);
    case 'withdraw_charge':
      return chargeWithdrawn(state, command);
    case 'regroup':
      return regrouped(state, command);
    case 'add_coupon':
      return couponAdded(state, command);
  }
}
