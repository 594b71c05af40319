/** The report of a check: what was found, where, why it matters and what helps, in English and German. */
import { invariant } from '../../kernel/invariant.ts';
import type { Finding } from './finding.ts';
import { RULES } from './rules/catalogue.ts';

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
