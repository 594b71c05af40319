/** The two sides of a sale as the tax decision sees them: countries and standings, never names. */
import type { TaxBuyer, TaxSeller } from '../../contracts/tax.ts';
import { vatIdCountry } from '../../kernel/vat-ids.ts';
import type { Postal } from '../addresses.ts';
import { standingOf } from '../customers.ts';
import type { VatChecks } from '../customers/states.ts';
import type { SellerDetails } from '../legal-entities/states.ts';
import type { PlaceProof } from './place.ts';
import { isInUnion, NORTHERN_IRELAND, territoryOf } from './territories.ts';

/** What drafting needs to know of the seller. */
export type SellerOfTax = Pick<SellerDetails, 'country' | 'taxRates'> &
  Partial<Pick<SellerDetails, 'vatId' | 'postal' | 'tax'>>;

/** A buyer as drafting is given it. */
export type KnownBuyer = {
  readonly kind: 'business' | 'consumer';
  readonly address: Pick<Postal, 'country' | 'postal_code'>;
  readonly vatId: string | null;
  /** The version of the profile that holds the VAT id, and what the register said of it. */
  readonly profile: number;
  readonly checks: VatChecks;
  /** Where evidence says that a consumer is. */
  readonly place?: PlaceProof;
};

/** The seller's side. */
export function taxSellerOf(seller: SellerOfTax): TaxSeller {
  const { country, postal, taxRates, tax, vatId = null } = seller;
  const territory = territoryOf({ country, postalCode: postal?.postal_code ?? null });

  return {
    country: sellingFrom(territory),
    ...(territory === NORTHERN_IRELAND && { isNorthernIrish: true as const }),
    hasVatId: vatId !== null,
    isSmallBusiness: tax?.smallBusiness ?? false,
    ossFrom: tax?.ossFrom ?? null,
    rates: taxRates,
    vatCheck: tax?.vatCheck ?? 'wait',
    ...(tax?.placeCheck && { placeCheck: tax.placeCheck }),
  };
}

/** A seller in Northern Ireland is taxed as one in Great Britain. */
function sellingFrom(territory: string): string {
  return territory === NORTHERN_IRELAND ? 'GB' : territory;
}

/** The buyer's side on a day. */
export function taxBuyerOf(buyer: KnownBuyer, today: string): TaxBuyer {
  const { kind, address, vatId, place } = buyer;
  const country = territoryOf({ country: address.country, postalCode: address.postal_code });

  return {
    kind,
    country,
    vatId: vatId === null ? null : { country: vatIdCountry(vatId), standing: standingOf(buyer, today) },
    ...(place && { place: { country: place.country, isProven: place.outcome === 'proven' } }),
  };
}

/** Whether the decision asks for more of the buyer than its address: its kind, or what the register said. */
export function isMoreNeeded(of: {
  readonly seller: TaxSeller;
  readonly buyerCountry: string;
  readonly deliverTo: string | null;
  readonly classes: readonly string[];
}): boolean {
  const { country } = of.seller;

  return (
    of.buyerCountry !== country ||
    (of.deliverTo ?? country) !== country ||
    of.classes.includes('reverse_charge')
  );
}

/** Whether the register of the Union knows such ids: those of member states and, for goods, of Northern Ireland. */
export function isCheckable(vatId: string): boolean {
  const country = vatIdCountry(vatId);

  return isInUnion(country) || country === 'XI';
}

/** The buyer as an order is accepted: its VAT id is believed until the register has spoken, for an order never waits for it. */
export function believedBuyer(of: {
  readonly kind: TaxBuyer['kind'];
  readonly country: string;
  /** The part of the country that is taxed in its own way, where it is in one. */
  readonly part: string | undefined;
  readonly vatCountry: string | null;
}): TaxBuyer {
  const { kind, country, part, vatCountry } = of;

  return {
    kind,
    country: part ?? territoryOf({ country, postalCode: null }),
    vatId: vatCountry === null ? null : { country: vatCountry, standing: 'valid' },
  };
}
