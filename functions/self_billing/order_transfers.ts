/** Woken by the route that orders what is due to suppliers at the bank; records nothing, for only a payment that was made is one. */
import { payableRoutes, type TransferQuery, TRANSFERS_MAX } from '../../shared/contracts/payables.ts';
import { creditTransfers } from '../../shared/documents/credit-transfers.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, onHttp } from '../../shared/edge/http.ts';
import { payingAccount, transfersFor } from '../../shared/flows/ordering-transfers.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import { localDate } from '../../shared/kernel/time.ts';
import type { Ports } from '../../shared/ports.ts';
import { openPayables } from '../../shared/views/self-billing.ts';

async function order(call: Call<undefined, TransferQuery>, ports: Ports): Promise<Result<Answer>> {
  const { tenant, query, acting } = call;
  const debtor = await payingAccount({ tenant, id: query.legal_entity }, ports);
  if (!debtor.ok) return debtor;
  const today = localDate(acting.at, debtor.value.zone);
  const executeOn = query.execute_on ?? today;
  if (executeOn < today)
    return refuse('payables.day_passed', 'The day has passed on which the bank is to pay.', {
      pointer: '#/execute_on',
    });
  const due = await dueTo(call, ports);
  if (!due.ok) return due;
  const transfers = await transfersFor(tenant, due.value, ports);
  if (!transfers.ok) return transfers;
  if (transfers.value.length === 0) return refuse('payables.nothing_due', 'Nothing is due by that day.');
  const body = creditTransfers({
    ...{ debtor: debtor.value, transfers: transfers.value },
    ...{ executeOn, at: acting.at },
  });

  return ok({ body, headers: { 'content-type': 'application/xml; charset=utf-8' } });
}

/** The invoices that are due, refused where they are more than one order takes: an order that left some out would hide them. */
async function dueTo(
  { tenant, query }: Call<undefined, TransferQuery>,
  ports: Ports,
): Promise<Result<readonly string[]>> {
  const { legal_entity: entity, supplier, due_by: dueBy } = query;
  const page = await openPayables(
    ports.views,
    {
      ...{ tenant, limit: TRANSFERS_MAX + 1, dueBy },
      isWanted: (row) =>
        row.entity === entity && (supplier ?? row.customer) === row.customer && row.objectedOn === null,
    },
    null,
  );

  return page.next === null && page.rows.length <= TRANSFERS_MAX
    ? ok(page.rows.map(({ sk }) => sk.split('#')[1] ?? ''))
    : refuse('payables.too_many', `An order takes at most ${TRANSFERS_MAX} transfers.`, {
        hint: 'Name an earlier day, or one supplier.',
      });
}

export const handler = onHttp('self_billing.order_transfers', [endpoint(payableRoutes.transfers, order)]);
