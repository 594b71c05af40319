/** Marks stacked on one letter that are kept; living orthographies need two. */
const MARKS_ON_A_LETTER_MAX = 2;

const SPACES = /[\p{Zs}\p{Zl}\p{Zp}\t\n\v\f\r\u0085]+/gu;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Variation_Selector}]+/gu;
const STACKED_MARKS = new RegExp(`(\\p{M}{${MARKS_ON_A_LETTER_MAX}})\\p{M}+`, 'gu');

/**
 * Text from outside as it may be printed: composed (NFC), in one line, single spaces, nothing invisible (controls, changes
 * of writing direction, joiners, private use), no lone surrogates, no towers of marks. The same text again for its result.
 */
export function sanitise(text: string): string {
  // Removing what stands between a letter and its mark can make a pair to compose, so composing comes last.
  return text
    .toWellFormed()
    .replace(SPACES, ' ')
    .replace(INVISIBLE, '')
    .normalize('NFC')
    .replace(STACKED_MARKS, '$1')
    .replace(SPACES, ' ')
    .trim();
}
