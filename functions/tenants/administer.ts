/** Woken by the routes of tenant, legal entities and keys; records legal_entity.registered and api_key facts. */
import type { LegalEntityChange } from '../../shared/contracts/seller-changes.ts';
import type { NewApiKey, NewLegalEntity, Rotation } from '../../shared/contracts/tenants.ts';
import { tenantRoutes } from '../../shared/contracts/tenants.ts';
import { keptBranding } from '../../shared/documents/logo.ts';
import { answerApiKey, answerLegalEntity } from '../../shared/domain/answers/tenants.ts';
import { apiKeys } from '../../shared/domain/api-keys.ts';
import { changeOf } from '../../shared/domain/legal-entities/changing.ts';
import { legalEntities } from '../../shared/domain/legal-entities.ts';
import { detailsOf } from '../../shared/domain/legal-entities/registering.ts';
import type { SellerDetails } from '../../shared/domain/legal-entities/states.ts';
import { taxRateOf } from '../../shared/domain/tax.ts';
import { tenants } from '../../shared/domain/tenants.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, obligationOf, onHttp } from '../../shared/edge/http.ts';
import { issueKey } from '../../shared/edge/keys.ts';
import { listing } from '../../shared/edge/listing.ts';
import { create, execute, load } from '../../shared/execute.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import { PREFIX } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import { addToInstant, localDate } from '../../shared/kernel/time.ts';
import type { Ports } from '../../shared/ports.ts';
import type { ApiKeyListed } from '../../shared/views/keepers.ts';

type KeyBody = NewApiKey;

async function getTenant(call: Call<undefined, undefined>, ports: Ports): Promise<Result<Answer>> {
  const { state, version } = await load(ports.journal, tenants, { tenant: call.tenant, id: call.tenant });
  if (state.status === 'none') return refuse('tenant.not_found', 'There is no such tenant.');
  const body = {
    id: call.tenant,
    object: 'tenant',
    name: state.name,
    legal_entities: state.entities,
    created_at: state.createdAt,
  };

  return ok({ body, version });
}

async function registerEntity(call: Call<NewLegalEntity, undefined>, ports: Ports): Promise<Result<Answer>> {
  const id = derivedId(PREFIX.legalEntity, call.tenant, ...obligationOf(call, tenantRoutes.registerEntity));
  const branding = await keptBranding(call.tenant, call.body.branding, ports.documents);
  if (!branding.ok) return branding;
  const details = detailsOf(call.body, branding.value);
  const rate = rateToday(details, call.acting.at);
  if (!rate.ok) return rate;
  // Asked before anything is recorded: a seller that no list shows could never be taken back.
  const { state: tenant } = await load(ports.journal, tenants, { tenant: call.tenant, id: call.tenant });
  const room = tenants.decide(tenant, { do: 'add_entity', entity: id });
  if (!room.ok) return room;

  const command = { do: 'register' as const, details, at: call.acting.at };
  const done = await create(ports.journal, legalEntities, {
    ref: { tenant: call.tenant, id },
    command,
    acting: call.acting,
  });
  if (!done.ok) return done;
  const { state, replayed } = done.value;
  if (state.status === 'none') throw new Error('a registered legal entity has a state');
  const { fingerprint: _, ...acting } = call.acting;
  const added = await execute(ports.journal, tenants, {
    ref: { tenant: call.tenant, id: call.tenant },
    command: { do: 'add_entity', entity: id },
    acting,
  });

  return added.ok ? ok({ body: answerLegalEntity(id, state), version: 1, replayed }) : added;
}

function rateToday(of: Pick<SellerDetails, 'country' | 'zone' | 'taxRates'>, now: string) {
  const { country, zone, taxRates } = of;
  const rate = taxRateOf({ taxClass: 'standard', country, on: localDate(now, zone), own: taxRates });

  return rate.ok
    ? rate
    : refuse(rate.refusal.code, rate.refusal.message, { ...rate.refusal, pointer: '#/tax_rates' });
}

async function changeEntity(call: Call<LegalEntityChange, undefined>, ports: Ports): Promise<Result<Answer>> {
  const ref = { tenant: call.tenant, id: call.params.legal_entity_id ?? '' };
  const { state } = await load(ports.journal, legalEntities, ref);
  if (state.status === 'none') return refuse('legal_entity.not_found', 'There is no such legal entity.');
  const branding = await keptBranding(call.tenant, call.body.branding, ports.documents);
  if (!branding.ok) return branding;
  const change = changeOf(call.body, branding.value);
  const rate =
    change.tax?.taxRates === undefined ? ok(null) : rateToday({ ...state, ...change.tax }, call.acting.at);
  if (!rate.ok) return rate;
  const { acting, expect } = call;
  const done = await execute(ports.journal, legalEntities, {
    ref,
    command: { do: 'change', change, at: acting.at },
    acting,
    ...(expect !== undefined && { expect }),
  });

  return done.ok ? getEntity({ ...call, body: undefined }, ports) : done;
}

