import { describe, expect, it } from 'vitest';
import { type ApiKeyFact, apiKeys } from '../../../shared/domain/api-keys.ts';
import { given } from '../../kit/decider.ts';

const AT = '2026-11-23T09:00:00.000Z';
const ISSUED: ApiKeyFact = {
  type: 'api_key.issued',
  data: { label: 'Till', scopes: ['orders:read'], secretHash: 'hash', at: AT },
};
const limited = (expiresAt: string): ApiKeyFact => ({ type: 'api_key.limited', data: { expiresAt } });
const issue = { do: 'issue', label: 'Till', scopes: ['orders:read'], secretHash: 'other', at: AT } as const;

describe('a key', () => {
  it('is issued once, and its secret never changes', () => {
    expect(given(apiKeys).when(issue)).toHaveLength(1);
    expect(given(apiKeys, [ISSUED]).when(issue)).toEqual([]);
    expect(given(apiKeys, [ISSUED]).state).toMatchObject({
      status: 'active',
      expiresAt: null,
      secretHash: 'hash',
    });
  });

  it('is revoked once and for good', () => {
    const revoked = [ISSUED, ...given(apiKeys, [ISSUED]).when({ do: 'revoke' })];

    expect(given(apiKeys, revoked).state).toMatchObject({ status: 'revoked' });
    expect(given(apiKeys, revoked).when({ do: 'revoke' })).toEqual([]);
    expect(given(apiKeys, revoked).when({ do: 'limit', expiresAt: AT })).toEqual([]);
  });

  it('ends earlier but never later than it was told', () => {
    const key = given(apiKeys, [ISSUED, limited('2026-11-24T09:00:00.000Z')]);

    expect(key.when({ do: 'limit', expiresAt: '2026-11-25T09:00:00.000Z' })).toEqual([]);
    expect(key.when({ do: 'limit', expiresAt: '2026-11-24T09:00:00.000Z' })).toEqual([]);
    expect(key.when({ do: 'limit', expiresAt: AT })).toEqual([limited(AT)]);
  });

  it('that was never issued can be neither limited nor revoked', () => {
    expect(given(apiKeys).refusal({ do: 'revoke' })).toBe('api_key.not_found');
    expect(given(apiKeys).refusal({ do: 'limit', expiresAt: AT })).toBe('api_key.not_found');
  });
});
