/** Woken by the customer routes; records customers and keeps their personal part in the profile. */
import type { CustomerChange, NewCustomer } from '../../shared/contracts/customers.ts';
import { customerRoutes } from '../../shared/contracts/customer-routes.ts';
import { answerCustomer, answerCustomerRow } from '../../shared/domain/answers/tenants.ts';
import { customers, PROFILE_VERSIONS_MAX } from '../../shared/domain/customers.ts';
import { movedTo, stillKnown } from '../../shared/domain/customers/place.ts';
import { registrationOf } from '../../shared/domain/customers/registering.ts';
import type { Customer } from '../../shared/domain/customers/states.ts';
import { evidenceOfMandate } from '../../shared/domain/tax/place.ts';
import { evidenceOf, type PlaceEvidence } from '../../shared/domain/tax/place-evidence.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, obligationOf, onHttp } from '../../shared/edge/http.ts';
import { listing } from '../../shared/edge/listing.ts';
import { createWithProfile, PROFILE_PROBES_MAX, writeProfile } from '../../shared/edge/profiles.ts';
import type { Loaded } from '../../shared/execute.ts';
import { attempt, execute, load, ROUNDS_MAX } from '../../shared/execute.ts';
import { Contended } from '../../shared/kernel/contended.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import { PREFIX } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import { vatIdCountry } from '../../shared/kernel/vat-ids.ts';
import type { AggregateRef, Ports } from '../../shared/ports.ts';
import type { CustomerListed } from '../../shared/views/keepers.ts';

type Known = Exclude<Customer, { status: 'none' }>;
type ChangeCall = Call<CustomerChange, undefined>;

async function register(call: Call<NewCustomer, undefined>, ports: Ports): Promise<Result<Answer>> {
  const id = derivedId(PREFIX.customer, call.tenant, ...obligationOf(call, customerRoutes.register));
  const ref = { tenant: call.tenant, id };
  const { profile, command } = registrationOf(call.body, call.acting.at);
  const done = await createWithProfile(ports, customers, {
    ref,
    data: profile,
    command,
    isErased: (state) => state.status === 'erased',
    acting: call.acting,
  });
  if (!done.ok) return done;

  return customerAnswer(ref, { state: done.value.state, version: 1, replayed: done.value.replayed }, ports);
}

/** Looks at the customer before it writes personal data, and again when somebody was faster. */
async function change(call: ChangeCall, ports: Ports): Promise<Result<Answer>> {
  const ref = { tenant: call.tenant, id: call.params.customer_id ?? '' };
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const loaded = await load(ports.journal, customers, ref);
    const { state, version } = loaded;
    if (state.status === 'none') return notFound();
    if (state.status === 'erased') {
      // An erasure that was faster did not see what the round before has written.
      if (round > 0) await ports.profiles.erase(ref);
      return refuse('customer.erased', 'The personal data of this customer was erased.');
    }
    if (call.expect !== undefined && call.expect !== version) {
      return refuse('precondition.failed', `The object is at version ${version} by now.`);
    }
    const done = await changeOnce(call, { ref, loaded, state }, ports);
    if (done) return done.ok ? customerAnswer(ref, done.value, ports) : done;
  }

  throw new Contended(`${ref.id} stays contended`);
}

