/** Which accounts a customer has: one row in an account's life, as its id alone tells nothing. Figures are not in it. */
import type { AccountFact, Holder } from '../domain/receivables/account.ts';
import type { Commit, ViewRow, Views } from '../ports.ts';

/** Accounts of one customer that are shown; sellers times currencies rarely pass two. */
export const ACCOUNTS_MAX = 50;

/** What the row says: enough to name the account. */
export type AccountListed = Holder & { readonly account: string };

/** The row of the commit that opens an account; every other commit of an account moves none. */
export function accountRows(commit: Commit): readonly ViewRow[] {
  const opened = commit.facts.find(({ type }) => type === 'account.opened');
  if (!opened) return [];
  const holder = opened.data as Extract<AccountFact, { type: 'account.opened' }>['data']; // found by its type, version 1
  const { entity, customer, currency } = holder;
  const data: AccountListed = { entity, customer, currency, account: commit.id };

  return [
    {
      pk: partition(commit.tenant, customer),
      sk: `${entity}#${currency}`,
      version: 1,
      data,
    },
  ];
}

/** The accounts of a customer. */
export async function accountsOf(
  views: Views,
  tenant: string,
  customer: string,
): Promise<readonly AccountListed[]> {
  const { items } = await views.query({ pk: partition(tenant, customer), limit: ACCOUNTS_MAX });

  return items.map(({ data }) => data as AccountListed); // written by accountRows alone
}

function partition(tenant: string, customer: string): string {
  return `${tenant}#accounts#${customer}`;
}
