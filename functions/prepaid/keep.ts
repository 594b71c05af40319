/** Woken by the routes of prepaid credits; records prepaid.granted and prepaid.voided, and shows the balances. */
import { type NewCreditGrant, prepaidRoutes } from '../../shared/contracts/prepaid.ts';
import { answerBalance, answerGrant, MOVEMENTS_MAX } from '../../shared/domain/answers/prepaid.ts';
import { amountOf } from '../../shared/domain/answers/payments.ts';
import { customers } from '../../shared/domain/customers.ts';
import { legalEntities } from '../../shared/domain/legal-entities.ts';
import type { PrepaidFact } from '../../shared/domain/prepaid/balance.ts';
import type { PrepaidRecord } from '../../shared/domain/prepaid/records.ts';
import { worthOf } from '../../shared/domain/prepaid/worth.ts';
import { prepaidBalanceId, prepaidBalances } from '../../shared/domain/prepaid.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, onHttp } from '../../shared/edge/http.ts';
import { rememberedRequest } from '../../shared/edge/remembered.ts';
import { factsOf, load } from '../../shared/execute.ts';
import { holderOf, unknownPlan } from '../../shared/flows/holding-credits.ts';
import { recordOf, tellBalance } from '../../shared/flows/telling-balances.ts';
import { commitsOf } from '../../shared/journal/story.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import { PREFIX } from '../../shared/kernel/ids.ts';
import { invariant } from '../../shared/kernel/invariant.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import { localDate, startOfDay } from '../../shared/kernel/time.ts';
import type { AggregateRef, Ports } from '../../shared/ports.ts';
import { balancesOf } from '../../shared/views/prepaid.ts';

async function grant(call: Call<NewCreditGrant, undefined>, ports: Ports): Promise<Result<Answer>> {
  const { tenant, body, acting } = call;
  const who = { tenant, customer: call.params.customer_id ?? '', seller: body.legal_entity, acting };
  const asked = await holderOf(who, ports);
  if (!asked.ok) return asked;
  const { customer, entity, seller } = asked.value;
  const worth = worthOf(body);
  if (!worth.ok) return worth;
  const unknown = await unknownPlan(body.limited_to, { tenant }, ports);
  if (unknown) return unknown;
  const holder = { entity, customer, currency: body.currency };
  const id = derivedId(PREFIX.creditGrant, tenant, customer, call.idempotencyKey);
  const { fingerprint = '', ...told } = acting;
  const terms = termsOf(body, { zone: seller.zone, at: acting.at });
  const given = { ...terms, grant: id, amountMinor: worth.value, fingerprint };
  const done = await tellBalance(ports.journal, {
    ref: { tenant, id: prepaidBalanceId(tenant, holder) },
    source: id,
    acting: told,
    command: ({ granted }) => (granted ? undefined : { do: 'grant', ...holder, ...given }),
  });
  if (!done.ok) return done;
  const { record, isNew } = done.value;
  invariant(record.granted, 'credits that were granted are recorded');
  if (record.granted.fingerprint !== fingerprint)
    return refuse('idempotency.key_reused', 'This Idempotency-Key was used with another request.');

  return ok({ body: answerGrant(record.granted, holder), replayed: !isNew });
}

/** The terms of a request; what is left out is as of now, where the seller is. */
function termsOf(body: NewCreditGrant, { zone, at }: { readonly zone: string; readonly at: string }) {
  const { credits, rate, priority, reason, limited_to: limit, expires_on: expiresOn = null } = body;

  return {
    ...{ credits, rate, priority, reason, expiresOn, at },
    validFrom: body.valid_from ?? localDate(at, zone),
    expiresAt: expiresOn === null ? null : startOfDay(expiresOn, zone),
    ...(limit && { limit }),
  };
}

/** Takes away what is unused of a given grant. */
async function voidGrant(call: Call<undefined, undefined>, ports: Ports): Promise<Result<Answer>> {
  const held = await heldOf(call, ports);
  if (!held.ok) return held;
  const { ref, id, state } = held.value;
  const isLeft = state.grants.some((each) => each.grant === id);
  const done = await tellBalance(ports.journal, {
    ...{ ref, source: id, acting: call.acting },
    // Asked again, it answers as before; what a credit note has brought back since is taken away by another call.
    command: ({ voided }) => (voided && !isLeft ? undefined : { do: 'void', grant: id, at: call.acting.at }),
  });
  if (!done.ok) return done;
  const amount = amountOf(done.value.record.voided?.amountMinor ?? 0n, state.currency);

  return ok({ body: { object: 'voided_credit', credit_grant: id, amount } });
}

/** Pays back what is unused of a bought grant, once under one key: a credit note may bring back more of it at any time. */
async function refundGrant(call: Call<undefined, undefined>, ports: Ports): Promise<Result<Answer>> {
  const held = await heldOf(call, ports);
  if (!held.ok) return held;
  const { ref, id, state } = held.value;
  const { key } = rememberedRequest(call);
  const { fingerprint: _, ...acting } = call.acting;
  const met = ({ refunds = [] }: PrepaidRecord) => refunds.find((each) => each.key === key);
  const done = await tellBalance(ports.journal, {
    ...{ ref, source: id, acting },
    command: (record) =>
      met(record)
        ? undefined
        : { do: 'refund', grant: id, key, before: record.refunds?.length ?? 0, at: acting.at },
  });
  if (!done.ok) return done;
  const amount = amountOf(met(done.value.record)?.amountMinor ?? 0n, state.currency);

  return ok({
    body: { object: 'refunded_credit', credit_grant: id, amount },
    replayed: !done.value.isNew,
  });
}

/** The balance that a grant of the customer stands on. */
async function heldOf({ tenant, params }: Call<undefined, undefined>, { journal }: Ports) {
  const { customer_id: customer = '', credit_grant_id: id = '' } = params;
  const { granted: known, balance } = await recordOf(tenant, id, journal);
  const ref = { tenant, id: balance };
  const { state } = known ? await load(journal, prepaidBalances, ref) : { state: undefined };

  return state?.status === 'open' && state.customer === customer
    ? ok({ ref, id, state })
    : refuse('credit_grant.not_found', 'The customer has no such grant.');
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
      const story = await lastOfStory({ tenant, id: balance }, ports.journal);
      const { state: seller } = await load(ports.journal, legalEntities, { tenant, id: entity }, 'eventual');
      const today = localDate(acting.at, seller.status === 'active' ? seller.zone : 'UTC');
      const order = seller.status === 'active' ? seller.prepaidOrder : undefined;
      const { state: open, facts } = story;
      return open.status === 'open' ? [answerBalance(balance, { state: open, facts, today, order })] : [];
    }),
  );

  return ok({ body: { data: data.flat() } });
}

/** A balance with what became true of it last. */
async function lastOfStory(ref: AggregateRef, journal: Ports['journal']) {
  const { state, version } = await load(journal, prepaidBalances, ref);
  const from = Math.max(1, version - MOVEMENTS_MAX + 1);
  const commits = version === 0 ? [] : await commitsOf(journal, ref, { from, to: version });

  return { state, facts: commits.flatMap((commit) => factsOf<PrepaidFact>(commit)) };
}

export const handler = onHttp('prepaid.keep', [
  endpoint(prepaidRoutes.grant, grant),
  endpoint(prepaidRoutes.void, voidGrant),
  endpoint(prepaidRoutes.refund, refundGrant),
  endpoint(prepaidRoutes.list, list),
]);
