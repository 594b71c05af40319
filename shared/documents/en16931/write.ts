/** An e-invoice as XML, in the format asked for. The same model gives the same text. */
import { type EInvoiceFormat, partsOf } from './formats.ts';
import type { SemanticInvoice } from './model.ts';
import { writeCii } from './write-cii.ts';
import { writeUbl } from './write-ubl.ts';

/** The XML document with its declaration. An unknown currency is a fault. */
export function writeXml(invoice: SemanticInvoice, format: EInvoiceFormat): string {
  const parts = partsOf(format);

  return parts.syntax === 'cii' ? writeCii(invoice, parts) : writeUbl(invoice, parts);
}
