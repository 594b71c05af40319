/** Reads anybody's e-invoice: recognises the syntax, parses it into the semantic model, and tells what could not be read. */
import type { Result } from '../../kernel/result.ts';
import { ok, refuse } from '../../kernel/result.ts';
import { isCurrencyOn } from '../../kernel/currencies.ts';
import type { Finding } from './finding.ts';
import { type EInvoiceProfile, profileOf } from './formats.ts';
import type { SemanticInvoice } from './model.ts';
import { readCii } from './read-cii.ts';
import { noteCodes } from './read-codes.ts';
import { readUbl } from './read-ubl.ts';
import { note, type Reading } from './reading.ts';
import { CII_NAMESPACES } from './write-cii.ts';
import { UBL_NAMESPACES } from './write-ubl.ts';
import { readXml, type XmlElement } from './xml-reader.ts';

/** A document as read; `findings` are about single values that are no dates, numbers or codes. */
export type ReadInvoice = {
  readonly syntax: 'cii' | 'ubl';
  /** BT-24. */
  readonly specification: string;
  readonly profile: EInvoiceProfile;
  readonly invoice: SemanticInvoice;
  readonly findings: readonly Finding[];
};

/** Refusals: those of `readXml`, and `xml.not_an_invoice` where the root element belongs to neither syntax. */
export function readEInvoice(text: string): Result<ReadInvoice> {
  const root = readXml(text);
  if (!root.ok) return root;
  const syntax = SYNTAX_BY_ROOT.get(root.value.name);
  if (syntax === undefined)
    return refuse('xml.not_an_invoice', 'The root element is neither CII nor a UBL invoice or credit note.');

  return ok(parsed(root.value, syntax));
}

const SYNTAX_BY_ROOT: ReadonlyMap<string, 'cii' | 'ubl'> = new Map([
  [`${CII_NAMESPACES.rsm} CrossIndustryInvoice`, 'cii'],
  [`${UBL_NAMESPACES.invoice} Invoice`, 'ubl'],
  [`${UBL_NAMESPACES.creditNote} CreditNote`, 'ubl'],
]);

function parsed(root: XmlElement, syntax: 'cii' | 'ubl'): ReadInvoice {
  const reading: Reading = { findings: [], currency: '', day: '' };
  const { specification, invoice } = syntax === 'cii' ? readCii(root, reading) : readUbl(root, reading);
  reading.day = invoice.issueDate;
  if (!isCurrencyOn(invoice.currency, reading.day))
    note(reading, 'FORMAT-CURRENCY', 'BT-5', invoice.currency);
  noteCodes(root, reading);
  if (!specification.startsWith('urn:cen.eu:en16931:2017'))
    note(reading, 'FORMAT-SPECIFICATION', 'BT-24', specification);

  return { syntax, specification, profile: profileOf(specification), invoice, findings: reading.findings };
}
