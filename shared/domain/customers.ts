/** Customers: who owes. The fact names a version of the profile; the person is never in it. */
import type { Decider } from '../kernel/decider.ts';
import type { AwaitingFact } from './exchange-rates.ts';
import type { InvoiceGrouping } from './gatherings.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { addDays } from '../kernel/time.ts';
import {
  evidenced,
  type PlaceCommand,
  type PlaceFact,
  stillKnown,
  waited,
  withoutThose,
} from './customers/place.ts';
import { type PlaceEvidence, withEvidence } from './tax/place-evidence.ts';

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
  /** The day of the month on which subscriptions that ask for it begin their periods; absent on most. */
  readonly billingDay?: number | null;
  /** Whether there ever was a SEPA mandate, so that an invoice may be announced as a direct debit; absent on most. */
  readonly hadMandate?: true;
  /** How new subscriptions are invoiced; absent where each has invoices of its own. */
  readonly grouping?: InvoiceGrouping;
  readonly metadata: readonly (readonly [string, string])[];
};

/** What the register, or the check digits alone, said of the VAT id in a version of the profile; kept as proof. */
export type VatCheck = {
  readonly profile: number;
  readonly answer: 'valid' | 'invalid' | 'unavailable';
  readonly by: 'check_digits' | 'register';
  /** The register's own id of the answer, where it gave one. */
  readonly consultation: string | null;
  readonly at: string;
};

/** What is known of a customer's VAT id. The id itself is personal and lies in the profile; absent means there never was one. */
export type VatChecks = {
  /** The state that gave it, and the first version of the profile that holds it. */
  readonly vat?: { readonly country: string; readonly since: number } | null;
  readonly vatCheck?: VatCheck | null;
};

/** A customer's life. */
export type Customer =
  | { readonly status: 'none' }
  | (CustomerTerms &
      VatChecks & {
        readonly status: 'active' | 'erased';
        /** The newest version of the profile; the versions before it stay until erasure. */
        readonly profile: number;
        readonly method: DefaultMethod | null;
        readonly createdAt: string;
        /** Where the customer is, of each kind the newest; absent where nobody told. */
        readonly evidence?: readonly PlaceEvidence[];
        /** Documents that wait until it is known. */
        readonly awaiting?: readonly AwaitingFact[];
      });

/** What can be asked. */
export type CustomerCommand =
  | ({
      readonly do: 'register';
      readonly profile: number;
      readonly at: string;
      readonly vatCountry?: string | null;
      readonly evidence?: readonly PlaceEvidence[];
    } & CustomerTerms)
  | {
      readonly do: 'change';
      readonly terms: Partial<CustomerTerms>;
      readonly profile: number;
      /** The state of the new VAT id, null where it was taken away; left out, it is the same as before. */
      readonly vatCountry?: string | null | undefined;
      readonly evidence?: readonly PlaceEvidence[];
    }
  | PlaceCommand
  | { readonly do: 'note_vat_check'; readonly check: VatCheck }
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
  /** Said beside the two above when a VAT id is new or gone; it wakes whoever asks the register. */
  | {
      readonly type: 'customer.vat_id_set';
      readonly data: { readonly country: string | null; readonly profile: number };
    }
  | { readonly type: 'customer.vat_id_checked'; readonly data: VatCheck }
  | PlaceFact
  | { readonly type: 'customer.erased'; readonly data: Record<string, never> }
  | { readonly type: 'payment_method.attached'; readonly data: DefaultMethod }
  | { readonly type: 'payment_method.detached'; readonly data: { readonly id: string } };

/** Profile versions of one customer; a change beyond it is refused. */
export const PROFILE_VERSIONS_MAX = 1_000;

