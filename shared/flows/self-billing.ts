/** What the wish for a self-billed invoice and its issue do alike: find both parties, and draft it. */
import type { SellerDetails } from '../domain/legal-entities.ts';
import { legalEntities } from '../domain/legal-entities.ts';
import type { RequestData } from '../domain/self-billing.ts';
import {
  draftSelfBilled,
  type SelfBilledDraft,
  sellerOf,
  type SupplierProfile,
} from '../domain/self-billing/drafting.ts';
import { load } from '../execute.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Ports } from '../ports.ts';

/** A drafted self-billed invoice with both parties. */
export type DraftedSelfBilled = SelfBilledDraft & {
  readonly supplier: SellerDetails;
  readonly buyer: SellerDetails;
};

/** Drafts what a request asks for; refused where it cannot be. */
export async function draftedSelfBilled(
  request: RequestData,
  of: { readonly tenant: string; readonly id: string; readonly now: string },
  ports: Pick<Ports, 'journal' | 'profiles'>,
): Promise<Result<DraftedSelfBilled>> {
  const { tenant } = of;
  const { state: buyer } = await load(ports.journal, legalEntities, { tenant, id: request.entity });
  if (buyer.status === 'none') return refuse('legal_entity.unknown', 'The legal entity is not known.');
  const profile = await supplierProfile({ tenant, id: request.customer }, request.profile, ports);
  if (!profile.ok) return profile;
  const supplier = sellerOf(profile.value, { buyer, isSmallBusiness: request.isSmallBusiness });
  const drafted = draftSelfBilled(request, { id: of.id, supplier, buyer, now: of.now });

  return drafted.ok ? ok({ ...drafted.value, supplier, buyer }) : drafted;
}

/** The supplier's profile; without a VAT id nobody can be invoiced for (Directive 2006/112/EC, Art. 226 (3)). */
export async function supplierProfile(
  ref: { readonly tenant: string; readonly id: string },
  version: number,
  ports: Pick<Ports, 'profiles'>,
): Promise<Result<SupplierProfile>> {
  const stored = await ports.profiles.get(ref, version);
  if (!stored) return refuse('customer.erased', 'The personal data that the invoice needs was erased.');
  const profile = stored.data as SupplierProfile; // written from CustomerProfile

  return profile.vat_id === null
    ? refuse('self_billing.supplier_without_vat_id', 'An invoice names the VAT id of its supplier.', {
        hint: 'Give the supplier its vat_id with PATCH /v1/customers/{customer_id}.',
      })
    : ok(profile);
}
