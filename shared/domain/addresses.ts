/** Addresses as they are printed. */

/** The parts of a postal address. */
export type Postal = {
  readonly line1: string;
  readonly line2: string | null;
  readonly postal_code: string;
  readonly city: string;
  readonly region: string | null;
  readonly country: string;
};

/** The lines of an address as documents print them, in the order of its country; the country as its code stands alone at the end. */
export function addressLines(postal: Postal): readonly string[] {
  const { line1, line2, country } = postal;

  return [line1, line2, ...placeLines(postal), country].filter((line) => line !== null);
}

/** Where the post wants the town first, as the Universal Postal Union lists it; elsewhere the postcode leads. */
function placeLines({ postal_code, city, region, country }: Postal): readonly (string | null)[] {
  switch (country) {
    case 'US':
      return [`${region === null ? city : `${city}, ${region}`} ${postal_code}`];
    case 'AU':
    case 'CA':
      return [[city, region, postal_code].filter((part) => part !== null).join(' ')];
    case 'GB':
    case 'IE':
      return [city, region, postal_code];
    default:
      return [`${postal_code} ${city}`, region];
  }
}
