/** The tenant: whose system this is, and which sellers belong to it. */
import type { Decider } from '../kernel/decider.ts';
import { ok, refuse } from '../kernel/result.ts';

/** Sellers of one tenant. */
export const LEGAL_ENTITIES_MAX = 100;

/** The tenant's state. */
export type Tenant =
  | { readonly status: 'none' }
  | {
      readonly status: 'active';
      readonly name: string;
      readonly entities: readonly string[];
      readonly createdAt: string;
    };

/** What can be asked. */
export type TenantCommand =
  | { readonly do: 'create'; readonly name: string; readonly at: string }
  | { readonly do: 'add_entity'; readonly entity: string };

/** What becomes true. */
export type TenantFact =
  | { readonly type: 'tenant.created'; readonly data: { readonly name: string; readonly at: string } }
  | { readonly type: 'tenant.entity_added'; readonly data: { readonly entity: string } };

/** The rules of the tenant. */
export const tenants: Decider<Tenant, TenantCommand, TenantFact> = {
  name: 'tenants',
  headVersion: 1,
  initial: { status: 'none' },
  decide(state, command) {
    if (command.do === 'create') {
      return ok(
        state.status === 'none'
          ? [{ type: 'tenant.created', data: { name: command.name, at: command.at } }]
          : [],
      );
    }
    if (state.status === 'none') return refuse('tenant.not_found', 'There is no such tenant.');
    if (state.entities.includes(command.entity)) return ok([]);
    if (state.entities.length >= LEGAL_ENTITIES_MAX) {
      return refuse(
        'tenant.legal_entities_max',
        `A tenant has at most ${LEGAL_ENTITIES_MAX} legal entities.`,
      );
    }

    return ok([{ type: 'tenant.entity_added', data: { entity: command.entity } }]);
  },
  evolve(state, fact) {
    if (fact.type === 'tenant.created')
      return { status: 'active', name: fact.data.name, entities: [], createdAt: fact.data.at };
    if (state.status === 'none') return state;

    return { ...state, entities: [...state.entities, fact.data.entity] };
  },
};
