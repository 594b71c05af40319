/** Lambda's event filters: patterns of lists, prefixes, existence, numbers and negation. */

/** Whether a record passes any of the patterns; without patterns everything passes. */
export function passes(record: unknown, patterns: readonly string[]): boolean {
  return patterns.length === 0 || patterns.some((pattern) => matches(record, JSON.parse(pattern)));
}

function matches(value: unknown, pattern: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.some((rule: unknown) => fits(value, rule));
  if (!isRecord(pattern)) return false;
  if (Array.isArray(pattern.$or)) {
    const { $or, ...others } = pattern;

    return $or.some((one: unknown) => matches(value, one)) && matches(value, others);
  }

  return Object.entries(pattern).every(([key, part]) =>
    matches(isRecord(value) ? value[key] : undefined, part),
  );
}

function fits(value: unknown, rule: unknown): boolean {
  if (Array.isArray(value)) return value.some((one: unknown) => fits(one, rule));
  if (!isRecord(rule)) return value === rule;
  if ('exists' in rule) return (value !== undefined) === rule.exists;
  if ('prefix' in rule) return typeof value === 'string' && value.startsWith(String(rule.prefix));
  if ('suffix' in rule) return typeof value === 'string' && value.endsWith(String(rule.suffix));
  if ('anything-but' in rule) return value !== undefined && ![rule['anything-but']].flat().includes(value);
  if ('numeric' in rule && Array.isArray(rule.numeric))
    return typeof value === 'number' && compares(value, rule.numeric);

  throw new Error(`the local cloud does not know the filter rule ${JSON.stringify(rule)}`);
}

function compares(value: number, rule: readonly unknown[]): boolean {
  const comparisons: Record<string, (bound: number) => boolean> = {
    '=': (bound) => value === bound,
    '<': (bound) => value < bound,
    '<=': (bound) => value <= bound,
    '>': (bound) => value > bound,
    '>=': (bound) => value >= bound,
  };

  return rule.every(
    (part, index) => index % 2 === 1 || comparisons[String(part)]?.(Number(rule[index + 1])) === true,
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
