/** Which prepaid balances of a tenant have a grant that has expired, and wakes whoever lets it lapse. */
import { type DueBalance, waitingBalances } from '../views/prepaid.ts';
import { dueWork } from './due-rows.ts';

/** The wake-ups for balances with a grant that has expired, and the instant at which one does next. */
export const { due: expiriesDue, next: nextExpiry } = dueWork<DueBalance>({
  wakes: 'prepaid.expire',
  rows: waitingBalances,
  idOf: ({ balance }) => balance,
});
