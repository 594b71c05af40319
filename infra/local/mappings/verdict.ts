/** How Lambda reads the answer of a function that may report the failed items of its batch. */

/** What became of a batch. */
export type Verdict =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'partial'; readonly failed: ReadonlySet<string> };

/**
 * Reads an answer against the identifiers of its batch. An empty or absent answer or list is complete success, which
 * takes the messages away; an identifier that is empty, null, misnamed or none of the batch's fails the batch whole.
 */
export function readVerdict(answer: unknown, identifiers: ReadonlySet<string>, reports: boolean): Verdict {
  if (!reports || answer === null || answer === undefined) return { kind: 'delivered' };
  if (typeof answer !== 'object' || Array.isArray(answer)) return malformed('the answer is no object');
  const failures: unknown = Reflect.get(answer, 'batchItemFailures');
  if (failures === null || failures === undefined) return { kind: 'delivered' };
  if (!Array.isArray(failures)) return malformed('batchItemFailures is no list');
  const failed = failures.map(identifierOf);
  if (failed.length === 0) return { kind: 'delivered' };
  const isKnown = failed.every((identifier) => identifier !== undefined && identifiers.has(identifier));

  return isKnown
    ? { kind: 'partial', failed: new Set(failed.filter((identifier) => identifier !== undefined)) }
    : malformed('batchItemFailures names an item that is not in the batch');
}

function identifierOf(failure: unknown): string | undefined {
  if (typeof failure !== 'object' || failure === null) return undefined;
  const identifier: unknown = Reflect.get(failure, 'itemIdentifier');

  return typeof identifier === 'string' && identifier !== '' ? identifier : undefined;
}

function malformed(reason: string): Verdict {
  return { kind: 'failed', reason };
}
