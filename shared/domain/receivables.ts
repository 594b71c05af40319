/**
 * Receivables: one account per seller, customer and currency. It is the one writer of allocations, so that no money is
 * applied twice; every fact on it balances alone.
 */
import type { Decider } from '../kernel/decider.ts';
import { derivedId } from '../kernel/hash.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Instant } from '../kernel/time.ts';
import type { Account, AccountCommand, AccountFact, Holder } from './receivables/account.ts';
import { evolveAccount, reversalOf } from './receivables/evolve.ts';
import { addCredit } from './receivables/credit.ts';
import { addCash, allocate, openItem } from './receivables/post.ts';
import { approveRefund, reverseRefund } from './receivables/refunds.ts';

/** The account of a customer with a seller in a currency. */
export function accountId(tenant: string, { entity, customer, currency }: Holder): string {
  return derivedId('acc', tenant, entity, customer, currency);
}

/**
 * The rules of one account. Whatever it has already recorded is answered with no facts. `account.story_needed` means
 * that the head may have forgotten the source: the caller searches the story and says so in `searched`.
 */
export const accounts: Decider<Account, AccountCommand, AccountFact> = {
  name: 'accounts',
  headVersion: 1,
  initial: { status: 'none' },
  decide(state, command) {
    if (command.do === 'allocate' || command.do === 'approve_refund') return decideAsked(state, command);
    const source = sourceOf(command);
    if (state.status === 'open' && isKnown(state, source)) return ok([]);
    if (
      state.status === 'open' &&
      command.at <= state.forgotten.until &&
      command.searched !== state.forgotten.count
    ) {
      return refuse('account.story_needed', 'The account may have recorded this long ago.');
    }
    if (command.do === 'open_item') return openItem(state, command);
    if (command.do === 'add_cash') return addCash(state, command);
    if (command.do === 'add_credit') return addCredit(state, command);
    if (state.status === 'none') return unknownAccount();

    return reverseRefund(state, command);
  },
  evolve: evolveAccount,
};

/** Under which name the account remembers what a command brings. */
export function sourceOf(command: Exclude<AccountCommand, { do: 'allocate' | 'approve_refund' }>): string {
  switch (command.do) {
    case 'open_item':
      return command.invoice;
    case 'add_cash':
      return command.payment;
    case 'add_credit':
      return command.creditNote;
    case 'reverse_refund':
      return reversalOf(command.origin.refund);
  }
}

/** What the account's head still says of a source: listed as open, or marked as done with. */
export function isKnown(state: Extract<Account, { status: 'open' }>, source: string): boolean {
  return (
    state.items.some(({ invoice }) => invoice === source) ||
    state.cash.some(({ payment }) => payment === source) ||
    state.credits.some(({ creditNote }) => creditNote === source) ||
    state.marks.some(({ id }) => id === source)
  );
}

/** The instant from which on the account's story can tell of a source: a day early, as clocks of writers may differ. */
export const STORY_MARGIN_DAYS = 1;

/** Where a story begins that tells of everything. */
export const STORY_BEGIN: Instant = '';

function decideAsked(
  state: Account,
  command: Extract<AccountCommand, { do: 'allocate' | 'approve_refund' }>,
): Result<readonly AccountFact[]> {
  if (state.status === 'none') return unknownAccount();

  return command.do === 'allocate' ? allocate(state, command) : approveRefund(state, command);
}

function unknownAccount() {
  return refuse('account.not_found', 'The customer has no account with this seller in this currency.');
}
