/** The trial balance: what each account was debited and credited, and what is left, in each currency. */
import { isRole, ROLES } from './roles.ts';

/** What a balance is made of. */
export type Posted = { readonly role: string; readonly currency: string; readonly amountMinor: bigint };

/** The sums of one account in one currency; credits are stated without their sign. */
export type Balance = {
  readonly role: string;
  readonly currency: string;
  readonly debitMinor: bigint;
  readonly creditMinor: bigint;
};

/** Sums, taken up posting by posting so that a long journal is never held as a whole. */
export type Balances = Map<string, Balance>;

/** Adds postings to the sums. */
export function post(balances: Balances, postings: readonly Posted[]): void {
  for (const { role, currency, amountMinor } of postings) {
    const key = `${currency} ${role}`;
    const { debitMinor, creditMinor } = balances.get(key) ?? { debitMinor: 0n, creditMinor: 0n };
    const debit = amountMinor > 0n ? amountMinor : 0n;
    const credit = amountMinor < 0n ? -amountMinor : 0n;
    balances.set(key, { role, currency, debitMinor: debitMinor + debit, creditMinor: creditMinor + credit });
  }
}

/** The sums by currency, then in the order of the chart. */
export function sorted(balances: Balances): readonly Balance[] {
  return [...balances.values()].sort((a, b) => {
    return a.currency === b.currency ? placeOf(a.role) - placeOf(b.role) : a.currency < b.currency ? -1 : 1;
  });
}

/** The sum of all balances of each currency; anything but zero is a fault in the books. */
export function sumsOf(balances: Balances): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { currency, debitMinor, creditMinor } of balances.values()) {
    sums.set(currency, (sums.get(currency) ?? 0n) + debitMinor - creditMinor);
  }

  return sums;
}

function placeOf(role: string): number {
  return isRole(role) ? ROLES.indexOf(role) : ROLES.length;
}
