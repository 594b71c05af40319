/** Customers: who owes. The fact names a version of the profile; the person is never in it. */
import type { Decider } from '../kernel/decider.ts';
import { ok, refuse } from '../kernel/result.ts';

/** Where a customer's charges go by default. */
export type DefaultMethod = {
  readonly provider: string;
  readonly id: string;
  readonly providerCustomer: string | null;
};

/** The part of a customer that rules read. */
export type CustomerTerms = {
  readonly kind: 'business' | 'consumer';
  readonly country: string;
  readonly language: string;
  readonly dueDays: number;
  readonly metadata: readonly (readonly [string, string])[];
};

/** A customer's life. */
export type Customer =
  | { readonly status: 'none' }
  | (CustomerTerms & {
      readonly status: 'active' | 'erased';
      /** The newest version of the profile; the versions before it stay until erasure. */
      readonly profile: number;
      readonly method: DefaultMethod | null;
      readonly createdAt: string;
    });

/** What can be asked. */
export type CustomerCommand =
  | ({ readonly do: 'register'; readonly profile: number; readonly at: string } & CustomerTerms)
  | { readonly do: 'change'; readonly terms: Partial<CustomerTerms>; readonly profile: number }
  | { readonly do: 'erase' }
  | { readonly do: 'attach_method'; readonly method: DefaultMethod }
  | { readonly do: 'detach_method'; readonly id: string };

/** What becomes true. */
export type CustomerFact =
  | {
      readonly type: 'customer.registered';
      readonly data: CustomerTerms & { readonly profile: number; readonly at: string };
    }
  | {
      readonly type: 'customer.changed';
      readonly data: { readonly terms: Partial<CustomerTerms>; readonly profile: number };
    }
  | { readonly type: 'customer.erased'; readonly data: Record<string, never> }
  | { readonly type: 'payment_method.attached'; readonly data: DefaultMethod }
  | { readonly type: 'payment_method.detached'; readonly data: { readonly id: string } };

/** Profile versions of one customer; a change beyond it is refused. */
export const PROFILE_VERSIONS_MAX = 1_000;

/** The rules of one customer. */
export const customers: Decider<Customer, CustomerCommand, CustomerFact> = {
  name: 'customers',
  headVersion: 1,
  initial: { status: 'none' },
  decide(state, command) {
    if (command.do === 'register') {
      const { do: _, ...data } = command;
      return ok(state.status === 'none' ? [{ type: 'customer.registered', data }] : []);
    }
    if (state.status === 'none') return refuse('customer.not_found', 'There is no such customer.');
    if (command.do === 'erase')
      return ok(state.status === 'erased' ? [] : [{ type: 'customer.erased', data: {} }]);
    if (command.do === 'detach_method') {
      return ok(
        state.method?.id === command.id
          ? [{ type: 'payment_method.detached', data: { id: command.id } }]
          : [],
      );
    }
    if (state.status === 'erased')
      return refuse('customer.erased', 'The personal data of this customer was erased.');
    if (command.do === 'attach_method') {
      return ok(
        state.method?.id === command.method.id
          ? []
          : [{ type: 'payment_method.attached', data: command.method }],
      );
    }
    if (command.profile > PROFILE_VERSIONS_MAX)
      return refuse('customer.changes_max', 'This customer was changed too often.');

    return ok([{ type: 'customer.changed', data: { terms: command.terms, profile: command.profile } }]);
  },
  evolve(state, fact) {
    if (fact.type === 'customer.registered') {
      const { at, ...rest } = fact.data;
      return { ...rest, status: 'active', method: null, createdAt: at };
    }
    if (state.status === 'none') return state;

    switch (fact.type) {
      case 'customer.changed':
        return { ...state, ...fact.data.terms, profile: fact.data.profile };
      case 'customer.erased':
        return { ...state, status: 'erased', method: null, metadata: [] };
      case 'payment_method.attached':
        return { ...state, method: fact.data };
      case 'payment_method.detached':
        return { ...state, method: null };
    }
  },
};
