import { DE } from './de.ts';
import { EN } from './en.ts';
import { EN_US } from './en-us.ts';
import { ES } from './es.ts';
import { FR } from './fr.ts';
import { IT } from './it.ts';
import type { Texts } from './keys.ts';
import { NL } from './nl.ts';

/** The languages documents are written in; each names the texts and the region whose figures it uses by default. */
const LANGUAGES: ReadonlyMap<string, { readonly texts: Texts; readonly region: string }> = new Map([
  ['en', { texts: EN, region: 'GB' }],
  ['de', { texts: DE, region: 'DE' }],
  ['fr', { texts: FR, region: 'FR' }],
  ['es', { texts: ES, region: 'ES' }],
  ['it', { texts: IT, region: 'IT' }],
  ['nl', { texts: NL, region: 'NL' }],
]);

/** The languages there are texts for, as BCP 47 primary tags. */
export const DOCUMENT_LANGUAGES: readonly string[] = [...LANGUAGES.keys()];

const TAG = /^([a-z]{2})(?![a-z0-9])(?:[-_](?:[a-z]{4}[-_])?([a-z]{2})(?![a-z0-9]))?/i;

/**
 * The texts for a BCP 47 tag and the locale that figures and dates are written in: language and region alone, since an
 * extension in the tag could ask for other digits. Anything that is not one of ours is English as in Great Britain; of a seller
 * in the United States English is American.
 */
export function textsFor(
  tag: string,
  sellerCountry?: string,
): { readonly texts: Texts; readonly locale: string } {
  const [, primary = '', region] = TAG.exec(tag) ?? [];
  const language = primary.toLowerCase();
  const known = LANGUAGES.get(language);
  if (sellerCountry === 'US' && (known === undefined || language === 'en'))
    return { texts: EN_US, locale: `en-${(known && region ? region : 'US').toUpperCase()}` };
  if (known === undefined) return { texts: EN, locale: 'en-GB' };

  return { texts: known.texts, locale: `${language}-${(region ?? known.region).toUpperCase()}` };
}