/** The rules of one customer. */
export const customers: Decider<Customer, CustomerCommand, CustomerFact> = {
  name: 'customers',
  headVersion: 2,
  initial: { status: 'none' },
  decide(state, command) {
    if (command.do === 'register') {
      const { do: _, vatCountry = null, evidence = [], ...data } = command;
      const registered = { type: 'customer.registered' as const, data };
      return ok(
        state.status === 'none'
          ? [registered, ...vatIdSet(vatCountry ?? undefined, data.profile), ...evidenced([], evidence)]
          : [],
      );
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
    if (command.do === 'await_place' || command.do === 'resume') return ok(waited(state, command));
    if (state.status === 'erased')
      return refuse('customer.erased', 'The personal data of this customer was erased.');
    if (command.do === 'attach_method') {
      return ok(
        state.method?.id === command.method.id
          ? []
          : [{ type: 'payment_method.attached', data: command.method }],
      );
    }
    if (command.do === 'note_vat_check') return ok(noteVatCheck(state, command.check));

    return changed(state, command);
  },
  evolve(state, fact) {
    if (fact.type === 'customer.registered') {
      const { at, ...rest } = fact.data;
      return { ...rest, status: 'active', method: null, createdAt: at };
    }
    if (state.status === 'none') return state;

    switch (fact.type) {
      case 'customer.changed':
        return afterChange(state, fact.data);
      case 'customer.vat_id_set':
        return { ...state, vat: vatOf(fact.data) };
      case 'customer.vat_id_checked':
        return { ...state, vatCheck: fact.data };
      case 'customer.erased':
        return { ...state, status: 'erased', method: null, metadata: [], evidence: [], awaiting: [] };
      case 'customer.place_evidenced':
        return { ...state, evidence: withEvidence(state.evidence ?? [], fact.data.evidence) };
      case 'customer.place_awaited':
        return { ...state, awaiting: [...(state.awaiting ?? []), fact.data] };
      case 'customer.place_resumed':
        return {
          ...state,
          awaiting: withoutThose(state.awaiting, fact.data.waiting),
        };
      case 'payment_method.attached':
        return { ...state, method: fact.data };
      case 'payment_method.detached':
        return { ...state, method: null };
    }
  },
};

function changed(
  state: Exclude<Customer, { status: 'none' }>,
  command: CustomerCommand & { do: 'change' },
): Result<readonly CustomerFact[]> {
  const { terms, profile, vatCountry, evidence = [] } = command;
  if (profile > PROFILE_VERSIONS_MAX)
    return refuse('customer.changes_max', 'This customer was changed too often.');
  const told = evidenced(stillKnown(state, terms.country), evidence);
  if (profile === state.profile && Object.keys(terms).length === 0) return ok(told);

  return ok([
    { type: 'customer.changed', data: { terms, profile } },
    ...vatIdSet(vatCountry, profile),
    ...told,
  ]);
}

function afterChange(
  state: Exclude<Customer, { status: 'none' }>,
  { terms, profile }: { readonly terms: Partial<CustomerTerms>; readonly profile: number },
): Customer {
  const evidence = state.evidence && stillKnown(state, terms.country);

  return { ...state, ...terms, profile, ...(evidence && { evidence }) };
}

/** Days for which an answer of the register holds; a document that needs a younger one asks again. */
export const VAT_CHECK_DAYS_MAX = 30;

/** What may be taken of the VAT id in a version of the profile on a day. An outage is not an answer. */
export function standingOf(
  of: { readonly profile: number; readonly checks: VatChecks },
  today: string,
): 'valid' | 'invalid' | 'unchecked' {
  const { vat, vatCheck } = of.checks;
  if (!vatCheck || vatCheck.answer === 'unavailable') return 'unchecked';
  const isSameId =
    vatCheck.profile === of.profile || (vat != null && vat.since <= Math.min(vatCheck.profile, of.profile));
  const isFresh =
    vatCheck.by === 'check_digits' || addDays(vatCheck.at.slice(0, 10), VAT_CHECK_DAYS_MAX) >= today;

  return isSameId && isFresh ? vatCheck.answer : 'unchecked';
}

function vatIdSet(country: string | null | undefined, profile: number): readonly CustomerFact[] {
  return country === undefined ? [] : [{ type: 'customer.vat_id_set', data: { country, profile } }];
}

function vatOf({ country, profile }: { readonly country: string | null; readonly profile: number }) {
  return country === null ? null : { country, since: profile };
}

/** An outage that lasts is noted once. */
function noteVatCheck(state: VatChecks, check: VatCheck): readonly CustomerFact[] {
  const former = state.vatCheck;
  const isKnown =
    check.answer === 'unavailable' && former?.profile === check.profile && former.answer === 'unavailable';

  return isKnown ? [] : [{ type: 'customer.vat_id_checked', data: check }];
}
