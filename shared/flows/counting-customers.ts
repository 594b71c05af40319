/** The place of a numbered document among those of its customer, for sellers that number by customer. */
import {
  customerCounts,
  customerCountsId,
  customerOrdinals,
  customerOrdinalsId,
  placeOf,
} from '../domain/series/customer-counts.ts';
import { execute, load } from '../execute.ts';
import { invariant } from '../kernel/invariant.ts';
import type { Ports } from '../ports.ts';
import type { Frozen } from './freezing.ts';

/**
 * The customer's ordinal and the document's number among its own; taken once and the same ever after, so that a document
 * that is issued again bears the same number.
 */
export async function placeAmongCustomers(
  frozen: Frozen,
  reset: NonNullable<Frozen['counting']>['reset'],
  { journal }: Pick<Ports, 'journal'>,
): Promise<{ readonly customer: number; readonly number: number }> {
  const { tenant, entity, kind, id: document, issueDate } = frozen;
  const acting = { actor: 'numbering', cause: frozen.cause, trace: frozen.trace, at: frozen.at };
  const customer = customerOf(frozen);
  const ref = { tenant, id: customerCountsId(tenant, { entity, customer }) };
  const { state } = await load(journal, customerCounts, ref);
  const ordinal = state.ordinal || (await ordinalOf({ tenant, entity, customer, acting }, journal));
  const command = { do: 'take' as const, ordinal, document, kind, issueDate, reset };
  const taken = await execute(journal, customerCounts, { ref, command, acting });
  const place = taken.ok ? placeOf(taken.value.state, document) : undefined;
  invariant(place && taken.ok, `${document} got no place among those of ${customer}`);

  return { customer: taken.value.state.ordinal, number: place.number };
}

async function ordinalOf(
  of: {
    readonly tenant: string;
    readonly entity: string;
    readonly customer: string;
    readonly acting: Parameters<typeof execute>[2]['acting'];
  },
  journal: Ports['journal'],
): Promise<number> {
  const { tenant, entity, customer, acting } = of;
  const ref = { tenant, id: customerOrdinalsId(tenant, entity) };
  const given = await execute(journal, customerOrdinals, { ref, command: { do: 'give', customer }, acting });
  const known = given.ok && given.value.state.recent.find((one) => one.customer === customer);
  invariant(known, `${customer} got no ordinal`);

  return known.ordinal;
}

/** Self-billed documents are numbered by the seller's series alone. */
function customerOf({ data }: Frozen): string {
  invariant('customer' in data, 'only documents for a customer are counted by customer');

  return data.customer;
}
