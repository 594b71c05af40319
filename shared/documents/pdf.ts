import PDFDocument from 'pdfkit';
import { sha256Hex } from '../kernel/hash.ts';
import { invariant } from '../kernel/invariant.ts';
import { contentHash, type FrozenContent, LAYOUT_VERSION } from './content.ts';
import { pagesOf } from './pdf/layout.ts';
import { documentOptions, descriptionOf } from './pdf/metadata.ts';
import { paint } from './pdf/paint.ts';
import { type DocumentFonts, typefaceOf } from './pdf/typeface.ts';
import { sanitise } from './sanitise.ts';

/**
 * Prints frozen content under its number as PDF/A-3b and PDF/UA-1, fonts embedded. The same content, number and fonts give the
 * same bytes, in any process; the texts and formats of today have no say in it.
 */
export async function renderPdf(
  content: FrozenContent,
  number: string,
  fonts: DocumentFonts,
): Promise<Uint8Array> {
  invariant(content.layout === LAYOUT_VERSION, 'frozen content has a layout that can be printed');
  const typeface = typefaceOf(fonts);
  const numbered = { content, number: sanitise(number) };
  const identity = sha256Hex(`${contentHash(content)} ${numbered.number}`);
  const document = new PDFDocument(documentOptions(content, identity));

  const bytes = collected(document);
  document.appendXML(descriptionOf(content, numbered.number));
  paint(document, pagesOf(numbered, typeface), typeface);
  document.end();
  return bytes;
}

function collected(document: PDFKit.PDFDocument): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const chunks: Uint8Array[] = [];
  document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  document.on('end', () => resolve(Buffer.concat(chunks)));
  document.on('error', reject);
  return promise;
}
