/** Woken by the plan routes; records plan.published, once for each version, and shows plans. */
import type { NewPlan } from '../../shared/contracts/catalog.ts';
import { catalogRoutes } from '../../shared/contracts/catalog.ts';
import { answerPlan } from '../../shared/domain/answers/plans.ts';
import { readPlanMinimum } from '../../shared/domain/answers/promises.ts';
import { readMetering, readPhases, readPrices } from '../../shared/domain/answers/prices.ts';
import { legalEntities } from '../../shared/domain/legal-entities.ts';
import { plans, versionOfRequest } from '../../shared/domain/plans.ts';
import type { Plan, PlanTerms } from '../../shared/domain/plans/states.ts';
import { readCursor, writeCursor } from '../../shared/edge/cursor.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, obligationOf, onHttp } from '../../shared/edge/http.ts';
import { rememberedRequest } from '../../shared/edge/remembered.ts';
import { create, execute, load, replay } from '../../shared/execute.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import { isId, PREFIX } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import { planVersion } from '../../shared/flows/offering.ts';
import type { Ports } from '../../shared/ports.ts';
import type { ListPosition } from '../../shared/views/lists.ts';
import { listPage } from '../../shared/views/lists.ts';
import type { PlanListed } from '../../shared/views/plans.ts';

type ListQuery = { limit: number; cursor?: string | undefined };

async function publish(call: Call<NewPlan, undefined>, ports: Ports): Promise<Result<Answer>> {
  const { acting, tenant } = call;
  const ref = { tenant, id: derivedId(PREFIX.plan, tenant, ...obligationOf(call, catalogRoutes.publish)) };
  const terms = await knownTerms(call, ports);
  const done = terms.ok
    ? await create(ports.journal, plans, {
        ref,
        command: { do: 'publish', terms: terms.value, at: acting.at },
        acting,
      })
    : await replay(ports.journal, plans, { ref, acting }, terms);
  if (!done.ok) return done;
  const { state, replayed } = done.value;

  return planAnswer(ref.id, { state, version: 1, replayed });
}

async function publishVersion(call: Call<NewPlan, undefined>, ports: Ports): Promise<Result<Answer>> {
  const id = call.params.plan_id ?? '';
  if (!isId('plan', id)) return notFound();
  const ref = { tenant: call.tenant, id };
  const terms = await knownTerms(call, ports);
  if (!terms.ok) return terms;
  // The plan remembers the request itself, so its fingerprint is not one of the commit.
  const { fingerprint: _, ...acting } = call.acting;
  const request = rememberedRequest(call);
  const command = { do: 'publish_version', terms: terms.value, request, at: acting.at } as const;
  const expected = call.expect === undefined ? {} : { expect: call.expect };
  const done = await execute(ports.journal, plans, { ref, command, acting, ...expected });
  if (!done.ok) return done;
  const { state, version, commit } = done.value;
  if (commit) return planAnswer(id, { state, version });
  const first = versionOfRequest(state, request);

  return planAnswer(id, {
    state: await planVersion(ports.journal, ref, first),
    version: first,
    replayed: true,
  });
}

async function knownTerms(call: Call<NewPlan, undefined>, ports: Ports): Promise<Result<PlanTerms>> {
  const known = await checkEntity(call, ports);

  return known.ok ? termsOf(call.body) : known;
}

async function checkEntity({ tenant, body }: Call<NewPlan, undefined>, ports: Ports): Promise<Result<true>> {
  if (body.legal_entity === undefined) return ok(true);
  const { state } = await load(ports.journal, legalEntities, { tenant, id: body.legal_entity });

  return state.status === 'none'
    ? refuse('legal_entity.unknown', 'There is no such legal entity.', { pointer: '#/legal_entity' })
    : ok(true);
}

