import PDFDocument from 'pdfkit';
import { invariant } from '../../kernel/invariant.ts';

/** The two weights a document is set in, and those that a Swiss QR bill may be set in by its guidelines. */
export type Weight = 'regular' | 'bold' | 'billRegular' | 'billBold';

/** TrueType fonts as bytes; they hold the letters a document can print. */
export type DocumentFonts = Readonly<Record<Weight, Uint8Array>>;

/** A parsed font: measures text and is what pdfkit embeds from. */
export type Face = {
  readonly source: PDFKit.Mixins.PDFFontSource;
  /** Width of a text at a size of one point. */
  widthOf(text: string): number;
  /** The text with every character that the font lacks replaced, because one missing glyph breaks PDF/A. */
  printable(text: string): string;
};

/** The faces of the fonts. */
export type Typeface = Readonly<Record<Weight, Face>>;

type Glyph = { readonly id: number; readonly advanceWidth: number; readonly codePoints: readonly number[] };
type Position = { xAdvance: number; yAdvance: number; xOffset: number; yOffset: number };

/** What we use of a font as pdfkit's own parser reads it. */
type ParsedFont = {
  readonly unitsPerEm: number;
  hasGlyphForCodePoint(codePoint: number): boolean;
  glyphForCodePoint(codePoint: number): { readonly id: number; readonly advanceWidth: number };
};

const REPLACEMENT = '\ufffd';
const SPACE = 0x20;
const parsedFonts = new WeakMap<Uint8Array, Face>();

/** The typeface of these fonts; parsing costs as much as a document, so it is done once for the same bytes, and for those that are used. */
export function typefaceOf(fonts: DocumentFonts): Typeface {
  return {
    regular: faceOf(fonts.regular),
    bold: faceOf(fonts.bold),
    get billRegular() {
      return faceOf(fonts.billRegular);
    },
    get billBold() {
      return faceOf(fonts.billBold);
    },
  };
}

function faceOf(bytes: Uint8Array): Face {
  const known = parsedFonts.get(bytes);
  if (known !== undefined) return known;

  const face = measuring(parsed(bytes));
  parsedFonts.set(bytes, face);
  return face;
}

function parsed(bytes: Uint8Array): ParsedFont {
  // pdfkit has no door to its parser but a document, which is thrown away here.
  const document: unknown = new PDFDocument({ font: bytes as unknown as string, autoFirstPage: false }); // the types know paths alone
  const { _font: opened } = document as { _font: { font: ParsedFont } }; // what pdfkit's font() leaves behind
  invariant(typeof opened.font.glyphForCodePoint === 'function', 'pdfkit parses fonts as it did');
  return opened.font;
}

function measuring(font: ParsedFont): Face {
  const glyphs = new Map<number, Glyph>();
  const spaceId = font.glyphForCodePoint(SPACE).id;
  const glyphOf = (codePoint: number): Glyph => {
    const known = glyphs.get(codePoint);
    if (known !== undefined) return known;

    const { id, advanceWidth } = font.glyphForCodePoint(codePoint);
    // A glyph can stand for several characters: copied out of the document, each kind of space is the plain one.
    const glyph = { id, advanceWidth, codePoints: [id === spaceId ? SPACE : codePoint] };
    glyphs.set(codePoint, glyph);
    return glyph;
  };
  return {
    source: embeddable(font, glyphOf),
    widthOf: (text) => unitsOf(text, glyphOf) / font.unitsPerEm,
    printable: (text) => printableIn(font, text),
  };
}

function unitsOf(text: string, glyphOf: (codePoint: number) => Glyph): number {
  let units = 0;
  for (const character of text) units += glyphOf(character.codePointAt(0) ?? SPACE).advanceWidth;
  return units;
}

function printableIn(font: ParsedFont, text: string): string {
  let printable = '';
  for (const character of text) {
    printable += font.hasGlyphForCodePoint(character.codePointAt(0) ?? SPACE) ? character : REPLACEMENT;
  }
  return printable;
}

/**
 * The font as pdfkit takes it, but set letter by letter: our fonts have no layout tables, so the general layout engine would
 * come to the same in fifty times the time. It also remembers, from document to document, which character a glyph was first
 * used for, and so would not write the same bytes twice.
 */
function embeddable(font: ParsedFont, glyphOf: (codePoint: number) => Glyph): PDFKit.Mixins.PDFFontSource {
  const scale = 1_000 / font.unitsPerEm;
  const layout = (text: string) => {
    const glyphs = Array.from(text, (character) => glyphOf(character.codePointAt(0) ?? SPACE));
    const positions = glyphs.map(
      ({ advanceWidth }): Position => ({ xAdvance: advanceWidth, yAdvance: 0, xOffset: 0, yOffset: 0 }),
    );
    return {
      glyphs,
      positions,
      advanceWidth: glyphs.reduce((sum, glyph) => sum + glyph.advanceWidth * scale, 0),
    };
  };
  const source: unknown = Object.create(font, { layout: { value: layout } });
  return source as PDFKit.Mixins.PDFFontSource; // pdfkit takes a parsed font too, which its types do not say
}
