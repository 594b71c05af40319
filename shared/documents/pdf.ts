import PDFDocument from 'pdfkit';
import { sha256Hex } from '../kernel/hash.ts';
import { invariant } from '../kernel/invariant.ts';
import { contentHash, type FrozenContent, LAYOUT_VERSION } from './content.ts';
import { pagesOf } from './pdf/layout.ts';
import { descriptionOf, documentOptions, FACTUR_X_FILE, issuedAt } from './pdf/metadata.ts';
import { paint } from './pdf/paint.ts';
import { type DocumentFonts, typefaceOf } from './pdf/typeface.ts';
import { sanitise } from '../kernel/sanitise.ts';

/** What is printed; `eInvoice` is the same document as XML, or null where it cannot be one. */
export type Printable = {
  readonly content: FrozenContent;
  readonly number: string;
  readonly eInvoice: string | null;
  /** The bytes of the logo that the content names. */
  readonly logo?: Uint8Array | undefined;
};

/**
 * Prints frozen content under its number as PDF/A-3b and PDF/UA-1, fonts embedded, and carries the e-invoice as Factur-X.
 * The same content, number, XML and fonts give the same bytes, in any process; the texts and formats of today have no say.
 */
export async function printDocument(printable: Printable, fonts: DocumentFonts): Promise<Uint8Array> {
  const { content, eInvoice, logo } = printable;
  invariant(content.layout === LAYOUT_VERSION, 'frozen content has a layout that can be printed');
  invariant(content.logo?.sha256 === (logo && sha256Hex(logo)), 'the logo is the one that was frozen');
  const typeface = typefaceOf(fonts);
  const numbered = { content, number: sanitise(printable.number), ...(logo && { logo }) };
  const identity = sha256Hex(`${contentHash(content)} ${numbered.number}`);
  const document = new PDFDocument(documentOptions(content, identity));

  const bytes = collected(document);
  if (eInvoice !== null) attach(document, eInvoice, content);
  document.appendXML(descriptionOf(content, { number: numbered.number, isEInvoice: eInvoice !== null }));
  paint(document, pagesOf(numbered, typeface), typeface);
  document.end();
  return bytes;
}

/** The same without an e-invoice. */
export function renderPdf(content: FrozenContent, number: string, fonts: DocumentFonts): Promise<Uint8Array> {
  return printDocument({ content, number, eInvoice: null }, fonts);
}

/** The file stands beside what is printed as another form of the same (ISO 19005-3, Factur-X 1.0). */
function attach(document: PDFKit.PDFDocument, xml: string, content: FrozenContent): void {
  const issued = issuedAt(content);
  // Declared apart, for the types of pdfkit do not know the relationship.
  const options = {
    name: FACTUR_X_FILE,
    type: 'text/xml',
    description: 'Factur-X',
    relationship: 'Alternative',
    creationDate: issued,
    modifiedDate: issued,
  };
  document.file(Buffer.from(xml, 'utf8'), options);
}

function collected(document: PDFKit.PDFDocument): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const chunks: Uint8Array[] = [];
  document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  document.on('end', () => resolve(Buffer.concat(chunks)));
  document.on('error', reject);
  return promise;
}