function termsOf(plan: NewPlan): Result<PlanTerms> {
  const { name, description, legal_entity, interval, interval_count: count, tax, supply } = plan;
  const prices = readPrices(plan.prices);
  if (!prices.ok) return prices;
  const phases = readPhases(plan);
  if (!phases.ok) return phases;
  const rhythm = { interval, count, charge: plan.charge, trialDays: plan.trial_days };
  const entity = legal_entity ?? null;
  const measured = readMetering(plan);
  if (!measured.ok) return measured;
  const supplied = supply === 'services' ? {} : { supply };

  return ok({
    name,
    description,
    entity,
    ...(plan.kind !== 'plan' && { kind: plan.kind }),
    ...(plan.add_ons && { addOns: plan.add_ons }),
    ...rhythm,
    rules: rulesOf(plan.rules),
    prices: prices.value,
    ...(plan.price_basis === 'gross' && { priceBasis: plan.price_basis }),
    ...phases.value,
    ...(plan.setup.length > 0 && {
      setup: plan.setup.map((price) => [price.currency, price.amount] as const),
    }),
    ...measured.value,
    ...(plan.term && { term: boundBy(plan.term) }),
    ...(plan.minimum_spend && { minimum: readPlanMinimum(plan.minimum_spend) }),
    tax,
    ...supplied,
  });
}

/** What is as by default says nothing of it, as in plans of before there was a choice. */
function rulesOf(rules: NewPlan['rules']): PlanTerms['rules'] {
  const { stub_before_anchor: stub, proration_edge: changeDay, coupon_stacking: stacking } = rules;
  const { proration_unit: unit, stub_merged_below_days: mergedBelow } = rules;
  const merged = mergedBelow !== null && { mergedBelow };
  const suspended = rules.suspension_billed === 'yes' && { suspensionBilled: true as const };
  const lowered = rules.negative_change === 'credit_note' && { negative: rules.negative_change };

  return { stub, ...merged, changeDay, stacking, ...(unit !== 'day' && { unit }), ...suspended, ...lowered };
}

function boundBy(term: NonNullable<NewPlan['term']>): NonNullable<PlanTerms['term']> {
  const { interval, interval_count: count, renewal, notice_days: noticeDays } = term;

  return { interval, count, renewal, noticeDays };
}

async function get(call: Call<undefined, undefined>, ports: Ports): Promise<Result<Answer>> {
  const id = call.params.plan_id ?? '';
  if (!isId('plan', id)) return notFound();

  return planAnswer(id, await load(ports.journal, plans, { tenant: call.tenant, id }));
}

async function getVersion(call: Call<undefined, undefined>, ports: Ports): Promise<Result<Answer>> {
  const { plan_id: id = '', version: text = '' } = call.params;
  if (!isId('plan', id)) return notFound();
  const version = /^[1-9]\d{0,2}$/.test(text) ? Number(text) : 0;
  const state = await planVersion(ports.journal, { tenant: call.tenant, id }, version);

  return state.status === 'none'
    ? refuse('plan_version.not_found', 'There is no such version of this plan.')
    : planAnswer(id, { state, version });
}

async function list(call: Call<undefined, ListQuery>, ports: Ports): Promise<Result<Answer>> {
  const scope = [call.tenant, 'plans'];
  const from = await readCursor<ListPosition>(call.query.cursor, scope, ports);
  if (!from.ok) return from;

  const of = { tenant: call.tenant, list: 'plans', limit: call.query.limit, now: call.acting.at };
  const page = await listPage(ports.views, of, from.value);
  const data = page.rows.map(({ sk, data: row }) => {
    const { name, version, entity, interval, publishedAt } = row as PlanListed; // written by planRows
    const id = sk.split('#')[1] ?? '';
    return { id, object: 'plan', version, name, legal_entity: entity, interval, published_at: publishedAt };
  });

  return ok({
    body: { data, next_cursor: await writeCursor(page.next, scope, ports), as_of: call.acting.at },
  });
}

function planAnswer(
  id: string,
  {
    state,
    version,
    replayed = false,
  }: { readonly state: Plan; readonly version: number; readonly replayed?: boolean },
): Result<Answer> {
  return state.status === 'none' ? notFound() : ok({ body: answerPlan(id, state), version, replayed });
}

function notFound() {
  return refuse('plan.not_found', 'There is no such plan.');
}

export const handler = onHttp('catalog.keep', [
  endpoint(catalogRoutes.publish, publish),
  endpoint(catalogRoutes.publishVersion, publishVersion),
  endpoint(catalogRoutes.list, list),
  endpoint(catalogRoutes.get, get),
  endpoint(catalogRoutes.getVersion, getVersion),
]);
