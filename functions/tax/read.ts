/** Woken by the routes of the one-stop shop; shows where a seller stands against the threshold, and its returns. */
import type { OssReturnQuery, OssThreshold, OssThresholdQuery } from '../../shared/contracts/oss.ts';
import { ossRoutes } from '../../shared/contracts/oss.ts';
import { csvOf } from '../../shared/domain/answers/csv.ts';
import {
  answerReturn,
  answerThreshold,
  RETURN_COLUMNS,
  returnCells,
} from '../../shared/domain/answers/oss.ts';
import { legalEntities } from '../../shared/domain/legal-entities.ts';
import type { LegalEntity } from '../../shared/domain/legal-entities/states.ts';
import { firstDayOf } from '../../shared/domain/tax/quarters.ts';
import { unionTurnoverOf, unionTurnovers } from '../../shared/domain/tax/union-turnover.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, onHttp } from '../../shared/edge/http.ts';
import { load } from '../../shared/execute.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import { localDate, yearOf } from '../../shared/kernel/time.ts';
import { returnOf } from '../../shared/flows/returning.ts';
import type { Ports } from '../../shared/ports.ts';

async function threshold(
  { tenant, query, acting }: Call<undefined, OssThresholdQuery>,
  { journal }: Ports,
): Promise<Result<Answer>> {
  const entity = query.legal_entity;
  const found = await sellerOf(tenant, entity, journal);
  if (!found.ok) return found;
  const seller = found.value;
  const today = localDate(acting.at, seller.zone);
  const year = query.year === undefined ? yearOf(today) : Number(query.year);
  const turnoverOf = (each: number) =>
    load(journal, unionTurnovers, { tenant, id: unionTurnoverOf(tenant, entity, each) });
  const [{ state: turnover }, { state: preceding }] = await Promise.all([
    turnoverOf(year),
    turnoverOf(year - 1),
  ]);
  const known = { turnover, preceding, seller, entity, year, today, at: acting.at };
  const body: OssThreshold = answerThreshold(known);

  return ok({ body });
}

async function taxReturn(
  { tenant, query, acting }: Call<undefined, OssReturnQuery>,
  ports: Ports,
): Promise<Result<Answer>> {
  const { legal_entity: entity, period: quarter, format } = query;
  const seller = await sellerOf(tenant, entity, ports.journal);
  if (!seller.ok) return seller;
  const today = localDate(acting.at, seller.value.zone);
  if (firstDayOf(quarter) > today)
    return refuse('oss_return.period_in_future', 'This quarter has not begun where the seller is.', {
      pointer: '?period',
    });
  const made = await returnOf({ tenant, entity, quarter }, ports);
  if (!made.ok) return made;
  const body = answerReturn(made.value, { entity, seller: seller.value, quarter, today, at: acting.at });
  if (format === 'json') return ok({ body });
  const headers = {
    'content-type': 'text/csv; charset=utf-8; header=present',
    'content-disposition': `attachment; filename="oss-return-${quarter}.csv"`,
  };

  return ok({ body: csvOf(RETURN_COLUMNS, returnCells(body)), headers });
}

async function sellerOf(
  tenant: string,
  entity: string,
  journal: Ports['journal'],
): Promise<Result<Exclude<LegalEntity, { status: 'none' }>>> {
  const { state } = await load(journal, legalEntities, { tenant, id: entity });

  return state.status === 'none'
    ? refuse('legal_entity.unknown', 'There is no such legal entity.', { pointer: '?legal_entity' })
    : ok(state);
}

export const handler = onHttp('tax.read', [
  endpoint(ossRoutes.threshold, threshold),
  endpoint(ossRoutes.return, taxReturn),
]);
