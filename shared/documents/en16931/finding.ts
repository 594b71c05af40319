/** What a rule found, in words for both readers. */

/**
 * The classes of the German tax administration's letter of 2025-10-15: no e-invoice at all, a rule of the standard that is
 * broken, or content that the law asks for and that is missing or wrong.
 */
export type FindingClass = 'format' | 'business' | 'content';

/** `fatal`: the document is not to be sent or accepted so. `warning`: somebody should look. */
export type Severity = 'fatal' | 'warning';

/** A sentence in both languages. */
export type Sentence = { readonly en: string; readonly de: string };

/** One thing that was found. `field` is the path of business terms, such as `BG-25[2]/BT-131`. */
export type Finding = {
  readonly rule: string;
  readonly class: FindingClass;
  readonly severity: Severity;
  readonly field: string;
  readonly value: string;
  readonly message: Sentence;
  readonly remedy: Sentence;
};
