/** The lists of customers and API keys. */
import type { ApiKey } from '../domain/api-keys.ts';
import type { Customer } from '../domain/customers/states.ts';
import type { Commit, ViewRow } from '../ports.ts';
import { listRow } from './lists.ts';

/** What the row of a customer says: nothing personal. */
export type CustomerListed = Pick<
  Exclude<Customer, { status: 'none' }>,
  'status' | 'kind' | 'language' | 'createdAt'
>;

/** What the row of a key says: never its hash. */
export type ApiKeyListed = Pick<
  Exclude<ApiKey, { status: 'none' }>,
  'status' | 'label' | 'scopes' | 'expiresAt' | 'issuedAt'
>;

/** The row of a customer. */
export function customerRows(commit: Commit, customer: Customer): readonly ViewRow[] {
  if (customer.status === 'none') return [];
  const { status, kind, language, createdAt } = customer;
  const data: CustomerListed = { status, kind, language, createdAt };

  return [
    listRow({
      tenant: commit.tenant,
      list: 'customers',
      id: commit.id,
      createdAt,
      version: commit.version,
      data,
    }),
  ];
}

/** The row of a key. */
export function apiKeyRows(commit: Commit, key: ApiKey): readonly ViewRow[] {
  if (key.status === 'none') return [];
  const { status, label, scopes, expiresAt, issuedAt } = key;
  const data: ApiKeyListed = { status, label, scopes, expiresAt, issuedAt };

  return [
    listRow({
      tenant: commit.tenant,
      list: 'api_keys',
      id: commit.id,
      createdAt: issuedAt,
      version: commit.version,
      data,
    }),
  ];
}
