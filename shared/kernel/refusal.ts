/**
 * Why an expected request was turned down: a stable code `noun.reason`, a sentence for a person, and where known the
 * JSON pointer of the offending field and a hint at what would be accepted. A code is a promise and never changes.
 */
export type Refusal = {
  readonly code: string;
  readonly message: string;
  readonly pointer?: string;
  readonly hint?: string;
};
