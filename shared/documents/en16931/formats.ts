/** The forms in which an e-invoice leaves: a syntax and the specification it claims to follow. */

/** The formats that can be asked for. */
export const E_INVOICE_FORMATS = ['cii', 'ubl', 'xrechnung_cii', 'xrechnung_ubl', 'peppol'] as const;

/** One format. `cii` is what Factur-X carries in its profile EN 16931. */
export type EInvoiceFormat = (typeof E_INVOICE_FORMATS)[number];

/** Whose rules a document claims to keep, beside those of EN 16931. */
export type EInvoiceProfile = 'en16931' | 'xrechnung' | 'peppol' | 'peppol_self_billing';

/** What a format consists of; `process` is BT-23, `specification` BT-24. */
export type FormatParts = {
  readonly syntax: 'cii' | 'ubl';
  readonly profile: EInvoiceProfile;
  readonly process: string | null;
  readonly specification: string;
};

const EN16931 = 'urn:cen.eu:en16931:2017';
const XRECHNUNG = `${EN16931}#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0`;
const PEPPOL = `${EN16931}#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0`;
const BILLING = 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0';
const SELF_BILLING = `${EN16931}#compliant#urn:fdc:peppol.eu:2017:poacc:selfbilling:3.0`;

const PARTS: Readonly<Record<EInvoiceFormat, FormatParts>> = {
  cii: { syntax: 'cii', profile: 'en16931', process: null, specification: EN16931 },
  ubl: { syntax: 'ubl', profile: 'en16931', process: null, specification: EN16931 },
  xrechnung_cii: { syntax: 'cii', profile: 'xrechnung', process: BILLING, specification: XRECHNUNG },
  xrechnung_ubl: { syntax: 'ubl', profile: 'xrechnung', process: BILLING, specification: XRECHNUNG },
  peppol: { syntax: 'ubl', profile: 'peppol', process: BILLING, specification: PEPPOL },
};

/** What Peppol has for documents that the buyer writes: BIS Billing does not list their types. */
const PEPPOL_SELF_BILLING: FormatParts = {
  syntax: 'ubl',
  profile: 'peppol_self_billing',
  process: 'urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0',
  specification: SELF_BILLING,
};

/** Types of documents that the buyer writes (UNTDID 1001): invoice, credit note and debit note; we write no debit notes. */
export const SELF_BILLED_TYPES: ReadonlySet<string> = new Set(['389', '261', '527']);

/** Syntax and identifiers of a format, for a document of the type; without it for a plain invoice. */
export function partsOf(format: EInvoiceFormat, type = '380'): FormatParts {
  return format === 'peppol' && SELF_BILLED_TYPES.has(type) ? PEPPOL_SELF_BILLING : PARTS[format];
}

/** The profile a specification identifier (BT-24) names; whatever is not known is held to EN 16931 alone. */
export function profileOf(specification: string): EInvoiceProfile {
  if (specification.includes(':xrechnung')) return 'xrechnung';
  if (specification.includes('urn:fdc:peppol.eu:2017:poacc:billing')) return 'peppol';
  if (specification.includes('urn:fdc:peppol.eu:2017:poacc:selfbilling')) return 'peppol_self_billing';

  return 'en16931';
}
