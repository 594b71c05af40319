/** Who holds prepaid credits: a customer with a seller, whose invoices look for credits from the first grant on. */
import { customers } from '../domain/customers.ts';
import type { Customer } from '../domain/customers/states.ts';
import { legalEntities, onlyEntity } from '../domain/legal-entities.ts';
import type { LegalEntity } from '../domain/legal-entities/states.ts';
import type { CreditLimit } from '../domain/prepaid/credits.ts';
import { tenants } from '../domain/tenants.ts';
import type { Acting } from '../execute.ts';
import { execute, load } from '../execute.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Ports } from '../ports.ts';

/** A customer and a seller that exist. */
export type Holding = {
  readonly customer: string;
  readonly buyer: Exclude<Customer, { status: 'none' }>;
  readonly entity: string;
  readonly seller: Exclude<LegalEntity, { status: 'none' }>;
};

/** Finds customer and seller; where no seller is named, the only one. The seller is told before the first balance is. */
export async function holderOf(
  of: {
    readonly tenant: string;
    readonly customer: string;
    readonly seller: string | undefined;
    readonly acting: Acting;
  },
  { journal }: Pick<Ports, 'journal'>,
): Promise<Result<Holding>> {
  const { tenant, customer, acting } = of;
  const { state: buyer } = await load(journal, customers, { tenant, id: customer });
  if (buyer.status === 'none') return refuse('customer.not_found', 'There is no such customer.');
  if (buyer.status === 'erased')
    return refuse('customer.erased', 'The personal data of this customer was erased.');
  const entity = of.seller === undefined ? await onlySeller(tenant, journal) : ok(of.seller);
  if (!entity.ok) return entity;
  const ref = { tenant, id: entity.value };
  const { state: seller } = await load(journal, legalEntities, ref);
  if (seller.status === 'none')
    return refuse('legal_entity.unknown', 'There is no such legal entity.', { pointer: '#/legal_entity' });
  if (seller.prepaidPosition === undefined) {
    const { fingerprint: _, ...told } = acting;
    const command = { do: 'hold_credits', at: acting.at } as const;
    const done = await execute(journal, legalEntities, { ref, command, acting: told });
    if (!done.ok) return done;
  }

  return ok({ customer, buyer, entity: entity.value, seller });
}

async function onlySeller(tenant: string, journal: Ports['journal']) {
  const { state } = await load(journal, tenants, { tenant, id: tenant });

  return onlyEntity(state.status === 'active' ? state.entities : []);
}

/** Refuses credits that are limited to a plan that there is not; undefined where all are there. */
export async function unknownPlan(
  limit: CreditLimit | null,
  { tenant }: { readonly tenant: string },
  { journal }: Pick<Ports, 'journal'>,
) {
  for (const [index, id] of (limit?.plans ?? []).entries()) {
    const isKnown = (await journal.latest({ tenant, id }, 'strong')) !== undefined;
    if (!isKnown)
      return refuse('plan.unknown', 'There is no such plan.', { pointer: `#/limited_to/plans/${index}` });
  }

  return undefined;
}
