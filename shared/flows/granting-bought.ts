/** Grants the credits that an invoice sold, once it is paid. */
import { isTakenBack } from '../domain/invoices/crediting.ts';
import type { Invoice } from '../domain/invoices/states.ts';
import { legalEntities } from '../domain/legal-entities.ts';
import { orders } from '../domain/orders.ts';
import type { NewGrant } from '../domain/prepaid/balance.ts';
import { prepaidBalanceId } from '../domain/prepaid.ts';
import type { CreditsSold } from '../domain/prepaid/credits.ts';
import { boughtGrantOf } from '../domain/prepaid/selling.ts';
import type { Acting } from '../execute.ts';
import { load } from '../execute.ts';
import { invariant } from '../kernel/invariant.ts';
import type { Refusal } from '../kernel/refusal.ts';
import { addDays, localDate, startOfDay } from '../kernel/time.ts';
import type { Ports } from '../ports.ts';
import { tellBalance } from './telling-balances.ts';

/** What an invoice sold: its net, less what was taken back of it before it was paid. Other invoices cost nothing. */
export async function grantBought(
  state: Invoice,
  of: { readonly tenant: string; readonly invoice: string; readonly acting: Acting },
  { journal }: Pick<Ports, 'journal'>,
): Promise<Refusal | undefined> {
  if (state.status === 'none' || state.kind !== 'credits' || state.settledBy === null) return undefined;
  const { tenant, invoice, acting } = of;
  const { entity, customer, currency, cause } = state;
  const takenBackMinor = state.creditedMinor.reduce((sum, minor) => sum + minor, 0n);
  const amountMinor = isTakenBack(state) ? 0n : state.netMinor - takenBackMinor;
  if (amountMinor <= 0n || !('order' in cause)) return undefined;
  const { state: order } = await load(journal, orders, { tenant, id: cause.order });
  const { state: seller } = await load(journal, legalEntities, { tenant, id: entity });
  const credits = order.status === 'none' ? undefined : order.credits;
  invariant(credits && seller.status !== 'none', 'an invoice of credits is of an order of credits');
  const grant = boughtGrantOf(tenant, cause.order);
  const [[reason = ''] = []] = order.status === 'none' ? [] : order.lines;
  const sold = { grant, invoice, amountMinor, at: acting.at, zone: seller.zone, reason };
  const holder = { entity, customer, currency };
  const done = await tellBalance(journal, {
    ...{ ref: { tenant, id: prepaidBalanceId(tenant, holder) }, source: grant, acting },
    command: ({ granted }) => (granted ? undefined : { do: 'grant', ...holder, ...termsOf(credits, sold) }),
  });

  return done.ok ? undefined : done.refusal;
}

/** The days count from the payment on, where the seller is. */
function termsOf(
  { credits, rate, voucher, priority, limit, expiresAfterDays }: CreditsSold,
  of: Pick<NewGrant, 'grant' | 'amountMinor' | 'at' | 'reason'> & {
    readonly invoice: string;
    readonly zone: string;
  },
): NewGrant {
  const { zone, invoice, ...told } = of;
  const validFrom = localDate(of.at, zone);
  const expiresOn = expiresAfterDays === null ? null : addDays(validFrom, expiresAfterDays);
  const expiresAt = expiresOn === null ? null : startOfDay(expiresOn, zone);

  return {
    ...{ ...told, credits, rate, priority, validFrom, expiresOn, expiresAt, fingerprint: '' },
    bought: { invoice, voucher },
    ...(limit && { limit }),
  };
}
