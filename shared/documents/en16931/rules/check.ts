/** The rule layer: stricter than the official rule sets, run before a number is given and on everything that arrives. */
import type { EInvoiceProfile } from '../formats.ts';
import type { SemanticInvoice } from '../model.ts';
import { type Finding, finding } from '../report.ts';
import { checkArithmetic } from './arithmetic.ts';
import { checkDocument } from './document.ts';
import { checkIdentifiers } from './identifiers.ts';
import { checkPeppol, checkXRechnung } from './profiles.ts';
import { checkTaxes } from './taxes.ts';

/** How a rule says what it found. */
export type Report = (rule: string, field: string, value: string) => void;

/** A report is cut here. */
export const REPORT_FINDINGS_MAX = 200;

/**
 * Checks a document against EN 16931 and, where a profile is named, against what it asks for beyond. A document that waits
 * for its number is checked without one.
 */
export function checkInvoice(
  invoice: SemanticInvoice,
  of: { readonly profile: EInvoiceProfile; readonly isNumbered: boolean },
): readonly Finding[] {
  const findings: Finding[] = [];
  const report: Report = (rule, field, value) => {
    if (findings.length < REPORT_FINDINGS_MAX) findings.push(finding(rule, field, value));
  };
  if (of.isNumbered && invoice.number === '') report('BR-02', 'BT-1', '');
  checkDocument(invoice, report);
  checkArithmetic(invoice, report);
  checkTaxes(invoice, report);
  checkIdentifiers(invoice, report);
  if (of.profile === 'xrechnung') checkXRechnung(invoice, report);
  if (of.profile === 'peppol') checkPeppol(invoice, report);

  return findings;
}
