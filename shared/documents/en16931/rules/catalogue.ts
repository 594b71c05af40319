/**
 * Every rule of the check with its class, its weight and its words. Names that begin with BR, DE-R or PEPPOL are those of the
 * official rule sets for the same thing; CH and FORMAT are our own, which those sets lack or are laxer about.
 */
import type { Finding } from '../finding.ts';
import { BUSINESS_RULES } from './catalogue-business.ts';
import { CODE_RULES } from './catalogue-codes.ts';
import { CONTENT_RULES } from './catalogue-content.ts';
import { FORMAT_RULES } from './catalogue-format.ts';
import { PRINT_RULES } from './catalogue-print.ts';
import { PROFILE_RULES } from './catalogue-profiles.ts';
import type { RuleLine, RuleText } from './rule-text.ts';

/** All rules by name. */
export const RULES: ReadonlyMap<string, RuleText> = new Map([
  ...FORMAT_RULES.map((line) => entryOf(line, 'format')),
  ...BUSINESS_RULES.map((line) => entryOf(line, 'business')),
  ...CODE_RULES.map((line) => entryOf(line, 'business')),
  ...CONTENT_RULES.map((line) => entryOf(line, 'content')),
  ...PRINT_RULES.map((line) => entryOf(line, 'content')),
  ...PROFILE_RULES.map((line) => entryOf(line, 'business')),
]);

function entryOf(line: RuleLine, of: Finding['class']): readonly [string, RuleText] {
  const [rule, severity, english, german] = line;
  const message = { en: english[0], de: german[0] };

  return [rule, { class: of, severity, message, remedy: { en: english[1], de: german[1] } }];
}
