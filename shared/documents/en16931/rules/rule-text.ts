/** What the catalogue says of a rule. */
import type { Finding } from '../finding.ts';

/** What is known of a rule. */
export type RuleText = Pick<Finding, 'class' | 'severity' | 'message' | 'remedy'>;

/** A line of the catalogue: name, weight, then message and remedy in English and in German. */
export type RuleLine = readonly [
  rule: string,
  severity: Finding['severity'],
  english: readonly [message: string, remedy: string],
  german: readonly [message: string, remedy: string],
];
