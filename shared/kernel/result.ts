import type { Refusal } from './refusal.ts';

/** What an operation came to: a value, or a refusal its caller expects. Faults are thrown and never travel in here. */
export type Result<T, E = Refusal> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: E };

/** The good case. */
export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** The refused case; `code` is `noun.reason` and belongs to the documented list of codes. */
export function refuse(
  code: string,
  message: string,
  details: { readonly pointer?: string; readonly hint?: string } = {},
): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: { code, message, ...details } };
}

/** All the values in their order, or the first refusal met. */
export function all<T, E = Refusal>(results: readonly Result<T, E>[]): Result<readonly T[], E> {
  const values: T[] = [];
  for (const result of results) {
    if (!result.ok) return result;
    values.push(result.value);
  }

  return ok(values);
}
