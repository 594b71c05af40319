/** Woken by the route that renumbers a chart of accounts; records chart.renumbered. */
import type { ChartChange } from '../../shared/contracts/ledger.ts';
import { ledgerRoutes } from '../../shared/contracts/ledger.ts';
import { answerChart } from '../../shared/domain/answers/ledger.ts';
import { chartOf, charts, numbersIn } from '../../shared/domain/ledger/chart.ts';
import { isRole } from '../../shared/domain/ledger/roles.ts';
import { legalEntities } from '../../shared/domain/legal-entities.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, onHttp } from '../../shared/edge/http.ts';
import { execute, load } from '../../shared/execute.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import type { Ports } from '../../shared/ports.ts';

async function renumber(call: Call<ChartChange, undefined>, ports: Ports): Promise<Result<Answer>> {
  const { legal_entity: entity } = call.body;
  const { state: seller } = await load(ports.journal, legalEntities, { tenant: call.tenant, id: entity });
  if (seller.status === 'none') {
    return refuse('legal_entity.unknown', 'There is no such legal entity.', { pointer: '#/legal_entity' });
  }
  const numbers = Object.fromEntries(Object.entries(call.body.numbers).filter(([role]) => isRole(role)));
  const { acting } = call;
  const expect = call.expect === undefined ? {} : { expect: call.expect };
  const ref = { tenant: call.tenant, id: chartOf(call.tenant, entity) };
  const done = await execute(ports.journal, charts, {
    ref,
    command: { do: 'renumber', entity, numbers },
    acting,
    ...expect,
  });
  if (!done.ok) return done;

  return ok({ body: { data: answerChart(numbersIn(done.value.state)) }, version: done.value.version });
}

export const handler = onHttp('ledger.keep', [endpoint(ledgerRoutes.renumber, renumber)]);
