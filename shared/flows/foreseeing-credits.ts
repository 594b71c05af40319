/** What prepaid credits would pay of an invoice that is only looked at; nothing is kept for it. */
import type { Draft } from '../domain/drafting/draft.ts';
import type { SellerDetails } from '../domain/legal-entities/states.ts';
import type { GrantedPart } from '../domain/prepaid/balance.ts';
import { consumed } from '../domain/prepaid/consuming.ts';
import { prepaidBalanceId, prepaidBalances } from '../domain/prepaid.ts';
import { load } from '../execute.ts';
import type { Result } from '../kernel/result.ts';
import { ok } from '../kernel/result.ts';
import type { Ports } from '../ports.ts';
import { type Keep, UNPAID_BY_CREDITS, withKept } from './prepaying.ts';
import { recordOf } from './telling-balances.ts';

/**
 * The draft with what it would take of the credits that are there now, on the day on which it would be issued; of an invoice
 * that has taken some, with those.
 */
export async function withForeseenCredits(
  draft: Draft,
  of: {
    readonly tenant: string;
    readonly entity: string;
    readonly seller: SellerDetails;
    /** The invoice, where it may be there already. */
    readonly invoice?: string;
  },
  { journal }: Pick<Ports, 'journal'>,
): Promise<Result<Draft>> {
  const { tenant, entity, seller, invoice } = of;
  if (seller.prepaidPosition === undefined || UNPAID_BY_CREDITS.has(draft.kind)) return ok(draft);
  const { customer, currency, issueDate: on } = draft;
  const id = prepaidBalanceId(tenant, { entity, customer, currency });
  const { state } = await load(journal, prepaidBalances, { tenant, id });
  if (state.status === 'none') return ok(draft);
  const met = await recordOf(tenant, invoice, journal);
  const { prepaidOrder: order } = seller;
  let kept: readonly GrantedPart[] = met.kept ?? [];
  const keep: Keep = ({ position, ...asked }) => {
    const terms = { ...(order && { order }), ...(position && { position }) };
    const wanted = { ...asked, invoice: invoice ?? '', kept, on, at: '', ...terms };
    if (met.kept === null) kept = [...kept, ...consumed(state, wanted).parts];
    return Promise.resolve(ok(kept));
  };
  const paid = await withKept(draft, { ...of, keep }, { journal });

  return paid.ok ? ok(paid.value.draft) : paid;
}
