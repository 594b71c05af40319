/** Woken by the routes of the one-stop shop; shows where a seller stands against the threshold. */
import type { OssThreshold, OssThresholdQuery } from '../../shared/contracts/oss.ts';
import { ossRoutes } from '../../shared/contracts/oss.ts';
import { answerThreshold } from '../../shared/domain/answers/oss.ts';
import { legalEntities } from '../../shared/domain/legal-entities.ts';
import { unionTurnoverOf, unionTurnovers } from '../../shared/domain/tax/union-turnover.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, onHttp } from '../../shared/edge/http.ts';
import { load } from '../../shared/execute.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import { localDate, yearOf } from '../../shared/kernel/time.ts';
import type { Ports } from '../../shared/ports.ts';

async function threshold(
  { tenant, query, acting }: Call<undefined, OssThresholdQuery>,
  { journal }: Ports,
): Promise<Result<Answer>> {
  const entity = query.legal_entity;
  const { state: seller } = await load(journal, legalEntities, { tenant, id: entity });
  if (seller.status === 'none')
    return refuse('legal_entity.unknown', 'There is no such legal entity.', { pointer: '?legal_entity' });
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

export const handler = onHttp('tax.read', [endpoint(ossRoutes.threshold, threshold)]);
