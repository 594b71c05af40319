/** API keys: issued once, rotated with an overlap, revoked at once. The secret itself is never stored. */
import type { Scope } from '../contracts/route.ts';
import type { Decider } from '../kernel/decider.ts';
import { ok, refuse } from '../kernel/result.ts';

/** A key's life. */
export type ApiKey =
  | { readonly status: 'none' }
  | {
      readonly status: 'active' | 'revoked';
      readonly label: string;
      readonly scopes: readonly Scope[];
      readonly secretHash: string;
      readonly expiresAt: string | null;
      readonly issuedAt: string;
    };

/** What can be asked of a key. `limit` ends it at an instant, never later than before: so a rotated key overlaps with its successor. */
export type ApiKeyCommand =
  | {
      readonly do: 'issue';
      readonly label: string;
      readonly scopes: readonly Scope[];
      readonly secretHash: string;
      readonly at: string;
    }
  | { readonly do: 'limit'; readonly expiresAt: string }
  | { readonly do: 'revoke' };

/** What becomes true of a key. */
export type ApiKeyFact =
  | {
      readonly type: 'api_key.issued';
      readonly data: {
        readonly label: string;
        readonly scopes: readonly Scope[];
        readonly secretHash: string;
        readonly at: string;
      };
    }
  | { readonly type: 'api_key.limited'; readonly data: { readonly expiresAt: string } }
  | { readonly type: 'api_key.revoked'; readonly data: Record<string, never> };

/** The rules of one key. */
export const apiKeys: Decider<ApiKey, ApiKeyCommand, ApiKeyFact> = {
  name: 'api_keys',
  headVersion: 1,
  initial: { status: 'none' },
  decide(state, command) {
    if (command.do === 'issue') {
      const { label, scopes, secretHash, at } = command;
      return state.status === 'none'
        ? ok([{ type: 'api_key.issued', data: { label, scopes, secretHash, at } }])
        : ok([]);
    }
    if (state.status === 'none') return refuse('api_key.not_found', 'There is no such key.');
    if (state.status === 'revoked') return ok([]);
    if (command.do === 'revoke') return ok([{ type: 'api_key.revoked', data: {} }]);
    if (state.expiresAt !== null && state.expiresAt <= command.expiresAt) return ok([]);

    return ok([{ type: 'api_key.limited', data: { expiresAt: command.expiresAt } }]);
  },
  evolve(state, fact) {
    if (fact.type === 'api_key.issued') {
      const { label, scopes, secretHash, at } = fact.data;
      return { status: 'active', label, scopes, secretHash, expiresAt: null, issuedAt: at };
    }
    if (state.status === 'none') return state;

    return fact.type === 'api_key.revoked'
      ? { ...state, status: 'revoked' }
      : { ...state, expiresAt: fact.data.expiresAt };
  },
};
