/** What the wish for a self-billed invoice and its issue do alike: find both parties, and draft it. */
import type { DeliveryWish } from '../domain/handling.ts';
import { legalEntities } from '../domain/legal-entities.ts';
import type { SellerDetails } from '../domain/legal-entities/states.ts';
import type { RequestData } from '../domain/self-billing.ts';
import {
  draftSelfBilled,
  namedSupplier,
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
  /** How the supplier wants documents. */
  readonly wish: DeliveryWish | null;
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
  const { isSmallBusiness } = request;
  const named = namedSupplier(profile.value, { country: buyer.country, isSmallBusiness });
  if (!named.ok) return named;
  const supplier = sellerOf(profile.value, { buyer, isSmallBusiness });
  const drafted = draftSelfBilled(request, { id: of.id, supplier, buyer, now: of.now });
  const { invoice_delivery: wish = null } = profile.value;

  return drafted.ok ? ok({ ...drafted.value, supplier, buyer, wish }) : drafted;
}

/** The supplier's profile as a request names it. */
export async function supplierProfile(
  ref: { readonly tenant: string; readonly id: string },
  version: number,
  ports: Pick<Ports, 'profiles'>,
): Promise<Result<SupplierProfile>> {
  const stored = await ports.profiles.get(ref, version);

  return stored
    ? ok(stored.data as SupplierProfile) // written from CustomerProfile
    : refuse('customer.erased', 'The personal data that the invoice needs was erased.');
}
