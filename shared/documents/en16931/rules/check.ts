/** The rule layer: stricter than the official rule sets, run before a number is given and on everything that arrives. */
import type { Finding } from '../finding.ts';
import type { EInvoiceProfile } from '../formats.ts';
import { exponentOf } from '../../../kernel/currencies.ts';
import type { SemanticInvoice } from '../model.ts';
import { finding } from '../report.ts';
import { checkAccountingTax } from './accounting-tax.ts';
import { checkArithmetic } from './arithmetic.ts';
import { checkCodes } from './codes.ts';
import { checkDocument } from './document.ts';
import { checkIdentifiers } from './identifiers.ts';
import { checkPeppol, checkXRechnung } from './profiles.ts';
import type { Report } from './reporting.ts';
import { checkTaxes } from './taxes.ts';

/** A report is cut here. */
export const REPORT_FINDINGS_MAX = 200;

/**
 * Checks a document. As `document` it is held to what any invoice must keep, on paper too, and may wait for its number; as
 * `en16931` also to what a machine needs; each of the other profiles adds what it asks for beyond.
 */
export function checkInvoice(
  invoice: SemanticInvoice,
  profile: EInvoiceProfile | 'document',
): readonly Finding[] {
  const findings: Finding[] = [];
  const report: Report = (rule, field, value) => {
    if (findings.length < REPORT_FINDINGS_MAX) findings.push(finding(rule, field, value));
  };
  const isOwn = profile === 'document';
  checkDocument(invoice, report);
  checkArithmetic(invoice, report, isOwn ? 'net' : 'either');
  checkTaxes(invoice, report, isOwn);
  checkAccountingTax(invoice, report);
  checkIdentifiers(invoice, report, isOwn);
  if (!isOwn) checkMachine(invoice, report);
  if (profile === 'xrechnung') checkXRechnung(invoice, report);
  if (profile === 'peppol' || profile === 'peppol_self_billing') checkPeppol(invoice, report, profile);

  return findings;
}

/** What keeps a lawful document from being an e-invoice. */
function checkMachine(invoice: SemanticInvoice, report: Report): void {
  const { seller, currency, taxCurrency } = invoice;
  checkCodes(invoice, report);
  if (invoice.number === '') report('BR-02', 'BT-1', '');
  if ((exponentOf(currency) ?? 2) > EXPONENT_MAX) report('CH-EXPONENT', 'BT-5', currency);
  if (taxCurrency !== null && (exponentOf(taxCurrency) ?? 2) > EXPONENT_MAX)
    report('CH-EXPONENT', 'BT-6', taxCurrency);
  if (seller.vatId === null && seller.id === null && seller.registration === null)
    report('BR-CO-26', 'BT-29', '');
}

/** Decimals an amount of EN 16931 may have. */
const EXPONENT_MAX = 2;
