/** Entries that one memory holds; a full one begins anew, so that whatever runs for long stays small. */
export const REMEMBERED_MAX = 4_096;

/** The same pure function, which looks up what it answered to a key before; the key must say all that the answer depends on. */
export function remembering<Value, Key extends string | number = string>(
  answer: (key: Key) => Value,
): (key: Key) => Value {
  const known = new Map<Key, Value>();

  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const value = answer(key);
    if (known.size >= REMEMBERED_MAX) known.clear();
    known.set(key, value);

    return value;
  };
}
