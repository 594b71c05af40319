/** The refusal of whoever names a subscription that there is not. */
import { refuse } from '../../kernel/result.ts';

/** There is no such subscription: none of that id, or the id is of something else. */
export function noSubscription() {
  return refuse('subscription.not_found', 'There is no such subscription.');
}
