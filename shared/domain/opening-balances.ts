/** Opening balances: what an account of the books stood at when they began here, each brought forward once. */
import type { Decider } from '../kernel/decider.ts';
import { ok } from '../kernel/result.ts';
import type { CivilDate, Instant } from '../kernel/time.ts';
import type { PostingSet } from '../ports.ts';
import type { Origin } from './imports.ts';
import { balanceBroughtForward } from './ledger.ts';
import type { Role } from './ledger/roles.ts';

/** A balance, above zero on the debit side. */
export type BroughtBalance = {
  readonly origin: Origin;
  readonly entity: string;
  readonly currency: string;
  readonly role: Role;
  readonly amountMinor: bigint;
  readonly asOf: CivilDate;
  readonly at: Instant;
};

/** A balance that was brought forward, or nothing. */
export type OpeningBalance = { readonly status: 'none' } | (BroughtBalance & { readonly status: 'posted' });

/** What becomes true. */
export type OpeningBalanceFact = {
  readonly type: 'balance.brought_forward';
  readonly data: BroughtBalance;
  readonly books: PostingSet;
};

/** The rules of one balance. */
export const openingBalances: Decider<
  OpeningBalance,
  { readonly do: 'bring_forward'; readonly balance: BroughtBalance },
  OpeningBalanceFact
> = {
  name: 'openingBalances',
  headVersion: 1,
  initial: { status: 'none' },
  decide(state, { balance }) {
    if (state.status !== 'none') return ok([]);
    const { entity, currency, role, amountMinor, asOf: date } = balance;
    const books = balanceBroughtForward({ entity, currency, date, role, amountMinor });

    return ok([{ type: 'balance.brought_forward', data: balance, books }]);
  },
  evolve: (_, { data }) => ({ status: 'posted', ...data }),
};
