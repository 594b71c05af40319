/** Woken by the routes of self-billing; records self_billing.agreed, self_billing.ended and self_billing.requested, and shows what came of them. */
import {
  type NewSelfBillingAgreement,
  type SelfBillingEnd,
  selfBillingAgreementRoutes,
} from '../../shared/contracts/self-billing-agreements.ts';
import { type NewSelfBilledInvoice, selfBillingRoutes } from '../../shared/contracts/self-billing.ts';
import { answerAgreement } from '../../shared/domain/answers/self-billing.ts';
import { preparedSelfBilled } from '../../shared/documents/prepared.ts';
import { customers } from '../../shared/domain/customers.ts';
import type { Customer } from '../../shared/domain/customers/states.ts';
import { legalEntities, onlyEntity } from '../../shared/domain/legal-entities.ts';
import {
  type RequestData,
  selfBillingAgreements,
  selfBillingRequests,
} from '../../shared/domain/self-billing.ts';
import { selfBilledInvoiceOf } from '../../shared/domain/self-billing/documents.ts';
import { namedSupplier } from '../../shared/domain/self-billing/drafting.ts';
import { tenants } from '../../shared/domain/tenants.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, obligationOf, onHttp } from '../../shared/edge/http.ts';
import { create, execute, load, replay } from '../../shared/execute.ts';
import { draftedSelfBilled, supplierProfile } from '../../shared/flows/self-billing.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import { PREFIX } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import { localDate } from '../../shared/kernel/time.ts';
import type { Ports } from '../../shared/ports.ts';

type Plain = Call<undefined, undefined>;

async function agree(call: Call<NewSelfBillingAgreement, undefined>, ports: Ports): Promise<Result<Answer>> {
  const { tenant, acting } = call;
  const id = derivedId(
    PREFIX.selfBillingAgreement,
    tenant,
    ...obligationOf(call, selfBillingAgreementRoutes.agree),
  );
  const ref = { tenant, id };
  const parties = await partiesOf(call, ports);
  const { agreed_on: agreedOn, is_small_business: isSmallBusiness, due_days: dueDays } = call.body;
  const done = parties.ok
    ? await create(ports.journal, selfBillingAgreements, {
        ref,
        command: {
          do: 'agree',
          data: { ...parties.value, agreedOn, isSmallBusiness, dueDays, at: acting.at },
        },
        acting,
      })
    : await replay(ports.journal, selfBillingAgreements, { ref, acting }, parties);
  if (!done.ok) return done;
  const { state, replayed, version } = done.value;
  if (state.status === 'none') return noAgreement();

  return ok({ body: answerAgreement(id, state), version, replayed });
}

/** Who buys and who supplies, where both may take part in self-billing. */
async function partiesOf(
  { tenant, body }: Call<NewSelfBillingAgreement, undefined>,
  ports: Ports,
): Promise<Result<{ readonly entity: string; readonly customer: string }>> {
  const entity = await entityOf(tenant, body.legal_entity, ports);
  if (!entity.ok) return entity;
  const ref = { tenant, id: body.supplier };
  const supplier = known((await load(ports.journal, customers, ref)).state);
  if (!supplier.ok) return supplier;
  if (supplier.value.kind !== 'business')
    return refuse('self_billing.supplier_no_business', 'Only a business supplies by self-billing.', {
      pointer: '#/supplier',
    });
  const profile = await supplierProfile(ref, supplier.value.profile, ports);
  if (!profile.ok) return profile;
  const { country, id } = entity.value;
  const named = namedSupplier(profile.value, { country, isSmallBusiness: body.is_small_business });

  return named.ok ? ok({ entity: id, customer: ref.id }) : named;
}

async function entityOf(
  tenant: string,
  named: string | undefined,
  { journal }: Pick<Ports, 'journal'>,
): Promise<Result<{ readonly id: string; readonly country: string }>> {
  const one = named === undefined ? await onlyOne(tenant, journal) : ok(named);
  if (!one.ok) return one;
  const { state } = await load(journal, legalEntities, { tenant, id: one.value });

  return state.status === 'none'
    ? refuse('legal_entity.unknown', 'There is no such legal entity.', { pointer: '#/legal_entity' })
    : ok({ id: one.value, country: state.country });
}

async function onlyOne(tenant: string, journal: Ports['journal']): Promise<Result<string>> {
  const { state } = await load(journal, tenants, { tenant, id: tenant });

  return onlyEntity(state.status === 'active' ? state.entities : []);
}

function known(customer: Customer): Result<Exclude<Customer, { status: 'none' }>> {
  if (customer.status === 'none')
    return refuse('customer.unknown', 'There is no such customer.', { pointer: '#/supplier' });

  return customer.status === 'erased'
    ? refuse('customer.erased', 'The personal data of this customer was erased.')
    : ok(customer);
}

