/** The order of text keys. */
const SURROGATE = /[\ud800-\udfff]/;

/** Orders texts as DynamoDB orders sort keys: by their UTF-8 bytes, which UTF-16 breaks beyond the basic plane. */
export function compareKeys(a: string, b: string): number {
  if (a === b) return 0;
  if (SURROGATE.test(a) || SURROGATE.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));

  return a < b ? -1 : 1;
}
