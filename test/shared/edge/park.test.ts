import { expect, it } from 'vitest';
import { park, REASON_LENGTH_MAX, SYSTEM_TENANT } from '../../../shared/edge/park.ts';
import { portsOf, twinsAt } from '../../kit/ports.ts';

const parking = {
  tenant: SYSTEM_TENANT,
  subject: 'ord_a:1',
  trace: 't',
  code: 'order.broken',
  reason: 'x'.repeat(1_000),
};

it('work is set aside once for each worker, counted each time, its reason cut', async () => {
  const twins = twinsAt();
  const ports = portsOf(twins);

  await park('invoices.issue', parking, ports);
  await park('invoices.issue', parking, ports);
  await park('documents.render', parking, ports);

  expect(twins.journal.stream).toHaveLength(2);
  expect(twins.journal.stream[0]?.facts).toMatchObject([
    { data: { worker: 'invoices.issue', reason: 'x'.repeat(REASON_LENGTH_MAX) } },
  ]);
  expect(twins.observer.metrics.map(({ name, dimensions }) => [name, dimensions.worker])).toEqual([
    ['ParkedMessages', 'invoices.issue'],
    ['ParkedMessages', 'invoices.issue'],
    ['ParkedMessages', 'documents.render'],
  ]);
});
