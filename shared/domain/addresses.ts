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

/** The lines of an address as documents print them; the country as its code stands alone at the end. */
export function addressLines(postal: Postal): readonly string[] {
  const { line1, line2, postal_code, city, region, country } = postal;

  return [line1, line2, `${postal_code} ${city}`, region, country].filter((line) => line !== null);
}
