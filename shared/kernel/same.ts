/** Whether two values of plain data say the same: lists in their order, records member by member; what is undefined counts as left out. */
export function isSameValue(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (!isComposed(one) || !isComposed(other) || Array.isArray(one) !== Array.isArray(other)) return false;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);

  return [...names].every((name) => isSameValue(one[name], other[name]));
}

function isComposed(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