async function getAgreement(call: Plain, ports: Ports): Promise<Result<Answer>> {
  const ref = { tenant: call.tenant, id: call.params.self_billing_agreement_id ?? '' };
  const { state, version } = await load(ports.journal, selfBillingAgreements, ref);

  return state.status === 'none' ? noAgreement() : ok({ body: answerAgreement(ref.id, state), version });
}

async function end(call: Call<SelfBillingEnd, undefined>, ports: Ports): Promise<Result<Answer>> {
  const ref = { tenant: call.tenant, id: call.params.self_billing_agreement_id ?? '' };
  const done = await execute(ports.journal, selfBillingAgreements, {
    ref,
    command: { do: 'end', endedOn: call.body.ended_on },
    acting: call.acting,
    ...(call.expect === undefined ? {} : { expect: call.expect }),
  });
  if (!done.ok) return done;
  const { state, version } = done.value;

  return state.status === 'none' ? noAgreement() : ok({ body: answerAgreement(ref.id, state), version });
}

async function bill(call: Call<NewSelfBilledInvoice, undefined>, ports: Ports): Promise<Result<Answer>> {
  const { tenant, acting } = call;
  const id = derivedId(PREFIX.selfBillingRequest, tenant, ...obligationOf(call, selfBillingRoutes.bill));
  const ref = { tenant, id };
  const wanted = await requestOf(call, id, ports);
  const done = wanted.ok
    ? await create(ports.journal, selfBillingRequests, {
        ref,
        command: { do: 'request', data: wanted.value },
        acting,
      })
    : await replay(ports.journal, selfBillingRequests, { ref, acting }, wanted);
  if (!done.ok) return done;
  const invoice = selfBilledInvoiceOf(tenant, id);
  const headers = { location: `/v1/self_billed_invoices/${invoice}` };
  const body = { id: invoice, object: 'self_billed_invoice_request', status: 'requested' };

  return ok({ body, replayed: done.value.replayed, headers });
}

/** What is asked for, refused where it could not be issued. */
async function requestOf(
  { tenant, body, acting }: Call<NewSelfBilledInvoice, undefined>,
  id: string,
  ports: Ports,
): Promise<Result<RequestData>> {
  const agreed = await load(ports.journal, selfBillingAgreements, { tenant, id: body.agreement });
  if (agreed.state.status === 'none')
    return refuse('self_billing.not_agreed', 'There is no such agreement with a supplier.', {
      pointer: '#/agreement',
      hint: 'Record it with POST /v1/self_billing_agreements before the first invoice.',
    });
  const { entity, customer, isSmallBusiness, dueDays, agreedOn } = agreed.state;
  const { endedOn } = agreed.state;
  if (endedOn !== undefined && body.supplied_on > endedOn)
    return refuse('self_billing.agreement_ended', `The agreement covers supplies until ${endedOn}.`, {
      pointer: '#/supplied_on',
    });
  const supplier = known((await load(ports.journal, customers, { tenant, id: customer })).state);
  if (!supplier.ok) return supplier;
  const { agreement, lines, currency, supplied_on: suppliedOn, tax, supply, reference } = body;
  const data: RequestData = {
    ...{
      agreement,
      entity,
      customer,
      isSmallBusiness,
      dueDays,
      currency,
      suppliedOn,
      tax,
      supply,
      reference,
    },
    ...{ profile: supplier.value.profile, language: supplier.value.language, at: acting.at },
    lines: lines.map(({ unit_price: unitPrice, ...line }) => ({ ...line, unitPrice })),
  };

  return rehearsed(data, { tenant, id, agreedOn }, ports);
}

/** Drafted and examined as it would be issued now, by which the supplier must have agreed. */
async function rehearsed(
  data: RequestData,
  of: { readonly tenant: string; readonly id: string; readonly agreedOn: string },
  ports: Ports,
): Promise<Result<RequestData>> {
  const drafted = await draftedSelfBilled(data, { ...of, now: data.at }, ports);
  if (!drafted.ok) return drafted;
  const document = preparedSelfBilled(drafted.value.draft, drafted.value);
  if (!document.ok) return document;
  if (localDate(data.at, drafted.value.buyer.zone) < of.agreedOn)
    return refuse('self_billing.agreed_later', 'The agreement holds from a later day on.', {
      pointer: '#/agreement',
    });

  return ok(data);
}

function noAgreement() {
  return refuse('self_billing_agreement.not_found', 'There is no such agreement on self-billing.');
}

export const handler = onHttp('self_billing.keep', [
  endpoint(selfBillingAgreementRoutes.agree, agree),
  endpoint(selfBillingAgreementRoutes.getAgreement, getAgreement),
  endpoint(selfBillingAgreementRoutes.end, end),
  endpoint(selfBillingRoutes.bill, bill),
]);
