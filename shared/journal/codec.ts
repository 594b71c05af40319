/**
 * How facts become text. Amounts are bigints in memory and decimal strings in JSON; the property's name says which
 * strings they are: every name that ends in `Minor` holds a bigint, or an array of them. Names chosen by users never
 * become property names of a fact (metadata travels as pairs), so the rule has no exceptions.
 */

/** Serialises plain data; bigints only under names that end in `Minor`, and nothing under them that reads as one. */
export function encode(value: unknown): string {
  return JSON.stringify(value, (key: string, entry: unknown) => {
    const isAmount = key.endsWith('Minor');
    if (typeof entry === 'bigint') return isAmount ? entry.toString() : misplaced(key);
    if (isAmount && typeof entry === 'string')
      throw new TypeError(`a text under the name ${key} would read as an amount`);
    if (!Array.isArray(entry)) return entry;
    if (isAmount)
      return entry.map((part: unknown) => (typeof part === 'bigint' ? part.toString() : noText(key, part)));

    return entry.some((part) => typeof part === 'bigint') ? misplaced(key) : entry;
  });
}

function misplaced(key: string): never {
  throw new TypeError(`a bigint under the name ${key} has no encoding`);
}

function noText(key: string, part: unknown): unknown {
  if (typeof part === 'string') throw new TypeError(`a text in the list ${key} would read as an amount`);

  return part;
}

/** The inverse of `encode`. Throws a SyntaxError on text that is not JSON or an amount that is not an integer. */
export function decode(text: string): unknown {
  return JSON.parse(text, (key: string, entry: unknown) => {
    if (key === '__proto__') throw new SyntaxError('a stored item names __proto__');
    if (!key.endsWith('Minor')) return entry;
    if (typeof entry === 'string') return BigInt(entry);

    return Array.isArray(entry)
      ? entry.map((part: unknown) => (typeof part === 'string' ? BigInt(part) : part))
      : entry;
  });
}
