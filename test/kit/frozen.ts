/** Frozen documents for the tests of numbering: as small as they may be. */
import { derivedId } from '../../shared/kernel/hash.ts';
import type { Frozen } from '../../shared/flows/freezing.ts';

export const TENANT = derivedId('ten', 'numbering');
export const ENTITY = derivedId('le', 'numbering');

/** The name under which a document is known in a test becomes its id. */
export function frozenInvoice(name: string, issueDate = '2026-11-23'): Frozen {
  const figures = { netMinor: 100n, taxMinor: 19n, grossMinor: 119n };
  const entries = [
    { account: 'receivables', amountMinor: 119n },
    { account: 'revenue', amountMinor: -100n },
    { account: 'output_tax', amountMinor: -19n },
  ];

  return {
    schema: 1,
    kind: 'invoice',
    tenant: TENANT,
    id: derivedId('inv', name),
    entity: ENTITY,
    issueDate,
    pattern: 'INV-{year}-{number:5}',
    model: {},
    content: {},
    data: {
      ...{
        entity: ENTITY,
        customer: derivedId('cus', 'one'),
        account: derivedId('acc', 'one'),
        currency: 'EUR',
        issueDate,
      },
      ...{
        netsMinor: [100n],
        taxes: [{ category: 'S', rate: '19', baseMinor: 100n, taxMinor: 19n }],
        ...figures,
      },
      ...{ dueDate: issueDate, cause: { order: derivedId('ord', name), step: 'placed' } },
    },
    books: { entity: ENTITY, currency: 'EUR', date: issueDate, entries },
    cause: `order of ${name}`,
    trace: `trace of ${name}`,
    at: `${issueDate}T09:00:00.000Z`,
  };
}
