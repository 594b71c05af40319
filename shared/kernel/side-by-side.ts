/** Work on many items, a bounded number of them at once. */

/**
 * Runs over every item, at most `atOnceMax` at a time, and answers in their order. When one throws, no further item is
 * begun, those under way are waited for, and the first error is thrown: nothing goes on behind the caller's back.
 */
export async function sideBySide<Item, Value>(
  items: readonly Item[],
  atOnceMax: number,
  run: (item: Item) => Promise<Value>,
): Promise<readonly Value[]> {
  const values: Value[] = [];
  const errors: unknown[] = [];
  const rest = items.entries();
  const worker = async () => {
    for (const [index, item] of rest) {
      try {
        values[index] = await run(item);
      } catch (error) {
        errors.push(error);
      }
      if (errors.length > 0) return;
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnceMax, items.length) }, worker));
  if (errors.length > 0) throw errors[0];

  return values;
}
