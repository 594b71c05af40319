/** Woken by the routes of periods; records period.closed and period.reopened. */
import {
  periodRoutes,
  type PeriodClose,
  type PeriodReopening,
  type PeriodsQuery,
  MonthBody,
} from '../../shared/contracts/periods.ts';
import { answerPeriods } from '../../shared/domain/answers/periods.ts';
import { type PeriodChange, periods } from '../../shared/domain/ledger/periods.ts';
import { legalEntities } from '../../shared/domain/legal-entities.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, onHttp } from '../../shared/edge/http.ts';
import { execute, load } from '../../shared/execute.ts';
import { refusedClosing } from '../../shared/flows/closing.ts';
import { periodsOf } from '../../shared/journal/open-period.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import type { Ports } from '../../shared/ports.ts';

async function show(call: Call<undefined, PeriodsQuery>, ports: Ports): Promise<Result<Answer>> {
  const { legal_entity: entity } = call.query;
  const zone = await zoneOf(call, { entity, pointer: '?legal_entity' }, ports);
  if (!zone.ok) return zone;
  const ref = { tenant: call.tenant, id: periodsOf(call.tenant, entity) };
  const { state, version } = await load(ports.journal, periods, ref);

  return ok({ body: answerPeriods(entity, state), version });
}

async function close(call: Call<PeriodClose, undefined>, ports: Ports): Promise<Result<Answer>> {
  const { legal_entity: entity } = call.body;
  const month = monthOf(call);
  if (!month.ok) return month;
  const zone = await zoneOf(call, { entity, pointer: '#/legal_entity' }, ports);
  if (!zone.ok) return zone;
  const { tenant, acting } = call;
  const closing = { tenant, entity, zone: zone.value, month: month.value, at: acting.at };
  const refused = await refusedClosing(closing, ports);
  if (refused) return refused;

  return changed(call, { do: 'close', month: month.value, reason: null, at: acting.at }, ports);
}

async function reopen(call: Call<PeriodReopening, undefined>, ports: Ports): Promise<Result<Answer>> {
  const { legal_entity: entity, reason } = call.body;
  const month = monthOf(call);
  if (!month.ok) return month;
  const zone = await zoneOf(call, { entity, pointer: '#/legal_entity' }, ports);
  if (!zone.ok) return zone;

  return changed(call, { do: 'reopen', month: month.value, reason, at: call.acting.at }, ports);
}

async function changed(
  call: Call<PeriodClose, undefined>,
  change: PeriodChange,
  ports: Ports,
): Promise<Result<Answer>> {
  const { tenant, acting } = call;
  const { legal_entity: entity } = call.body;
  const ref = { tenant, id: periodsOf(tenant, entity) };
  const done = await execute(ports.journal, periods, { ref, command: { ...change, entity }, acting });

  return done.ok ? ok({ body: answerPeriods(entity, done.value.state), version: done.value.version }) : done;
}

function monthOf(call: Call<unknown, undefined>): Result<string> {
  const parsed = MonthBody.safeParse(call.params.period);

  return parsed.success
    ? ok(parsed.data)
    : refuse('period.unknown', 'The path names no month.', { hint: 'Name a month such as 2026-10.' });
}

async function zoneOf(
  call: Call<unknown, unknown>,
  { entity, pointer }: { readonly entity: string; readonly pointer: string },
  ports: Ports,
): Promise<Result<string>> {
  const { state } = await load(ports.journal, legalEntities, { tenant: call.tenant, id: entity });

  return state.status === 'none'
    ? refuse('legal_entity.unknown', 'There is no such legal entity.', { pointer })
    : ok(state.zone);
}

export const handler = onHttp('ledger.close', [
  endpoint(periodRoutes.periods, show),
  endpoint(periodRoutes.close, close),
  endpoint(periodRoutes.reopen, reopen),
]);
