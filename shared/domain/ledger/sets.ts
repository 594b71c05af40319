/** Sets of postings: what is debited and credited together, and comes to nothing. */
import { invariant } from '../../kernel/invariant.ts';
import type { CivilDate } from '../../kernel/time.ts';
import type { Posting, PostingSet } from '../../ports.ts';
import type { Role } from './roles.ts';

/** Whose books, in which currency, on which day. */
export type Book = { readonly entity: string; readonly currency: string; readonly date: CivilDate };

/** So much on the debit side of an account. */
export function debit(role: Role, amountMinor: bigint): Posting {
  return { account: role, amountMinor };
}

/** So much on the credit side of an account. */
export function credit(role: Role, amountMinor: bigint): Posting {
  return { account: role, amountMinor: -amountMinor };
}

/** The postings of one fact, those of nothing left out; that they do not balance is a fault. */
export function set(book: Book, entries: readonly Posting[]): PostingSet {
  const moved = entries.filter(({ amountMinor }) => amountMinor !== 0n);
  const sum = moved.reduce((total, { amountMinor }) => total + amountMinor, 0n);
  invariant(sum === 0n, 'a set of postings balances');

  return { entity: book.entity, currency: book.currency, date: book.date, entries: moved };
}

/** The same with the sides changed. */
export function mirrored({ entries, ...book }: PostingSet): PostingSet {
  return {
    ...book,
    entries: entries.map(({ account, amountMinor }) => ({ account, amountMinor: -amountMinor })),
  };
}
