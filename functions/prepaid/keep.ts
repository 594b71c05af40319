/** Woken by the routes of prepaid credits; records prepaid.granted and prepaid.voided, and shows the balances. */
import { type NewCreditGrant, prepaidRoutes } from '../../shared/contracts/prepaid.ts';
import { answerBalance, answerGrant } from '../../shared/domain/answers/prepaid.ts';
import { amountOf } from '../../shared/domain/answers/payments.ts';
import { customers } from '../../shared/domain/customers.ts';
import { legalEntities, onlyEntity } from '../../shared/domain/legal-entities.ts';
import type { PrepaidFact } from '../../shared/domain/prepaid/balance.ts';
import { worthOf } from '../../shared/domain/prepaid/worth.ts';
import { prepaidBalanceId, prepaidBalances } from '../../shared/domain/prepaid.ts';
import { tenants } from '../../shared/domain/tenants.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, onHttp } from '../../shared/edge/http.ts';
import { type Acting, execute, factsOf, load } from '../../shared/execute.ts';
import { balanceStory, tellBalance } from '../../shared/flows/prepaying.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import { PREFIX } from '../../shared/kernel/ids.ts';
import { invariant } from '../../shared/kernel/invariant.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import { localDate, startOfDay } from '../../shared/kernel/time.ts';
import type { AggregateRef, Ports } from '../../shared/ports.ts';
import { balancesOf } from '../../shared/views/prepaid.ts';

type Granted = Extract<PrepaidFact, { type: 'prepaid.granted' }>;
type Voided = Extract<PrepaidFact, { type: 'prepaid.voided' }>;

async function grant(call: Call<NewCreditGrant, undefined>, ports: Ports): Promise<Result<Answer>> {
  const { tenant, body, acting } = call;
  const asked = await holderOf(call, ports);
  if (!asked.ok) return asked;
  const { customer, entity, zone } = asked.value;
  const worth = worthOf(body);
  if (!worth.ok) return worth;
  const holder = { entity, customer, currency: body.currency };
  const id = derivedId(PREFIX.creditGrant, tenant, customer, call.idempotencyKey);
  const { fingerprint = '', ...told } = acting;
  const expiresOn = body.expires_on ?? null;
  const terms = {
    grant: id,
    priority: body.priority,
    validFrom: body.valid_from ?? localDate(acting.at, zone),
    expiresOn,
    expiresAt: expiresOn === null ? null : startOfDay(expiresOn, zone),
    at: acting.at,
  };
  const { credits, rate, reason } = body;
  const given = { ...terms, credits, rate, reason, amountMinor: worth.value, fingerprint };
  const done = await tellBalance(ports.journal, {
    ref: { tenant, id: prepaidBalanceId(tenant, holder) },
    acting: told,
    find: (fact): fact is Granted => fact.type === 'prepaid.granted' && fact.data.grant === id,
    command: () => ({ do: 'grant', ...holder, ...given }),
  });
  if (!done.ok) return done;
  const { fact, isNew } = done.value;
  invariant(fact, 'credits that were granted are in the story');
  if (fact.data.fingerprint !== fingerprint)
    return refuse('idempotency.key_reused', 'This Idempotency-Key was used with another request.');

  return ok({ body: answerGrant(fact.data, holder), replayed: !isNew });
}

