/** Where the VAT of the Union holds. Sources: Articles 5 to 8 of Directive 2006/112/EC; postcodes of the excepted places. */

import { isMemberState } from '../../kernel/countries.ts';

/** Parts of member states that lie outside the VAT area, by the beginning of their postcodes. */
const EXCEPTED: Readonly<Record<string, RegExp>> = {
  DE: /^(27498|78266)/, // Helgoland, Büsingen
  ES: /^(35|38|51|52)/, // Canary Islands, Ceuta, Melilla
  FI: /^22/, // Åland
  FR: /^97/, // overseas departments
  GR: /^6308[67]/, // Mount Athos
  IT: /^(23041|22061)/, // Livigno, Campione d'Italia
};

/** Places that have a country code of their own and are taxed as the state beside them. */
const BELONGS_TO: Readonly<Record<string, string>> = { MC: 'FR', IM: 'GB' };

/** Northern Ireland: for goods as a member state, for services as the rest of the United Kingdom (Protocol on it, Art. 8). */
export const NORTHERN_IRELAND = 'GB-NI';
const NORTHERN_IRISH = /^BT/i;

/**
 * The country whose VAT holds at an address; an excepted part of a state is `ES-X`, which no state's rules reach, and
 * Northern Ireland is `GB-NI`.
 */
export function territoryOf(address: {
  readonly country: string;
  readonly postalCode: string | null;
}): string {
  const country = BELONGS_TO[address.country] ?? address.country;
  const postalCode = address.postalCode ?? '';
  if (country === 'GB' && NORTHERN_IRISH.test(postalCode.trim())) return NORTHERN_IRELAND;
  const code = postalCode.replace(/\D/g, '');

  return EXCEPTED[country]?.test(code) ? `${country}-X` : country;
}

/** A part of a country that is taxed in its own way; undefined in the rest of it, and where no postcode tells. */
export function partOf(address: {
  readonly country: string;
  readonly postal_code: string;
}): string | undefined {
  const { country, postal_code: postalCode } = address;
  const territory = territoryOf({ country, postalCode });

  return territory.includes('-') ? territory : undefined;
}

/** Whether the VAT of the Union holds there. */
export function isInUnion(territory: string): boolean {
  return isMemberState(territory);
}

/** Goods reach Northern Ireland as a member state. */
export function isReached(there: string): boolean {
  return isInUnion(there) || there === NORTHERN_IRELAND;
}

/** Whose tax a consumer's goods bear; Northern Ireland's is told by the prefix of its VAT ids, as in the return. */
export function stateOf(there: string): string {
  return there === NORTHERN_IRELAND ? 'XI' : there;
}
