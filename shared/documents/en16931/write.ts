/** An e-invoice as XML, in the format asked for. The same model gives the same text. */
import { type EInvoiceFormat, type EInvoiceProfile, partsOf } from './formats.ts';
import type { SemanticInvoice } from './model.ts';
import { writeCii } from './write-cii.ts';
import { writeUbl } from './write-ubl.ts';

/** The XML document with its declaration. An unknown currency is a fault. */
export function writeXml(invoice: SemanticInvoice, format: EInvoiceFormat): string {
  const parts = partsOf(format, invoice.type);
  const typed = inProfile(invoice, parts.profile);

  return parts.syntax === 'cii' ? writeCii(typed, parts) : writeUbl(typed, parts);
}

/**
 * The document under a type that the profile knows. XRechnung lists no 386 (BR-DE-17): a deposit is 326 there, as 380 would
 * say that everything is charged. Peppol takes 326 and 384 between parties in Germany only (PEPPOL-EN16931-P0112); elsewhere
 * it is a plain 380, and BT-25 still names the invoice that a corrected one replaces.
 */
export function inProfile(invoice: SemanticInvoice, profile: EInvoiceProfile): SemanticInvoice {
  const { type, seller, buyer } = invoice;
  if (profile === 'xrechnung' && type === '386') return { ...invoice, type: '326' };
  const isGerman = seller.address.country === 'DE' && buyer.address.country === 'DE';

  return profile === 'peppol' && GERMAN_IN_PEPPOL.has(type) && !isGerman
    ? { ...invoice, type: '380' }
    : invoice;
}

const GERMAN_IN_PEPPOL: ReadonlySet<string> = new Set(['326', '384']);
