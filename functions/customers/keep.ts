/** Woken by the customer routes; records customers and keeps their personal part in the profile. */
import type * as z from 'zod';
import type { CustomerChange, NewCustomer } from '../../shared/contracts/customers.ts';
import { customerRoutes } from '../../shared/contracts/customers.ts';
import { answerCustomer, answerCustomerRow } from '../../shared/domain/answers/tenants.ts';
import type { Customer } from '../../shared/domain/customers.ts';
import { customers } from '../../shared/domain/customers.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, obligationOf, onHttp } from '../../shared/edge/http.ts';
import { listing } from '../../shared/edge/listing.ts';
import { writeProfile } from '../../shared/edge/profiles.ts';
import { create, execute, load } from '../../shared/execute.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import { PREFIX } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import type { AggregateRef, Ports } from '../../shared/ports.ts';
import type { CustomerListed } from '../../shared/views/keepers.ts';

type Known = Exclude<Customer, { status: 'none' }>;

async function register(
  call: Call<z.infer<typeof NewCustomer>, undefined>,
  ports: Ports,
): Promise<Result<Answer>> {
  const id = derivedId(PREFIX.customer, call.tenant, ...obligationOf(call, customerRoutes.register));
  const ref = { tenant: call.tenant, id };
  const { kind, language, payment_terms_days, metadata, ...profile } = call.body;
  const version = await writeProfile(ports.profiles, { ref, from: 1, data: profile });
  const terms = {
    kind,
    language,
    dueDays: payment_terms_days,
    country: profile.address.country,
    metadata: Object.entries(metadata),
  };
  const done = await create(ports.journal, customers, {
    ref,
    command: { do: 'register', profile: version, at: call.acting.at, ...terms },
    acting: call.acting,
  });
  if (!done.ok) return done;

  return customerAnswer(ref, { state: done.value.state, version: 1, replayed: done.value.replayed }, ports);
}

async function change(
  call: Call<z.infer<typeof CustomerChange>, undefined>,
  ports: Ports,
): Promise<Result<Answer>> {
  const ref = { tenant: call.tenant, id: call.params.customer_id ?? '' };
  const { state, version } = await load(ports.journal, customers, ref);
  if (state.status === 'none') return notFound();
  if (state.status === 'erased')
    return refuse('customer.erased', 'The personal data of this customer was erased.');

  const { language, payment_terms_days, metadata, ...personal } = call.body;
  const terms = {
    ...(language === undefined ? {} : { language }),
    ...(payment_terms_days === undefined ? {} : { dueDays: payment_terms_days }),
    ...(metadata === undefined ? {} : { metadata: Object.entries(metadata) }),
    ...(personal.address === undefined ? {} : { country: personal.address.country }),
  };
  const profile =
    Object.keys(personal).length === 0
      ? state.profile
      : await newProfile({ ref, from: state.profile, personal }, ports);
  const expect = call.expect ?? version;
  const done = await execute(ports.journal, customers, {
    ref,
    command: { do: 'change', terms, profile },
    acting: call.acting,
    expect,
  });

  return done.ok ? customerAnswer(ref, done.value, ports) : done;
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
