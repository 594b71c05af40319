/** What XRechnung 3.0 and Peppol BIS Billing 3.0 ask for beyond EN 16931. */
import { SELF_BILLED_TYPES } from '../formats.ts';
import type { SemanticInvoice } from '../model.ts';
import { isNearLine } from './arithmetic.ts';
import type { Report } from './reporting.ts';

/** The additions of XRechnung. */
export function checkXRechnung(invoice: SemanticInvoice, report: Report): void {
  // A type that is not taken is told first: nothing that could be added helps then.
  if (!GERMAN_TYPES.has(invoice.type)) report('BR-DE-17', 'BT-3', invoice.type);
  checkGerman(invoice, report);
  checkEndpoints(invoice, report);
}

/**
 * The additions of Peppol; between two parties in Germany the German ones hold there too. Its specification for self-billing
 * takes the types that the other does not, and no rules of countries (P0100, P0101 of each).
 */
export function checkPeppol(
  invoice: SemanticInvoice,
  report: Report,
  profile: 'peppol' | 'peppol_self_billing',
): void {
  const { seller, buyer, buyerReference, orderReference } = invoice;
  const isSelfBilling = profile === 'peppol_self_billing';
  if (SELF_BILLED_TYPES.has(invoice.type) !== isSelfBilling)
    report(isSelfBilling ? 'PEPPOL-BILLED' : 'PEPPOL-SELF-BILLED', 'BT-3', invoice.type);
  else if (!isSelfBilling && !PEPPOL_TYPES.has(invoice.type)) report('PEPPOL-P0100', 'BT-3', invoice.type);
  const isGerman = seller.address.country === 'DE' && buyer.address.country === 'DE';
  if (isGerman && !isSelfBilling) checkGerman(invoice, report);
  else if (buyerReference === null && orderReference === null) report('PEPPOL-R003', 'BT-10', '');
  if (!isGerman && GERMAN_ONLY.has(invoice.type)) report('PEPPOL-P0112', 'BT-3', invoice.type);
  if (!isGerman && invoice.notes.length > 1) report('PEPPOL-R002', 'BT-22', String(invoice.notes.length));
  checkEndpoints(invoice, report);
  const { payment } = invoice;
  if (payment && DEBITS.has(payment.means) && !payment.debit?.mandate) report('PEPPOL-R061', 'BT-89', '');
  invoice.lines.forEach((line, index) => {
    if (!isNearLine(line, invoice.currency))
      report('PEPPOL-R120', `BG-25[${index + 1}]/BT-131`, `${line.quantity} × ${line.price}`);
  });
  if (seller.endpoint?.scheme === 'EM') report('PEPPOL-EM', 'BT-34', seller.endpoint.id);
  if (buyer.endpoint?.scheme === 'EM') report('PEPPOL-EM', 'BT-49', buyer.endpoint.id);
}

/** Direct debits, in the euro area and elsewhere. */
const DEBITS: ReadonlySet<string> = new Set(['49', '59']);

/** Invoices and credit notes that BIS Billing takes (P0100, P0101 of it). */
const PEPPOL_TYPES: ReadonlySet<string> = new Set(
  `71 80 82 84 102 218 219 326 331 380 382 383 384 386 388 393 395 553 575 623 780 817 870 875 876 877
   381 396 81 83 532`.split(/\s+/),
);
/** Partial and corrected invoices: Peppol takes them between two parties in Germany alone. */
const GERMAN_ONLY: ReadonlySet<string> = new Set(['326', '384']);

const GERMAN_TYPES: ReadonlySet<string> = new Set(['326', '380', '381', '384', '389', '875', '876', '877']);

function checkGerman(invoice: SemanticInvoice, report: Report): void {
  const { seller, buyer, delivery, buyerReference } = invoice;
  const asked: readonly (readonly [rule: string, field: string, value: string | null])[] = [
    ['BR-DE-3', 'BT-37', seller.address.city],
    ['BR-DE-4', 'BT-38', seller.address.postcode],
    ['BR-DE-8', 'BT-52', buyer.address.city],
    ['BR-DE-9', 'BT-53', buyer.address.postcode],
    ['BR-DE-10', 'BT-77', delivery === null ? '–' : delivery.city],
    ['BR-DE-11', 'BT-78', delivery === null ? '–' : delivery.postcode],
    ['BR-DE-15', 'BT-10', buyerReference],
  ];
  for (const [rule, field, value] of asked) if (value === null) report(rule, field, '');
  checkContact(invoice, report);
  checkMeans(invoice, report);
}

function checkContact({ seller: { contact } }: SemanticInvoice, report: Report): void {
  if (contact === null) {
    report('BR-DE-2', 'BG-6', '');
    return;
  }
  if (contact.name === null) report('BR-DE-5', 'BT-41', '');
  if (contact.phone === null) report('BR-DE-6', 'BT-42', '');
  if (contact.email === null) report('BR-DE-7', 'BT-43', '');
  if (contact.phone !== null && (contact.phone.match(/\d/g) ?? []).length < 3)
    report('BR-DE-27', 'BT-42', contact.phone);
}

const TRANSFERS: ReadonlySet<string> = new Set(['30', '58']);

function checkMeans({ payment }: SemanticInvoice, report: Report): void {
  if (payment === null) {
    report('BR-DE-1', 'BG-16', '');
    return;
  }
  if (TRANSFERS.has(payment.means) && payment.account === null) report('BR-DE-23', 'BG-17', '');
  const { debit } = payment;
  const isComplete = debit?.mandate && debit.creditor && debit.iban;
  if (payment.means === '59' && !isComplete) report('BR-DE-25', 'BG-19', '');
}

function checkEndpoints({ seller, buyer }: SemanticInvoice, report: Report): void {
  if (seller.endpoint === null) report('PEPPOL-R020', 'BT-34', '');
  if (buyer.endpoint === null) report('PEPPOL-R010', 'BT-49', '');
}
