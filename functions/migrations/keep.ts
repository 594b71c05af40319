/** Woken by the migration routes; records what is to be planned and what of it is agreed to, and shows both. */
import type { MigrationApproval, NewMigration } from '../../shared/contracts/migrations.ts';
import { migrationRoutes } from '../../shared/contracts/migrations.ts';
import { answerMigration, answerMigrationRow } from '../../shared/domain/answers/migrations.ts';
import { migrationPages, pageOfMigration } from '../../shared/domain/migrations/pages.ts';
import { type KnownMigration, type Migration, migrations } from '../../shared/domain/migrations.ts';
import { readCursor, writeCursor } from '../../shared/edge/cursor.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, obligationOf, onHttp } from '../../shared/edge/http.ts';
import { rememberedRequest } from '../../shared/edge/remembered.ts';
import { create, execute, load } from '../../shared/execute.ts';
import { plannedRows } from '../../shared/flows/migrating.ts';
import { planVersion } from '../../shared/flows/offering.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import { isId, PREFIX } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import type { AggregateRef, Ports } from '../../shared/ports.ts';

async function open(call: Call<NewMigration, undefined>, ports: Ports): Promise<Result<Answer>> {
  const { acting, tenant, body } = call;
  const plan = call.params.plan_id ?? '';
  if (!isId('plan', plan)) return refuse('plan.not_found', 'There is no such plan.');
  const version = await planVersion(ports.journal, { tenant, id: plan }, body.to_version);
  if (version.status === 'none')
    return refuse('plan_version.not_found', 'There is no such version of this plan.');
  const only = { customers: body.only?.customers ?? null, currency: body.only?.currency ?? null };
  const notBefore = body.when === 'period_end' ? null : body.when;
  const terms = { plan, toVersion: body.to_version, notBefore, only };
  const obligation = obligationOf(call, migrationRoutes.open);
  const ref = { tenant, id: derivedId(PREFIX.migration, tenant, ...obligation, plan) };
  const command = { do: 'open', terms, at: acting.at } as const;
  const done = await create(ports.journal, migrations, { ref, command, acting });

  return done.ok ? migrationAnswer(ref.id, { ...done.value, plan }) : done;
}

async function get(call: Call<undefined, undefined>, ports: Ports): Promise<Result<Answer>> {
  const known = await knownOf(call, ports);
  if (!known.ok) return known;
  const { ref, state, version } = known.value;

  return migrationAnswer(ref.id, { state, version, plan: state.plan });
}

async function rows(
  call: Call<undefined, { cursor?: string | undefined }>,
  ports: Ports,
): Promise<Result<Answer>> {
  const known = await knownOf(call, ports);
  if (!known.ok) return known;
  const { ref, state } = known.value;
  const scope = [call.tenant, 'migration_rows', ref.id];
  const from = await readCursor<number>(call.query.cursor, scope, ports);
  if (!from.ok) return from;

  const page = from.value ?? 1;
  const told = page <= state.pages ? await plannedRows(ports.journal, ref, page) : [];
  const id = pageOfMigration(ref.tenant, ref.id, page);
  const { state: became } = await load(ports.journal, migrationPages, { tenant: ref.tenant, id });
  const results = became.status === 'none' ? [] : became.results;
  const data = told.map((row, index) => answerMigrationRow(row, results[index]));
  const next_cursor = await writeCursor(page < state.pages ? page + 1 : null, scope, ports);

  return ok({ body: { data, next_cursor, as_of: call.acting.at } });
}

async function apply(call: Call<MigrationApproval, undefined>, ports: Ports): Promise<Result<Answer>> {
  const known = await knownOf(call, ports);
  if (!known.ok) return known;
  const { ref, state } = known.value;
  const { agreed, first = null } = call.body;
  // The migration remembers the request itself, so its fingerprint is not one of the commit.
  const { fingerprint: _, ...acting } = call.acting;
  const request = rememberedRequest(call);
  const command = { do: 'approve', agreed, first, request, at: acting.at } as const;
  const done = await execute(ports.journal, migrations, { ref, command, acting });
  if (!done.ok) return done;
  const replayed = done.value.commit === undefined;

  return migrationAnswer(ref.id, { ...done.value, plan: state.plan, replayed });
}

type Known = { readonly ref: AggregateRef; readonly state: KnownMigration; readonly version: number };

async function knownOf(call: Call<unknown, unknown>, { journal }: Ports): Promise<Result<Known>> {
  const { plan_id: plan = '', migration_id: id = '' } = call.params;
  if (!isId('migration', id)) return notFound();
  const ref = { tenant: call.tenant, id };
  const { state, version } = await load(journal, migrations, ref);

  return state.status === 'none' || state.plan !== plan ? notFound() : ok({ ref, state, version });
}

function migrationAnswer(
  id: string,
  {
    state,
    version,
    plan,
    replayed = false,
  }: {
    readonly state: Migration;
    readonly version: number;
    readonly plan: string;
    readonly replayed?: boolean;
  },
): Result<Answer> {
  if (state.status === 'none') return notFound();
  const headers = { location: `/v1/plans/${plan}/migrations/${id}` };

  return ok({ body: answerMigration(id, state), version, replayed, headers });
}

function notFound() {
  return refuse('migration.not_found', 'There is no such migration of this plan.');
}

export const handler = onHttp('migrations.keep', [
  endpoint(migrationRoutes.open, open),
  endpoint(migrationRoutes.get, get),
  endpoint(migrationRoutes.rows, rows),
  endpoint(migrationRoutes.apply, apply),
]);