async function changeOnce(
  call: ChangeCall,
  of: { readonly ref: AggregateRef; readonly loaded: Loaded<Customer>; readonly state: Known },
  ports: Ports,
) {
  const { ref, loaded, state } = of;
  const { language, payment_terms_days, billing_day, invoice_grouping, metadata, ...others } = call.body;
  const { place_evidence, zone, ...personal } = others;
  const terms = {
    ...(language === undefined ? {} : { language }),
    ...(payment_terms_days === undefined ? {} : { dueDays: payment_terms_days }),
    ...(billing_day === undefined ? {} : { billingDay: billing_day }),
    ...(invoice_grouping === undefined ? {} : { grouping: invoice_grouping }),
    ...(zone === undefined ? {} : { zone }),
    ...(metadata === undefined ? {} : { metadata: Object.entries(metadata) }),
    ...(personal.address && movedTo(personal.address, state)),
    ...(personal.sepa_mandate && { hadMandate: true as const }),
  };
  const isPersonal = Object.keys(personal).length > 0;
  if (isPersonal && state.profile + PROFILE_PROBES_MAX >= PROFILE_VERSIONS_MAX) {
    return refuse('customer.changes_max', 'This customer was changed too often.');
  }
  const profile = isPersonal
    ? await newProfile({ ref, from: state.profile, personal }, ports)
    : state.profile;
  const vatId = personal.vat_id;
  const vatCountry = vatId && vatIdCountry(vatId);
  const given = evidenceOf(place_evidence ?? [], call.acting.at);
  const evidence = [...mandateTold(state, { call, given }), ...given];
  const command = { do: 'change' as const, terms, profile, vatCountry, evidence };

  return attempt(ports.journal, customers, { ref, loaded, command, acting: call.acting });
}

/**
 * The account of a consumer's mandate that comes later, so that it is seen by documents that wait with an older profile; what
 * somebody else tells of a bank goes before it.
 */
function mandateTold(
  state: Known,
  of: { readonly call: ChangeCall; readonly given: readonly PlaceEvidence[] },
): readonly PlaceEvidence[] {
  const { call, given } = of;
  const known = stillKnown(state, call.body.address?.country);
  const isToldByOthers = known.some((each) => each.kind === 'bank' && each.by !== 'customer');
  const isGiven = given.some((each) => each.kind === 'bank');
  if (state.kind !== 'consumer' || isToldByOthers || isGiven) return [];

  return evidenceOfMandate(call.body.sepa_mandate, call.acting.at.slice(0, 10));
}

async function newProfile(
  of: { readonly ref: AggregateRef; readonly from: number; readonly personal: object },
  ports: Ports,
): Promise<number> {
  const old = await ports.profiles.get(of.ref, of.from);

  return writeProfile(ports.profiles, {
    ref: of.ref,
    from: of.from + 1,
    data: { ...old?.data, ...of.personal },
  });
}

async function erase(call: Call<undefined, undefined>, ports: Ports): Promise<Result<Answer>> {
  const ref = { tenant: call.tenant, id: call.params.customer_id ?? '' };
  const done = await execute(ports.journal, customers, {
    ref,
    command: { do: 'erase' },
    acting: call.acting,
    ...(call.expect === undefined ? {} : { expect: call.expect }),
  });
  if (!done.ok) return done;
  await ports.profiles.erase(ref);

  return customerAnswer(ref, done.value, ports);
}

async function get(call: Call<undefined, undefined>, ports: Ports): Promise<Result<Answer>> {
  const ref = { tenant: call.tenant, id: call.params.customer_id ?? '' };

  return customerAnswer(ref, await load(ports.journal, customers, ref), ports);
}

async function customerAnswer(
  ref: { readonly tenant: string; readonly id: string },
  done: { readonly state: Customer; readonly version: number; readonly replayed?: boolean },
  ports: Ports,
): Promise<Result<Answer>> {
  const { state, version, replayed = false } = done;
  if (state.status === 'none') return notFound();
  const profile = state.status === 'erased' ? undefined : await ports.profiles.get(ref, state.profile);

  return ok({ body: answerCustomer(ref.id, state satisfies Known, profile?.data), version, replayed });
}

function notFound() {
  return refuse('customer.not_found', 'There is no such customer.');
}

export const handler = onHttp('customers.keep', [
  endpoint(customerRoutes.register, register),
  endpoint(customerRoutes.list, listing<CustomerListed>('customers', answerCustomerRow)),
  endpoint(customerRoutes.get, get),
  endpoint(customerRoutes.change, change),
  endpoint(customerRoutes.erase, erase),
]);