async function getEntity(call: Call<undefined, undefined>, ports: Ports): Promise<Result<Answer>> {
  const id = call.params.legal_entity_id ?? '';
  const { state, version } = await load(ports.journal, legalEntities, { tenant: call.tenant, id });
  if (state.status === 'none') return refuse('legal_entity.not_found', 'There is no such legal entity.');

  return ok({ body: answerLegalEntity(id, state), version });
}

/** There are few, so they are read from the journal and never lag. */
async function listEntities(call: Call<undefined, undefined>, ports: Ports): Promise<Result<Answer>> {
  const { state } = await load(ports.journal, tenants, { tenant: call.tenant, id: call.tenant });
  const ids = state.status === 'active' ? state.entities : [];
  const loaded = await Promise.all(
    ids.map((id) => load(ports.journal, legalEntities, { tenant: call.tenant, id })),
  );
  const data = loaded.flatMap((one, index) =>
    one.state.status === 'active' ? [answerLegalEntity(ids[index] ?? '', one.state)] : [],
  );

  return ok({ body: { data, next_cursor: null, as_of: call.acting.at } });
}

async function newKey(call: Call<KeyBody, undefined>, ports: Ports): Promise<Result<Answer>> {
  const id = derivedId(PREFIX.apiKey, call.tenant, ...obligationOf(call, tenantRoutes.issueKey));

  return keyAnswer(call, { id, label: call.body.label, scopes: call.body.scopes }, ports);
}

async function rotate(call: Call<Rotation, undefined>, ports: Ports): Promise<Result<Answer>> {
  const old = { tenant: call.tenant, id: call.params.api_key_id ?? '' };
  const { state } = await load(ports.journal, apiKeys, old);
  if (state.status === 'none') return refuse('api_key.not_found', 'There is no such key.');

  const id = derivedId(PREFIX.apiKey, old.id, ...obligationOf(call, tenantRoutes.rotateKey));
  const answer = await keyAnswer(call, { id, label: state.label, scopes: [...state.scopes] }, ports);
  if (!answer.ok || state.expiresAt !== null) return answer;
  const expiresAt = addToInstant(call.acting.at, { hours: call.body.overlap_hours });
  const { fingerprint: _, ...acting } = call.acting;
  const limited = await execute(ports.journal, apiKeys, {
    ref: old,
    command: { do: 'limit', expiresAt },
    acting,
  });

  return limited.ok ? answer : limited;
}

async function revoke(call: Call<undefined, undefined>, ports: Ports): Promise<Result<Answer>> {
  const ref = { tenant: call.tenant, id: call.params.api_key_id ?? '' };
  const done = await execute(ports.journal, apiKeys, {
    ref,
    command: { do: 'revoke' },
    acting: call.acting,
    ...(call.expect !== undefined && { expect: call.expect }),
  });
  if (!done.ok) return done;
  const { state, version } = done.value;

  return state.status === 'none'
    ? refuse('api_key.not_found', 'There is no such key.')
    : ok({ body: answerApiKey(ref.id, state), version });
}

async function keyAnswer(
  call: Call<unknown, unknown>,
  of: { readonly id: string; readonly label: string; readonly scopes: KeyBody['scopes'] },
  ports: Ports,
): Promise<Result<Answer>> {
  const issued = await issueKey({ tenant: call.tenant, ...of, acting: call.acting }, ports);
  if (!issued.ok) return issued;
  const { state, token, replayed } = issued.value;

  return ok({ body: { ...answerApiKey(of.id, state), secret: token }, version: 1, replayed });
}

export const handler = onHttp('tenants.administer', [
  endpoint(tenantRoutes.get, getTenant),
  endpoint(tenantRoutes.registerEntity, registerEntity),
  endpoint(tenantRoutes.listEntities, listEntities),
  endpoint(tenantRoutes.getEntity, getEntity),
  endpoint(tenantRoutes.changeEntity, changeEntity),
  endpoint(tenantRoutes.issueKey, newKey),
  endpoint(tenantRoutes.listKeys, listing<ApiKeyListed>('api_keys', answerApiKey)),
  endpoint(tenantRoutes.rotateKey, rotate),
  endpoint(tenantRoutes.revokeKey, revoke),
]);
