/** Lets a subscription that runs share its invoices with others, or have its own again, from its next period on. */
import { subscriptions } from '../domain/subscriptions.ts';
import type { GroupingAsked, Subscription } from '../domain/subscriptions/states.ts';
import { type Acting, type Done, execute, load } from '../execute.ts';
import type { Result } from '../kernel/result.ts';
import { refuse } from '../kernel/result.ts';
import type { AggregateRef, Ports } from '../ports.ts';
import { waitingBill } from './gathered-bills.ts';
import { joinRoster } from './rosters.ts';

/**
 * It joins those who gather before it says so, so that nobody overlooks it. Refusals: those of `regrouped`,
 * `subscription.bill_waits` while a bill of it is not gathered yet, `subscription.group_full`.
 */
export async function regroup(
  ref: AggregateRef,
  {
    asked,
    acting,
    expect,
  }: { readonly asked: GroupingAsked; readonly acting: Acting; readonly expect?: number },
  ports: Pick<Ports, 'journal'>,
): Promise<Result<Done<Subscription>>> {
  const { tenant, id } = ref;
  const { state } = await load(ports.journal, subscriptions, ref);
  if (state.status !== 'none' && state.status !== 'ended') {
    if (await waitingBill(ref, ports))
      return refuse(
        'subscription.bill_waits',
        'A bill of this subscription waits for others; ask again later.',
      );
    const joining = asked.grouping === 'by_billing_day' ? [id] : [];
    const all = await joinRoster({ ...state, tenant, subscriptions: joining, acting }, ports);
    if (joining.some((each) => !all.includes(each)))
      return refuse(
        'subscription.group_full',
        'As many subscriptions of this customer share invoices as may.',
      );
  }
  const command = { do: 'regroup', ...asked, at: acting.at } as const;

  return execute(ports.journal, subscriptions, {
    ref,
    command,
    acting,
    ...(expect === undefined ? {} : { expect }),
  });
}
