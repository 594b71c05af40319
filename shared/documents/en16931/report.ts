/** The report of a check: what was found, where, why it matters and what helps, in English and German. */
import { invariant } from '../../kernel/invariant.ts';
import { RULES } from './rules/catalogue.ts';

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

/** Values are shown up to this length. */
export const VALUE_LENGTH_MAX = 120;

/** A finding of a rule of the catalogue; an unknown rule is a fault. */
export function finding(rule: string, field: string, value: string): Finding {
  const known = RULES.get(rule);
  invariant(known, `the rule ${rule} is not in the catalogue`);
  const shown = value.length > VALUE_LENGTH_MAX ? `${value.slice(0, VALUE_LENGTH_MAX)}…` : value;

  return { rule, field, value: shown.toWellFormed(), ...known };
}

/** Whether a report holds anything that must not pass. */
export function isFatal(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'fatal');
}
