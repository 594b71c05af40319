/** A subscription as it is beside what it would be if all its bills were right. */
import { isSameValue } from '../../kernel/same.ts';
import type { Healed } from '../billing/repairs.ts';
import type { KnownSubscription } from './states.ts';

/** What it must be, and what it is. */
export type Both = Readonly<Record<'state' | 'is', KnownSubscription>>;

/** What it must be, with the credit that it has; that could be given back of the invoices of either. */
export function withCredit({ state, is }: Both): KnownSubscription {
  const { creditable } = mostBack(is) > mostBack(state) ? is : state;

  return { ...state, creditMinor: is.creditMinor, creditable };
}

/** Whether the same would follow from both states, whatever comes, once what can be healed is. */
export function isSameLife({ state, is }: Both): boolean {
  const { charged, coupons, spending, unserved, creditable } = is;
  const healed = { charged, coupons, spending, unserved, creditable };
  const plain = { rulesVersion: 0, run: null, parked: null, ...healed };

  // As long as an end could not give back as much as it must, more is to come.
  return mostBack(is) >= mostBack(state) && isSameValue({ ...state, ...plain }, { ...is, ...plain });
}

function mostBack({ creditable }: Pick<KnownSubscription, 'creditable'>): bigint {
  return creditable.reduce((sum, { atMostMinor }) => sum + atMostMinor, 0n);
}

/** What of a state later bills follow from is another than it must be. */
export function healedBy({ state: must, is }: Both): Healed | undefined {
  const healed: Healed = {
    ...(!isSameValue(must.charged, is.charged) && { charged: must.charged }),
    ...(!isSameValue(must.coupons, is.coupons) && { coupons: must.coupons }),
    ...(must.spending && !isSameValue(must.spending, is.spending) && { spending: must.spending }),
    ...(!isSameValue(must.unserved ?? [], is.unserved ?? []) && { unserved: must.unserved ?? [] }),
  };

  return Object.keys(healed).length === 0 ? undefined : healed;
}
