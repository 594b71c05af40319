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

/**
 * The inverse of `encode`. Throws a SyntaxError on text that is not JSON or an amount that is not an integer. It reads
 * plainly and walks what was read, as a reviver that is called for each property takes several times as long.
 */
export function decode(text: string): unknown {
  const read: unknown = JSON.parse(text);
  amountsWithin(read);

  return read;
}

/** Puts bigints in the place of the amounts within; nobody else holds what was just read. */
function amountsWithin(read: unknown): void {
  if (typeof read !== 'object' || read === null) return;
  if (Array.isArray(read)) {
    for (const entry of read) amountsWithin(entry);
    return;
  }
  const named = read as Record<string, unknown>; // JSON has no other object
  for (const key of Object.keys(named)) {
    if (key === '__proto__') throw new SyntaxError('a stored item names __proto__');
    const entry = named[key];
    amountsWithin(entry);
    if (key.endsWith('Minor')) named[key] = amountOf(entry);
  }
}

function amountOf(entry: unknown): unknown {
  return Array.isArray(entry) ? entry.map(integerOf) : integerOf(entry);
}

function integerOf(entry: unknown): unknown {
  return typeof entry === 'string' ? BigInt(entry) : entry;
}
