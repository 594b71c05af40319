import type { Mark, Tag } from './marks.ts';
import type { Page } from './layout.ts';
import { PAGE } from './look.ts';
import type { Typeface } from './typeface.ts';

const COLUMN_SCOPE: object = { scope: 'Column' };

/** What has been painted for each element of the structure, by tag, and the elements in the order they began. */
type Structure = Map<Tag | null, { readonly parts: Part[] }>;
type Part = { readonly content: PDFKit.PDFStructureContent } | { readonly tag: Tag };

/** Paints laid-out pages into the document, with the structure that their tags describe. */
export function paint(document: PDFKit.PDFDocument, pages: readonly Page[], typeface: Typeface): void {
  const structure: Structure = new Map([[null, { parts: [] }]]);
  document.registerFont('regular', typeface.regular.source);
  document.registerFont('bold', typeface.bold.source);
  for (const page of pages) {
    document.addPage({ size: [PAGE.width, PAGE.height], margin: 0 });
    for (const run of runsOf(page)) paintRun(document, run, structure);
  }
  const root = document.struct('Document', {}, elementsUnder(document, null, structure));
  document.addStructure(root);
}

/** Neighbouring marks of one tag, which are marked as one piece. */
type Run = { readonly tag: Tag | null; readonly marks: Mark[] };

function runsOf(page: Page): Run[] {
  const runs: Run[] = [];
  for (const mark of page) {
    const tag = mark.kind === 'text' ? mark.tag : null;
    const last = runs.at(-1);
    if (last !== undefined && last.tag === tag) last.marks.push(mark);
    else runs.push({ tag, marks: [mark] });
  }
  return runs;
}

function paintRun(document: PDFKit.PDFDocument, run: Run, structure: Structure): void {
  if (run.tag === null) document.markContent('Artifact');
  else partsOf(structure, run.tag).push({ content: document.markStructureContent(run.tag.type) });
  for (const [index, mark] of run.marks.entries()) {
    // What is read on from line to line must not grow together into one word.
    paintMark(document, mark, index < run.marks.length - 1 ? ' ' : '');
  }
  document.endMarkedContent();
}

function paintMark(document: PDFKit.PDFDocument, mark: Mark, after: string): void {
  if (mark.kind === 'box') {
    document.rect(mark.x, mark.y, mark.width, mark.height).fill(mark.color);
    return;
  }
  document.font(mark.look.weight).fontSize(mark.look.size).fillColor(mark.look.color);
  document.text(mark.text + after, mark.x, mark.y, { lineBreak: false, baseline: 'alphabetic' });
}

/** The parts of a tag's element; the element, and those above it, begin when they are first asked for. */
function partsOf(structure: Structure, tag: Tag | null): Part[] {
  const known = structure.get(tag);
  if (known !== undefined) return known.parts;

  const parts: Part[] = [];
  structure.set(tag, { parts });
  if (tag !== null) partsOf(structure, tag.parent).push({ tag });
  return parts;
}

function elementsUnder(
  document: PDFKit.PDFDocument,
  tag: Tag | null,
  structure: Structure,
): PDFKit.PDFStructureElementChild[] {
  return partsOf(structure, tag).map((part) => {
    if ('content' in part) return part.content;

    const children = elementsUnder(document, part.tag, structure);
    return document.struct(part.tag.type, part.tag.type === 'TH' ? COLUMN_SCOPE : {}, children);
  });
}
