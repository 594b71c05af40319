/** Customers: who owes. The fact names a version of the profile; the person is never in it. */
import type { Decider } from '../kernel/decider.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { addDays } from '../kernel/time.ts';
import { clarified, stillUnclear, unclear } from './customers/clarifying.ts';
import { evidenced, stillKnown, waited, withoutThose } from './customers/place.ts';
import type {
  Customer,
  CustomerCommand,
  CustomerFact,
  CustomerTerms,
  VatCheck,
  VatChecks,
} from './customers/states.ts';
import { withEvidence } from './tax/place-evidence.ts';

/** Profile versions of one customer; a change beyond it is refused. */
export const PROFILE_VERSIONS_MAX = 1_000;

/** What is left of a customer that was erased. */
const FORGOTTEN = { method: null, metadata: [], evidence: [], awaiting: [], unclear: [] };

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
    if (command.do === 'await_clarification' || command.do === 'resume_unclear')
      return ok(unclear(state, command));
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
        return { ...state, ...FORGOTTEN, status: 'erased' };
      case 'customer.place_evidenced':
        return { ...state, evidence: withEvidence(state.evidence ?? [], fact.data.evidence) };
      case 'customer.place_awaited':
        return { ...state, awaiting: [...(state.awaiting ?? []), fact.data] };
      case 'customer.place_resumed':
        return { ...state, awaiting: withoutThose(state.awaiting, fact.data.waiting) };
      case 'customer.clarified':
        return state;
      case 'customer.clarification_awaited':
      case 'customer.clarification_resumed':
        return { ...state, unclear: stillUnclear(state, fact) };
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
    ...(profile === state.profile ? [] : clarified(state, profile)),
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
function noteVatCheck(
  state: Exclude<Customer, { status: 'none' }>,
  check: VatCheck,
): readonly CustomerFact[] {
  const former = state.vatCheck;
  const isKnown =
    check.answer === 'unavailable' && former?.profile === check.profile && former.answer === 'unavailable';

  if (isKnown) return [];
  const news = check.answer === 'unavailable' ? [] : clarified(state, check.profile);

  return [{ type: 'customer.vat_id_checked', data: check }, ...news];
}
