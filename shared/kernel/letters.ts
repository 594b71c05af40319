/** Which letters documents can print, and how those are named that they cannot. */
import { refuse } from './result.ts';
import { sanitise } from './sanitise.ts';

/**
 * What the fonts of documents have a glyph for, as code points in hex: Latin with its accents, Greek, Cyrillic, the signs of
 * prices and prose. The replacement sign is left out, as it stands for a letter that was lost. A test holds this equal to the
 * fonts and says what it would have to be.
 */
export const PRINTED_RANGES = `
20-7e a0-24f 259 2b0-2bc 2c6-2dd 300-304 306-30c 323 327-328 332 370-377 37a-37f 384-38a 38c 38e-3a1 3a3-525 1e00-1efb
2000-200a 2010-2027 202f-203a 203c-203d 2044 205f 2070-2071 2074-208e 2090-2094 20a0-20b5 20b8-20ba 20bd 2103 2105 2109 2113
2116-2117 2120 2122 2126 212b 2150-215e 2190-2195 2202 2206 220f 2211-2212 2215 2219-221a 221e 2248 2260 2264-2265 25a0-25a1
25aa-25ab 25b2 25b6 25bc 25c6 25ca-25cb 25cf 2605-2606 2610-2612 2713 2717 fb00-fb04
`.trim();

const NOT_PRINTED = new RegExp(`[^${classOf(PRINTED_RANGES)}]`, 'gu');
const PLAIN = /^[\x20-\x7e]*$/;

/** Letters that a sentence names, so that it stays one. */
const NAMED_MAX = 5;

function classOf(ranges: string): string {
  return ranges
    .split(/\s+/)
    .map((range) => range.replaceAll(/[0-9a-f]+/g, (hex) => `\\u{${hex}}`))
    .join('');
}

/** The letters of a text, as it would be printed, that documents have no glyph for: each once, in their order. */
export function missingLetters(text: string): readonly string[] {
  if (PLAIN.test(text)) return [];

  return [...new Set(sanitise(text).match(NOT_PRINTED))];
}

/** Letters with their code points, such as `灯 (U+706F)`. */
export function namedLetters(letters: readonly string[]): string {
  const named = letters.slice(0, NAMED_MAX).map((letter) => `${letter} (${codePointOf(letter)})`);
  const more = letters.length - named.length;

  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

/** The refusal of a text with letters that documents have no glyph for, by the name of its field; undefined without one. */
export function refusedLetters(text: string, pointer: string) {
  const missing = missingLetters(text);

  return missing.length === 0
    ? undefined
    : refuse('text.not_printable', `holds what documents cannot print: ${namedLetters(missing)}`, {
        pointer,
      });
}

function codePointOf(letter: string): string {
  return `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