/** The seller's invoices look for credits from the first grant on, so the seller is told before the balance is. */
async function holderOf(call: Call<NewCreditGrant, undefined>, { journal }: Pick<Ports, 'journal'>) {
  const { tenant, acting } = call;
  const customer = call.params.customer_id ?? '';
  const { state: buyer } = await load(journal, customers, { tenant, id: customer });
  if (buyer.status === 'none') return refuse('customer.not_found', 'There is no such customer.');
  if (buyer.status === 'erased')
    return refuse('customer.erased', 'The personal data of this customer was erased.');
  const named = call.body.legal_entity;
  const known =
    named === undefined ? (await load(journal, tenants, { tenant, id: tenant })).state : undefined;
  const entity =
    named === undefined ? onlyEntity(known?.status === 'active' ? known.entities : []) : ok(named);
  if (!entity.ok) return entity;
  const ref = { tenant, id: entity.value };
  const { state: seller } = await load(journal, legalEntities, ref);
  if (seller.status === 'none')
    return refuse('legal_entity.unknown', 'There is no such legal entity.', { pointer: '#/legal_entity' });
  if (seller.prepaidPosition === undefined) {
    const change = { accounting: { prepaidPosition: 'after_tax' } } as const;
    const { fingerprint: _, ...told } = acting;
    await execute(journal, legalEntities, {
      ref,
      command: { do: 'change', change, at: acting.at },
      acting: told,
    });
  }

  return ok({ customer, entity: entity.value, zone: seller.zone });
}

async function voidGrant(call: Call<undefined, undefined>, ports: Ports): Promise<Result<Answer>> {
  const { tenant, acting } = call;
  const { customer_id: customer = '', credit_grant_id: id = '' } = call.params;
  for (const { balance, currency } of await balancesOf(ports.views, tenant, customer)) {
    const ref = { tenant, id: balance };
    const { facts, state } = await balanceStory(ports.journal, ref);
    if (!facts.some((fact) => fact.type === 'prepaid.granted' && fact.data.grant === id)) continue;
    const isVoided = (fact: PrepaidFact): fact is Voided =>
      fact.type === 'prepaid.voided' && fact.data.grant === id;
    const isLeft = state.status === 'open' && state.grants.some((each) => each.grant === id);
    const former = facts.findLast(isVoided);
    // Asked again, it answers as before; what a credit note has brought back since is taken away by a void of its own.
    const done = await (former && !isLeft
      ? ok(former)
      : voidedNow(ports.journal, { ref, acting, id, isVoided }));
    if (!done.ok) return done;
    const amount = amountOf(done.value?.data.amountMinor ?? 0n, currency);

    return ok({ body: { object: 'voided_credit', credit_grant: id, amount } });
  }

  return refuse('credit_grant.not_found', 'The customer has no such grant.');
}

async function voidedNow(
  journal: Ports['journal'],
  of: {
    readonly ref: AggregateRef;
    readonly acting: Acting;
    readonly id: string;
    readonly isVoided: (fact: PrepaidFact) => fact is Voided;
  },
): Promise<Result<Voided | undefined>> {
  const { ref, acting, id, isVoided } = of;
  const command = { do: 'void', grant: id, at: acting.at } as const;
  const done = await execute(journal, prepaidBalances, { ref, command, acting });
  if (!done.ok) return done;
  const facts = done.value.commit ? factsOf<PrepaidFact>(done.value.commit) : [];

  return ok(facts.find(isVoided));
}

/** The view tells which balances there are, the journal what is on them. */
async function list(call: Call<undefined, undefined>, ports: Ports): Promise<Result<Answer>> {
  const { tenant, acting } = call;
  const customer = call.params.customer_id ?? '';
  const { state } = await load(ports.journal, customers, { tenant, id: customer });
  if (state.status === 'none') return refuse('customer.not_found', 'There is no such customer.');
  const listed = await balancesOf(ports.views, tenant, customer);
  const data = await Promise.all(
    listed.map(async ({ balance, entity }) => {
      const story = await balanceStory(ports.journal, { tenant, id: balance });
      const { state: seller } = await load(ports.journal, legalEntities, { tenant, id: entity }, 'eventual');
      const today = localDate(acting.at, seller.status === 'active' ? seller.zone : 'UTC');
      const { state: open, facts } = story;
      return open.status === 'open' ? [answerBalance(balance, { state: open, facts, today })] : [];
    }),
  );

  return ok({ body: { data: data.flat() } });
}

export const handler = onHttp('prepaid.keep', [
  endpoint(prepaidRoutes.grant, grant),
  endpoint(prepaidRoutes.void, voidGrant),
  endpoint(prepaidRoutes.list, list),
]);
